//! Commands that exist with feature `demo` only: they sign with keys that everyone has.

pub mod issue;
pub mod show;

mod authority;
mod key_file;

pub use authority::resident_keys;
