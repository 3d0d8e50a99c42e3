//! The demo: an invented office with INSECURE keys, and residents who do not exist.
//!
//! Exists only with feature `demo`, which no package has.

mod files;
mod keys;
mod seed;

pub use files::{PACK, ROOT, TRUST_LIST};
pub(crate) use files::{authority, station};
pub use keys::{DemoKeysError, make_demo_keys};
pub(crate) use seed::{clock_of, remember_clock, seed};
