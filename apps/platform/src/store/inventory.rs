//! What a store holds, so that it can be proven that another one holds it too.

use tongban_protocol::{Epoch, OperationId, ScopeId};

use super::{ReadLogHead, StoredAttachment};

/// Everything that was ever acknowledged, by its hashes. In memory: 56 bytes a feed, 80 an
/// operation, about 200 an attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inventory {
    /// The history.
    pub epoch: Epoch,
    /// Every feed, with its newest row and the rolling hash over all of its rows.
    pub feeds: Vec<FeedEnd>,
    /// Every operation that got a receipt.
    pub operations: Vec<Acknowledged>,
    /// Every attachment of an accepted operation.
    pub attachments: Vec<StoredAttachment>,
    /// The newest line of the read log.
    pub read_log: ReadLogHead,
}

/// The end of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedEnd {
    /// The feed.
    pub scope: ScopeId,
    /// Seq of its newest row.
    pub seq: u64,
    /// Rolling hash over all rows.
    pub hash: [u8; 32],
}

/// An operation with what was answered to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Acknowledged {
    /// The operation.
    pub id: OperationId,
    /// Its hash.
    pub hash: [u8; 32],
    /// SHA-256 of its newest receipt.
    pub receipt: [u8; 32],
}
