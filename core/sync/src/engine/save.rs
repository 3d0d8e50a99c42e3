//! Storing first, believing after (rule S8): what a change means here becomes true only when the
//! host has made it durable. So memory never says more than the store, and a crash loses nothing.

use tongban_protocol::{OperationId, ScopeId};

use super::pull::Scope;
use super::{Engine, Report};
use crate::outbox::Item;
use crate::{Action, Change, SaveId};

impl Engine {
    /// Queues changes that become true together.
    pub(super) fn save(&mut self, changes: Vec<Change>) {
        if !changes.is_empty() {
            self.to_save.push_back(changes);
        }
    }

    pub(super) fn next_save(&mut self) -> Option<Action> {
        if self.disk_until > self.now {
            return None;
        }
        let changes = self.to_save.pop_front()?;
        let save = SaveId(self.fresh_id());
        self.saving = Some((save, changes.clone()));
        Some(Action::Persist(save, changes))
    }

    pub(super) fn persisted(&mut self, save: SaveId) {
        if let Some((_, changes)) = self.saving.take_if(|(waiting, _)| *waiting == save) {
            changes.into_iter().for_each(|change| self.apply(change));
        }
    }

    /// Nothing of it is true. What was received is asked for again; the cursor has not moved.
    pub(super) fn persist_failed(&mut self, save: SaveId) {
        if self
            .saving
            .take_if(|(waiting, _)| *waiting == save)
            .is_some()
        {
            self.to_save.clear();
            self.disk_until = self.now + DISK_WAIT_MILLIS;
            self.news.push_back(Report::DiskFull);
        }
    }

    fn apply(&mut self, change: Change) {
        match change {
            Change::Offered(ids) => self.each(&ids, |item| item.offered = true),
            Change::Receipt(receipt) => {
                if let Some(item) = self.outbox.get_mut(&receipt.receipt().operation) {
                    item.take_receipt(*receipt);
                }
            }
            Change::Problem(id, problem) => {
                if let Some(item) = self.outbox.get_mut(&id) {
                    item.take_problem(problem);
                }
            }
            Change::Reoffer(ids) => self.each(&ids, Item::offer_again),
            Change::Freed(ids) => ids.iter().for_each(|id| {
                self.forget(id);
            }),
            Change::Rows { scope, .. } => self.news.push_back(Report::Pulled(scope)),
            Change::Snapshot { scope, progress } => {
                let entry = self.scopes.entry(scope);
                entry
                    .or_insert_with(|| Scope::new(None, None))
                    .filled_to(progress);
            }
            Change::Cursor {
                scope,
                cursor,
                caught_up,
            } => {
                let now = self.now;
                let entry = self
                    .scopes
                    .entry(scope)
                    .or_insert_with(|| Scope::new(None, None));
                entry.reached(cursor, caught_up, now, &mut self.dice);
            }
        }
    }

    fn each(&mut self, ids: &[OperationId], change: impl Fn(&mut Item)) {
        for id in ids {
            if let Some(item) = self.outbox.get_mut(id) {
                change(item);
            }
        }
    }

    /// Something was decided: its effects are rows by now.
    pub(super) fn expect_rows(&mut self, scope: ScopeId) {
        if let Some(scope) = self.scopes.get_mut(&scope) {
            scope.expect_more();
        }
    }
}

const DISK_WAIT_MILLIS: u64 = 30_000;
