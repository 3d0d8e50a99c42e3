//! A day that may be missing.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Day;

pub(crate) fn serialize<S: Serializer>(
    day: &Option<Day>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.serialize_some(&Written(*day)),
        None => serializer.serialize_none(),
    }
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Day>, D::Error> {
    Ok(Option::<Written>::deserialize(deserializer)?.map(|written| written.0))
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Written(#[serde(with = "super::day")] Day);
