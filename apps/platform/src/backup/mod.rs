//! Backups: everything that was acknowledged, in a folder of its own, and back from it.
//!
//! A backup is `database/` (the store's own copy of one moment), `attachments/` and, written
//! last, `backup.json`, which names each database file with its SHA-256: a folder without it is
//! no backup. The pepper and the authority's keys are never in it; who steals a backup can test
//! no voucher and sign nothing.

mod attachments;
mod make;
mod manifest;
mod restore;

pub(crate) use attachments::damaged;
pub use make::BackedUp;
pub(crate) use make::make;
pub use restore::{Restored, restore};
