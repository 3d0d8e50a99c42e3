//! A day: days since 1970-01-01 in a pack, `YYYY-MM-DD` where people read it.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use crate::Day;

/// Writes a day; for `#[serde(with)]`.
pub fn serialize<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    match serializer.is_human_readable() {
        true => serializer.collect_str(day),
        false => serializer.serialize_i32(day.days()),
    }
}

/// Reads one that exists.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    let day = match deserializer.is_human_readable() {
        true => Day::parse(&String::deserialize(deserializer)?),
        false => Day::from_days(i32::deserialize(deserializer)?),
    };
    day.ok_or_else(|| D::Error::custom("a day that does not exist; it is written YYYY-MM-DD"))
}
