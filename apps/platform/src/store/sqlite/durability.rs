//! When what was committed is on the disk.
//!
//! The database runs with `synchronous = NORMAL`: a commit appends to the write-ahead log and does not
//! wait for the disk. The log's frames are chained by checksums, so a power cut leaves some whole
//! commits and none of the later ones; a copy of the log into the database is made durable by SQLite
//! itself (<https://www.sqlite.org/pragma.html#pragma_synchronous>). Here the log is made durable once
//! for everybody who waits, before anything that is in it leaves the platform (rule S1).

use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::store::StoreError;

pub(super) struct Durability {
    path: PathBuf,
    /// Held from the beginning: a handle tells of a write that failed since it was opened, also if
    /// SQLite's own copying of the log was told of it before.
    log: File,
    /// How often something was committed. One more than is known: a process that was killed may have
    /// left commits that no disk has.
    committed: AtomicU64,
    durable: Mutex<Durable>,
}

enum Durable {
    /// The first so many commits are on the disk.
    UpTo(u64),
    /// The disk failed to keep what it had taken, or the log was taken away. What is said afterwards is
    /// worth nothing: the kernel may have dropped what it could not write.
    Broken,
}

impl Durability {
    pub(super) fn of_log(path: PathBuf) -> io::Result<Self> {
        Ok(Self {
            log: File::open(&path)?,
            path,
            committed: AtomicU64::new(1),
            durable: Mutex::new(Durable::UpTo(0)),
        })
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
        let synced = self.log.sync_data();
        if synced.is_err() || !self.is_in_its_place() {
            *durable = Durable::Broken;
            return Err(StoreError::Disk);
        }
        *durable = Durable::UpTo(committed);
        Ok(())
    }

    /// Whether a restart would find the log that is written to. While a connection is open, no SQLite
    /// takes it away; somebody may.
    fn is_in_its_place(&self) -> bool {
        let (held, named) = (self.log.metadata(), std::fs::metadata(&self.path));
        let same = |(held, named): (std::fs::Metadata, std::fs::Metadata)| {
            (held.dev(), held.ino()) == (named.dev(), named.ino())
        };
        held.ok().zip(named.ok()).is_some_and(same)
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

    fn of_a_log() -> (tempfile::TempDir, Durability) {
        let dir = tempfile::tempdir().expect("a folder");
        let log = dir.path().join("a-log");
        std::fs::write(&log, b"frames").expect("written");
        (dir, Durability::of_log(log).expect("opened"))
    }

    #[test]
    fn one_look_at_the_disk_covers_everything_committed_before_it() {
        let (_dir, durability) = of_a_log();
        durability.reached().expect("on the disk");
        assert_eq!(durability.pending(), 0);
        durability.committed();
        durability.committed();
        assert_eq!(durability.pending(), 2);
        durability.reached().expect("on the disk");
        assert_eq!(durability.pending(), 0);
    }

    #[test]
    fn what_a_killed_process_left_is_waited_for_before_anything_is_told() {
        let (_dir, durability) = of_a_log();
        assert_eq!(durability.pending(), 1);
    }

    #[test]
    fn a_disk_that_failed_once_is_never_believed_again() {
        let (dir, durability) = of_a_log();
        durability.reached().expect("on the disk");
        durability.committed();
        let (log, away) = (dir.path().join("a-log"), dir.path().join("away"));
        std::fs::rename(&log, &away).expect("moved");
        assert!(matches!(durability.reached(), Err(StoreError::Disk)));
        std::fs::rename(&away, &log).expect("moved back");
        assert!(matches!(durability.reached(), Err(StoreError::Disk)));
        assert_eq!(durability.pending(), 2);
    }
}
