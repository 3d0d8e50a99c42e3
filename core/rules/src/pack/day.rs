//! A day as days since 1970-01-01.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use crate::Day;

pub(crate) fn serialize<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i32(day.days())
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    let days = i32::deserialize(deserializer)?;
    Day::from_days(days).ok_or_else(|| D::Error::custom("a day out of range"))
}
