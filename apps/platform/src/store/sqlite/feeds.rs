use rusqlite::{OptionalExtension, Transaction};
use tongban_protocol::{CaseId, Cursor, Epoch, Row, ScopeId};

use super::errors::{fixed, read, stored};
use crate::store::{FeedPage, NewRow, StoreError};

pub(super) fn epoch(t: &Transaction<'_>, fresh: Epoch) -> Result<Epoch, StoreError> {
    t.prepare_cached("INSERT INTO epoch (one, epoch) VALUES (1, ?1) ON CONFLICT DO NOTHING")?
        .execute([fresh.as_bytes()])?;
    present_epoch(t)
}

pub(super) fn present_epoch(t: &Transaction<'_>) -> Result<Epoch, StoreError> {
    let epoch: Option<Vec<u8>> = t
        .prepare_cached("SELECT epoch FROM epoch")?
        .query_row([], |row| row.get(0))
        .optional()?;
    let epoch = epoch.ok_or(StoreError::UnknownRow { table: "epoch" })?;
    Ok(Epoch::from_bytes(fixed(epoch, "epoch")?))
}

/// No backup holds rows of the new history yet.
pub(super) fn begin_epoch(t: &Transaction<'_>, epoch: Epoch) -> Result<(), StoreError> {
    t.prepare_cached(
        "INSERT INTO epoch (one, epoch) VALUES (1, ?1)
         ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch",
    )?
    .execute([epoch.as_bytes()])?;
    t.prepare_cached("UPDATE scopes SET stable = 0 WHERE stable > 0")?
        .execute([])?;
    Ok(())
}

/// Seq up to which everything in the feed is in a backup.
pub(super) fn stable(t: &Transaction<'_>, scope: ScopeId) -> Result<u64, StoreError> {
    let seq: Option<i64> = t
        .prepare_cached("SELECT stable FROM scopes WHERE id = ?1")?
        .query_row([scope.as_bytes()], |row| row.get(0))
        .optional()?;
    seq.map_or(Ok(0), |seq| read(seq, "scopes"))
}

/// Seq of the newest row; 0 for a feed without rows.
pub(super) fn newest(t: &Transaction<'_>, scope: ScopeId) -> Result<u64, StoreError> {
    let seq: Option<i64> = t
        .prepare_cached("SELECT seq FROM scopes WHERE id = ?1")?
        .query_row([scope.as_bytes()], |row| row.get(0))
        .optional()?;
    seq.map_or(Ok(0), |seq| read(seq, "scopes"))
}

/// Makes the feed if it is not there.
pub(super) fn ensure(t: &Transaction<'_>, scope: ScopeId) -> Result<(), StoreError> {
    t.prepare_cached(
        "INSERT INTO scopes (id, seq, hash) VALUES (?1, 0, ?2) ON CONFLICT DO NOTHING",
    )?
    .execute((scope.as_bytes(), [0_u8; 32]))?;
    Ok(())
}

