use tongban_device::{BlobFiles, CustodyLevel};

use crate::fault::{Fault, folds_into_storage};
use crate::files;
use crate::key_source;
use crate::person::PersonOpenError;
use crate::quarantine::{self, QuarantineReason, Quarantined};
use crate::unlock_delay::{self, Try};
use crate::wrapped_key::{self, HeaderError, Key, WrappedKey};
use crate::{KeySourceError, PersonDb, PersonId, StorageFault, Store, UserSecret};

/// Why a wallet stays locked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    /// There is no wallet of this person here.
    #[error("person has no wallet here")]
    UnknownPerson,
    /// Too many wrong secrets; this one was not even tried.
    #[error("secret may be tried again in {seconds} seconds")]
    Wait {
        /// What is left of the wait.
        seconds: u64,
    },
    /// The secret is wrong.
    #[error("secret is wrong")]
    WrongSecret {
        /// Wrong secrets left before the next wait.
        left_before_wait: u32,
        /// The wait that this try started, if it did.
        wait_seconds: Option<u64>,
    },
    /// The wallet's files could not be read and were set aside.
    #[error("wallet was set aside")]
    Quarantined(Quarantined),
    /// The key file asks for a guess that is too cheap (rule K1).
    #[error("key derivation parameters are too weak")]
    WeakParameters,
    /// The other half of the key is not to be had; the secret was not tried.
    #[error("other half of the key is not to be had: {0}")]
    Key(#[from] KeySourceError),
    /// Disk, engine or random source failed.
    #[error(transparent)]
    Storage(#[from] StorageFault),
}

/// What the right secret opens.
pub(super) struct Opened {
    pub(super) header: WrappedKey,
    pub(super) half: Option<Key>,
    pub(super) key: Key,
}

impl Store {
    /// Opens the wallet of `person`. Each try is counted before it is made, so that
    /// killing the app does not give it back. A large wallet is open before it is checked as a whole;
    /// then [`PersonDb::check`](crate::PersonDb::check) is to be called.
    pub fn unlock(&self, person: PersonId, secret: &UserSecret) -> Result<PersonDb, UnlockError> {
        let Opened { header, key, .. } = self.open_key(person, secret)?;
        let opened = PersonDb::open(self, &key, (person, header.custody), None);
        opened.map_err(|error| match error {
            PersonOpenError::Storage(fault) => fault.into(),
            // The key is authentic, so what does not open with it is damaged.
            PersonOpenError::Unreadable(reason) => self.set_person_aside(person, reason),
        })
    }

    /// Sets a wallet aside in which [`PersonDb::check`](crate::PersonDb::check) found damage.
    pub fn set_aside(
        &self,
        person: PersonId,
        reason: QuarantineReason,
    ) -> Result<Quarantined, UnlockError> {
        match self.set_person_aside(person, reason) {
            UnlockError::Quarantined(database) => Ok(database),
            error => Err(error),
        }
    }

    /// Whether `secret` is the one of `person`; counts like [`Store::unlock`].
    pub fn check_secret(&self, person: PersonId, secret: &UserSecret) -> Result<(), UnlockError> {
        self.open_key(person, secret).map(|_| ())
    }

    /// How the keys of `person` are kept; also while the wallet is locked.
    pub fn person_custody(&self, person: PersonId) -> Result<CustodyLevel, UnlockError> {
        Ok(self.header(person)?.custody)
    }

    pub(super) fn open_key(
        &self,
        person: PersonId,
        secret: &UserSecret,
    ) -> Result<Opened, UnlockError> {
        let header = self.header(person)?;
        if header.cost.is_weak() && !self.capabilities.kdf.accepts_weak {
            return Err(UnlockError::WeakParameters);
        }
        if let Some(seconds) = self.wait_left(person)? {
            return Err(UnlockError::Wait { seconds });
        }
        let half = key_source::fetch_half(&self.capabilities, &header)?;
        let keyring = header.custody == CustodyLevel::OsKeyring;
        if keyring {
            self.take_kept_tries(person)?;
        }
        let wrong_tries = match self.count_try(person)? {
            Try::Allowed { wrong_tries } => wrong_tries,
            Try::Wait { seconds } => return Err(UnlockError::Wait { seconds }),
        };
        if keyring {
            self.keep_tries(person, wrong_tries)?;
        }
        match header.open(half.as_ref(), secret) {
            Some(key) => {
                // First here: the other way round a crash would look like an older database.
                self.forget_kept_tries(person);
                self.forget_tries(person)?;
                let settled = self.settle_renewal(person, half.as_ref(), secret)?;
                let (header, key) = settled.unwrap_or((header, key));
                Ok(Opened { header, half, key })
            }
            None => Err(UnlockError::WrongSecret {
                left_before_wait: unlock_delay::left_before_wait(wrong_tries) % unlock_delay::TRIES,
                wait_seconds: unlock_delay::wait_after(wrong_tries),
            }),
        }
    }

    fn header(&self, person: PersonId) -> Result<WrappedKey, UnlockError> {
        if !self.person_is_active(person)? {
            return Err(UnlockError::UnknownPerson);
        }
        let name = files::blob_name(&files::person_key(person)).map_err(Fault::from)?;
        let Some(bytes) = self.blobs.read(&name).map_err(Fault::from)? else {
            return Err(self.set_person_aside(person, QuarantineReason::MissingFile));
        };
        match WrappedKey::parse(&bytes) {
            Ok(header) if header.person == person => Ok(header),
            Ok(_) | Err(HeaderError::Damaged) => {
                Err(self.set_person_aside(person, QuarantineReason::DamagedHeader))
            }
            Err(HeaderError::Newer { found }) => {
                Err(UnlockError::Storage(StorageFault::NewerVersion {
                    found,
                    known: wrapped_key::VERSION.into(),
                }))
            }
        }
    }

    /// Sets the whole wallet aside, key file and database: either is worth nothing to a
    /// repair without the other.
    fn set_person_aside(&self, person: PersonId, reason: QuarantineReason) -> UnlockError {
        let now = self.capabilities.clock.wall_seconds();
        let _turn = self.key_files_turn();
        let database = quarantine::set_aside(&self.blobs, &files::person_db(person), reason, now)
            .and_then(|database| {
                quarantine::set_aside(&self.blobs, &files::person_key(person), reason, now)?;
                self.set_person_state(person, "set_aside")?;
                Ok(database)
            });
        match database {
            Ok(database) => UnlockError::Quarantined(database),
            Err(fault) => fault.into(),
        }
    }
}

folds_into_storage!(UnlockError: Fault);
