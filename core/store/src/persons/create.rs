use tongban_device::{BlobFiles, EntropyError};
use zeroize::Zeroizing;

use crate::database;
use crate::fault::{Fault, folds_into_storage};
use crate::files;
use crate::key_source::{self, FreshHalfError};
use crate::migrations;
use crate::person::PersonOpenError;
use crate::wrapped_key::{Key, WrappedKey};
use crate::{
    KeySourceError, PersonDb, PersonId, SecretPolicyError, StorageFault, Store, UserSecret,
};

/// Why no wallet was made; nothing of it is left.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreatePersonError {
    /// This person has a wallet already.
    #[error("wallet exists already")]
    Exists,
    /// The PIN or passphrase is not good enough for the level of custody.
    #[error("secret is not accepted: {0}")]
    Secret(#[from] SecretPolicyError),
    /// The key store or keyring did not do it.
    #[error("other half of the key was not stored: {0}")]
    Key(#[from] KeySourceError),
    /// Disk, engine or random source failed.
    #[error(transparent)]
    Storage(#[from] StorageFault),
}

impl Store {
    /// Makes an empty wallet for `person`, kept at [`Store::custody`], and opens it. On any
    /// error nothing of it stays behind.
    pub fn create_person(
        &self,
        person: PersonId,
        secret: &UserSecret,
    ) -> Result<PersonDb, CreatePersonError> {
        secret.check(self.custody())?;
        match self.person_state(person)?.as_deref() {
            None => {}
            // What an earlier try or an erasure could not clean up.
            Some("creating" | "erasing") => self.erase_files(person)?,
            Some(_) => return Err(CreatePersonError::Exists),
        }
        // From here on a crash is cleaned up at the next opening.
        self.set_person_state(person, "creating")?;
        let made = self.make_files(person, secret);
        if made.is_err() {
            // The next opening tries again when this does not succeed.
            self.erase_files(person).ok();
        }
        made
    }

    fn make_files(
        &self,
        person: PersonId,
        secret: &UserSecret,
    ) -> Result<PersonDb, CreatePersonError> {
        let entropy = &*self.capabilities.entropy;
        let (custody, cost) = (self.custody(), self.capabilities.kdf.cost);
        let fresh = key_source::make_half(&self.capabilities, custody, person)?;
        let key: Key = Zeroizing::new(entropy.array()?);
        let identity = (person, custody, cost);
        let header = WrappedKey::seal(
            identity,
            fresh.half.as_ref(),
            fresh.wrapped,
            secret,
            &key,
            entropy,
        )?;
        let name = files::blob_name(&files::person_key(person)).map_err(Fault::from)?;
        self.blobs
            .write(&name, &header.to_bytes())
            .map_err(Fault::from)?;

        let path = self.blobs.dir().join(files::person_db(person));
        database::create(&path, &key, migrations::PERSON)?;
        let now = self.capabilities.clock.wall_seconds();
        let db =
            PersonDb::open(self, &key, (person, custody), Some(now)).map_err(
                |error| match error {
                    PersonOpenError::Storage(fault) => fault,
                    PersonOpenError::Unreadable(_) => Fault::Damaged.into(),
                },
            )?;
        self.set_person_state(person, "active")?;
        Ok(db)
    }
}

folds_into_storage!(CreatePersonError: Fault, EntropyError);

impl From<FreshHalfError> for CreatePersonError {
    fn from(error: FreshHalfError) -> Self {
        match error {
            FreshHalfError::Source(error) => Self::Key(error),
            FreshHalfError::Entropy => Self::Storage(StorageFault::NoEntropy),
        }
    }
}
