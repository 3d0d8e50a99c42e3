//! Keeping the bytes of attachments.

mod contract;
mod local;

pub use contract::{BlobError, BlobName, BlobStore};
pub use local::LocalBlobStore;
