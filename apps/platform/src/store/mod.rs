//! What the platform remembers: one trait, its row types, and the SQLite implementation.
//!
//! Every method is one transaction and takes all times and random bits as values, so
//! that several processes may stand behind one address and a second implementation
//! (PostgreSQL) has nothing to decide. The conformance suite (`tests/it/store`) runs
//! against every implementation.

mod cases;
mod contract;
mod error;
mod feeds;
mod people;
mod rows;
mod sqlite;

pub use cases::{
    CaseChange, CaseEntry, CaseEvent, CaseRecord, Commit, Committed, Look, Looked, NewOperation,
    NewReceipt, NewRow,
};
pub use contract::PlatformStore;
pub use error::{OpenStoreError, StoreError};
pub use feeds::{Confirmation, FeedPage, Found, Series, Sought, StoredAttachment, StoredOperation};
pub use people::{Person, Principal, Signer, Staff, StaffId};
pub use rows::{
    Access, AddressTag, AddressTry, Certificate, Completed, Issued, IssuedCopy, NewEnrolment,
    NewVoucher, ReadLogEntry, ReadLogHead, Resident, ResidentId, ResidentName, Revocation,
    Snapshot, SnapshotKind, StatusPlace, StoredAnswer, Voucher, VoucherKey,
};
pub use sqlite::SqliteStore;
pub(crate) use sqlite::make_private;
