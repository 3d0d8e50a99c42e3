use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tongban_device::{CustodyLevel, Entropy};

use super::files::{self, FileFolder};
use super::info;
use crate::database::{self, DatabaseError};
use crate::files as file_names;
use crate::lock_file::FolderLock;
use crate::quarantine::QuarantineReason;
use crate::wrapped_key::Key;
use crate::{PersonId, StorageFault, WriteError, migrations};

/// The unlocked wallet of one person; dropping it locks the wallet.
pub struct PersonDb {
    person: PersonId,
    custody: CustodyLevel,
    connection: Mutex<Connection>,
    pub(super) files: FileFolder,
    /// The folder stays ours while a wallet is open, even when the store was dropped.
    _lock: Arc<FolderLock>,
}

/// A transaction of [`PersonDb::write`].
pub struct PersonTx<'a> {
    pub(super) transaction: &'a Transaction<'a>,
}

impl PersonDb {
    /// Whose wallet it is.
    pub fn id(&self) -> PersonId {
        self.person
    }

    /// How its keys are kept.
    pub fn custody(&self) -> CustodyLevel {
        self.custody
    }

    /// Runs `work` in one transaction: everything it wrote is durable when this returns
    /// `Ok`, and nothing of it happened when this returns an error. `work` must not use
    /// this `PersonDb`.
    pub fn write<T, E: From<WriteError>>(
        &self,
        work: impl FnOnce(&PersonTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.connection();
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(WriteError::from)?;
        let result = work(&PersonTx {
            transaction: &transaction,
        })?;
        transaction.commit().map_err(WriteError::from)?;
        Ok(result)
    }

    /// Opens an existing database; `started` begins a new one.
    pub(crate) fn open(
        dir: &Path,
        key: &Key,
        identity: (PersonId, CustodyLevel),
        lock: Arc<FolderLock>,
        entropy: &dyn Entropy,
        started: Option<u64>,
    ) -> Result<Self, PersonOpenError> {
        let (person, custody) = identity;
        let path = dir.join(file_names::person_db(person));
        let connection = database::open(&path, key, migrations::PERSON)?;
        if let Some(now) = started {
            info::start(&connection, now).map_err(DatabaseError::Fault)?;
        }
        let file_key = files::file_key(&connection, entropy)?;
        let db = Self {
            person,
            custody,
            connection: Mutex::new(connection),
            files: FileFolder::new(dir.join(file_names::person_files(person)), file_key),
            _lock: lock,
        };
        // What a crash or a full disk left is only lost room: the next opening tries again.
        db.sweep_files().ok();
        Ok(db)
    }

    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why a person's database did not open.
pub(crate) enum PersonOpenError {
    /// The key does not fit or the file is damaged.
    Unreadable(QuarantineReason),
    Storage(StorageFault),
}

impl From<DatabaseError> for PersonOpenError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Fault(fault) => Self::Storage(fault.into()),
            DatabaseError::Unreadable(reason) => Self::Unreadable(reason),
        }
    }
}

impl From<StorageFault> for PersonOpenError {
    fn from(fault: StorageFault) -> Self {
        Self::Storage(fault)
    }
}
