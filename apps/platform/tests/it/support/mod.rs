//! A town with a platform, and residents' apps that talk to it.

mod app;
mod cards;
mod http;
mod member;
mod office;
mod postgres;
mod program;
mod s3;
mod town;

pub use app::{App, Enrolled, guessed, key, point, scanned, sign, typed, unknown};
pub use cards::{ELDERLY, PNG, card, claim, photo, submit, zhou};
pub use http::{Answer, ask, get, post, try_post};
pub use member::{Member, chunk, detail, fresh, list_key, manifest, progress, push_body};
pub use office::Office;
pub use postgres::database;
pub use program::{Program, program};
pub use s3::S3;
pub use town::{NOW, Town};
