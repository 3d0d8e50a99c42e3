use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tongban_device::{BlobFiles, Clock, CustodyLevel, DiskBlobs};

use super::files::{self, FileFolder, FileKeyError};
use super::info;
use crate::database::{self, DatabaseError};
use crate::fault::Fault;
use crate::files as file_names;
use crate::lock_file::FolderLock;
use crate::open::Capabilities;
use crate::quarantine::{self, QuarantineReason};
use crate::rekey::{self, Renewal};
use crate::reserve::{MayBeFull, Reserve};
use crate::wrapped_key::Key;
use crate::{PersonId, StorageFault, Store, WriteError, migrations};

/// The unlocked wallet of one person; dropping it locks the wallet.
pub struct PersonDb {
    person: PersonId,
    custody: CustodyLevel,
    connection: Mutex<Connection>,
    integrity: Mutex<Integrity>,
    pub(super) files: FileFolder,
    reserve: Arc<Reserve>,
    /// Where what cannot be read is set aside.
    pub(super) folder: DiskBlobs,
    pub(super) clock: Arc<dyn Clock>,
    /// The folder stays ours while a wallet is open, even when the store was dropped.
    _lock: Arc<FolderLock>,
}

/// Whether the database holds together.
enum Integrity {
    /// It does.
    Checked,
    /// It is large, so it is checked while its person reads already; until then nothing is written.
    Unchecked(Key),
    /// It does not.
    Damaged(QuarantineReason),
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
    /// this `PersonDb`. The first write into a large database waits for [`PersonDb::check`].
    pub fn write<T, E: From<WriteError>>(
        &self,
        work: impl FnOnce(&PersonTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.checked().map_err(|error| match error {
            DatabaseError::Unreadable(_) => WriteError::Damaged,
            DatabaseError::Fault(fault) => fault.into(),
        })?;
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

    /// Runs `work` like [`PersonDb::write`]; on a full disk once more with the room of the reserve,
    /// and then with what the log can give back. For what a person has just typed or said yes to,
    /// and for what must be known of it afterwards; never for photos and pages of rows, which would
    /// eat the reserve up.
    pub fn write_in_need<T, E: From<WriteError> + MayBeFull>(
        &self,
        work: impl Fn(&PersonTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.reserve
            .spend(|| self.write(&work), || database::tidy(&self.connection()))
    }

    /// Whether [`PersonDb::check`] has nothing to do.
    pub fn is_checked(&self) -> bool {
        matches!(*self.integrity(), Integrity::Checked)
    }

    /// Checks what opening a large database left unchecked: that every page in use is authentic and
    /// that the contents hold together. Readers go on meanwhile, writers wait. What is damaged is read
    /// as far as it can be read, and never written again: [`Store::set_aside`] is what is left to do.
    pub fn check(&self) -> Result<(), CheckError> {
        self.checked().map_err(|error| match error {
            DatabaseError::Unreadable(reason) => CheckError::Damaged(reason),
            DatabaseError::Fault(fault) => CheckError::Failed(fault.into()),
        })
    }

    fn checked(&self) -> Result<(), DatabaseError> {
        let mut integrity = self.integrity();
        let key = match &*integrity {
            Integrity::Checked => return Ok(()),
            Integrity::Damaged(reason) => return Err(DatabaseError::Unreadable(*reason)),
            Integrity::Unchecked(key) => key,
        };
        let path = self.folder.dir().join(file_names::person_db(self.person));
        let checked =
            database::open_read_only(&path, key).and_then(|second| database::check(&second));
        match &checked {
            Ok(()) => *integrity = Integrity::Checked,
            Err(DatabaseError::Unreadable(reason)) => *integrity = Integrity::Damaged(*reason),
            Err(DatabaseError::Fault(_)) => {}
        }
        drop(integrity);
        if checked.is_ok() {
            self.tidy();
        }
        checked
    }

    /// What a crash or a full disk left is only lost room: the next opening tries again.
    fn tidy(&self) {
        self.sweep_files().ok();
        self.find_damaged_files().ok();
        self.reserve.make().ok();
    }

    fn integrity(&self) -> MutexGuard<'_, Integrity> {
        self.integrity
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens an existing database; `started` begins a new one.
    pub(crate) fn open(
        store: &Store,
        key: &Key,
        identity: (PersonId, CustodyLevel),
        started: Option<u64>,
    ) -> Result<Self, PersonOpenError> {
        let (person, custody) = identity;
        let (dir, name) = (store.blobs.dir(), file_names::person_db(person));
        let Capabilities { clock, entropy, .. } = &store.capabilities;
        let open = || {
            quarantine::check_log(&store.blobs, &name, clock.wall_seconds())?;
            database::open_within(&dir.join(&name), key, migrations::PERSON, QUICK_CHECK)
        };
        let (connection, is_checked) = store.reserve.spend(open, || ())?;
        if let Some(now) = started {
            info::start(&connection, now).map_err(DatabaseError::Fault)?;
        }
        let file_key = match files::file_key(&connection, &**entropy) {
            // A cut log can leave a database without its first row.
            Err(FileKeyError::Fault(Fault::Damaged)) => {
                return Err(PersonOpenError::Unreadable(
                    QuarantineReason::DamagedContents,
                ));
            }
            Err(FileKeyError::Fault(fault)) => return Err(DatabaseError::Fault(fault).into()),
            Err(FileKeyError::Entropy(error)) => return Err(StorageFault::from(error).into()),
            Ok(key) => key,
        };
        let db = Self {
            person,
            custody,
            connection: Mutex::new(connection),
            integrity: Mutex::new(match is_checked {
                true => Integrity::Checked,
                false => Integrity::Unchecked(key.clone()),
            }),
            files: FileFolder::new(dir.join(file_names::person_files(person)), file_key),
            reserve: store.reserve.clone(),
            folder: DiskBlobs::look(dir),
            clock: clock.clone(),
            _lock: store.lock.clone(),
        };
        // What to sweep is read from the database.
        if is_checked {
            db.tidy();
        }
        Ok(db)
    }

    /// Another key for the database, whose key file is then `key_file`; whoever uses the wallet
    /// meanwhile waits.
    pub(crate) fn renew(
        &self,
        renewal: &Renewal<'_>,
        keys: (&Key, &Key),
        key_file: &[u8],
    ) -> Result<(), Fault> {
        self.checked().map_err(|error| match error {
            DatabaseError::Unreadable(_) => Fault::Damaged,
            DatabaseError::Fault(fault) => fault,
        })?;
        let path = self.folder.dir().join(renewal.database);
        let mut held = self.connection();
        let work = || {
            let waiting = file_names::blob_name(&renewal.waiting())?;
            self.folder.write(&waiting, key_file)?;
            renewal.run(keys.0, keys.1)
        };
        rekey::with_closed(&mut held, &path, keys, migrations::PERSON, work)
    }

    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes up to which a database is checked as a whole before it is open: a check of some milliseconds.
const QUICK_CHECK: u64 = 1 << 20;

/// Why a large database is not known to hold together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// It does not.
    #[error("wallet is damaged")]
    Damaged(QuarantineReason),
    /// It could not be checked now.
    #[error(transparent)]
    Failed(#[from] StorageFault),
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
