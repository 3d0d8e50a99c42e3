//! A platform, people with devices, and a PostgreSQL server, as the platform's own tests have them.
#![allow(dead_code, unused_imports, missing_docs)] // Those tests use the rest of it.

#[path = "../../../apps/platform/tests/it/support/app.rs"]
mod app;
#[path = "../../../apps/platform/tests/it/support/cards.rs"]
mod cards;
#[path = "../../../apps/platform/tests/it/support/http.rs"]
mod http;
#[path = "../../../apps/platform/tests/it/support/member.rs"]
mod member;
#[path = "../../../apps/platform/tests/it/support/postgres.rs"]
mod postgres;
#[allow(clippy::module_inception)]
#[path = "../../../apps/platform/tests/it/support/town.rs"]
mod town;

pub use app::{App, scanned};
pub use cards::{PNG, card, claim, photo, zhou};
pub use http::{Answer, ask, get, post};
pub use member::{Member, fresh, list_key, manifest, push_body};
pub use postgres::Server;
pub use town::{NOW, Town};
