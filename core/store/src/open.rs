use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use tongban_device::{BlobFiles, Clock, CustodyLevel, DeviceKey, DiskBlobs, Entropy, SecretStore};

use crate::database::{self, DatabaseError};
use crate::fault::{Fault, folds_into_storage};
use crate::files::{self, SHARED_DB, SHARED_KEY};
use crate::lock_file::{FolderLock, LockError};
use crate::quarantine::{self, QuarantineReason, Quarantined};
use crate::rekey::{self, Renewal};
use crate::reserve::Reserve;
use crate::shared_key::{self, SharedKeyError};
use crate::wrapped_key::Key;
use crate::{Kdf, StorageFault, migrations};

/// The open store of one device; one process has it at a time.
pub struct Store {
    pub(crate) blobs: DiskBlobs,
    pub(crate) capabilities: Capabilities,
    shared: Mutex<Connection>,
    key_files: Mutex<()>,
    pub(crate) reserve: Arc<Reserve>,
    /// Last: the folder is free only after the database in it is closed.
    pub(crate) lock: Arc<FolderLock>,
}

/// Where the store is and what it may use.
pub struct StoreOptions {
    /// The data folder; made for this account only when it is not there.
    pub dir: PathBuf,
    /// Time, for delays and file names.
    pub clock: Arc<dyn Clock>,
    /// Keys, salts, nonces.
    pub entropy: Arc<dyn Entropy>,
    /// The login keyring, when there is one.
    pub secrets: Option<Arc<dyn SecretStore>>,
    /// The hardware key store, when there is one.
    pub device_key: Option<Arc<dyn DeviceKey>>,
    /// How slow a guess is made.
    pub kdf: Kdf,
}

pub(crate) struct Capabilities {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) secrets: Option<Arc<dyn SecretStore>>,
    pub(crate) device_key: Option<Arc<dyn DeviceKey>>,
    pub(crate) kdf: Kdf,
}

/// Why the store did not open. Nothing was deleted in any of these cases.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Another process has the folder open.
    #[error("data folder is used by another process")]
    InUse,
    /// The shared database could not be read and was set aside; [`Store::open_anew`] goes
    /// on with a new one when the person decides so.
    #[error("shared database was set aside")]
    Quarantined(Quarantined),
    /// The keyring that holds the key does not answer; it opens again with the keyring.
    #[error("keyring that holds the key does not answer")]
    KeyUnavailable,
    /// The key of the shared database is gone; [`Store::open_anew`] sets it aside.
    #[error("key of the shared database is gone")]
    KeyLost,
    /// Disk, engine or random source failed.
    #[error(transparent)]
    Storage(#[from] StorageFault),
}

impl Store {
    /// Opens the store in `options.dir`, making it when there is none; checks the
    /// integrity of the shared database and finishes what a crash left unfinished.
    ///
    /// A shared database that cannot be read is set aside, and this call fails then and
    /// each time again until [`Store::open_anew`].
    pub fn open(options: StoreOptions) -> Result<Self, OpenError> {
        Self::open_or(options, Missing::Refuse)
    }

    /// Opens the store like [`Store::open`], but goes on with a new shared database where
    /// the old one was set aside or lost its key. Wallets in the folder stay usable.
    pub fn open_anew(options: StoreOptions) -> Result<Self, OpenError> {
        Self::open_or(options, Missing::StartAnew)
    }

    /// The custody level that a new wallet gets here.
    pub fn custody(&self) -> CustodyLevel {
        match (&self.capabilities.device_key, &self.capabilities.secrets) {
            (Some(keys), _) => keys.level(),
            (None, Some(_)) => CustodyLevel::OsKeyring,
            (None, None) => CustodyLevel::Passphrase,
        }
    }

    pub(crate) fn shared(&self) -> MutexGuard<'_, Connection> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does `work` with the shared database; a full disk gets the reserve back for it.
    pub(crate) fn shared_in_need<T>(
        &self,
        mut work: impl FnMut(&mut Connection) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.reserve.spend(
            || work(&mut self.shared()),
            || database::tidy(&self.shared()),
        )
    }

