use rusqlite::{OptionalExtension, Transaction};
use tongban_protocol::{CaseId, Cursor, Epoch, Row, ScopeId};

use super::errors::{fixed, read, stored};
use crate::store::{FeedPage, NewRow, StoreError};

pub(super) fn epoch(t: &Transaction<'_>, fresh: Epoch) -> Result<Epoch, StoreError> {
    t.execute(
        "INSERT INTO epoch (one, epoch) VALUES (1, ?1) ON CONFLICT DO NOTHING",
        [fresh.as_bytes()],
    )?;
    present_epoch(t)
}

pub(super) fn present_epoch(t: &Transaction<'_>) -> Result<Epoch, StoreError> {
    let epoch: Option<Vec<u8>> = t
        .query_row("SELECT epoch FROM epoch", [], |row| row.get(0))
        .optional()?;
    let epoch = epoch.ok_or(StoreError::UnknownRow { table: "epoch" })?;
    Ok(Epoch::from_bytes(fixed(epoch, "epoch")?))
}

/// No backup holds rows of the new history yet.
pub(super) fn begin_epoch(t: &Transaction<'_>, epoch: Epoch) -> Result<(), StoreError> {
    t.execute(
        "INSERT INTO epoch (one, epoch) VALUES (1, ?1)
         ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch",
        [epoch.as_bytes()],
    )?;
    t.execute("UPDATE scopes SET stable = 0 WHERE stable > 0", [])?;
    Ok(())
}

/// Seq up to which everything in the feed is in a backup.
pub(super) fn stable(t: &Transaction<'_>, scope: ScopeId) -> Result<u64, StoreError> {
    let seq: Option<i64> = t
        .query_row(
            "SELECT stable FROM scopes WHERE id = ?1",
            [scope.as_bytes()],
            |row| row.get(0),
        )
        .optional()?;
    seq.map_or(Ok(0), |seq| read(seq, "scopes"))
}

/// Seq of the newest row; 0 for a feed without rows.
pub(super) fn newest(t: &Transaction<'_>, scope: ScopeId) -> Result<u64, StoreError> {
    let seq: Option<i64> = t
        .query_row(
            "SELECT seq FROM scopes WHERE id = ?1",
            [scope.as_bytes()],
            |row| row.get(0),
        )
        .optional()?;
    seq.map_or(Ok(0), |seq| read(seq, "scopes"))
}

/// Makes the feed if it is not there.
pub(super) fn ensure(t: &Transaction<'_>, scope: ScopeId) -> Result<(), StoreError> {
    t.execute(
        "INSERT INTO scopes (id, seq, hash) VALUES (?1, 0, ?2) ON CONFLICT DO NOTHING",
        (scope.as_bytes(), [0_u8; 32]),
    )?;
    Ok(())
}

/// Adds a row with the next seq of its feed, taken here and nowhere else (rule S1).
pub(super) fn append(t: &Transaction<'_>, epoch: Epoch, new: &NewRow) -> Result<u64, StoreError> {
    ensure(t, new.scope)?;
    let (seq, hash): (i64, Vec<u8>) = t.query_row(
        "UPDATE scopes SET seq = seq + 1 WHERE id = ?1 RETURNING seq, hash",
        [new.scope.as_bytes()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
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
    t.execute(
        "INSERT INTO feed_rows (scope, seq, kind, case_id, version, body, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (
            new.scope.as_bytes(),
            stored(seq),
            new.kind,
            new.case.as_bytes(),
            stored(new.version),
            &new.body,
            after.rolling_hash,
        ),
    )?;
    t.execute(
        "UPDATE scopes SET hash = ?1 WHERE id = ?2",
        (after.rolling_hash, new.scope.as_bytes()),
    )?;
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
    let mut query = t.prepare(
        "SELECT seq, kind, case_id, version, body, hash FROM feed_rows
         WHERE scope = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
    )?;
    let found = query.query_map((scope.as_bytes(), stored(cursor.seq), max_rows), |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, Vec<u8>>(2)?,
            row.get::<_, i64>(3)?,
            row.get::<_, Vec<u8>>(4)?,
            row.get::<_, Vec<u8>>(5)?,
        ))
    })?;
    let mut rows = Vec::new();
    let mut bytes = 0;
    for row in found {
        let (seq, kind, case, version, body, hash) = row?;
        let case = CaseId::from_bytes(fixed(case, TABLE)?);
        let row = Row::new(read(seq, TABLE)?, &kind, case, read(version, TABLE)?, &body);
        bytes += row.raw().len();
        if !rows.is_empty() && bytes > max_bytes {
            break;
        }
        cursor = Cursor {
            epoch,
            seq: row.seq(),
            rolling_hash: fixed(hash, TABLE)?,
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

/// The cursor at a row of the present history.
fn hash_at(
    t: &Transaction<'_>,
    epoch: Epoch,
    scope: ScopeId,
    seq: u64,
) -> Result<Option<Cursor>, StoreError> {
    if seq == 0 {
        return Ok(Some(Cursor::start(epoch)));
    }
    let hash: Option<Vec<u8>> = t
        .query_row(
            "SELECT hash FROM feed_rows WHERE scope = ?1 AND seq = ?2",
            (scope.as_bytes(), stored(seq)),
            |row| row.get(0),
        )
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

const TABLE: &str = "feed_rows";
