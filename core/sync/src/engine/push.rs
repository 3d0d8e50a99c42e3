use tongban_protocol::{
    Extra, Fact, OperationId, PushRequest, PushResponse, PushVerdict, VerifiedReceipt, paths,
};

use super::answer::Heard;
use super::receipts::Judged;
use super::stages::post;
use super::{Engine, Purpose};
use crate::outbox::{Blame, Item};
use crate::{Action, Change, Problem};

impl Engine {
    /// Offers operations. That they may have reached the platform is written down first: from
    /// then on they can be superseded, but no longer taken back.
    pub(super) fn begin_push(&mut self, ids: Vec<OperationId>) -> Option<Action> {
        let items = ids.iter().filter_map(|id| self.outbox.get(id));
        let (mut unoffered, mut operations) = (Vec::new(), Vec::new());
        for item in items {
            operations.push(item.signed.bytes().to_vec());
            if !item.offered {
                unoffered.push(item.operation().id);
            }
        }
        if !unoffered.is_empty() {
            self.save(vec![Change::Offered(unoffered)]);
            return None;
        }
        let extra = Extra::default();
        let body = PushRequest { operations, extra }.encode();
        Some(self.send(Purpose::Push(ids), post(paths::PUSH, body)))
    }

    pub(super) fn push_answered(&mut self, ids: &[OperationId], heard: Heard) {
        match heard {
            Heard::Body(body) => match PushResponse::decode(&body) {
                Ok(response) => self.take_outcomes(ids, response),
                Err(_) => {
                    self.lost();
                    self.push_missed(ids, Blame::Way);
                }
            },
            Heard::Refused(code) => match ids {
                [alone] => self.save(vec![Change::Problem(*alone, Some(Problem::Refused(code)))]),
                _ => self.push_missed(ids, Blame::Content),
            },
            Heard::PlatformFailed { to_blame } => {
                self.push_missed(ids, Blame::Content);
                if let [alone] = ids {
                    self.push_failed_alone(alone, to_blame);
                }
            }
            Heard::Lost | Heard::SessionEnded => self.push_missed(ids, Blame::Way),
            Heard::Later | Heard::Nothing => {}
        }
    }

    /// A pull follows: it may have been stored all the same, and whether the platform does
    /// other things well decides whether this one is to blame.
    fn push_failed_alone(&mut self, id: &OperationId, to_blame: bool) {
        self.expect_rows_of(id);
        if to_blame
            && let Some(item) = self.outbox.get_mut(id)
            && item.push.platform_failed_alone()
        {
            self.save(vec![Change::Problem(*id, Some(Problem::KeepsFailing))]);
        }
    }

    fn push_missed(&mut self, ids: &[OperationId], blame: Blame) {
        for id in ids {
            if let Some(item) = self.outbox.get_mut(id) {
                item.push.missed(blame, ids.len(), self.now, &mut self.dice);
            }
        }
    }

    fn take_outcomes(&mut self, ids: &[OperationId], response: PushResponse) {
        self.link.succeeded();
        self.outbox
            .iter_mut()
            .for_each(|(_, item)| item.push.forgive());
        let mut undecided: Vec<OperationId> = ids.to_vec();
        let mut changes = Vec::new();
        for outcome in response.outcomes {
            let id = outcome.operation;
            if !undecided.contains(&id) {
                continue;
            }
            match outcome.verdict {
                PushVerdict::Receipt(bytes) => match self.judge(&bytes, self.epoch_of(&id)) {
                    Judged::Counts(receipt) if receipt.receipt().operation == id => {
                        undecided.retain(|other| *other != id);
                        self.read_before_the_correction(&receipt);
                        changes.extend(self.receipt_changes(receipt));
                    }
                    _ => self.expect_rows_of(&id),
                },
                PushVerdict::BlockedBy(other) => {
                    if let Some(item) = self.outbox.get_mut(&id) {
                        item.told_blocked = Some(other);
                    }
                }
                PushVerdict::Undecided => {}
            }
        }
        for id in undecided {
            if let Some(item) = self.outbox.get_mut(&id) {
                item.push.wait(self.now, &mut self.dice);
            }
        }
        ids.iter().for_each(|id| self.expect_rows_of(id));
        self.save(changes);
    }

    /// Who corrects something should see what made it wrong.
    fn read_before_the_correction(&mut self, receipt: &VerifiedReceipt) {
        let receipt = receipt.receipt();
        if let (Fact::Rejected(_), Some(scope)) =
            (&receipt.fact, self.scopes.get_mut(&receipt.scope))
        {
            scope.hurry();
        }
    }

    pub(super) fn expect_rows_of(&mut self, id: &OperationId) {
        if let Some(scope) = self.outbox.get(id).map(Item::scope) {
            self.expect_rows(scope);
        }
    }
}
