use std::collections::{BTreeMap, BTreeSet};

use tongban_protocol::{Fact, OperationId, Row};

use super::people::Done;
use super::world::{Device, World};
use crate::support::ops::{SCOPE, name};

impl World {
    /// What must be true at every instant.
    pub fn check_step(&self) -> Result<(), String> {
        for device in &self.devices {
            if let Some(broken) = &device.store.broken {
                return Err(broken.clone());
            }
            self.check_rows(device)?;
            // What was acknowledged in this history is there (S2, S3).
            for id in device.store.outbox.keys() {
                let Some(receipt) = device.store.receipt(id) else {
                    continue;
                };
                let receipt = receipt.receipt();
                let accepted = !matches!(receipt.fact, Fact::Rejected(_));
                let stored = self.platform.state.operations.get(id);
                if receipt.epoch == self.platform.epoch
                    && accepted
                    && !stored.is_some_and(|stored| stored.accepted)
                {
                    return Err(format!(
                        "{} has a receipt and the platform has nothing",
                        name(id.as_bytes())
                    ));
                }
            }
            // Freed only what a restore brings back (S2).
            for id in &device.store.freed {
                let is_superseded = self
                    .people
                    .done
                    .iter()
                    .any(|done| done.operation.supersedes.contains(id));
                if !self.platform.backup.operations.contains_key(id) && !is_superseded {
                    return Err(format!(
                        "{} was freed and is in no backup",
                        name(id.as_bytes())
                    ));
                }
            }
        }
        self.check_once()
    }

    /// Up to its cursor, and in no case that its snapshot has passed, a device lacks a row (S2, S4).
    fn check_rows(&self, device: &Device) -> Result<(), String> {
        let store = &device.store;
        let Some(feed) = self.platform.state.scopes.get(&SCOPE) else {
            return Ok(());
        };
        let cursor = store.cursors.get(&SCOPE);
        let Some(cursor) = cursor.filter(|at| at.epoch == self.platform.epoch) else {
            return Ok(());
        };
        let here: BTreeSet<u64> = store
            .rows
            .get(&SCOPE)
            .into_iter()
            .flatten()
            .filter(|(epoch, _)| *epoch == cursor.epoch)
            .map(|(_, row)| row.seq())
            .collect();
        let mut due = feed.rows.iter().take(cursor.seq as usize);
        match due.find(|row| !row.is_gone() && !here.contains(&row.seq())) {
            Some(row) => Err(format!(
                "row {} is behind the cursor and not here",
                row.seq()
            )),
            None => Ok(()),
        }
    }

    /// No operation has two effects.
    fn check_once(&self) -> Result<(), String> {
        let mut effects: BTreeMap<&[u8], u32> = BTreeMap::new();
        let feed = self.platform.state.scopes.get(&SCOPE);
        for row in feed
            .iter()
            .flat_map(|feed| &feed.rows)
            .filter(|row| row.kind() == "event")
        {
            *effects.entry(row.body()).or_default() += 1;
        }
        match effects.values().all(|count| *count == 1) {
            true => Ok(()),
            false => Err("an operation took effect twice".to_owned()),
        }
    }

    /// What must be true when everything was calm for more than a minute.
    pub fn check_arrived(&self) -> Result<(), String> {
        for done in &self.people.done {
            self.check_done(done)?;
        }
        self.check_order()
    }

    /// Every device has the platform's rows, and no other. While an item that the platform fails
    /// at is still being tried, something may become free after the last pull.
    pub fn check_replicas(&self) -> Result<(), String> {
        let feed = self.platform.state.scopes.get(&SCOPE);
        // What was emptied may be here from before, and need not.
        let rows = feed.iter().flat_map(|feed| &feed.rows);
        let gone: BTreeSet<u64> = rows
            .clone()
            .filter(|row| row.is_gone())
            .map(Row::seq)
            .collect();
        let theirs: Vec<_> = rows.filter(|row| !row.is_gone()).map(Row::raw).collect();
        let may_lag = self
            .people
            .done
            .iter()
            .any(|done| done.operation.kind == "bomb");
        for (number, device) in self.devices.iter().enumerate() {
            let ours = device.store.rows.get(&SCOPE).into_iter().flatten();
            let mut ours: Vec<_> = ours
                .map(|(_, row)| row)
                .filter(|row| !gone.contains(&row.seq()))
                .collect();
            ours.sort_by_key(|row| row.seq());
            let ours: Vec<_> = ours.into_iter().map(Row::raw).collect();
            if !theirs.starts_with(&ours) || (ours != theirs && !may_lag) {
                return Err(format!(
                    "device {number} does not have the rows of the platform"
                ));
            }
        }
        Ok(())
    }

