//! Keeping the bytes of attachments.

mod contract;
mod objects;
mod place;

pub use contract::{BlobError, BlobName, BlobStore};
pub use objects::ObjectBlobStore;
pub use place::{Attachments, S3Place, S3PlaceError, S3Server};
