use std::collections::BTreeSet;

use tongban_protocol::{AttachmentId, CaseId, Extra, MAX_DEPENDENCIES, Operation, OperationId};
use tongban_sync::{Event, ItemState, Problem};

use super::world::World;
use crate::support::ops::{SCOPE, name, photo, sign};

/// What people did, on which device, in order.
#[derive(Default)]
pub struct People {
    pub done: Vec<Done>,
    pub corrected: BTreeSet<OperationId>,
    /// Tried again by hand: their place in the order is gone.
    pub retried: BTreeSet<OperationId>,
}

pub struct Done {
    pub device: usize,
    pub operation: Operation,
}

impl World {
    pub fn act(&mut self, device: usize) -> Result<(), String> {
        let case = self.some_case(device);
        let last = self.last_of(device, case);
        let depends = last.filter(|_| self.dice.percent(75));
        let kind = match self.dice.below(20) {
            0 | 1 => "reject",
            2 => "poison",
            3 => "bomb",
            _ => "take",
        };
        let photos = if self.dice.percent(40) {
            1 + self.dice.below(2)
        } else {
            0
        };
        let attachments = (0..photos).map(|_| {
            let id = AttachmentId::from_bytes(self.dice.id());
            photo(id, 1 + self.dice.below(30_000))
        });
        let operation = Operation {
            attachments: attachments.collect(),
            id: OperationId::from_bytes(self.dice.id()),
            scope: SCOPE,
            case,
            seen: self.known_version(device, case),
            kind: kind.to_owned(),
            body: vec![7; self.dice.below(300) as usize],
            depends_on: depends.into_iter().collect(),
            supersedes: Vec::new(),
            holder_keys: Vec::new(),
            extra: Extra::default(),
        };
        self.submit(device, operation)
    }

    /// After the storm people look at their screens and press "again" where it says so.
    pub fn look(&mut self) -> Result<(), String> {
        for device in 0..self.devices.len() {
            let stuck = |(id, state): (&OperationId, &ItemState)| {
                let hopeless = matches!(state, ItemState::NeedsYou(Problem::Refused(_)));
                (matches!(state, ItemState::NeedsYou(_)) && !hopeless).then_some(*id)
            };
            let stuck: Vec<_> = self.devices[device]
                .store
                .states
                .iter()
                .filter_map(stuck)
                .collect();
            for id in stuck {
                self.people.retried.insert(id);
                self.drive(device, Event::Retry(id))?;
            }
            self.drive(device, Event::Online)?;
            self.drive(device, Event::PullNow)?;
        }
        Ok(())
    }

    /// Whoever sees that something was returned corrects it.
    pub fn corrections(&mut self, device: usize) -> Result<(), String> {
        let states = &self.devices[device].store.states;
        let returned = states.iter().find_map(|(id, state)| {
            let is_returned = matches!(state, ItemState::ReturnedForCorrection { .. });
            (is_returned && !self.people.corrected.contains(id)).then_some(*id)
        });
        let Some(id) = returned else {
            return Ok(());
        };
        self.people.corrected.insert(id);
        let old = self.people.done.iter().find(|done| done.operation.id == id);
        let Some(old) = old.map(|old| old.operation.clone()) else {
            return Ok(());
        };
        if self.dice.percent(30) {
            return Ok(());
        }
        let operation = Operation {
            id: OperationId::from_bytes(self.dice.id()),
            seen: self.known_version(device, old.case),
            kind: "take".to_owned(),
            supersedes: std::iter::once(id)
                .chain(old.supersedes.clone())
                .take(MAX_DEPENDENCIES)
                .collect(),
            ..old
        };
        self.submit(device, operation)
    }

    fn submit(&mut self, device: usize, operation: Operation) -> Result<(), String> {
        let machine = &mut self.devices[device];
        // A full disk or a dead device takes no edit either: the person types again later.
        if machine.store.disk_full || machine.engine.is_none() {
            return Ok(());
        }
        let row = machine.store.put(sign(&operation, &machine.key));
        self.tell(|_| {
            let depends: Vec<_> = operation.depends_on.iter().map(|id| name(id.as_bytes())).collect();
            let old = operation.supersedes.first().map(|id| name(id.as_bytes()));
            let (id, case) = (name(operation.id.as_bytes()), name(operation.case.as_bytes()));
            let (kind, seen) = (&operation.kind, operation.seen);
            let photos = operation.attachments.len();
            format!("device {device} puts {id} {kind} on {case} seen {seen} after {depends:?} for {old:?}, {photos} photos")
        });
        self.people.done.push(Done { device, operation });
        // The pump may be waiting for an answer: handing in an event does not disturb that.
        self.drive(device, Event::Enqueued(Box::new(row)))
    }

    /// One of three cases of this device, or one that both work on.
    fn some_case(&mut self, device: usize) -> CaseId {
        let number = self.dice.below(4) as u8;
        let owner = if number == 3 { 9 } else { device as u8 };
        CaseId::from_bytes([0x10 * (owner + 1) + number; 16])
    }

    fn last_of(&self, device: usize, case: CaseId) -> Option<OperationId> {
        let on_it =
            |done: &&super::people::Done| done.device == device && done.operation.case == case;
        self.people
            .done
            .iter()
            .rfind(on_it)
            .map(|done| done.operation.id)
    }

    /// The version of the case that the screen shows.
    fn known_version(&self, device: usize, case: CaseId) -> u64 {
        let store = &self.devices[device].store;
        let pin = store.snapshots.get(&SCOPE).map(|snapshot| snapshot.pin);
        let epoch = pin.or(store.cursors.get(&SCOPE).copied());
        let epoch = epoch.map(|cursor| cursor.epoch);
        let rows = store.rows.get(&SCOPE).into_iter().flatten();
        rows.filter(|(of, row)| Some(*of) == epoch && row.kind() == "event" && row.case() == case)
            .map(|(_, row)| row.version())
            .max()
            .unwrap_or(0)
    }
}
