use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tongban_device::CustodyLevel;

use crate::database::{self, DatabaseError};
use crate::lock_file::FolderLock;
use crate::wrapped_key::Key;
use crate::{PersonId, WriteError, migrations};

/// The unlocked wallet of one person; dropping it locks the wallet.
pub struct PersonDb {
    person: PersonId,
    custody: CustodyLevel,
    connection: Mutex<Connection>,
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

    pub(crate) fn open(
        path: &Path,
        key: &Key,
        identity: (PersonId, CustodyLevel),
        lock: Arc<FolderLock>,
    ) -> Result<Self, DatabaseError> {
        let connection = database::open(path, key, migrations::PERSON)?;
        let (person, custody) = identity;
        Ok(Self {
            person,
            custody,
            connection: Mutex::new(connection),
            _lock: lock,
        })
    }

    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
