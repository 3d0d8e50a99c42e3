//! The contract tests against the fakes and against what runs everywhere, and the rules
//! that the contracts themselves keep.

mod confirm;
mod contracts;
mod disk_blobs;
mod shipped;
