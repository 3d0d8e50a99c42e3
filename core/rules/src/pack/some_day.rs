//! A day that may be missing.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use crate::Day;

pub(crate) fn serialize<S: Serializer>(
    day: &Option<Day>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.serialize_some(&day.days()),
        None => serializer.serialize_none(),
    }
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Day>, D::Error> {
    let Some(days) = Option::<i32>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let day = Day::from_days(days).ok_or_else(|| D::Error::custom("a day out of range"))?;
    Ok(Some(day))
}
