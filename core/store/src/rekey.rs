//! Another key for a database, whole or not at all.
//!
//! ```text
//! 1  <key file>.next   the new key, wrapped like the old one
//! 2  <database>.next   a copy under the new key, checked
//! 3  <database>.next → <database>
//! 4  <key file>.next → <key file>
//! ```
//!
//! A key file in waiting is the mark of a renewal that a crash cut: which of the two keys opens the
//! database says whether step 3 was made. Until then it is taken back, from then on it is finished.
//! Attachments stay as they are: their key is inside the database.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use tongban_device::{BlobFiles, DiskBlobs};
use zeroize::Zeroizing;

use crate::database::{self, DatabaseError};
use crate::fault::Fault;
use crate::files::{self, COMPANIONS};
use crate::wrapped_key::Key;

/// One database with its key file, by their names in the folder.
pub(crate) struct Renewal<'a> {
    pub(crate) blobs: &'a DiskBlobs,
    pub(crate) database: &'a str,
    pub(crate) key_file: &'a str,
}

impl Renewal<'_> {
    /// Name of the key file in waiting.
    pub(crate) fn waiting(&self) -> String {
        format!("{}{NEXT}", self.key_file)
    }

    /// Whether a crash cut a renewal, or one is under way.
    pub(crate) fn is_unfinished(&self) -> bool {
        self.path(&self.waiting()).exists()
    }

    /// Whether `key` opens the database.
    pub(crate) fn opens(&self, key: &Key) -> Result<bool, Fault> {
        match database::open_read_only(&self.path(self.database), key) {
            Ok(_) => Ok(true),
            Err(DatabaseError::Unreadable(_)) => Ok(false),
            Err(DatabaseError::Fault(fault)) => Err(fault),
        }
    }

    /// Steps 2 to 4. On an error before step 3 nothing has changed, afterwards only step 4 is left.
    pub(crate) fn run(&self, old: &Key, new: &Key) -> Result<(), Fault> {
        let made = self.copy(old, new).and_then(|()| {
            fs::rename(self.next(), self.path(self.database))?;
            Ok(files::sync_dir(self.blobs.dir())?)
        });
        if let Err(fault) = made {
            // Looked at again at the next opening, when it cannot be taken back now.
            if self.opens(old) == Ok(true) {
                self.take_back().ok();
            }
            return Err(fault);
        }
        self.finish()
    }

    /// Step 4.
    pub(crate) fn finish(&self) -> Result<(), Fault> {
        fs::rename(self.path(&self.waiting()), self.path(self.key_file))?;
        Ok(files::sync_dir(self.blobs.dir())?)
    }

    /// Leaves nothing of a renewal; the key file in waiting goes last, as the mark of the rest.
    pub(crate) fn take_back(&self) -> Result<(), Fault> {
        for companion in ["", "-journal", "-wal", "-shm"] {
            files::remove(&files::with_suffix(&self.next(), companion))?;
        }
        Ok(self.blobs.delete(&files::blob_name(&self.waiting())?)?)
    }

    fn copy(&self, old: &Key, new: &Key) -> Result<(), Fault> {
        let path = self.path(self.database);
        for companion in COMPANIONS {
            // A log under the old key would be read as one of the copy.
            if files::with_suffix(&path, companion).exists() {
                return Err(Fault::Engine(rusqlite::ffi::SQLITE_BUSY));
            }
        }
        let next = self.next();
        fs::copy(&path, &next)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = database::connect(&next, old, flags)?;
        connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
        let rekey = Zeroizing::new(format!("PRAGMA rekey = {}", *database::literal(new)));
        connection.execute_batch(&rekey)?;
        connection.close().map_err(|(_, error)| error)?;
        fs::File::open(&next)?.sync_all()?;
        let copy = database::open_read_only(&next, new).map_err(not_readable)?;
        database::check(&copy).map_err(not_readable)
    }

    fn next(&self) -> PathBuf {
        self.path(&format!("{}{NEXT}", self.database))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.blobs.dir().join(name)
    }
}

/// Closes the connection, which copies the log back, puts another in its place while `work` has the
/// file to itself, and opens what is there with the key that fits.
pub(crate) fn with_closed(
    held: &mut Connection,
    path: &Path,
    (old, new): (&Key, &Key),
    steps: crate::migrations::Steps,
    work: impl FnOnce() -> Result<(), Fault>,
) -> Result<(), Fault> {
    let nothing = Connection::open_in_memory()?;
    let closed = std::mem::replace(held, nothing).close();
    let done = match closed {
        Ok(()) => work(),
        Err((connection, error)) => {
            *held = connection;
            return Err(error.into());
        }
    };
    let reopened = database::open(path, new, steps).or_else(|_| database::open(path, old, steps));
    *held = reopened.map_err(not_readable)?;
    done
}

fn not_readable(error: DatabaseError) -> Fault {
    match error {
        DatabaseError::Fault(fault) => fault,
        DatabaseError::Unreadable(_) => Fault::Damaged,
    }
}

const NEXT: &str = ".next";
