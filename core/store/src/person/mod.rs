//! The database of one person: keys, certificates with their copies, drafts, the outbox,
//! what the platform sent, unanswered requests, the read log as it was told, and reminders.
//!
//! Everything of a person is in one database, so that one transaction covers all of it
//! (rule S8).

mod certificates;
mod conflicts;
mod db;
mod desk_acts;
mod drafts;
mod feed;
mod files;
mod info;
mod keys;
mod outbox;
mod packed;
mod pending;
mod read_log;
mod reminders;
mod templates;
mod whole;

pub use certificates::{NewCertificate, NewCopy, Spent, StoredCertificate, StoredCopy};
pub use conflicts::{Chosen, DraftConflict, DraftVersion, Side};
pub(crate) use db::PersonOpenError;
pub use db::{CheckError, PersonDb, PersonTx};
pub use desk_acts::DeskAct;
pub use drafts::{DraftKind, StoredDraft};
pub use feed::{StoredCursor, StoredRow, StoredSnapshot};
pub use files::{ReadFileError, StoredFile};
pub use info::PersonInfo;
pub use keys::{KeyCustody, PrivateKey, StoredKey};
pub use outbox::{NewOutboxItem, StoredOutboxItem};
pub use pending::Pending;
pub use read_log::{ReadLog, ReadLogHead, ReadLogNote};
pub use reminders::{MarkBytes, StoredReminder};
pub use templates::StoredTemplate;
pub use whole::ReadMark;
