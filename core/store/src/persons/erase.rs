use std::io::ErrorKind;

use tongban_device::BlobFiles;

use crate::fault::{Fault, from_fault};
use crate::{PersonId, Store, database, files, key_source};

/// Why a wallet was not erased completely; it is finished at the next opening.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErasePersonError {
    /// There is no wallet of this person here.
    #[error("person has no wallet here")]
    UnknownPerson,
    /// The shared database was written by a newer app.
    #[error("data folder has version {found}, this app knows {known}")]
    NewerVersion {
        /// Version of the file.
        found: u32,
        /// Newest version that this app reads.
        known: u32,
    },
    /// There is no room to note that the wallet is being erased.
    #[error("disk is full")]
    DiskFull,
    /// The folder may not be used by this account, or is read-only.
    #[error("data folder may not be used")]
    NotPermitted,
    /// The disk failed.
    #[error("disk failed: {0}")]
    Disk(ErrorKind),
    /// The machine has no random bytes to give.
    #[error("random source does not answer")]
    NoEntropy,
    /// The database engine failed with this code.
    #[error("database engine failed with code {0}")]
    Engine(i32),
}

impl Store {
    /// Erases the wallet of `person`, locked or not: key file first, then the database,
    /// then the other half of the key. Once it returns, and after a crash too, nothing of
    /// the wallet can be read. Drop its [`crate::PersonDb`] before.
    ///
    /// A keyring or key store that does not answer does not stop it: its half opens
    /// nothing without the key file, and is erased at the next opening.
    pub fn erase_person(&self, person: PersonId) -> Result<(), ErasePersonError> {
        if !self.person_is_active(person)? {
            return Err(ErasePersonError::UnknownPerson);
        }
        self.set_person_state(person, "erasing")?;
        Ok(self.erase_files(person)?)
    }

    pub(crate) fn erase_files(&self, person: PersonId) -> Result<(), Fault> {
        self.blobs
            .delete(&files::blob_name(&files::person_key(person))?)?;
        database::remove(&self.blobs.dir().join(files::person_db(person)))?;
        files::sync_dir(self.blobs.dir())?;
        if key_source::erase_half(&self.capabilities, person) {
            self.shared()
                .execute("DELETE FROM person WHERE id = ?1", [person.to_bytes()])?;
        }
        Ok(())
    }
}

from_fault!(ErasePersonError);
