//! Commands that exist with feature `demo` only: they use keys that everyone has.

pub mod issue;
pub mod show;
pub mod sim;

mod authority;
mod key_file;

pub use authority::resident_keys;