/// Adds a row with the next seq of its feed, taken here and nowhere else (rule S1).
pub(super) fn append(t: &Transaction<'_>, epoch: Epoch, new: &NewRow) -> Result<u64, StoreError> {
    ensure(t, new.scope)?;
    let (seq, hash): (i64, Vec<u8>) = t
        .prepare_cached("UPDATE scopes SET seq = seq + 1 WHERE id = ?1 RETURNING seq, hash")?
        .query_row([new.scope.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let seq = read(seq, "scopes")?;
    let before = Cursor {
        epoch,
        seq: seq - 1,
        rolling_hash: fixed(hash, "scopes")?,
    };
    let row = Row::new(seq, new.kind, new.case, new.version, &new.body);
    let after = before
        .after(&row)
        .map_err(|_| StoreError::UnknownRow { table: "scopes" })?;
    t.prepare_cached(
        "INSERT INTO feed_rows (scope, seq, kind, case_id, version, body, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((
        new.scope.as_bytes(),
        stored(seq),
        new.kind,
        new.case.as_bytes(),
        stored(new.version),
        &new.body,
        after.rolling_hash,
    ))?;
    t.prepare_cached("UPDATE scopes SET hash = ?1 WHERE id = ?2")?
        .execute((after.rolling_hash, new.scope.as_bytes()))?;
    Ok(seq)
}

pub(super) fn page(
    t: &Transaction<'_>,
    scope: ScopeId,
    after: Option<Cursor>,
    max_rows: u32,
    max_bytes: usize,
) -> Result<FeedPage, StoreError> {
    let epoch = present_epoch(t)?;
    let mut cursor = after.unwrap_or(Cursor::start(epoch));
    if hash_at(t, epoch, scope, cursor.seq)? != Some(cursor) {
        return Ok(FeedPage::Fork(epoch));
    }
    let mut query = t.prepare_cached(&format!(
        "{SELECT} WHERE scope = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3"
    ))?;
    let found = query.query_map(
        (scope.as_bytes(), stored(cursor.seq), max_rows),
        StoredRow::of,
    )?;
    let mut rows = Vec::new();
    let mut bytes = 0;
    for row in found {
        let (row, hash) = row?.typed()?;
        bytes += row.raw().len();
        if !rows.is_empty() && bytes > max_bytes {
            break;
        }
        cursor = Cursor {
            epoch,
            seq: row.seq(),
            rolling_hash: hash,
        };
        rows.push(row);
    }
    Ok(FeedPage::Rows {
        more: newest(t, scope)? > cursor.seq,
        cursor,
        rows,
        stable: stable(t, scope)?,
    })
}

/// Notes that a later row says what this one says.
pub(super) fn replace(t: &Transaction<'_>, scope: ScopeId, seq: u64) -> Result<(), StoreError> {
    t.prepare_cached("UPDATE feed_rows SET state = 1 WHERE scope = ?1 AND seq = ?2 AND state = 0")?
        .execute((scope.as_bytes(), stored(seq)))?;
    Ok(())
}

/// Empties replaced rows; what stays is their digest.
pub(super) fn compact(t: &Transaction<'_>, most: u32) -> Result<u32, StoreError> {
    let mut query = t.prepare_cached(&format!("{SELECT} WHERE state = 1 LIMIT ?1"))?;
    let found: Vec<StoredRow> = query
        .query_map([most], StoredRow::of)?
        .collect::<Result<_, _>>()?;
    let mut emptied = 0;
    for stored_row in found {
        let scope = stored_row.scope.clone();
        let (row, _) = stored_row.typed()?;
        t.prepare_cached(
            "UPDATE feed_rows SET state = 2, body = ?1 WHERE scope = ?2 AND seq = ?3",
        )?
        .execute((row.digest(), scope, stored(row.seq())))?;
        emptied += 1;
    }
    Ok(emptied)
}

/// A row as it is stored.
pub(super) struct StoredRow {
    scope: Vec<u8>,
    seq: i64,
    kind: String,
    case: Vec<u8>,
    version: i64,
    body: Vec<u8>,
    hash: Vec<u8>,
    state: i64,
}

/// Reads a [`StoredRow`].
pub(super) const SELECT: &str =
    "SELECT scope, seq, kind, case_id, version, body, hash, state FROM feed_rows";

impl StoredRow {
    pub(super) fn of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            scope: row.get(0)?,
            seq: row.get(1)?,
            kind: row.get(2)?,
            case: row.get(3)?,
            version: row.get(4)?,
            body: row.get(5)?,
            hash: row.get(6)?,
            state: row.get(7)?,
        })
    }

    /// The row as it travels, and the rolling hash after it.
    pub(super) fn typed(self) -> Result<(Row, [u8; 32]), StoreError> {
        let seq = read(self.seq, TABLE)?;
        let row = match self.state {
            2 => Row::gone(seq, fixed(self.body, TABLE)?),
            _ => {
                let case = CaseId::from_bytes(fixed(self.case, TABLE)?);
                let version = read(self.version, TABLE)?;
                Row::new(seq, &self.kind, case, version, &self.body)
            }
        };
        Ok((row, fixed(self.hash, TABLE)?))
    }
}

/// The cursor at a row of the present history.
pub(super) fn hash_at(
    t: &Transaction<'_>,
    epoch: Epoch,
    scope: ScopeId,
    seq: u64,
) -> Result<Option<Cursor>, StoreError> {
    if seq == 0 {
        return Ok(Some(Cursor::start(epoch)));
    }
    let hash: Option<Vec<u8>> = t
        .prepare_cached("SELECT hash FROM feed_rows WHERE scope = ?1 AND seq = ?2")?
        .query_row((scope.as_bytes(), stored(seq)), |row| row.get(0))
        .optional()?;
    hash.map(|hash| {
        Ok(Cursor {
            epoch,
            seq,
            rolling_hash: fixed(hash, TABLE)?,
        })
    })
    .transpose()
}

pub(super) const TABLE: &str = "feed_rows";
