//! Operations that travel closed (rule K4): a device that has nobody's key hands over what only the
//! platform can open. The envelope is HPKE (RFC 9180), base mode, DHKEM(P-256, HKDF-SHA256),
//! HKDF-SHA256, AES-256-GCM, written as the encapsulated key and the ciphertext.
//!
//! An attachment is not sealed a second time: its file is encrypted already, so the envelope holds
//! the key of that one file, and its segments travel as they are.

mod envelope;
mod file_key;
mod push;
mod upload;

pub use envelope::{EnvelopeKey, Sealing, open_envelope, seal_envelope};
pub use file_key::{FILE_HEADER, FileKey, SEGMENT, SEGMENT_TAG};
pub use push::{SealedOperation, SealedPushRequest};
pub use upload::{SealedChunk, SealedUploadRequest};
