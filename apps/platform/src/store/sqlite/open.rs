use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::durability::Durability;
use super::{SqliteStore, migrations};
use crate::store::{OpenStoreError, StoreError};

impl SqliteStore {
    /// Opens or makes `platform.db` in `folder`. A file that is damaged, foreign or newer is
    /// reported and left as it is. `quota` caps the size of the file in bytes; past it, writes
    /// fail with [`StoreError::DiskFull`] as on a full disk.
    pub fn open(folder: &Path, quota: Option<u64>) -> Result<Self, OpenStoreError> {
        make_private(folder)?;
        let file = folder.join(FILE);
        let named = |error: StoreError| match error {
            StoreError::Corrupt => OpenStoreError::Corrupt { file: file.clone() },
            other => OpenStoreError::Store(other),
        };
        let mut connection = Connection::open(&file).map_err(|error| named(error.into()))?;
        configure(&connection).map_err(named)?;
        refuse_damaged(&connection).map_err(named)?;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| named(error.into()))?;
        migrations::run(&transaction, &file)?;
        refuse_dangling(&transaction).map_err(named)?;
        transaction.commit().map_err(|error| named(error.into()))?;
        // Off until here: a step that rebuilds a table drops the old one, which others refer to.
        connection
            .pragma_update(None, "foreign_keys", true)
            .map_err(|error| named(error.into()))?;
        if let Some(bytes) = quota {
            limit(&connection, bytes).map_err(named)?;
        }
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        let log = folder.join(format!("{FILE}-wal"));
        let durability = Durability::of_log(log).map_err(|_| named(StoreError::Disk))?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
            durability: Arc::new(durability),
        })
    }
}

/// Makes the folder readable by its owner only: it holds residents' records.
pub(crate) fn make_private(folder: &Path) -> Result<(), OpenStoreError> {
    let unusable = |source| OpenStoreError::Folder {
        folder: folder.to_owned(),
        source,
    };
    std::fs::create_dir_all(folder).map_err(unusable)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
            .map_err(unusable)?;
    }
    Ok(())
}

fn configure(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.pragma_update(None, "secure_delete", true)?;
    Ok(())
}

fn refuse_damaged(connection: &Connection) -> Result<(), StoreError> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(StoreError::Corrupt)
    }
}

fn refuse_dangling(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let dangling: u32 =
        transaction.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })?;
    match dangling {
        0 => Ok(()),
        _ => Err(StoreError::Corrupt),
    }
}

fn limit(connection: &Connection, bytes: u64) -> Result<(), StoreError> {
    let page: u64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    // SQLite takes 0 for a question; and it never goes below the size that the file has.
    let pages = (bytes / page.max(1)).clamp(1, u64::from(u32::MAX - 2));
    connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
    Ok(())
}

pub(super) const FILE: &str = "platform.db";
/// As many as there are: each is compiled once.
const STATEMENTS: usize = 256;
const BUSY: Duration = Duration::from_secs(5);
