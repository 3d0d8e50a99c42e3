use tongban_protocol::{AttachmentId, OperationId, Rejection, ScopeId};

use crate::Problem;

/// What a screen needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// An item of the outbox is in another state than before.
    Item(OperationId, ItemState),
    /// The first is replaced by the second, which supersedes it.
    Replaced(OperationId, OperationId),
    /// The device's disk takes nothing; nothing was lost.
    DiskFull,
    /// The platform speaks a newer version only.
    UpdateNeeded,
    /// The platform gives this device no session: nothing is pulled, pushing goes on.
    SessionRefused,
    /// A receipt did not verify: the receipt keys may have changed.
    UntrustedReceipt(OperationId),
    /// The platform was restored; what it lost is offered again.
    Forked(ScopeId),
    /// New rows are stored.
    Pulled(ScopeId),
}

/// Where one item of the outbox is, in the words of the screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemState {
    /// Taken back to be changed.
    Editing,
    /// Goes out with the next request.
    Ready,
    /// Goes out by itself.
    WaitingForNetwork {
        /// When it is tried next, in milliseconds of the monotonic clock.
        next_try: u64,
    },
    /// On its way; of text and attachments together.
    Sending {
        /// 0 to 100.
        percent: u8,
    },
    /// Held: the text is received, attachments are not.
    TextReceived {
        /// Number of the receipt.
        number: String,
        /// The attachments that are not confirmed whole, in their order.
        left: Vec<AttachmentId>,
        /// Of text and attachments together, 0 to 100.
        percent: u8,
    },
    /// Complete: everything is received.
    Received {
        /// Number of the receipt.
        number: String,
    },
    /// Rejected; the correction supersedes it.
    ReturnedForCorrection {
        /// Number of the receipt.
        number: String,
        /// Why.
        reason: Rejection,
    },
    /// Waits for the correction of another item.
    BlockedBy(OperationId),
    /// Nothing goes on without the person.
    NeedsYou(Problem),
}
