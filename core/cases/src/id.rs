//! Ids that callers make.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tongban_rules::pack::bytes;

/// Sixteen bytes: a UUIDv7 of a file, a person or an officer. Nothing is ordered by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub [u8; 16]);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = bytes::deserialize(deserializer)?;
        let sixteen = bytes.try_into();
        sixteen
            .map(Self)
            .map_err(|_| serde::de::Error::custom("an id has sixteen bytes"))
    }
}

impl std::fmt::Debug for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
