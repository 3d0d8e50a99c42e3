//! Cases as they are stored, and what one decision changes.

use tongban_protocol::{
    Attachment, AttachmentId, CaseId, DeskDue, Epoch, Extra, LOOK_KIND, LookRow, OperationId,
    PublicPoint, ScopeId,
};

use super::{Access, Issued, ReadLogHead, ResidentId, Series};

/// A case with all its events. Personal data: no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseRecord {
    /// What a queue shows of it.
    pub entry: CaseEntry,
    /// Its events in order, with the operation that made each.
    pub events: Vec<CaseEvent>,
    /// Keys of the newest operation that brought any, in its order, without those to which a
    /// certificate is bound already.
    pub holder_keys: Vec<PublicPoint>,
}

/// One event of a case.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseEvent {
    /// As `tongban-cases` writes it.
    pub event: Vec<u8>,
    /// Which operation made it; none for what the machine did of itself.
    pub maker: Option<OperationId>,
}

/// A case in a queue. The applicant's name is hidden but for the first character.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseEntry {
    /// Its id.
    pub id: CaseId,
    /// The applicant's feed.
    pub scope: ScopeId,
    /// The applicant's record.
    pub resident: ResidentId,
    /// The operation that handed it in.
    pub submitted_by: OperationId,
    /// The service.
    pub service: String,
    /// Id and version of the pack by which it is judged.
    pub pack: (String, u32),
    /// What people call it.
    pub number: String,
    /// The masked name.
    pub applicant: String,
    /// Seconds since 1970.
    pub received_at: u64,
    /// An open case of the same person and service (rule S10).
    pub duplicate_of: Option<CaseId>,
    /// How many events there are.
    pub version: u64,
    /// Whether something is still to be done: also a decision that has not been served by the route
    /// that the applicant chose.
    pub is_open: bool,
    /// Slug of its state.
    pub phase: String,
    /// Slug of who acts next.
    pub holder: String,
    /// What is due next.
    pub due: Option<DeskDue>,
}

/// Everything that one operation, or one act of the machine, changes: whole or not at all, and
/// only if what it was decided on has not moved.
#[derive(Default)]
pub struct Commit {
    /// Seq of the newest row of each feed that gets rows, as it was when the receipt was signed.
    pub feeds: Vec<(ScopeId, u64)>,
    /// Rows to add, in order.
    pub rows: Vec<NewRow>,
    /// Rows that one of these replaces: feed and seq. Their content may be emptied from now on.
    pub replaced: Vec<(ScopeId, u64)>,
    /// The operation, if it is new.
    pub operation: Option<NewOperation>,
    /// A newer receipt for an operation that is stored.
    pub receipt: Option<NewReceipt>,
    /// The case as it is now.
    pub case: Option<CaseChange>,
    /// Numbers that were given: series, year, number.
    pub numbers: Vec<(Series, u16, u64)>,
    /// Certificates of a grant.
    pub issued: Vec<Issued>,
    /// Seconds since 1970.
    pub at: u64,
}

/// A row to be added to a feed.
pub struct NewRow {
    /// The feed.
    pub scope: ScopeId,
    /// Its kind.
    pub kind: &'static str,
    /// What it is about.
    pub case: CaseId,
    /// Version of the case with it.
    pub version: u64,
    /// Content.
    pub body: Vec<u8>,
}

/// An operation to be stored with its first receipt.
pub struct NewOperation {
    /// Its id.
    pub id: OperationId,
    /// Its hash.
    pub hash: [u8; 32],
    /// Another content came under this id before.
    pub reused: bool,
    /// Its scope.
    pub scope: ScopeId,
    /// Its case.
    pub case: CaseId,
    /// Whether it counts.
    pub accepted: bool,
    /// The signed operation.
    pub bytes: Vec<u8>,
    /// The signed receipt.
    pub receipt: Vec<u8>,
    /// The history in which it is signed.
    pub epoch: Epoch,
    /// What it depends on.
    pub depends_on: Vec<OperationId>,
    /// What it supersedes.
    pub supersedes: Vec<OperationId>,
    /// What will follow in chunks, with the media type that the case names.
    pub attachments: Vec<(Attachment, String)>,
}

/// A receipt that takes the place of an earlier one.
pub struct NewReceipt {
    /// The operation.
    pub operation: OperationId,
    /// Its hash.
    pub hash: [u8; 32],
    /// The receipt that it replaces.
    pub before: Vec<u8>,
    /// The signed receipt.
    pub receipt: Vec<u8>,
    /// The history in which it is signed.
    pub epoch: Epoch,
}

/// What happened to a case.
pub struct CaseChange {
    /// As it is after it.
    pub entry: CaseEntry,
    /// New events in order; the last one makes the entry's version.
    pub events: Vec<CaseEvent>,
    /// Keys that came with the operation, in its order.
    pub holder_keys: Vec<PublicPoint>,
    /// Whether every certificate that the case issued before is revoked.
    pub revokes: bool,
}

/// What became of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Committed {
    /// It is durable.
    Stored,
    /// Something has moved since; nothing was written. Read again and decide again.
    Moved,
}

/// A member of staff opens a case, or a file of it.
pub struct Look {
    /// The case.
    pub case: CaseId,
    /// A file of it; none for the case itself.
    pub file: Option<AttachmentId>,
    /// Role, name and office, as the resident will read it.
    pub actor: String,
    /// Stable slug of the purpose.
    pub purpose: &'static str,
    /// Seconds since 1970.
    pub at: u64,
}

impl Look {
    /// The line of the read log.
    pub(super) fn access(&self) -> Access {
        Access {
            actor: self.actor.clone(),
            purpose: self.purpose,
            at: self.at,
        }
    }

    /// The row by which the resident learns of it (rule K6), with its line in the read log.
    pub(super) fn row(&self, scope: ScopeId, line: &ReadLogHead) -> NewRow {
        let row = LookRow {
            at: self.at,
            actor: self.actor.clone(),
            purpose: self.purpose.to_owned(),
            line: tongban_protocol::ReadLogHead {
                seq: line.seq,
                hash: line.hash,
            },
            extra: Extra::default(),
        };
        NewRow {
            scope,
            kind: LOOK_KIND,
            case: self.case,
            version: 0,
            body: row.encode(),
        }
    }
}

/// What a look at a case shows.
pub struct Looked {
    /// The case.
    pub record: CaseRecord,
    /// The applicant's full name.
    pub applicant: zeroize::Zeroizing<String>,
    /// Its files.
    pub files: Vec<super::StoredAttachment>,
}
