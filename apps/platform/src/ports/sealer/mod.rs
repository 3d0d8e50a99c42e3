//! Signing with the platform's keys.

mod contract;
mod file;

pub use contract::{SealError, SealKey, Sealer};
pub use file::{FileSealer, SealerKeyError};
