//! A model of the device's store: one transaction or none, and it outlives the engine.

use std::collections::{BTreeMap, BTreeSet};

use tongban_protocol::{
    AttachmentId, Cursor, Epoch, Fact, OperationId, PublicPoint, ReceiptKeys, Row, ScopeId,
    VerifiedOperation, VerifiedReceipt,
};
use tongban_sync::{
    Change, Config, Engine, Host, HostFailed, ItemState, Moment, OutboxItem, Piece, Problem,
    Report, ScopeCursor, SnapshotProgress,
};

use super::dice::Dice;
use super::keys::Key;
use super::ops::photo_bytes;

pub struct Store {
    pub outbox: BTreeMap<OperationId, Kept>,
    pub cursors: BTreeMap<ScopeId, Cursor>,
    pub snapshots: BTreeMap<ScopeId, SnapshotProgress>,
    pub rows: BTreeMap<ScopeId, Vec<(Epoch, Row)>>,
    /// The photo that was pinned.
    pub urgent: Option<(OperationId, AttachmentId)>,
    pub freed: BTreeSet<OperationId>,
    pub places: u64,
    pub now: u64,
    pub dice: Dice,
    pub device_key: Option<Key>,
    /// Feeds are begun at their end.
    pub from_end: bool,
    pub reports: Vec<Report>,
    /// The newest state of each item that the screens were told.
    pub states: BTreeMap<OperationId, ItemState>,
    pub unreadable: BTreeSet<OperationId>,
    pub disk_full: bool,
    /// Dies at the so-many-th save from now, before or after it is durable.
    pub dies_at: Option<(u32, Dies)>,
    pub dead: bool,
    pub saves: u32,
    pub broken: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Dies {
    Before,
    After,
}

pub struct Kept {
    pub place: u64,
    pub operation: VerifiedOperation,
    pub offered: bool,
    pub receipt: Option<VerifiedReceipt>,
    /// What the platform had said before it lost it.
    pub before: Option<VerifiedReceipt>,
    pub problem: Option<String>,
}

impl Store {
    pub fn new(seed: u64, device_key: Option<Key>) -> Self {
        Self {
            outbox: BTreeMap::new(),
            cursors: BTreeMap::new(),
            snapshots: BTreeMap::new(),
            urgent: None,
            rows: BTreeMap::new(),
            freed: BTreeSet::new(),
            places: 0,
            now: 0,
            dice: Dice::new(seed),
            device_key,
            from_end: false,
            reports: Vec::new(),
            states: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            disk_full: false,
            dies_at: None,
            dead: false,
            saves: 0,
            broken: None,
        }
    }

    /// Edit and outbox row, one transaction.
    pub fn put(&mut self, operation: VerifiedOperation) -> OutboxItem {
        self.places += 1;
        let place = self.places;
        let kept = Kept {
            place,
            operation: operation.clone(),
            offered: false,
            receipt: None,
            before: None,
            problem: None,
        };
        self.outbox.insert(operation.operation().id, kept);
        OutboxItem {
            place,
            operation,
            offered: false,
            receipt: None,
            problem: None,
            urgent: None,
        }
    }

    /// An engine that continues from what is stored.
    pub fn engine(&self, scopes: &[ScopeId], receipt_keys: &[PublicPoint]) -> Engine {
        let urgent = |id: OperationId| {
            self.urgent
                .filter(|(of, _)| *of == id)
                .map(|(_, photo)| photo)
        };
        let outbox = self.outbox.values().map(|kept| OutboxItem {
            urgent: urgent(kept.operation.operation().id),
            place: kept.place,
            operation: VerifiedOperation::from_kept(kept.operation.bytes()).expect("kept"),
            offered: kept.offered,
            receipt: kept
                .receipt
                .as_ref()
                .map(|receipt| VerifiedReceipt::from_kept(receipt.bytes()).expect("kept")),
            problem: kept.problem.as_deref().map(Problem::from_text),
        });
        Engine::new(Config {
            receipt_keys: ReceiptKeys::new(receipt_keys.to_vec()),
            device_key: self.device_key.as_ref().map(Key::point),
            scopes: scopes
                .iter()
                .map(|scope| ScopeCursor {
                    scope: *scope,
                    cursor: self.cursors.get(scope).copied(),
                    snapshot: self.snapshots.get(scope).copied(),
                    from_end: self.from_end,
                })
                .collect(),
            outbox: outbox.collect(),
        })
    }

