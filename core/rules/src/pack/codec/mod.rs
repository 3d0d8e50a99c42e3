//! Descriptions as deterministic CBOR and back, through serde over the strict reader and writer of
//! `tongban-cose`.
//!
//! Structures become maps with text keys, enum variants a text or a map of one entry. There are no
//! floats and no tags. Reading refuses what writing could not have made: unknown keys, other types,
//! numbers out of range.

mod read;
mod write;

pub(crate) use read::from_value;
pub(crate) use write::to_item;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tongban_cose::cbor::{Limits, read};

/// The deterministic bytes of a value: for what other crates keep in the same form as packs.
pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CodecError> {
    Ok(to_item(value)?.encode())
}

/// Reads exactly what [`encode`] wrote: bytes that do not encode back to themselves are refused,
/// and so is more than 4 MiB. Never panics.
pub fn decode<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    let item = read(bytes, &Limits::LIST).map_err(|error| CodecError(error.to_string()))?;
    let value: T = from_value(&item)?;
    match encode(&value)? == bytes {
        true => Ok(value),
        false => Err(CodecError("bytes are not the deterministic form".into())),
    }
}

/// Why a value cannot be written or read; the text names places of the description, never content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CodecError(String);

impl serde::ser::Error for CodecError {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl serde::de::Error for CodecError {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}
