use tongban_protocol::{
    AttachmentId, Cursor, Epoch, OperationId, ReadToken, Row, ScopeId, VerifiedReceipt,
};

use crate::{Problem, Report, RequestId, SaveId, SnapshotProgress};

/// What the host has to do.
#[derive(Debug)]
pub enum Action {
    /// Make all changes durable in one transaction, or none (rule S8); then
    /// [`crate::Event::Persisted`] or [`crate::Event::PersistFailed`].
    Persist(SaveId, Vec<Change>),
    /// Send one request; then [`crate::Event::Answered`].
    Send(RequestId, Request),
    /// Read bytes of an attachment; then [`crate::Event::ChunkRead`].
    ReadChunk(Piece),
    /// Sign these bytes with the device key; then [`crate::Event::SessionSigned`].
    SignSession(Vec<u8>),
    /// Tell the screens.
    Report(Report),
    /// Nothing to do before this instant; then [`crate::Event::Tick`]. An input may come sooner.
    Wait {
        /// Milliseconds of the host's monotonic clock.
        until: u64,
    },
    /// Nothing to do until an input comes.
    Idle,
}

/// A `POST` to the platform.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Absolute path, one of `tongban_protocol::paths`.
    pub path: &'static str,
    /// Goes as `Authorization: Bearer`.
    pub token: Option<ReadToken>,
    /// The body.
    pub body: Vec<u8>,
    /// From sending to the last byte of the answer: 15 s and one second per 2 KiB (rule S11).
    pub deadline_millis: u64,
    /// Most bytes of the answer.
    pub response_limit: usize,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} with {} bytes", self.path, self.body.len())
    }
}

/// Bytes of one attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// The operation.
    pub operation: OperationId,
    /// The attachment.
    pub attachment: AttachmentId,
    /// Where they begin.
    pub offset: u64,
    /// How many.
    pub length: u64,
}

/// One change of the host's database. All changes of one save are one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// These may reach the platform from now on: they can no longer be taken back. Must fail, and
    /// the save with it, if one of them is not in the outbox.
    Offered(Vec<OperationId>),
    /// Store this receipt with its operation; its `at` may raise the trusted floor.
    Receipt(Box<VerifiedReceipt>),
    /// The operation needs the person, or no longer does.
    Problem(OperationId, Option<Problem>),
    /// The platform lost what these receipts promised: they no longer count, and the operations
    /// are offered again. Keep them as history: people were told their numbers.
    Reoffer(Vec<OperationId>),
    /// Payload and attachments of these may go (rule S2).
    Freed(Vec<OperationId>),
    /// Rows in order. Of one case and epoch only a higher version applies; unknown kinds are kept
    /// with their raw bytes (rule S9).
    Rows {
        /// The scope.
        scope: ScopeId,
        /// The history that they are of.
        epoch: Epoch,
        /// The rows.
        rows: Vec<Row>,
    },
    /// How far a snapshot has come; the cursor stays where it is, and nothing may go (rule S4).
    Snapshot {
        /// The scope.
        scope: ScopeId,
        /// How far.
        progress: SnapshotProgress,
    },
    /// How far the scope has been read now; a snapshot of it is over.
    Cursor {
        /// The scope.
        scope: ScopeId,
        /// The cursor.
        cursor: Cursor,
        /// Whether everything has come: what is left of older epochs may go, except where there
        /// are unsent edits (rule S4).
        caught_up: bool,
    },
}
