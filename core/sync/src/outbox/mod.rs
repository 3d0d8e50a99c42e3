//! What waits to be sent, in memory: the order, who waits for whom, and what goes next.

mod attempts;
mod item;
mod order;
mod select;

use std::collections::BTreeMap;

use tongban_protocol::{Epoch, OperationId, ScopeId, VerifiedReceipt};

use crate::OutboxItem;

pub(crate) use attempts::Blame;
pub(crate) use item::{Item, Stage};
use order::Standing;

/// The host's outbox as the engine sees it.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    items: BTreeMap<OperationId, Item>,
    /// Rejected operation → the one that supersedes it.
    superseded_by: BTreeMap<OperationId, OperationId>,
}

impl Outbox {
    /// Takes an item; one that is here already stays as it is. Gives back the one of those that
    /// it supersedes that was on the screens until now.
    pub fn add(&mut self, row: OutboxItem) -> Option<OperationId> {
        let id = row.operation.operation().id;
        if self.items.contains_key(&id) {
            return None;
        }
        let supersedes = &row.operation.operation().supersedes;
        let here = supersedes.iter().filter(|old| self.items.contains_key(old));
        let replaced = here.clone().find(|old| !self.is_superseded(old)).copied();
        // A correction stands where the corrected one stood, or what waits for it would be
        // before it.
        let first = here.filter_map(|old| self.items.get(old)).next();
        let order = first.map_or(row.place, |old| old.order.0);
        for old in supersedes {
            self.superseded_by.insert(*old, id);
        }
        let order = (order, row.place);
        self.items.insert(id, Item::new(row, order));
        replaced
    }

    pub fn remove(&mut self, id: &OperationId) -> Option<Item> {
        self.superseded_by.retain(|_, newer| newer != id);
        self.items.remove(id)
    }

    pub fn get(&self, id: &OperationId) -> Option<&Item> {
        self.items.get(id)
    }

    pub fn get_mut(&mut self, id: &OperationId) -> Option<&mut Item> {
        self.items.get_mut(id)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&OperationId, &Item)> {
        self.items.iter()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&OperationId, &mut Item)> {
        self.items.iter_mut()
    }

    pub fn is_superseded(&self, id: &OperationId) -> bool {
        self.superseded_by.contains_key(id)
    }

    /// What can be freed once everything up to `stable_seq` of `epoch` is backed up: what is
    /// complete, and what that supersedes (rule S2).
    pub fn freeable(&self, scope: ScopeId, epoch: Epoch, stable_seq: u64) -> Vec<OperationId> {
        let stable = |item: &Item| match &item.stage {
            Stage::Complete(receipt) => is_stable(receipt, epoch, stable_seq),
            _ => false,
        };
        let mut free: Vec<_> = self
            .items
            .iter()
            .filter(|(_, item)| item.scope() == scope && stable(item))
            .map(|(id, _)| *id)
            .collect();
        let items = free.iter().filter_map(|id| self.items.get(id));
        let older: Vec<_> = items.flat_map(Item::supersedes).copied().collect();
        free.extend(older.iter().filter(|old| self.items.contains_key(old)));
        free.sort_unstable();
        free.dedup();
        free
    }

    /// What has a receipt of another history than `epoch` and must be offered again.
    pub fn of_other_epochs(&self, scope: ScopeId, epoch: Epoch) -> Vec<OperationId> {
        let foreign = |item: &Item| {
            item.receipt()
                .is_some_and(|receipt| receipt.receipt().epoch != epoch)
        };
        self.items
            .iter()
            .filter(|(_, item)| item.scope() == scope && foreign(item))
            .map(|(id, _)| *id)
            .collect()
    }
}

fn is_stable(receipt: &VerifiedReceipt, epoch: Epoch, stable_seq: u64) -> bool {
    let receipt = receipt.receipt();
    receipt.epoch == epoch && receipt.seq <= stable_seq
}
