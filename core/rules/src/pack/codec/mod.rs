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

/// Why a value cannot be written or read; the text names places of the description, never content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct CodecError(String);

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
