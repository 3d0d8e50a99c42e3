use tongban_device::BlobFiles;

use crate::fault::{Fault, folds_into_storage};
use crate::{PersonId, StorageFault, Store, database, files, key_source};

/// Why a wallet was not erased completely; it is finished at the next opening.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErasePersonError {
    /// There is no wallet of this person here.
    #[error("person has no wallet here")]
    UnknownPerson,
    /// Disk, engine or random source failed.
    #[error(transparent)]
    Storage(#[from] StorageFault),
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
        let _turn = self.key_files_turn();
        let (database, key_file) = (files::person_db(person), files::person_key(person));
        self.blobs.delete(&files::blob_name(&key_file)?)?;
        self.renewal(&database, &key_file).take_back()?;
        database::remove(&self.blobs.dir().join(files::person_db(person)))?;
        // Without the key in the database nothing in it can be read; only the room is left.
        files::remove_dir(&self.blobs.dir().join(files::person_files(person)))?;
        files::sync_dir(self.blobs.dir())?;
        if key_source::erase_half(&self.capabilities, person) {
            self.shared()
                .execute("DELETE FROM person WHERE id = ?1", [person.to_bytes()])?;
        }
        Ok(())
    }
}

folds_into_storage!(ErasePersonError: Fault);
