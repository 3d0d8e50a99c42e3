//! One SQLCipher file: made whole, opened checked, written durably.

use std::fs;
use std::path::Path;
use std::sync::Once;
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::fault::Fault;
use crate::files::{self, COMPANIONS};
use crate::migrations::{self, Steps};
use crate::quarantine::QuarantineReason;
use crate::reserve::MayBeFull;
use crate::wrapped_key::Key;

pub(crate) enum DatabaseError {
    /// The key does not fit or the file is damaged; which one, the caller knows.
    Unreadable(QuarantineReason),
    Fault(Fault),
}

/// Makes the database beside its name and gives it the name when its schema is complete:
/// a database that has its name is never half made.
pub(crate) fn create(path: &Path, key: &Key, steps: Steps) -> Result<(), Fault> {
    let unfinished = files::with_suffix(path, ".new");
    for leftover in ["", "-journal", "-wal", "-shm"] {
        files::remove(&files::with_suffix(&unfinished, leftover))?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let made = connect(&unfinished, key, flags).and_then(|mut connection| {
        migrations::migrate(&mut connection, steps)?;
        Ok(connection.close().map_err(|(_, error)| error)?)
    });
    if let Err(fault) = made {
        // What a full disk does not let us remove is removed at the next try.
        files::remove(&unfinished).ok();
        return Err(fault);
    }
    private(&unfinished)?;
    fs::rename(&unfinished, path)?;
    if let Some(dir) = path.parent() {
        files::sync_dir(dir)?;
    }
    Ok(())
}

/// Opens an existing database: checks that `key` fits, that every page in use is authentic
/// and that the contents hold together, then migrates.
pub(crate) fn open(path: &Path, key: &Key, steps: Steps) -> Result<Connection, DatabaseError> {
    open_within(path, key, steps, u64::MAX).map(|(connection, _)| connection)
}

/// Opens an existing database like [`open`]; one of more than `quick` bytes that needs no migration is
/// only looked into, and the caller checks it before anything is written. Says whether it is checked.
pub(crate) fn open_within(
    path: &Path,
    key: &Key,
    steps: Steps,
    quick: u64,
) -> Result<(Connection, bool), DatabaseError> {
    let length = match fs::metadata(path) {
        Ok(file) if file.is_file() => file.len(),
        _ => return Err(DatabaseError::Unreadable(QuarantineReason::MissingFile)),
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = connect(path, key, flags)?;
    key_fits(&connection)?;
    let is_checked = length <= quick || !migrations::is_newest(&connection, steps)?;
    if is_checked {
        check(&connection)?;
    }
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // The log is as long as the most that was ever in it: a quarter of the engine's own measure.
    connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    migrations::migrate(&mut connection, steps)?;
    Ok((connection, is_checked))
}

/// Opens an existing database to look only; checks the key and nothing else.
pub(crate) fn open_read_only(path: &Path, key: &Key) -> Result<Connection, DatabaseError> {
    let connection = connect(
        path,
        key,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    key_fits(&connection)?;
    Ok(connection)
}

/// Waits until the engine can encrypt. SQLite calls itself ready before SQLCipher has set up
/// its provider, so a second thread's first database could be refused. The first connection of
/// the process may also be somebody else's, who does not wait here; hence the tries.
fn wait_for_engine() {
    static READY: Once = Once::new();
    READY.call_once(|| {
        for _ in 0..200 {
            let tried = Connection::open_in_memory().and_then(|connection| {
                connection.execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA key = 'x'")
            });
            if tried.is_ok() {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
    });
}

/// The key as the engine takes a raw one.
pub(crate) fn literal(key: &Key) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(70));
    text.push_str("\"x'");
    key.iter().for_each(|byte| {
        text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
    });
    text.push_str("'\"");
    text
}

pub(crate) fn connect(path: &Path, key: &Key, flags: OpenFlags) -> Result<Connection, Fault> {
    wait_for_engine();
    let connection = Connection::open_with_flags(path, flags)?;
    // The engine would print its own reports to the host's standard error.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    // A raw key: SQLCipher derives nothing, the key already has full entropy.
    let pragma = Zeroizing::new(format!("PRAGMA key = {}", *literal(key)));
    connection.execute_batch(&pragma)?;
    // An engine without encryption ignores the key and would write in clear.
    let cipher: Option<String> = connection
        .pragma_query_value(None, "cipher_version", |row| row.get(0))
        .ok();
    if cipher.is_none_or(|version| version.is_empty()) {
        return Err(Fault::Engine(rusqlite::ffi::SQLITE_MISUSE));
    }
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn key_fits(connection: &Connection) -> Result<(), DatabaseError> {
    let tables: Result<u32, Fault> = connection
        .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
        .map_err(Fault::from);
    match tables {
        // A database without a table was never made by `create`.
        Ok(0) | Err(Fault::Damaged) => {
            Err(DatabaseError::Unreadable(QuarantineReason::NotADatabase))
        }
        Ok(_) => Ok(()),
        Err(fault) => Err(DatabaseError::Fault(fault)),
    }
}

pub(crate) fn check(connection: &Connection) -> Result<(), DatabaseError> {
    key_fits(connection)?;
    // Reads every page in use through the write-ahead log. The engine's own check of all
    // page codes reads the file past the log, so it would call a page damaged that a crash
    // left half copied and the log repairs; it only names the cause here.
    let contents: Result<String, Fault> = connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(Fault::from);
    match contents {
        Ok(answer) if answer == "ok" => Ok(()),
        // What the disk or the machine could not do now says nothing of the file.
        Err(
            fault @ (Fault::DiskFull
            | Fault::NotPermitted
            | Fault::Engine(rusqlite::ffi::SQLITE_NOMEM | rusqlite::ffi::SQLITE_BUSY)),
        ) => Err(DatabaseError::Fault(fault)),
        _ if pages_are_authentic(connection) => {
            Err(DatabaseError::Unreadable(QuarantineReason::DamagedContents))
        }
        _ => Err(DatabaseError::Unreadable(QuarantineReason::DamagedPages)),
    }
}

fn pages_are_authentic(connection: &Connection) -> bool {
    let Ok(mut statement) = connection.prepare("PRAGMA cipher_integrity_check") else {
        return false;
    };
    matches!(
        statement
            .query([])
            .and_then(|mut rows| Ok(rows.next()?.is_none())),
        Ok(true)
    )
}

/// Copies the log back, so that the next transaction begins in it anew instead of making it
/// longer. It is never cut: an empty log would look like one that somebody emptied.
pub(crate) fn tidy(connection: &Connection) {
    // A full disk may not let it; then nothing has changed.
    connection
        .query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(()))
        .ok();
}

fn private(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Removes a database with everything that the engine keeps beside it.
pub(crate) fn remove(path: &Path) -> std::io::Result<()> {
    files::remove(path)?;
    for companion in COMPANIONS.into_iter().chain([".new", ".new-journal"]) {
        files::remove(&files::with_suffix(path, companion))?;
    }
    Ok(())
}

/// Pages of 4 KiB after which the log is copied back.
const LOG_PAGES: u32 = 250;
/// As many as there are: each is compiled once.
const STATEMENTS: usize = 128;

impl MayBeFull for DatabaseError {
    fn is_disk_full(&self) -> bool {
        matches!(self, Self::Fault(Fault::DiskFull))
    }
}

impl From<Fault> for DatabaseError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<rusqlite::Error> for DatabaseError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Fault(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrations::SHARED;

    fn put(connection: &Connection, name: u32) -> Result<usize, Fault> {
        let value = "x".repeat(3_000);
        let sql = "INSERT INTO setting (name, value) VALUES (?1, ?2)";
        connection
            .execute(sql, (name.to_string(), value))
            .map_err(Fault::from)
    }

    fn count(connection: &Connection) -> u32 {
        connection
            .query_row("SELECT count(*) FROM setting", [], |row| row.get(0))
            .expect("a count")
    }

    #[test]
    fn a_database_that_may_not_grow_is_a_full_disk_and_keeps_its_rows() {
        let dir = tempfile::tempdir().expect("a folder");
        let (path, key) = (dir.path().join("small.db"), Zeroizing::new([7; 32]));
        create(&path, &key, SHARED).expect("a database");
        let mut connection = open(&path, &key, SHARED).ok().expect("opens");
        connection
            .execute_batch("PRAGMA max_page_count = 30")
            .expect("a limit");
        let stored = (0..1_000)
            .take_while(|name| put(&connection, *name).is_ok())
            .count();
        assert!((5..30).contains(&stored), "{stored} rows fit");

        let transaction = connection.transaction().expect("a transaction");
        let full = (1_000..1_010).find_map(|name| put(&transaction, name).err());
        assert_eq!(full, Some(Fault::DiskFull));
        drop(transaction);
        assert_eq!(count(&connection) as usize, stored);
        drop(connection);
        let connection = open(&path, &key, SHARED)
            .ok()
            .expect("a full disk is not damage");
        assert_eq!(count(&connection) as usize, stored);
        put(&connection, 2_000).expect("room again");
    }

    #[test]
    fn contents_that_contradict_each_other_are_told_apart_from_changed_pages() {
        let dir = tempfile::tempdir().expect("a folder");
        let (path, key) = (dir.path().join("wrong.db"), Zeroizing::new([7; 32]));
        create(&path, &key, SHARED).expect("a database");
        let connection = open(&path, &key, SHARED).ok().expect("opens");
        let insert = "INSERT INTO snapshot (kind, bytes, fetched_at) VALUES ('status', x'00', 1)";
        connection.execute_batch(insert).expect("a row");
        // The schema forbids what a row holds: authentic pages, wrong contents.
        connection
            .execute_batch(
                "PRAGMA writable_schema = ON;
                 UPDATE sqlite_master SET sql = replace(sql, 'etag TEXT', 'etag TEXT NOT NULL')
                 WHERE name = 'snapshot';",
            )
            .expect("a changed schema");
        drop(connection);
        let opened = open(&path, &key, SHARED).err();
        assert!(matches!(
            opened,
            Some(DatabaseError::Unreadable(QuarantineReason::DamagedContents))
        ));
    }
}
