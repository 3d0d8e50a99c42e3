//! A copy of the database as it was at one moment, while others go on writing.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;

use rusqlite::{Connection, OpenFlags, Transaction};
use tongban_cose::sha256;
use tongban_protocol::{Epoch, OperationId, ScopeId};

use super::errors::{fixed, read, stored};
use super::open::{FILE, make_private};
use super::{attachments, feeds, read_log, settings};
use crate::pepper::CHECK;
use crate::store::{Acknowledged, BackupError, FeedEnd, Inventory, StoreError};

/// Writes the copy into a folder, durably, and says what is in it.
pub(super) fn write(connection: &Connection, folder: &Path) -> Result<Inventory, BackupError> {
    let file = folder.join(FILE);
    let name = file.to_str().ok_or(BackupError::Name)?;
    connection
        .execute("VACUUM INTO ?1", [name])
        .map_err(StoreError::from)?;
    File::open(&file)?.sync_all()?;
    File::open(folder)?.sync_all()?;
    let mut copy = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(StoreError::from)?;
    Ok(inventory(&copy.transaction().map_err(StoreError::from)?)?)
}

/// Puts a copy in the place of a database that is not there. Until it has its new epoch it has
/// another name, so that no platform can answer with it (rule S2).
pub(super) fn restore(from: &Path, data: &Path, epoch: Epoch) -> Result<(), BackupError> {
    make_private(data)?;
    let (file, draft) = (data.join(FILE), data.join(format!("{FILE}.restoring")));
    if is_there(data) {
        return Err(BackupError::NotEmpty);
    }
    fs::copy(from.join(FILE), &draft)?;
    begin(&draft, epoch)?;
    File::open(&draft)?.sync_all()?;
    // A link never replaces a file that someone made meanwhile.
    fs::hard_link(&draft, &file).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => BackupError::NotEmpty,
        _ => BackupError::File(error),
    })?;
    fs::remove_file(&draft)?;
    File::open(data)?.sync_all()?;
    Ok(())
}

/// Whether there is a database, or the log of one that is gone.
pub(super) fn is_there(data: &Path) -> bool {
    [FILE.to_owned(), format!("{FILE}-wal")]
        .iter()
        .any(|name| data.join(name).exists())
}

fn begin(draft: &Path, epoch: Epoch) -> Result<(), StoreError> {
    let mut connection = Connection::open(draft)?;
    let transaction = connection.transaction()?;
    feeds::begin_epoch(&transaction, epoch)?;
    settings::set(&transaction, CHECK, None)?;
    transaction.commit()?;
    Ok(())
}

pub(super) fn inventory(t: &Transaction<'_>) -> Result<Inventory, StoreError> {
    Ok(Inventory {
        epoch: feeds::present_epoch(t)?,
        feeds: ends(t)?,
        operations: operations(t)?,
        attachments: attachments::all(t)?,
        read_log: read_log::head(t)?,
    })
}

/// Notes that rows up to here are in a backup; false if another history began meanwhile.
pub(super) fn mark(t: &Transaction<'_>, kept: &Inventory) -> Result<bool, StoreError> {
    if feeds::present_epoch(t)? != kept.epoch {
        return Ok(false);
    }
    let mut update =
        t.prepare("UPDATE scopes SET stable = ?2 WHERE id = ?1 AND stable < ?2 AND seq >= ?2")?;
    for feed in &kept.feeds {
        update.execute((feed.scope.as_bytes(), stored(feed.seq)))?;
    }
    Ok(true)
}

fn ends(t: &Transaction<'_>) -> Result<Vec<FeedEnd>, StoreError> {
    let mut query = t.prepare("SELECT id, seq, hash FROM scopes ORDER BY id")?;
    let rows = query.query_map([], |row| {
        Ok((
            row.get::<_, Vec<u8>>(0)?,
            row.get(1)?,
            row.get::<_, Vec<u8>>(2)?,
        ))
    })?;
    rows.map(|row| {
        let (scope, seq, hash) = row?;
        Ok(FeedEnd {
            scope: ScopeId::from_bytes(fixed(scope, "scopes")?),
            seq: read(seq, "scopes")?,
            hash: fixed(hash, "scopes")?,
        })
    })
    .collect()
}

fn operations(t: &Transaction<'_>) -> Result<Vec<Acknowledged>, StoreError> {
    let mut query = t.prepare("SELECT id, hash, receipt FROM operations ORDER BY id, hash")?;
    let rows = query.query_map([], |row| {
        Ok((
            row.get::<_, Vec<u8>>(0)?,
            row.get::<_, Vec<u8>>(1)?,
            row.get::<_, Vec<u8>>(2)?,
        ))
    })?;
    rows.map(|row| {
        let (id, hash, receipt) = row?;
        Ok(Acknowledged {
            id: OperationId::from_bytes(fixed(id, "operations")?),
            hash: fixed(hash, "operations")?,
            receipt: sha256(&receipt),
        })
    })
    .collect()
}