    pub fn receipt(&self, id: &OperationId) -> Option<&VerifiedReceipt> {
        self.outbox.get(id)?.receipt.as_ref()
    }

    fn apply(&mut self, change: &Change) {
        match change {
            Change::Offered(ids) => ids.iter().for_each(|id| self.kept(id).offered = true),
            Change::Receipt(receipt) => {
                let id = receipt.receipt().operation;
                self.kept(&id).receipt = Some(receipt.as_ref().clone());
            }
            Change::Problem(id, problem) => {
                self.kept(id).problem = problem.as_ref().map(Problem::to_text);
            }
            Change::Reoffer(ids) => ids.iter().for_each(|id| {
                let kept = self.kept(id);
                kept.before = kept.receipt.take().or(kept.before.take());
            }),
            Change::Freed(ids) => {
                for id in ids {
                    self.outbox.remove(id);
                    self.freed.insert(*id);
                }
            }
            Change::Rows { scope, epoch, rows } => {
                let stored = self.rows.entry(*scope).or_default();
                for row in rows {
                    let same = |(of, old): &&(Epoch, Row)| *of == *epoch && old.seq() == row.seq();
                    match stored.iter().find(same) {
                        Some((_, old)) if old.raw() != row.raw() => {
                            self.broken = Some(format!("two rows under seq {}", row.seq()));
                        }
                        Some(_) => {}
                        None => stored.push((*epoch, row.clone())),
                    }
                }
            }
            Change::Snapshot { scope, progress } => {
                self.snapshots.insert(*scope, *progress);
            }
            Change::Cursor {
                scope,
                cursor,
                caught_up,
            } => {
                self.cursors.insert(*scope, *cursor);
                self.snapshots.remove(scope);
                if *caught_up {
                    let stored = self.rows.entry(*scope).or_default();
                    stored.retain(|(epoch, _)| *epoch == cursor.epoch);
                }
            }
        }
    }

    fn kept(&mut self, id: &OperationId) -> &mut Kept {
        self.outbox
            .get_mut(id)
            .expect("the engine speaks of what is in the outbox")
    }
}

impl Host for Store {
    fn moment(&mut self) -> Moment {
        Moment {
            millis: self.now,
            entropy: self.dice.next(),
        }
    }

    fn persist(&mut self, changes: &[Change]) -> Result<(), HostFailed> {
        self.saves += 1;
        let dies = match &mut self.dies_at {
            Some((0, dies)) => Some(*dies),
            Some((left, _)) => {
                *left -= 1;
                None
            }
            None => None,
        };
        if dies == Some(Dies::Before) {
            self.dead = true;
        }
        let gone = |change: &Change| matches!(change, Change::Offered(ids) if ids.iter().any(|id| !self.outbox.contains_key(id)));
        if self.dead || self.disk_full || changes.iter().any(gone) {
            return Err(HostFailed);
        }
        changes.iter().for_each(|change| self.apply(change));
        self.dead = dies == Some(Dies::After);
        Ok(())
    }

    fn read_chunk(&mut self, piece: &Piece) -> Result<Vec<u8>, HostFailed> {
        match self.unreadable.contains(&piece.operation) {
            true => Err(HostFailed),
            false => Ok(photo_bytes(&piece.attachment, piece.offset, piece.length)),
        }
    }

    fn sign_session(&mut self, to_be_signed: &[u8]) -> Result<[u8; 64], HostFailed> {
        let key = self.device_key.as_ref().ok_or(HostFailed)?;
        Ok(key.sign(to_be_signed))
    }

    fn report(&mut self, report: Report) {
        if self.dead {
            return;
        }
        if let Report::Item(id, state) = &report {
            let complete = self
                .receipt(id)
                .is_some_and(|receipt| matches!(receipt.receipt().fact, Fact::Complete { .. }));
            if matches!(state, ItemState::Received { .. }) && !complete {
                self.broken = Some(format!(
                    "{id:?} was called received without a complete receipt in the store"
                ));
            }
            self.states.insert(*id, state.clone());
        }
        self.reports.push(report);
    }
}
