//! The disk of a device, between the database engine and the real files: it can die at any
//! write, lose what was not made durable, tear a write, lie about durability, and be full.
//!
//! The engine's files go through it (database, log); the store's other files (keys, sealed
//! attachments) are written by the system and are always whole here: those are killed at each of
//! their steps in `core/store` with real processes.

mod ledger;
mod vfs;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::dice::Dice;
use ledger::{Change, Ledger, tail, torn_length};

/// One device's disk; its folder is watched while it is mounted.
pub struct Disk {
    root: PathBuf,
    state: Mutex<State>,
    died: Notify,
}

struct State {
    ledger: Ledger,
    dice: Dice,
    /// Operations until death.
    until_death: Option<u64>,
    dead: bool,
    full: bool,
    lying: bool,
    /// It has said that something is durable that was not.
    has_lied: bool,
}

/// How a device ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Its process: what was written stays written, durable or not.
    Killed,
    /// Its power: what was not durable may be lost, in any order.
    PowerCut,
}

/// What becomes of a write.
enum Fate {
    Done,
    Refused(Refusal),
    /// Only so many bytes of it, and nothing after it.
    Torn(usize),
}

#[derive(Clone, Copy)]
enum Refusal {
    Dead,
    Full,
}

impl Disk {
    /// Watches the folder `root` from now on.
    pub fn mount(root: &Path, dice: Dice) -> Arc<Self> {
        let disk = Arc::new(Self {
            root: root.to_owned(),
            state: Mutex::new(State {
                ledger: Ledger::default(),
                dice,
                until_death: None,
                dead: false,
                full: false,
                lying: false,
                has_lied: false,
            }),
            died: Notify::new(),
        });
        vfs::watch(&disk);
        disk
    }

    /// The device dies at the `operations`-th write or sync from now.
    pub fn die_after(&self, operations: u64) {
        self.state().until_death = Some(operations);
    }

    /// It will not die after all.
    pub fn spare(&self) {
        self.state().until_death = None;
    }

    /// The device dies now.
    pub fn die(&self) {
        self.state().dead = true;
        self.died.notify_one();
    }

    /// Whether it is dead.
    pub fn is_dead(&self) -> bool {
        self.state().dead
    }

    /// Returns when it is dead.
    pub async fn died(&self) {
        while !self.is_dead() {
            self.died.notified().await;
        }
    }

    /// Whether there is room for anything new.
    pub fn set_full(&self, full: bool) {
        self.state().full = full;
    }

    /// Whether it says "durable" without doing it.
    pub fn set_lying(&self, lying: bool) {
        self.state().lying = lying;
    }

    /// Whether something that it called durable was lost, since this was asked last.
    pub fn takes_back_its_word(&self) -> bool {
        std::mem::take(&mut self.state().has_lied)
    }

    /// The end: what is left on the disk, for the next start. Nothing may have a file open.
    pub fn end(&self, end: End) -> std::io::Result<()> {
        let mut state = self.state();
        let state = &mut *state;
        match end {
            End::Killed => {
                state.ledger = Ledger::default();
                state.has_lied = false;
            }
            End::PowerCut => {
                state.has_lied &= state.ledger.open_changes() > 0;
                state.ledger.cut_power(&mut state.dice)?;
            }
        }
        state.dead = false;
        state.until_death = None;
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts an operation; true when the device dies at it.
    fn dies_now(&self, state: &mut State) -> bool {
        let dies = match &mut state.until_death {
            Some(0) => true,
            Some(left) => {
                *left -= 1;
                false
            }
            None => false,
        };
        if dies {
            state.dead = true;
            self.died.notify_one();
        }
        dies
    }

    fn write(&self, path: &Path, offset: u64, bytes: &[u8], before: Vec<u8>, length: u64) -> Fate {
        let mut state = self.state();
        if state.dead {
            return Fate::Refused(Refusal::Dead);
        }
        if state.full {
            return Fate::Refused(Refusal::Full);
        }
        if self.dies_now(&mut state) {
            let kept = torn_length(bytes.len(), &mut state.dice);
            let change = Change::Write {
                offset,
                bytes: bytes[..kept].to_vec(),
                before: before[..kept.min(before.len())].to_vec(),
                length_before: length,
            };
            state.ledger.note(path, change);
            return Fate::Torn(kept);
        }
        let change = Change::Write {
            offset,
            bytes: bytes.to_vec(),
            before,
            length_before: length,
        };
        state.ledger.note(path, change);
        Fate::Done
    }

    fn resize(&self, path: &Path, length: u64) -> Result<(), Refusal> {
        let mut state = self.state();
        if state.dead || self.dies_now(&mut state) {
            return Err(Refusal::Dead);
        }
        // A file that is gone has no tail to lose.
        if let Ok((length_before, cut)) = tail(path, length) {
            let change = Change::Resize {
                length,
                cut,
                length_before,
            };
            state.ledger.note(path, change);
        }
        Ok(())
    }

    fn sync(&self, path: &Path) -> Result<(), Refusal> {
        let mut state = self.state();
        if state.dead || self.dies_now(&mut state) {
            return Err(Refusal::Dead);
        }
        match state.lying {
            true => state.has_lied = true,
            false => state.ledger.settle(path),
        }
        Ok(())
    }

    fn delete(&self, path: &Path) -> Result<(), Refusal> {
        let mut state = self.state();
        if state.dead || self.dies_now(&mut state) {
            return Err(Refusal::Dead);
        }
        state.ledger.settle(path);
        Ok(())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        vfs::forget(&self.root);
    }
}
