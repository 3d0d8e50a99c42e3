//! The contract tests against the fakes and against what runs everywhere, and the rules
//! that the contracts themselves keep.

#![allow(
    clippy::print_stderr,
    reason = "a test says what this machine did not let it try"
)]

mod confirm;
mod contracts;
mod disk_blobs;
mod shipped;
