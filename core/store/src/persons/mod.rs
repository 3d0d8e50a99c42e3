//! The persons of this device: made, unlocked, given another secret, erased.

mod change_secret;
mod create;
mod erase;
mod renew_keys;
mod unlock;

use rusqlite::OptionalExtension;
use tongban_device::{BlobFiles, DiskBlobs};

use crate::fault::Fault;
use crate::files;
use crate::open::OpenError;
use crate::{PersonId, ReadError, Store};

pub use change_secret::ChangeSecretError;
pub use create::CreatePersonError;
pub use erase::ErasePersonError;
pub use renew_keys::RenewKeysError;
pub use unlock::UnlockError;

impl Store {
    /// The persons who have a wallet here, oldest first.
    pub fn persons(&self) -> Result<Vec<PersonId>, ReadError> {
        Ok(self.persons_in("active")?)
    }

    /// Finishes what a crash interrupted and adopts wallets that a new shared database
    /// does not know; those wait before the first secret.
    pub(crate) fn settle_persons(&self) -> Result<(), OpenError> {
        for state in ["creating", "erasing"] {
            for person in self.persons_in(state)? {
                self.erase_files(person)?;
            }
        }
        for person in key_files(&self.blobs)? {
            match self.person_state(person)?.as_deref() {
                // Unknown to a new shared database.
                None => self.adopt(person)?,
                // Repaired and put back by hand; what was tried before is still counted.
                Some("set_aside") => self.set_person_state(person, "active")?,
                Some(_) => {}
            }
            // A keyring that does not answer now answers before the next try, or there is none.
            self.take_kept_tries(person).ok();
        }
        Ok(())
    }

    pub(crate) fn person_is_active(&self, person: PersonId) -> Result<bool, Fault> {
        Ok(self.person_state(person)?.as_deref() == Some("active"))
    }

    pub(crate) fn person_state(&self, person: PersonId) -> Result<Option<String>, Fault> {
        let shared = self.shared();
        let state = shared
            .prepare_cached("SELECT state FROM person WHERE id = ?1")?
            .query_row([person.to_bytes()], |row| row.get(0));
        Ok(state.optional()?)
    }

    pub(crate) fn set_person_state(&self, person: PersonId, state: &str) -> Result<(), Fault> {
        self.shared().prepare_cached("INSERT INTO person (id, state) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET state = ?2")?.execute((person.to_bytes(), state),
        )?;
        Ok(())
    }

    fn persons_in(&self, state: &str) -> Result<Vec<PersonId>, Fault> {
        let shared = self.shared();
        let mut statement =
            shared.prepare_cached("SELECT id FROM person WHERE state = ?1 ORDER BY id")?;
        let rows = statement.query_map([state], |row| row.get(0).map(PersonId::from_bytes))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The persons whose key file is in the folder.
pub(crate) fn key_files(blobs: &DiskBlobs) -> Result<Vec<PersonId>, Fault> {
    Ok(blobs
        .list()?
        .iter()
        .filter_map(|name| files::person_of_key_file(name.as_str()))
        .collect())
}