    /// Another key for the shared database; see [`Store::renew_keys`].
    pub(crate) fn renew_shared_key(&self) -> Result<(), StorageFault> {
        let mut held = self.shared();
        let secrets = self.capabilities.secrets.as_deref();
        let renewal = self.renewal(SHARED_DB, SHARED_KEY);
        let load = || match shared_key::load(&self.blobs, SHARED_KEY, secrets) {
            Ok(Some(key)) => Ok(key),
            Ok(None) => Err(Fault::Disk(std::io::ErrorKind::NotFound)),
            Err(error) => Err(error.into_fault()),
        };
        let old = load()?;
        let name = files::blob_name(SHARED_KEY).map_err(Fault::from)?;
        let before = self.blobs.read(&name).map_err(Fault::from)?;
        let entropy = &*self.capabilities.entropy;
        let new = shared_key::make(&self.blobs, &renewal.waiting(), secrets, entropy)
            .map_err(SharedKeyError::into_fault)?;
        let waiting = files::blob_name(&renewal.waiting()).map_err(Fault::from)?;
        let made = self.blobs.read(&waiting).map_err(Fault::from)?;
        let made = made.unwrap_or_default();
        let path = self.blobs.dir().join(SHARED_DB);
        let work = || renewal.run(&old, &new);
        let done = rekey::with_closed(&mut held, &path, (&old, &new), migrations::SHARED, work);
        match done {
            Ok(()) => shared_key::forget(&before.unwrap_or_default(), secrets),
            // What is still in waiting is settled at the next opening.
            Err(_) if renewal.is_unfinished() => {}
            Err(_) => shared_key::forget(&made, secrets),
        }
        Ok(done?)
    }

