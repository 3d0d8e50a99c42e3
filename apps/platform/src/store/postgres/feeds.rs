use std::collections::BTreeMap;

use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _, query};
use tongban_protocol::{CaseId, Cursor, Epoch, Row, ScopeId};

use super::errors::{bytes, fixed, number, stored};
use crate::store::{FeedPage, NewRow, StoreError};

pub(super) async fn epoch(t: &mut PgConnection, fresh: Epoch) -> Result<Epoch, StoreError> {
    query("INSERT INTO epoch (one, epoch) VALUES (1, $1) ON CONFLICT DO NOTHING")
        .bind(fresh.as_bytes().as_slice())
        .execute(&mut *t)
        .await?;
    present_epoch(t).await
}

pub(super) async fn present_epoch(t: &mut PgConnection) -> Result<Epoch, StoreError> {
    let found = query("SELECT epoch FROM epoch").fetch_optional(t).await?;
    let row = found.ok_or(StoreError::UnknownRow { table: "epoch" })?;
    Ok(Epoch::from_bytes(bytes(&row, 0, "epoch")?))
}

/// No backup holds rows of the new history yet.
pub(super) async fn begin_epoch(t: &mut PgConnection, epoch: Epoch) -> Result<(), StoreError> {
    query(
        "INSERT INTO epoch (one, epoch) VALUES (1, $1)
         ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch",
    )
    .bind(epoch.as_bytes().as_slice())
    .execute(&mut *t)
    .await?;
    query("UPDATE scopes SET stable = 0 WHERE stable > 0")
        .execute(t)
        .await?;
    Ok(())
}

/// How far a feed is.
pub(super) struct Position {
    /// Seq of the newest row; 0 for a feed without rows.
    pub(super) seq: u64,
    /// Everything up to here is in a backup.
    pub(super) stable: u64,
}

/// How far each of these feeds is.
pub(super) async fn positions(
    t: &mut PgConnection,
    scopes: &[ScopeId],
) -> Result<BTreeMap<ScopeId, Position>, StoreError> {
    let none = |scope: &ScopeId| (*scope, Position { seq: 0, stable: 0 });
    let mut found: BTreeMap<_, _> = scopes.iter().map(none).collect();
    let ids: Vec<&[u8]> = scopes.iter().map(|id| id.as_bytes().as_slice()).collect();
    let rows = query("SELECT id, seq, stable FROM scopes WHERE id = ANY ($1)")
        .bind(ids)
        .fetch_all(t)
        .await?;
    for row in rows {
        let position = Position {
            seq: number(&row, 1, "scopes")?,
            stable: number(&row, 2, "scopes")?,
        };
        found.insert(ScopeId::from_bytes(bytes(&row, 0, "scopes")?), position);
    }
    Ok(found)
}

/// Makes the feed if it is not there.
pub(super) async fn ensure(t: &mut PgConnection, scope: ScopeId) -> Result<(), StoreError> {
    query("INSERT INTO scopes (id, seq, hash) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING")
        .bind(scope.as_bytes().as_slice())
        .bind([0_u8; 32])
        .execute(t)
        .await?;
    Ok(())
}

/// Adds rows of one feed with its next seqs, taken here and nowhere else (rule S1): until this
/// transaction ends, another one that wants a number of this feed waits.
pub(super) async fn append(
    t: &mut PgConnection,
    epoch: Epoch,
    scope: ScopeId,
    new: &[&NewRow],
) -> Result<(), StoreError> {
    let taken = query(
        "INSERT INTO scopes AS s (id, seq, hash) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET seq = s.seq + $2 RETURNING seq, hash",
    )
    .bind(scope.as_bytes().as_slice())
    .bind(stored(new.len() as u64))
    .bind([0_u8; 32])
    .fetch_one(&mut *t)
    .await?;
    let last = number(&taken, 0, "scopes")?;
    let mut cursor = Cursor {
        epoch,
        seq: last - new.len() as u64,
        rolling_hash: bytes(&taken, 1, "scopes")?,
    };
    let (mut seqs, mut kinds, mut cases) = (Vec::new(), Vec::new(), Vec::new());
    let (mut versions, mut bodies, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for one in new {
        let row = Row::new(cursor.seq + 1, one.kind, one.case, one.version, &one.body);
        cursor = cursor
            .after(&row)
            .map_err(|_| StoreError::UnknownRow { table: "scopes" })?;
        seqs.push(stored(cursor.seq));
        kinds.push(one.kind);
        cases.push(one.case.as_bytes().to_vec());
        versions.push(stored(one.version));
        bodies.push(one.body.as_slice());
        hashes.push(cursor.rolling_hash.to_vec());
    }
    query(
        "WITH added AS (
             INSERT INTO feed_rows (scope, seq, kind, case_id, version, body, hash)
             SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::bytea[], $5::bigint[],
                                      $6::bytea[], $7::bytea[]))
         UPDATE scopes SET hash = $8 WHERE id = $1",
    )
    .bind(scope.as_bytes().as_slice())
    .bind(seqs)
    .bind(kinds)
    .bind(cases)
    .bind(versions)
    .bind(bodies)
    .bind(hashes)
    .bind(cursor.rolling_hash)
    .execute(t)
    .await?;
    Ok(())
}

