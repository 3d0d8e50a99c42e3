//! Feeds of rows, operations and their attachments, as they are stored.

use std::collections::{BTreeMap, BTreeSet};

use tongban_protocol::{
    Attachment, AttachmentId, CaseId, Cursor, Epoch, OperationId, PublicPoint, Row, ScopeId,
    SnapshotPlace,
};

use super::{CaseRecord, ReadLogHead, ResidentId};

/// A page of a feed, or that the cursor is of another history.
pub enum FeedPage {
    /// What came after the cursor.
    Rows {
        /// In order.
        rows: Vec<Row>,
        /// After the last of them.
        cursor: Cursor,
        /// Whether there are more.
        more: bool,
        /// Everything up to this seq is in a backup; 0 while nothing is.
        stable: u64,
    },
    /// The history that there is now.
    Fork(Epoch),
}

/// Part of a snapshot of a feed, or that its pin is of another history.
pub enum SnapshotRows {
    /// Whole cases, newest first; the last may go on in the next part.
    Rows {
        /// Where the snapshot is pinned.
        pin: Cursor,
        /// Each case's in order.
        rows: Vec<Row>,
        /// Where the next part begins.
        place: SnapshotPlace,
        /// Whether there is one.
        more: bool,
        /// Everything in the feed up to this seq is in a backup; 0 while nothing is.
        stable: u64,
    },
    /// The history that there is now.
    Fork(Epoch),
}

/// What an intake must know before it decides, read in one transaction.
#[derive(Clone)]
pub struct Sought {
    /// The operation and its hash; none for what the machine does of itself.
    pub operation: Option<(OperationId, [u8; 32])>,
    /// What it depends on.
    pub depends_on: Vec<OperationId>,
    /// What it supersedes.
    pub supersedes: Vec<OperationId>,
    /// The case that it names.
    pub case: CaseId,
    /// Feeds whose position is needed, beside that of the case.
    pub feeds: Vec<ScopeId>,
    /// Keys that must be new.
    pub holder_keys: Vec<PublicPoint>,
    /// Whose case of which service would be new: another open one is looked for (rule S10).
    pub twin_of: Option<(ResidentId, String)>,
    /// Year of the numbers that may be given.
    pub year: u16,
}

/// What an intake knows. A [`super::Commit`] made from it is refused if any of it has moved.
#[derive(Clone)]
pub struct Found {
    /// The present history.
    pub epoch: Epoch,
    /// The newest line of the read log.
    pub read_log: ReadLogHead,
    /// The same operation, if it came before.
    pub before: Option<StoredOperation>,
    /// Another content came under this id.
    pub id_used: bool,
    /// The first dependency that is not accepted.
    pub blocked_by: Option<OperationId>,
    /// The first superseded operation that was accepted after all.
    pub superseded_accepted: Option<OperationId>,
    /// Accepted operations that it depends on, directly, through others and through corrections.
    pub closure: BTreeSet<OperationId>,
    /// The case, if there is one.
    pub case: Option<CaseRecord>,
    /// The oldest open case of that person and service.
    pub twin: Option<CaseId>,
    /// Whether one of the keys was named before.
    pub keys_used: bool,
    /// Seq of the newest row of each feed.
    pub feeds: BTreeMap<ScopeId, u64>,
    /// Of each feed the seq up to which everything is in a backup.
    pub stable: BTreeMap<ScopeId, u64>,
    /// Last given numbers of the year.
    pub numbers: BTreeMap<Series, u64>,
}

/// A series of numbers, counted anew each year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Series {
    /// Receipts.
    Receipt,
    /// Notices and decisions.
    Document,
}

impl Series {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Receipt, Self::Document];

    /// Stable name in the store, and the letter before each number.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Receipt => "R",
            Self::Document => "D",
        }
    }
}

/// An operation with the receipt that it got.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredOperation {
    /// Its id.
    pub id: OperationId,
    /// Its hash.
    pub hash: [u8; 32],
    /// Its scope.
    pub scope: ScopeId,
    /// Its case.
    pub case: CaseId,
    /// Whether it counts.
    pub accepted: bool,
    /// The signed receipt.
    pub receipt: Vec<u8>,
    /// The history in which that was signed.
    pub epoch: Epoch,
    /// Attachments that have not arrived whole.
    pub missing: u32,
}

/// An attachment of an accepted operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAttachment {
    /// The operation.
    pub operation: OperationId,
    /// What the signed manifest says.
    pub manifest: Attachment,
    /// What the case says that it is.
    pub media_type: String,
    /// Bytes from the beginning that are durable.
    pub confirmed: u64,
    /// Whether all of it came and the hash fits.
    pub checked: bool,
}

/// A change of how far an attachment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmation {
    /// The operation.
    pub operation: OperationId,
    /// The attachment.
    pub attachment: AttachmentId,
    /// What was confirmed before; nothing changes if it is something else by now.
    pub before: u64,
    /// What is confirmed now.
    pub confirmed: u64,
    /// Whether all of it came and the hash fits.
    pub checked: bool,
}
