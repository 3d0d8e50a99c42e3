//! An operation: a command that a person or a clerk signed once, and that arrives once.
//!
//! It says which version of the case was on the screen (rule S6), what it depends on and what it
//! supersedes (rule S5), and lists its attachments with their hashes, so that the chunks that
//! follow need no signature of their own (rule S12). The body is bytes; `tongban-cases` owns them.

mod attachment;
mod content;
mod sign;
mod verify;

pub use attachment::{Attachment, MAX_ATTACHMENT_BYTES, MAX_CHUNK_BYTES, MIN_CHUNK_BYTES};
pub use content::{MAX_ATTACHMENTS, MAX_BODY_BYTES, MAX_DEPENDENCIES, Operation};
pub use sign::{PreparedOperation, prepare_operation};
pub use verify::{UnverifiedOperation, VerifiedOperation};

/// Longest signed operation in bytes.
pub const MAX_OPERATION_BYTES: usize = 160 << 10;

const TYP: &str = "application/tongban-operation+cbor";
