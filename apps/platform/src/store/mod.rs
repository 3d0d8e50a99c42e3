//! What the platform remembers: one trait, its row types, and two implementations, embedded
//! SQLite and a PostgreSQL server.
//!
//! Every method is one transaction and takes all times and random bits as values, so
//! that several processes may stand behind one address and an implementation has nothing to
//! decide. The conformance suite (`tests/it/store_conformance.rs`, `store_feeds.rs`) runs
//! against each.

mod cases;
mod columns;
mod contract;
mod database;
mod error;
mod feeds;
mod inventory;
mod people;
mod postgres;
mod read_marks;
mod rows;
mod snapshot_part;
mod sqlite;

pub use cases::{
    CaseChange, CaseEntry, CaseEvent, CaseRecord, Commit, Committed, Look, Looked, NewOperation,
    NewReceipt, NewRow,
};
pub use contract::PlatformStore;
pub use database::{Database, DatabaseUrl};
pub use error::{BackupError, OpenStoreError, StoreError};
pub use feeds::{
    Confirmation, FeedPage, Found, Series, SnapshotRows, Sought, StoredAttachment, StoredOperation,
};
pub use inventory::{Acknowledged, FeedEnd, Inventory};
pub use people::{Person, Principal, Signer, Staff, StaffId};
pub use postgres::PostgresStore;
use read_marks::new_marks;
pub use rows::{
    Access, AddressTag, AddressTry, Certificate, Completed, Issued, IssuedCopy, NewEnrolment,
    NewVoucher, ReadLogEntry, ReadLogHead, Resident, ResidentId, ResidentName, Revocation,
    Snapshot, SnapshotKind, StatusPlace, StoredAnswer, Voucher, VoucherKey,
};
pub use sqlite::SqliteStore;
pub(crate) use sqlite::make_private;
