use tongban_device::EntropyError;
use tongban_protocol::DecodeError;

use crate::issue::IssueError;
use crate::packs::PackProblem;
use crate::ports::blob_store::BlobError;
use crate::ports::sealer::SealError;
use crate::store::StoreError;

/// Why a device gets no answer. What was stored before stays; nothing else was done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SyncError {
    /// The bytes are not the message they should be.
    #[error("message is not understood")]
    Message(#[from] DecodeError),
    /// No key that is enrolled here has signed it.
    #[error("message is not signed by a key of this platform")]
    NotSigned,
    /// It is not sealed to this platform, or was changed.
    #[error("envelope does not open")]
    NotSealed,
    /// A holder key has not proven itself.
    #[error("holder key is not proven")]
    NotProven,
    /// The token or the nonce is unknown or over.
    #[error("session is unknown or over")]
    SessionEnded,
    /// That key may not do that.
    #[error("key may not do that")]
    NotAllowed,
    /// The device speaks a version that is no longer spoken here.
    #[error("device is too old")]
    UpdateNeeded,
    /// There is nothing under that name.
    #[error("nothing is there")]
    NotFound,
    /// The key hands in faster than it may. Nothing was stored.
    #[error("key hands in too fast")]
    TooFast {
        /// Seconds until it may.
        retry_after: u64,
    },
    /// Too many wait already. Nothing was stored.
    #[error("too many requests wait")]
    Crowded,
    /// Others kept deciding at the same moment.
    #[error("decision was overtaken by other processes")]
    Overtaken,
    /// A receipt cannot be written: a defect.
    #[error("receipt cannot be written")]
    Receipt(#[source] DecodeError),
    /// Stored bytes of a case are not what this build wrote.
    #[error("case cannot be read")]
    Case,
    /// A key does not sign.
    #[error("receipt cannot be signed")]
    Seal(#[from] SealError),
    /// A certificate cannot be made.
    #[error("certificate cannot be issued")]
    Issue(#[from] IssueError),
    /// A pack cannot be read.
    #[error("pack cannot be read")]
    Pack(#[from] PackProblem),
    /// An attachment cannot be kept or read.
    #[error("attachment cannot be kept or read")]
    Blob(#[from] BlobError),
    /// No random bits.
    #[error("token cannot be drawn")]
    Entropy(#[from] EntropyError),
    /// The store failed.
    #[error("store failed")]
    Store(#[from] StoreError),
}
