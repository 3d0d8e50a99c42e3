//! A file of real bytes that is given back when the disk is full: with its room the last words
//! that a person typed, and what the app must write to be opened again, still fit.
//!
//! It is made when there is room for twice its size, so that it never takes the last room itself,
//! and made again by the next opening, unlock or look at the session once there is.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::fault::Fault;
use crate::files::{self, RESERVE};
use crate::{ReadError, Store, WriteError};

/// Whether the disk has room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// The reserve is there.
    Enough,
    /// The reserve was given back, or could not be made: the person is to make room.
    Low,
}

/// An error that may be the one of a full disk.
pub trait MayBeFull {
    /// Whether it is.
    fn is_disk_full(&self) -> bool;
}

impl MayBeFull for WriteError {
    fn is_disk_full(&self) -> bool {
        *self == Self::DiskFull
    }
}

impl MayBeFull for Fault {
    fn is_disk_full(&self) -> bool {
        *self == Self::DiskFull
    }
}

impl Store {
    /// Whether the disk has room; where it had none, looks whether it has now.
    pub fn room(&self) -> Result<Room, ReadError> {
        self.reserve.make().map_err(Fault::from)?;
        Ok(self.reserve.room())
    }
}

/// The reserve of one data folder.
pub(crate) struct Reserve {
    path: PathBuf,
    turn: Mutex<()>,
}

impl Reserve {
    pub(crate) fn of(dir: &Path) -> Self {
        Self {
            path: dir.join(RESERVE),
            turn: Mutex::new(()),
        }
    }

    pub(crate) fn room(&self) -> Room {
        match fs::metadata(&self.path).is_ok_and(|file| file.len() == BYTES as u64) {
            true => Room::Enough,
            false => Room::Low,
        }
    }

    /// Makes the reserve when it is not there and there is room for twice its size; a full or
    /// read-only disk is no error.
    pub(crate) fn make(&self) -> io::Result<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if self.room() == Room::Enough {
            return Ok(());
        }
        let unfinished = files::with_suffix(&self.path, ".new");
        let made = write_twice(&unfinished).and_then(|()| fs::rename(&unfinished, &self.path));
        let Err(error) = made else { return Ok(()) };
        files::remove(&unfinished).ok();
        match Fault::from(error) {
            Fault::DiskFull | Fault::NotPermitted => Ok(()),
            Fault::Disk(kind) => Err(kind.into()),
            _ => Err(io::ErrorKind::Other.into()),
        }
    }

    /// Does `work`, and on a full disk once more with the room of the reserve. While there is no
    /// reserve, `tidy` gives back after each time what the log took, so that the next fits too.
    pub(crate) fn spend<T, E: MayBeFull>(
        &self,
        mut work: impl FnMut() -> Result<T, E>,
        tidy: impl Fn(),
    ) -> Result<T, E> {
        let full = |result: &Result<T, E>| result.as_ref().is_err_and(MayBeFull::is_disk_full);
        let mut done = work();
        if full(&done) {
            self.give_back();
            tidy();
            done = work();
        }
        if done.is_ok() && self.room() == Room::Low {
            tidy();
        }
        done
    }

    /// True when there was something to give back.
    pub(crate) fn give_back(&self) -> bool {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        files::remove(&self.path).unwrap_or(false)
    }
}

/// Takes the room of two reserves and keeps one.
fn write_twice(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    // Bytes that a file system can neither compress nor find a second time.
    let block = |number: usize| Sha256::digest(format!("tongban reserve {number}"));
    let bytes: Vec<u8> = (0..2 * BYTES / 32).flat_map(block).collect();
    file.write_all(&bytes)?;
    file.sync_all()?;
    file.set_len(BYTES as u64)?;
    file.sync_all()
}

/// Some dozens of saved drafts.
const BYTES: usize = 256 << 10;
