//! When what was committed is on the disk.
//!
//! The database runs with `synchronous = NORMAL`: a commit appends to the write-ahead log and does not
//! wait for the disk. The log's frames are chained by checksums, so a power cut leaves some whole
//! commits and none of the later ones; a copy of the log into the database is made durable by SQLite
//! itself (<https://www.sqlite.org/pragma.html#pragma_synchronous>). Here the log is made durable once
//! for everybody who waits, before anything that is in it leaves the platform (rule S1).

use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::store::StoreError;

pub(super) struct Durability {
    log: PathBuf,
    /// How often something was committed.
    committed: AtomicU64,
    durable: Mutex<Durable>,
}

enum Durable {
    /// The first so many commits are on the disk.
    UpTo(u64),
    /// The disk failed to keep what it had taken. What it says afterwards is worth nothing: the
    /// kernel may have dropped what it could not write.
    Broken,
}

impl Durability {
    pub(super) fn of_log(log: PathBuf) -> Self {
        Self {
            log,
            committed: AtomicU64::new(0),
            durable: Mutex::new(Durable::UpTo(0)),
        }
    }

    /// Something was committed.
    pub(super) fn committed(&self) {
        self.committed.fetch_add(1, Ordering::SeqCst);
    }

    /// Returns when everything that was committed before this call is on the disk. Whoever waits for
    /// another one's turn is covered by the next.
    pub(super) fn reached(&self) -> Result<(), StoreError> {
        let mut durable = self.durable.lock().unwrap_or_else(PoisonError::into_inner);
        let committed = self.committed.load(Ordering::SeqCst);
        match *durable {
            Durable::Broken => return Err(StoreError::Disk),
            Durable::UpTo(before) if before >= committed => return Ok(()),
            Durable::UpTo(_) => {}
        }
        // While a connection is open nobody else takes the log away.
        let synced = File::open(&self.log).and_then(|log| log.sync_data());
        if synced.is_err() {
            *durable = Durable::Broken;
            return Err(StoreError::Disk);
        }
        *durable = Durable::UpTo(committed);
        Ok(())
    }

    /// Commits that no power cut may meet yet.
    pub(super) fn pending(&self) -> u64 {
        let durable = self.durable.lock().unwrap_or_else(PoisonError::into_inner);
        let committed = self.committed.load(Ordering::SeqCst);
        match *durable {
            Durable::UpTo(before) => committed.saturating_sub(before),
            Durable::Broken => committed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_look_at_the_disk_covers_everything_committed_before_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let log = dir.path().join("a-log");
        std::fs::write(&log, b"frames").expect("written");
        let durability = Durability::of_log(log);
        assert_eq!(durability.pending(), 0);
        durability.committed();
        durability.committed();
        assert_eq!(durability.pending(), 2);
        durability.reached().expect("on the disk");
        assert_eq!(durability.pending(), 0);
        durability.committed();
        assert_eq!(durability.pending(), 1);
    }

    #[test]
    fn a_disk_that_failed_once_is_never_believed_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let log = dir.path().join("a-log");
        let durability = Durability::of_log(log.clone());
        durability.reached().expect("nothing to keep");
        durability.committed();
        assert!(matches!(durability.reached(), Err(StoreError::Disk)));
        std::fs::write(&log, b"frames").expect("written");
        assert!(matches!(durability.reached(), Err(StoreError::Disk)));
        assert_eq!(durability.pending(), 1);
    }
}
