//! Whole files by name that survive a crash.

mod contract;
#[cfg(feature = "fakes")]
mod contract_test;
mod disk;
#[cfg(feature = "fakes")]
mod fake;

pub use contract::{BlobError, BlobFiles, BlobName};
#[cfg(feature = "fakes")]
pub use contract_test::blob_files_contract;
pub use disk::DiskBlobs;
#[cfg(feature = "fakes")]
pub use fake::MemoryBlobs;
