//! The database of one person: keys, certificates with their copies, unanswered
//! requests, and the read log as it was told.
//!
//! Everything of a person is in one database, so that one transaction covers all of it
//! (rule S8).

mod certificates;
mod db;
mod info;
mod keys;
mod pending;
mod read_log;

pub use certificates::{NewCertificate, NewCopy, Spent, StoredCertificate, StoredCopy};
pub use db::{PersonDb, PersonTx};
pub use info::PersonInfo;
pub use keys::{KeyCustody, PrivateKey, StoredKey};
pub use pending::Pending;
pub use read_log::{ReadLog, ReadLogHead, ReadLogNote};
