//! A town with a platform, and residents' apps that talk to it.

mod app;
mod cards;
mod http;
mod member;
mod town;

pub use app::{App, Enrolled, guessed, key, point, scanned, sign, typed, unknown};
pub use cards::{ELDERLY, PNG, card, claim, photo, submit, zhou};
pub use http::{Answer, ask, get, post};
pub use member::{Member, chunk, detail, fresh, list_key, manifest, progress};
pub use town::{NOW, Town};
