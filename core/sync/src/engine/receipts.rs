use tongban_protocol::{Epoch, Fact, OperationId, UnverifiedReceipt, VerifiedReceipt};

use super::Engine;
use crate::outbox::Item;
use crate::{Change, Problem, Report};

/// What a receipt is worth to this device.
pub(super) enum Judged {
    /// It counts.
    Counts(Box<VerifiedReceipt>),
    /// It is about nothing that is here, or says nothing new.
    Nothing,
    /// It does not count: another signer, other bytes, another history.
    Refused,
}

impl Engine {
    /// Holds a receipt against the operation that it names. `epoch` is the history in which it
    /// came, where that is known (rule S2: one from a history that is over says nothing).
    pub(super) fn judge(&mut self, bytes: &[u8], epoch: Option<Epoch>) -> Judged {
        let Ok(unverified) = UnverifiedReceipt::parse(bytes) else {
            return Judged::Nothing;
        };
        let id = unverified.claimed_operation();
        let Some(item) = self.outbox.get(&id) else {
            return Judged::Nothing;
        };
        // Most receipts come twice, with an answer and as a row.
        if item.receipt().is_some_and(|known| known.bytes() == bytes) {
            return Judged::Nothing;
        }
        let verified = unverified
            .verify(&self.receipt_keys)
            .ok()
            .filter(|verified| is_about(verified, item));
        let Some(verified) = verified else {
            self.news.push_back(Report::UntrustedReceipt(id));
            return Judged::Refused;
        };
        let receipt = verified.receipt();
        if epoch.is_some_and(|epoch| epoch != receipt.epoch) {
            return Judged::Refused;
        }
        let is_newer = item.receipt().is_none_or(|known| {
            let known = known.receipt();
            known.epoch != receipt.epoch || known.seq < receipt.seq
        });
        match is_newer {
            true => Judged::Counts(Box::new(verified)),
            false => Judged::Nothing,
        }
    }

    /// What has to be stored for a receipt that counts.
    pub(super) fn receipt_changes(&self, receipt: Box<VerifiedReceipt>) -> Vec<Change> {
        let id = receipt.receipt().operation;
        let held = matches!(receipt.receipt().fact, Fact::Held { .. });
        let solved = self.outbox.get(&id).is_some_and(|item| {
            item.problem
                .as_ref()
                .is_some_and(|problem| !(held && is_about_attachment(problem)))
        });
        let mut changes = vec![Change::Receipt(receipt)];
        if solved {
            changes.push(Change::Problem(id, None));
        }
        changes
    }

    /// The history in which receipts of `id`'s scope count now.
    pub(super) fn epoch_of(&self, id: &OperationId) -> Option<Epoch> {
        let scope = self.outbox.get(id)?.scope();
        self.scopes.get(&scope)?.epoch()
    }
}

fn is_about(receipt: &VerifiedReceipt, item: &Item) -> bool {
    let receipt = receipt.receipt();
    receipt.operation_hash == *item.signed.hash() && receipt.scope == item.scope()
}

fn is_about_attachment(problem: &Problem) -> bool {
    matches!(
        problem,
        Problem::AttachmentUnreadable(_) | Problem::AttachmentDamaged(_)
    )
}
