//! What devices and the platform say to each other after enrolment: `docs/sync-protocol.md`.
//!
//! A use case a file: sessions, pulling, pushing, uploading. What an operation means for its case
//! is decided in `casework`.

mod draft;
mod error;
mod intake;
mod pull;
mod push;
mod read_marks;
mod receipts;
mod sealed;
mod session;
mod upload;

pub(crate) use error::SyncError;
pub(crate) use intake::{Incoming, machine_acts};
pub(crate) use pull::pull;
pub(crate) use push::push;
pub(crate) use read_marks::read_marks;
pub(crate) use sealed::{push_sealed, upload_sealed};
pub(crate) use session::{bearer, challenge, open_session, scopes};
pub(crate) use upload::{salvage, upload};