    /// Decided and known to the device, or stuck for a reason that is on the screen.
    fn check_done(&self, done: &Done) -> Result<(), String> {
        let id = done.operation.id;
        let store = &self.devices[done.device].store;
        let known = store.receipt(&id);
        let current = known.filter(|receipt| receipt.receipt().epoch == self.platform.epoch);
        let stored = self.platform.state.operations.get(&id);
        match (stored, current) {
            (Some(stored), _) if stored.accepted && store.freed.contains(&id) => Ok(()),
            (Some(stored), Some(receipt)) => match (&receipt.receipt().fact, stored.accepted) {
                (Fact::Complete { .. }, true) | (Fact::Rejected(_), false) => Ok(()),
                (fact, accepted) => Err(format!(
                    "{} ends as {fact:?}, accepted: {accepted}",
                    name(id.as_bytes())
                )),
            },
            _ if self.is_stuck(id) => Ok(()),
            (Some(_), None) if self.is_superseded(id) || self.is_held_up(done) => Ok(()),
            (stored, known) => Err(format!(
                "{} is not done: stored {}, receipt {}, state {:?}",
                name(id.as_bytes()),
                stored.is_some(),
                known.is_some(),
                store.states.get(&id)
            )),
        }
    }

    /// A poison, superseded, or behind something that is stuck or was rejected.
    fn is_stuck(&self, id: OperationId) -> bool {
        let Some(done) = self.people.done.iter().find(|done| done.operation.id == id) else {
            return false;
        };
        let operation = &done.operation;
        let stored = self.platform.state.operations.get(&id);
        let never = matches!(operation.kind.as_str(), "poison" | "bomb");
        let rejected = stored.is_some_and(|stored| !stored.accepted);
        let behind = |id: &OperationId| !self.is_accepted(*id) && self.is_stuck(*id);
        let poisoned =
            never || self.is_superseded(id) || (stored.is_none() && self.is_held_up(done));
        poisoned || rejected || (stored.is_none() && operation.depends_on.iter().any(behind))
    }

    /// What the platform fails at holds its own case until it needs the person.
    fn is_held_up(&self, done: &Done) -> bool {
        self.people.done.iter().any(|other| {
            let same_case = other.operation.case == done.operation.case;
            same_case && other.device == done.device && other.operation.kind == "bomb"
        })
    }

    fn is_superseded(&self, id: OperationId) -> bool {
        self.people
            .done
            .iter()
            .any(|done| done.operation.supersedes.contains(&id))
    }

    /// It, or a correction of it.
    fn is_accepted(&self, id: OperationId) -> bool {
        let mut operations = self.platform.state.operations.values();
        operations.any(|stored| {
            let operation = &stored.operation;
            stored.accepted && (operation.id == id || operation.supersedes.contains(&id))
        })
    }

    /// Of one device and case, what waited for nobody took effect in the order of the person.
    fn check_order(&self) -> Result<(), String> {
        for case in self.platform.state.cases.values() {
            let position = |id| case.makers.iter().position(|maker| *maker == id);
            let plain = |done: &&Done| {
                let operation = &done.operation;
                operation.depends_on.is_empty()
                    && operation.supersedes.is_empty()
                    && !self.people.retried.contains(&operation.id)
            };
            for (number, first) in self
                .people
                .done
                .iter()
                .enumerate()
                .filter(|(_, done)| plain(done))
            {
                for second in &self.people.done[number + 1..] {
                    let same =
                        first.device == second.device && second.operation.supersedes.is_empty();
                    let (Some(a), Some(b)) =
                        (position(first.operation.id), position(second.operation.id))
                    else {
                        continue;
                    };
                    if same && a > b {
                        return Err(format!(
                            "{} overtook {}",
                            name(second.operation.id.as_bytes()),
                            name(first.operation.id.as_bytes())
                        ));
                    }
                }
            }
            for done in &self.people.done {
                for before in &done.operation.depends_on {
                    if let (Some(a), Some(b)) = (position(*before), position(done.operation.id))
                        && a > b
                    {
                        return Err(format!(
                            "{} is before what it depends on",
                            name(done.operation.id.as_bytes())
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    pub fn received(&self) -> usize {
        let accepted = |done: &&Done| {
            let id = done.operation.id;
            self.platform
                .state
                .operations
                .get(&id)
                .is_some_and(|stored| stored.accepted)
        };
        self.people.done.iter().filter(accepted).count()
    }
}
