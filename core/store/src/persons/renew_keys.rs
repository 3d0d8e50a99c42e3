use tongban_device::{BlobFiles, EntropyError};
use zeroize::Zeroizing;

use super::unlock::Opened;
use crate::fault::{Fault, folds_into_storage};
use crate::rekey::Renewal;
use crate::wrapped_key::{Key, WrappedKey};
use crate::{PersonDb, PersonId, StorageFault, Store, UnlockError, UserSecret, files};

/// Why the keys are the ones that they were.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenewKeysError {
    /// The secret is wrong or may not be tried now.
    #[error(transparent)]
    Unlock(#[from] UnlockError),
    /// The key file changed between the secret and the renewal.
    #[error("key file was changed meanwhile")]
    Changed,
    /// Disk, engine or random source failed.
    #[error(transparent)]
    Storage(#[from] StorageFault),
}

impl Store {
    /// Gives the open wallet another database key, and the shared database too; `secret` is the
    /// present one, stays it, and counts like in [`Store::unlock`].
    ///
    /// After a crash, a full disk or any error the secret opens the wallet with all that was in it,
    /// under the old key or the new one. Whoever has an old copy of the *key file* can open nothing
    /// that is written from then on. Attachments are not rewritten: their key is in the database.
    pub fn renew_keys(&self, db: &PersonDb, secret: &UserSecret) -> Result<(), RenewKeysError> {
        let person = db.id();
        let Opened { header, half, key } = self.open_key(person, secret)?;
        let new: Key = Zeroizing::new(self.capabilities.entropy.array()?);
        let as_read = header.to_bytes();
        let renewed = WrappedKey::seal(
            (person, header.custody, self.capabilities.kdf.cost),
            half.as_ref(),
            header.wrapped_half,
            secret,
            &new,
            &*self.capabilities.entropy,
        )?;
        {
            let _turn = self.key_files_turn();
            let (database, key_file) = (files::person_db(person), files::person_key(person));
            let renewal = self.renewal(&database, &key_file);
            let there = self
                .blobs
                .read(&files::blob_name(&key_file).map_err(Fault::from)?);
            if there.map_err(Fault::from)? != Some(as_read) {
                return Err(RenewKeysError::Changed);
            }
            db.renew(&renewal, (&key, &new), &renewed.to_bytes())?;
        }
        Ok(self.renew_shared_key()?)
    }

    /// The key that opens the wallet where a crash cut a renewal, and an end to it. `None` where
    /// there was none, or the secret fits neither key file.
    pub(super) fn settle_renewal(
        &self,
        person: PersonId,
        half: Option<&Key>,
        secret: &UserSecret,
    ) -> Result<Option<(WrappedKey, Key)>, Fault> {
        let (database, key_file) = (files::person_db(person), files::person_key(person));
        let renewal = self.renewal(&database, &key_file);
        if !renewal.is_unfinished() {
            return Ok(None);
        }
        let _turn = self.key_files_turn();
        let read = |name: &str| -> Result<Option<(WrappedKey, Key)>, Fault> {
            let bytes = self.blobs.read(&files::blob_name(name)?)?;
            let header = bytes.and_then(|bytes| WrappedKey::parse(&bytes).ok());
            Ok(header.and_then(|header| {
                let key = header.open(half, secret)?;
                Some((header, key))
            }))
        };
        let old = read(&key_file)?;
        if let Some((_, key)) = &old
            && renewal.opens(key)?
        {
            renewal.take_back()?;
            return Ok(old);
        }
        let new = read(&renewal.waiting())?;
        if let Some((_, key)) = &new
            && renewal.opens(key)?
        {
            renewal.finish()?;
            return Ok(new);
        }
        Ok(old)
    }

    pub(crate) fn renewal<'a>(&'a self, database: &'a str, key_file: &'a str) -> Renewal<'a> {
        Renewal {
            blobs: &self.blobs,
            database,
            key_file,
        }
    }
}

folds_into_storage!(RenewKeysError: Fault, EntropyError);