pub(super) async fn page(
    t: &mut PgConnection,
    scope: ScopeId,
    after: Option<Cursor>,
    max_rows: u32,
    max_bytes: usize,
) -> Result<FeedPage, StoreError> {
    let epoch = present_epoch(t).await?;
    let mut cursor = after.unwrap_or(Cursor::start(epoch));
    if hash_at(t, epoch, scope, cursor.seq).await? != Some(cursor) {
        return Ok(FeedPage::Fork(epoch));
    }
    let found = query(
        "SELECT scope, seq, kind, case_id, version, body, hash, state FROM feed_rows
         WHERE scope = $1 AND seq > $2 ORDER BY seq LIMIT $3",
    )
    .bind(scope.as_bytes().as_slice())
    .bind(stored(cursor.seq))
    .bind(i64::from(max_rows))
    .fetch_all(&mut *t)
    .await?;
    let mut rows = Vec::new();
    let mut size = 0;
    for row in found {
        let travelling = travelling(&row)?;
        size += travelling.raw().len();
        if !rows.is_empty() && size > max_bytes {
            break;
        }
        cursor = Cursor {
            epoch,
            seq: travelling.seq(),
            rolling_hash: bytes(&row, 6, TABLE)?,
        };
        rows.push(travelling);
    }
    let newest = &positions(t, &[scope]).await?[&scope];
    Ok(FeedPage::Rows {
        more: newest.seq > cursor.seq,
        cursor,
        rows,
        stable: newest.stable,
    })
}

/// Notes that later rows say what these say.
pub(super) async fn replace(
    t: &mut PgConnection,
    rows: &[(ScopeId, u64)],
) -> Result<(), StoreError> {
    for (scope, seq) in rows {
        query("UPDATE feed_rows SET state = 1 WHERE scope = $1 AND seq = $2 AND state = 0")
            .bind(scope.as_bytes().as_slice())
            .bind(stored(*seq))
            .execute(&mut *t)
            .await?;
    }
    Ok(())
}

/// Empties replaced rows; what stays is their digest. Rows that another process empties at the
/// same moment are left to it.
pub(super) async fn compact(t: &mut PgConnection, most: u32) -> Result<u32, StoreError> {
    let found = query(
        "SELECT scope, seq, kind, case_id, version, body, hash, state FROM feed_rows
         WHERE state = 1 LIMIT $1 FOR UPDATE SKIP LOCKED",
    )
    .bind(i64::from(most))
    .fetch_all(&mut *t)
    .await?;
    let mut emptied = 0;
    for row in found {
        let scope: Vec<u8> = row.try_get(0)?;
        let travelling = travelling(&row)?;
        query("UPDATE feed_rows SET state = 2, body = $1 WHERE scope = $2 AND seq = $3")
            .bind(travelling.digest().as_slice())
            .bind(scope)
            .bind(stored(travelling.seq()))
            .execute(&mut *t)
            .await?;
        emptied += 1;
    }
    Ok(emptied)
}

/// A row as it travels, from the columns scope, seq, kind, case_id, version, body, hash, state.
pub(super) fn travelling(row: &PgRow) -> Result<Row, StoreError> {
    let seq = number(row, 1, TABLE)?;
    let body: Vec<u8> = row.try_get(5)?;
    let state: i16 = row.try_get(7)?;
    if state == 2 {
        return Ok(Row::gone(seq, fixed(body, TABLE)?));
    }
    let kind: String = row.try_get(2)?;
    let case = CaseId::from_bytes(bytes(row, 3, TABLE)?);
    Ok(Row::new(seq, &kind, case, number(row, 4, TABLE)?, &body))
}

/// The cursor at a row of the present history.
pub(super) async fn hash_at(
    t: &mut PgConnection,
    epoch: Epoch,
    scope: ScopeId,
    seq: u64,
) -> Result<Option<Cursor>, StoreError> {
    if seq == 0 {
        return Ok(Some(Cursor::start(epoch)));
    }
    let found = query("SELECT hash FROM feed_rows WHERE scope = $1 AND seq = $2")
        .bind(scope.as_bytes().as_slice())
        .bind(stored(seq))
        .fetch_optional(t)
        .await?;
    found
        .map(|row| {
            Ok(Cursor {
                epoch,
                seq,
                rolling_hash: bytes(&row, 0, TABLE)?,
            })
        })
        .transpose()
}

pub(super) const TABLE: &str = "feed_rows";
