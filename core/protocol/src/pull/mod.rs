//! Reading a scope: rows in order of their sequence number, with a cursor that notices when the
//! platform's history is not the one that the device has read (rule S2); and, to begin with or
//! after a fork, a snapshot that brings the newest cases first (rule S4).

mod cursor;
mod request;
mod response;
mod row;
mod snapshot;

pub use cursor::Cursor;
pub use request::{MAX_ROWS, PullRequest};
pub use response::{Page, PageError, PullResponse, UncheckedPull};
pub use row::{MAX_ROW_BODY, Row};
pub use snapshot::{MAX_SNAPSHOT_ROWS, SnapshotPage, SnapshotPlace};

/// Largest seq and version: what every store can hold. Larger ones would fail each time that they
/// are written, and everything else with them.
const MAX_NUMBER: u64 = i64::MAX as u64;
