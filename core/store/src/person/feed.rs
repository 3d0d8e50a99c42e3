use std::collections::BTreeSet;

use rusqlite::Row;

use super::{PersonDb, PersonTx, packed};
use crate::{ReadError, RecordId, WriteError};

/// One row of a scope as it came, whether this app knows its kind or not (rule S9).
pub struct StoredRow {
    /// The scope.
    pub scope: RecordId,
    /// The platform's history that it is of.
    pub epoch: RecordId,
    /// Its number in the scope.
    pub seq: u64,
    /// What it is.
    pub kind: String,
    /// The case it is about.
    pub case: RecordId,
    /// The case's version after it; 0 where it changes none.
    pub version: u64,
    /// Its content.
    pub body: Vec<u8>,
    /// When it came, by the device's clock, in seconds since 1970.
    pub received_at: u64,
}

/// How far a scope has been read (rule S2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredCursor {
    /// The scope.
    pub scope: RecordId,
    /// The history.
    pub epoch: RecordId,
    /// The last row.
    pub seq: u64,
    /// Hash over all rows up to it.
    pub rolling_hash: [u8; 32],
}

/// How far a snapshot has been stored (rule S4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredSnapshot {
    /// Where it is pinned.
    pub pin: StoredCursor,
    /// Cases whose newest row is below this seq have not come.
    pub head: u64,
    /// Of the case whose newest row is `head`, rows above this seq have not come.
    pub after: u64,
}

impl PersonDb {
    /// Every row of one kind, oldest first.
    pub fn rows(&self, kind: &str) -> Result<Vec<StoredRow>, ReadError> {
        self.rows_where("kind = ?1 ORDER BY received_at, epoch, seq", [kind])
    }

    /// The cases with rows of one kind, the one with the newest row first, `most` of them.
    pub fn recent_cases(&self, kind: &str, most: usize) -> Result<Vec<RecordId>, ReadError> {
        let connection = self.connection();
        let sql = "SELECT case_id FROM feed_row WHERE kind = ?1 ORDER BY seq DESC";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([kind])?;
        let mut cases = Vec::new();
        let mut known = BTreeSet::new();
        while cases.len() < most
            && let Some(row) = rows.next()?
        {
            let case = RecordId::from_bytes(row.get(0)?);
            if known.insert(case) {
                cases.push(case);
            }
        }
        Ok(cases)
    }

