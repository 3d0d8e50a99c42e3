use tongban_protocol::{
    AttachmentId, OperationId, ReceiptKeys, VerifiedOperation, VerifiedReceipt,
};

use crate::{Piece, Problem};

/// Something that happened, and when.
#[derive(Debug)]
pub struct Input {
    /// When the host noticed it.
    pub moment: Moment,
    /// What it was.
    pub event: Event,
}

/// An instant and some chance, both the host's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds of a monotonic clock that counts sleep; never compared across a restart.
    pub millis: u64,
    /// Unpredictable bits, so that devices do not come back in step.
    pub entropy: u64,
}

/// What can happen to an engine.
#[derive(Debug)]
pub enum Event {
    /// Nothing but time.
    Tick,
    /// The host has put an operation into its outbox, in the transaction of the edit (rule S8).
    Enqueued(Box<OutboxItem>),
    /// The host has taken an operation that was never offered out of its outbox, to edit it.
    TakenBack(OperationId),
    /// The person let go of one that was rejected or needs them, and the host has removed it.
    LetGo(OperationId),
    /// The person wants one that needs them to be tried again.
    Retry(OperationId),
    /// The person has pinned this photo of this operation, which the host has stored: it goes
    /// before all other photos, and never before text (rule S12). One is pinned at most.
    Urgent(OperationId, AttachmentId),
    /// A request got this answer, or none.
    Answered(RequestId, Result<Answer, Failure>),
    /// The changes of that save are durable.
    Persisted(SaveId),
    /// None of the changes of that save are stored; the disk may be full.
    PersistFailed(SaveId),
    /// Bytes of an attachment, or `None` when they cannot be read.
    ChunkRead(Piece, Option<Vec<u8>>),
    /// The device key's signature of the session, or `None` when the key refuses.
    SessionSigned(Option<[u8; 64]>),
    /// The system says that there is a network.
    Online,
    /// The system says that there is none.
    Offline,
    /// Someone looks, or a push message came: pull now.
    PullNow,
    /// The platform's receipt keys, newly verified.
    ReceiptKeys(ReceiptKeys),
}

/// A complete answer of the platform, whatever its status.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Seconds of `Retry-After`, where it came as a number.
    pub retry_after: Option<u64>,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} with {} bytes", self.status, self.body.len())
    }
}

/// Why there is no answer. None of them says whether the platform saw the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The platform cannot be reached at all.
    Offline,
    /// The deadline passed.
    TimedOut,
    /// The connection broke, the other side is not the platform, or its answer is no answer.
    Broken,
}

/// Names a request of this engine; an answer to another one is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub(crate) u64);

/// Names a save of this engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SaveId(pub(crate) u64);

/// One row of the host's outbox.
#[derive(Debug, Clone)]
pub struct OutboxItem {
    /// Its place: the order in which the person did things, rising, never reused.
    pub place: u64,
    /// What the submission key has signed.
    pub operation: VerifiedOperation,
    /// Whether it may have reached the platform ([`crate::Change::Offered`]).
    pub offered: bool,
    /// The newest receipt that was stored for it.
    pub receipt: Option<VerifiedReceipt>,
    /// Why it needs the person, if it does.
    pub problem: Option<Problem>,
    /// The photo that goes before all others, if the person has pinned one.
    pub urgent: Option<AttachmentId>,
}
