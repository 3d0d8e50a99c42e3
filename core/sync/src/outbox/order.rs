use tongban_protocol::{Fact, OperationId, RejectionCode, VerifiedReceipt};

use super::{Item, Outbox, Stage};

/// Whether an operation that others depend on lets them go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The platform has it, or the device does not know it: the platform judges.
    Satisfied,
    /// It has not been decided.
    Pending,
    /// This one was rejected or needs the person (rule S5).
    BlockedBy(OperationId),
}

impl Outbox {
    /// The operation that stands for `id` now: the newest correction of it.
    pub fn newest(&self, id: OperationId) -> OperationId {
        let mut newest = id;
        // A chain is no longer than the outbox; a circle would be.
        for _ in 0..self.superseded_by.len() {
            match self.superseded_by.get(&newest) {
                Some(newer) => newest = *newer,
                None => break,
            }
        }
        newest
    }

    /// How the operation that `id` stands for stands.
    pub fn standing(&self, id: OperationId) -> Standing {
        self.standing_at(id, self.items.len())
    }

    /// Whether the platform has taken `id` or a correction of it. A restored platform may take,
    /// from an offer that was long on its way, what it had rejected before.
    fn is_taken(&self, id: OperationId) -> bool {
        let taken = |item: &Item| matches!(item.stage, Stage::Held(_) | Stage::Complete(_));
        let corrected = self.is_superseded(&id);
        self.items.get(&id).is_some_and(taken)
            || (corrected
                && self
                    .items
                    .values()
                    .any(|item| taken(item) && item.supersedes().contains(&id)))
    }

    fn standing_at(&self, id: OperationId, depth: usize) -> Standing {
        if self.is_taken(id) {
            return Standing::Satisfied;
        }
        let id = self.newest(id);
        let Some(item) = self.items.get(&id) else {
            return Standing::Satisfied;
        };
        match (&item.stage, &item.problem) {
            (Stage::Held(_) | Stage::Complete(_), _) => Standing::Satisfied,
            (Stage::Rejected(receipt), _) if is_accepted_before(receipt) => Standing::Satisfied,
            (Stage::Rejected(_), _) | (Stage::Waiting, Some(_)) => Standing::BlockedBy(id),
            (Stage::Waiting, None) if depth == 0 => Standing::Pending,
            (Stage::Waiting, None) => self
                .blocker_at(item, depth - 1)
                .map_or(Standing::Pending, Standing::BlockedBy),
        }
    }

    /// The rejected or stuck operation at the root of why `item` cannot go.
    pub fn blocker(&self, item: &Item) -> Option<OperationId> {
        self.blocker_at(item, self.items.len())
    }

    fn blocker_at(&self, item: &Item, depth: usize) -> Option<OperationId> {
        let depends_on = item.operation().depends_on.iter();
        depends_on
            .map(|id| self.standing_at(*id, depth))
            .find_map(|standing| match standing {
                Standing::BlockedBy(root) => Some(root),
                _ => None,
            })
    }
}

/// Whether it was rejected because what it was to correct was accepted after all: that stands for
/// it, and nobody has anything left to correct.
fn is_accepted_before(receipt: &VerifiedReceipt) -> bool {
    matches!(&receipt.receipt().fact, Fact::Rejected(reason)
        if reason.code == RejectionCode::SupersededAccepted)
}
