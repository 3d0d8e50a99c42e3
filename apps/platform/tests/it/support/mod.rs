//! A town with a platform, and residents' apps that talk to it.

mod app;
mod http;
mod town;

pub use app::{App, Enrolled, guessed, scanned, sign, typed, unknown};
pub use http::{Answer, ask, get, post};
pub use town::{NOW, Town};
