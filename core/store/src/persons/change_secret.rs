use tongban_device::{BlobFiles, EntropyError};

use super::unlock::Opened;
use crate::fault::{Fault, folds_into_storage};
use crate::wrapped_key::WrappedKey;
use crate::{PersonId, SecretPolicyError, StorageFault, Store, UnlockError, UserSecret, files};

/// Why the secret is the one that it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeSecretError {
    /// The new one is not good enough for the wallet's level of custody; no try was counted.
    #[error("new secret is not accepted: {0}")]
    Secret(#[from] SecretPolicyError),
    /// The new one is the present one.
    #[error("new secret is the present one")]
    Same,
    /// The present one is wrong or may not be tried now, or the wallet does not open.
    #[error(transparent)]
    Unlock(#[from] UnlockError),
    /// Disk, engine or random source failed.
    #[error(transparent)]
    Storage(#[from] StorageFault),
}

impl Store {
    /// Replaces the secret of `person`; the wallet may be open meanwhile. `current` counts
    /// like in [`Store::unlock`].
    ///
    /// Only the key file changes, in one durable step: after a crash, a full disk or any
    /// error the present secret opens the wallet, or the new one does, never neither. The
    /// database keeps its key, so whoever has an *old copy of the key file* can still open
    /// it with the old secret (and the half that is kept elsewhere).
    pub fn change_secret(
        &self,
        person: PersonId,
        current: &UserSecret,
        new: &UserSecret,
    ) -> Result<(), ChangeSecretError> {
        new.check(self.person_custody(person)?)?;
        let Opened { header, half, key } = self.open_key(person, current)?;
        if new.is_same_as(current) {
            return Err(ChangeSecretError::Same);
        }
        let renewed = WrappedKey::seal(
            (person, header.custody, self.capabilities.kdf.cost),
            half.as_ref(),
            header.wrapped_half,
            new,
            &key,
            &*self.capabilities.entropy,
        )?;
        let name = files::blob_name(&files::person_key(person)).map_err(Fault::from)?;
        let _turn = self.key_files_turn();
        // Without this look a wallet that was erased meanwhile would get a key file again.
        if !self.person_is_active(person)? {
            return Err(UnlockError::UnknownPerson.into());
        }
        self.blobs
            .write(&name, &renewed.to_bytes())
            .map_err(Fault::from)?;
        Ok(())
    }
}

folds_into_storage!(ChangeSecretError: Fault, EntropyError);