    /// Whether a row of one kind is about the case.
    pub fn has_row(&self, case: RecordId, kind: &str) -> Result<bool, ReadError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM feed_row WHERE case_id = ?1 AND kind = ?2)";
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql)?;
        Ok(statement.query_row((case.to_bytes(), kind), |row| row.get(0))?)
    }

    /// Every row of one case, oldest first, of whatever kind.
    pub fn rows_of_case(&self, case: RecordId) -> Result<Vec<StoredRow>, ReadError> {
        let clause = "case_id = ?1 ORDER BY received_at, epoch, seq";
        self.rows_where(clause, [case.to_bytes()])
    }

    pub(super) fn rows_where(
        &self,
        clause: &str,
        params: impl rusqlite::Params,
    ) -> Result<Vec<StoredRow>, ReadError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&format!("{SELECT} WHERE {clause}"))?;
        let rows = statement.query_map(params, stored_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How far each scope has been read.
    pub fn cursors(&self) -> Result<Vec<StoredCursor>, ReadError> {
        let connection = self.connection();
        let sql = "SELECT scope, epoch, seq, rolling_hash FROM feed_cursor ORDER BY scope";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], stored_cursor)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Snapshots that have not come to their end.
    pub fn snapshots(&self) -> Result<Vec<StoredSnapshot>, ReadError> {
        let connection = self.connection();
        let sql = "SELECT scope, epoch, seq, rolling_hash, head, after FROM feed_snapshot";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(StoredSnapshot {
                pin: stored_cursor(row)?,
                head: row.get(4)?,
                after: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The ids of messages that were read.
    pub fn read_messages(&self) -> Result<Vec<String>, ReadError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT id FROM read_message ORDER BY id")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl PersonTx<'_> {
    /// Stores a row; the same row again changes nothing.
    pub fn put_row(&self, row: &StoredRow) -> Result<(), WriteError> {
        let (scope, epoch) = (row.scope.to_bytes(), row.epoch.to_bytes());
        self.transaction
            .prepare_cached(
                "INSERT INTO feed_history (scope, epoch) VALUES (?1, ?2) \
                 ON CONFLICT (scope, epoch) DO NOTHING",
            )?
            .execute((scope, epoch))?;
        let (body, is_packed) = packed::pack(&row.body);
        self.transaction
            .prepare_cached(
                "INSERT INTO feed_row (history, seq, kind, case_id, version, body, packed, received_at) \
                 SELECT id, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM feed_history WHERE scope = ?1 AND epoch = ?2 \
                 ON CONFLICT (history, seq) DO NOTHING",
            )?
            .execute((
                scope,
                epoch,
                row.seq,
                &row.kind,
                row.case.to_bytes(),
                row.version,
                body,
                is_packed,
                row.received_at,
            ))?;
        Ok(())
    }

    /// Notes how far a scope has been read; a snapshot of it is over.
    pub fn set_cursor(&self, cursor: &StoredCursor) -> Result<(), WriteError> {
        self.transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO feed_cursor (scope, epoch, seq, rolling_hash) \
             VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute((
                cursor.scope.to_bytes(),
                cursor.epoch.to_bytes(),
                cursor.seq,
                cursor.rolling_hash,
            ))?;
        let sql = "DELETE FROM feed_snapshot WHERE scope = ?1";
        self.transaction
            .prepare_cached(sql)?
            .execute([cursor.scope.to_bytes()])?;
        Ok(())
    }

    /// Notes how far a snapshot has come; the cursor stays where it is.
    pub fn set_snapshot(&self, snapshot: &StoredSnapshot) -> Result<(), WriteError> {
        let pin = &snapshot.pin;
        self.transaction.prepare_cached("INSERT OR REPLACE INTO feed_snapshot (scope, epoch, seq, rolling_hash, head, after) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute((
                pin.scope.to_bytes(),
                pin.epoch.to_bytes(),
                pin.seq,
                pin.rolling_hash,
                snapshot.head,
                snapshot.after,
            ),
        )?;
        Ok(())
    }

    /// Everything of `epoch` has come: rows of older ones go. A case that did not come again
    /// stays while the person has something unsent for it (rule S4). Receipts and looks stay in any
    /// case: they are the platform's own word on a day and on who read what. Returns how many went.
    pub fn drop_older_epochs(&self, scope: RecordId, epoch: RecordId) -> Result<usize, WriteError> {
        let sql = "DELETE FROM feed_row \
             WHERE history IN (SELECT id FROM feed_history WHERE scope = ?1 AND epoch <> ?2) \
             AND kind NOT IN ('receipt', 'look') AND NOT (\
               (case_id IN (SELECT case_id FROM outbox WHERE receipt IS NULL) OR \
                case_id IN (SELECT case_id FROM draft WHERE sent_as IS NULL AND discarded_at IS NULL)) \
               AND case_id NOT IN (SELECT case_id FROM feed_row JOIN feed_history ON id = history \
                                   WHERE scope = ?1 AND epoch = ?2))";
        let mut statement = self.transaction.prepare_cached(sql)?;
        Ok(statement.execute((scope.to_bytes(), epoch.to_bytes()))?)
    }

    /// Whether a row of this kind and content is stored in any history.
    pub fn row_is_known(
        &self,
        kind: &str,
        case: RecordId,
        body: &[u8],
    ) -> Result<bool, WriteError> {
        let sql = "SELECT body, packed FROM feed_row WHERE case_id = ?1 AND kind = ?2";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut rows = statement.query((case.to_bytes(), kind))?;
        while let Some(row) = rows.next()? {
            if packed::unpack(row.get(0)?, row.get(1)?).as_deref() == Some(body) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Marks a message as read; a second time changes nothing.
    pub fn mark_read(&self, id: &str, now: u64) -> Result<(), WriteError> {
        self.transaction.prepare_cached("INSERT INTO read_message (id, read_at) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING")?.execute((id, now),
        )?;
        Ok(())
    }
}

fn stored_cursor(row: &Row<'_>) -> rusqlite::Result<StoredCursor> {
    Ok(StoredCursor {
        scope: RecordId::from_bytes(row.get(0)?),
        epoch: RecordId::from_bytes(row.get(1)?),
        seq: row.get(2)?,
        rolling_hash: row.get(3)?,
    })
}

fn stored_row(row: &Row<'_>) -> rusqlite::Result<StoredRow> {
    Ok(StoredRow {
        scope: RecordId::from_bytes(row.get(0)?),
        epoch: RecordId::from_bytes(row.get(1)?),
        seq: row.get(2)?,
        kind: row.get(3)?,
        case: RecordId::from_bytes(row.get(4)?),
        version: row.get(5)?,
        body: packed::unpack(row.get(6)?, row.get(7)?).ok_or_else(|| unreadable(6))?,
        received_at: row.get(8)?,
    })
}

/// The page is authentic and what is in it makes no sense.
fn unreadable(column: usize) -> rusqlite::Error {
    let kind = rusqlite::types::Type::Blob;
    rusqlite::Error::FromSqlConversionFailure(column, kind, "packed body".into())
}

const SELECT: &str = "SELECT scope, epoch, seq, kind, case_id, version, body, packed, received_at \
                      FROM feed_row JOIN feed_history ON id = history";
