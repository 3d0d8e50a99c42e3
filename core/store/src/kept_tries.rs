//! The count of wrong tries a second time, in the login keyring, where it can be (rule K1): an
//! older copy of `shared.db` that is put back gives no try back.
//!
//! The larger of the two counts holds. A try is made only after both have it. At the level of
//! a passphrase there is no keyring, and an older copy does give tries back.

use tongban_device::SecretStoreError;

use crate::fault::Fault;
use crate::{KeySourceError, PersonId, Store, UnlockError};

impl Store {
    /// Raises the count of the database to the keyring's.
    pub(crate) fn take_kept_tries(&self, person: PersonId) -> Result<(), KeptTriesError> {
        let Some(secrets) = &self.capabilities.secrets else {
            return Ok(());
        };
        let Some(kept) = secrets.get(&entry(person))? else {
            return Ok(());
        };
        // What is not a count was not written here; it may stand for any count.
        let known = kept
            .as_slice()
            .try_into()
            .map_or(u32::MAX, u32::from_be_bytes);
        Ok(self.raise_tries(person, known)?)
    }

    /// Keeps the count of a try that is going to be made.
    pub(crate) fn keep_tries(&self, person: PersonId, tries: u32) -> Result<(), KeySourceError> {
        if let Some(secrets) = &self.capabilities.secrets {
            secrets.set(&entry(person), &tries.to_be_bytes())?;
        }
        Ok(())
    }

    /// The secret was right. A keyring that does not answer costs a wait, never a try.
    pub(crate) fn forget_kept_tries(&self, person: PersonId) {
        if let Some(secrets) = &self.capabilities.secrets {
            secrets.delete(&entry(person)).ok();
        }
    }
}

/// Name of the entry.
pub(crate) fn entry(person: PersonId) -> String {
    format!("tries-{person}")
}

/// Why the two counts were not compared.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeptTriesError {
    #[error("login keyring did not answer: {0}")]
    Keyring(#[from] SecretStoreError),
    #[error("count was not stored")]
    Fault(Fault),
}

impl From<Fault> for KeptTriesError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<KeptTriesError> for UnlockError {
    fn from(error: KeptTriesError) -> Self {
        match error {
            KeptTriesError::Keyring(error) => Self::Key(error.into()),
            KeptTriesError::Fault(fault) => fault.into(),
        }
    }
}