    /// Held while a key file is replaced or taken away, so that one never undoes the other.
    pub(crate) fn key_files_turn(&self) -> MutexGuard<'_, ()> {
        self.key_files
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn open_or(options: StoreOptions, missing: Missing) -> Result<Self, OpenError> {
        let StoreOptions {
            dir,
            clock,
            entropy,
            secrets,
            device_key,
            kdf,
        } = options;
        let capabilities = Capabilities {
            clock,
            entropy,
            secrets,
            device_key,
            kdf,
        };
        // Before anything else: opening the files removes what a crash left unfinished,
        // which is another process's work while that one runs.
        let lock = FolderLock::take(&dir)?;
        let blobs = DiskBlobs::open(&dir).map_err(Fault::from)?;
        let reserve = Arc::new(Reserve::of(&dir));
        let shared = match open_shared(&blobs, &capabilities, missing) {
            // The engine needs a little room even to read.
            Err(OpenError::Storage(StorageFault::DiskFull)) if reserve.give_back() => {
                open_shared(&blobs, &capabilities, missing)
            }
            opened => opened,
        }?;
        let store = Self {
            blobs,
            capabilities,
            lock: Arc::new(lock),
            shared: Mutex::new(shared),
            key_files: Mutex::new(()),
            reserve,
        };
        store.settle_persons()?;
        // Without room for it the store is open all the same; the next look tries again.
        store.reserve.make().ok();
        Ok(store)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Missing {
    Refuse,
    StartAnew,
}

fn open_shared(
    blobs: &DiskBlobs,
    capabilities: &Capabilities,
    missing: Missing,
) -> Result<Connection, OpenError> {
    let path = blobs.dir().join(SHARED_DB);
    let anew = missing == Missing::StartAnew;
    let now = capabilities.clock.wall_seconds();
    let set_aside = |name, reason| quarantine::set_aside(blobs, name, reason, now);

    settle_renewal(blobs, capabilities)?;
    let key = match shared_key::load(blobs, SHARED_KEY, capabilities.secrets.as_deref()) {
        Ok(key) => key,
        Err(SharedKeyError::Lost) if anew => {
            set_aside(SHARED_KEY, QuarantineReason::KeyLost)?;
            None
        }
        Err(SharedKeyError::Damaged) => {
            let key_file = set_aside(SHARED_KEY, QuarantineReason::DamagedHeader)?;
            if !anew {
                return Err(OpenError::Quarantined(key_file));
            }
            None
        }
        Err(error) => return Err(error.into()),
    };
    match key {
        Some(key) if path.exists() => match quarantine::check_log(blobs, SHARED_DB, now)
            .and_then(|()| database::open(&path, &key, migrations::SHARED))
        {
            Ok(connection) => Ok(connection),
            Err(DatabaseError::Fault(fault)) => Err(fault.into()),
            Err(DatabaseError::Unreadable(reason)) => {
                let database = set_aside(SHARED_DB, reason)?;
                if !anew {
                    return Err(OpenError::Quarantined(database));
                }
                start(blobs, capabilities, Some(key))
            }
        },
        key => {
            if path.exists() {
                if !anew {
                    return Err(match quarantine::latest_of(blobs, SHARED_KEY)? {
                        Some(key_file) => OpenError::Quarantined(key_file),
                        None => OpenError::KeyLost,
                    });
                }
                set_aside(SHARED_DB, QuarantineReason::KeyLost)?;
            } else if !anew {
                refuse_to_replace(blobs, now)?;
            }
            start(blobs, capabilities, key)
        }
    }
}

/// Ends a renewal of the key that a crash cut. What cannot be read here is dealt with by who opens.
fn settle_renewal(blobs: &DiskBlobs, capabilities: &Capabilities) -> Result<(), OpenError> {
    let renewal = Renewal {
        blobs,
        database: SHARED_DB,
        key_file: SHARED_KEY,
    };
    if !renewal.is_unfinished() {
        return Ok(());
    }
    let secrets = capabilities.secrets.as_deref();
    let fits = |name: &str| -> Result<bool, OpenError> {
        match shared_key::load(blobs, name, secrets) {
            Ok(Some(key)) => Ok(renewal.opens(&key)?),
            Err(error @ (SharedKeyError::Unavailable | SharedKeyError::Fault(_))) => {
                Err(error.into())
            }
            _ => Ok(false),
        }
    };
    let bytes = |name: &str| blobs.read(&files::blob_name(name)?);
    if fits(SHARED_KEY)? {
        let unused = bytes(&renewal.waiting()).map_err(Fault::from)?;
        shared_key::forget(&unused.unwrap_or_default(), secrets);
        renewal.take_back()?;
    } else if fits(&renewal.waiting())? {
        let old = bytes(SHARED_KEY).map_err(Fault::from)?;
        renewal.finish()?;
        shared_key::forget(&old.unwrap_or_default(), secrets);
    }
    Ok(())
}

/// A missing database is only new where nothing says that there was one before.
fn refuse_to_replace(blobs: &DiskBlobs, now: u64) -> Result<(), OpenError> {
    if let Some(database) = quarantine::latest_of(blobs, SHARED_DB)? {
        return Err(OpenError::Quarantined(database));
    }
    match crate::persons::key_files(blobs)?.is_empty() {
        true => Ok(()),
        false => Err(OpenError::Quarantined(Quarantined {
            file: SHARED_DB.into(),
            reason: QuarantineReason::MissingFile,
            at: now,
        })),
    }
}

fn start(
    blobs: &DiskBlobs,
    capabilities: &Capabilities,
    key: Option<Key>,
) -> Result<Connection, OpenError> {
    let key = match key {
        Some(key) => key,
        None => shared_key::make(
            blobs,
            SHARED_KEY,
            capabilities.secrets.as_deref(),
            &*capabilities.entropy,
        )?,
    };
    let path = blobs.dir().join(SHARED_DB);
    database::create(&path, &key, migrations::SHARED)?;
    match database::open(&path, &key, migrations::SHARED) {
        Ok(connection) => Ok(connection),
        Err(DatabaseError::Fault(fault)) => Err(fault.into()),
        Err(DatabaseError::Unreadable(_)) => Err(Fault::Damaged.into()),
    }
}

folds_into_storage!(OpenError: Fault);

impl From<LockError> for OpenError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::InUse => Self::InUse,
            LockError::Fault(fault) => fault.into(),
        }
    }
}

impl From<SharedKeyError> for OpenError {
    fn from(error: SharedKeyError) -> Self {
        match error {
            SharedKeyError::Unavailable => Self::KeyUnavailable,
            SharedKeyError::Lost | SharedKeyError::Damaged => Self::KeyLost,
            SharedKeyError::Newer { found } => Self::Storage(StorageFault::NewerVersion {
                found,
                known: shared_key::VERSION.into(),
            }),
            SharedKeyError::Entropy => Self::Storage(StorageFault::NoEntropy),
            SharedKeyError::Fault(fault) => fault.into(),
        }
    }
}
