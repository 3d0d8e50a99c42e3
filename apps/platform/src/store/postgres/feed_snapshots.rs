//! A feed as it stood at one cursor, newest case first (rule S4).

use sqlx::{PgConnection, query};
use tongban_protocol::{Cursor, MAX_SNAPSHOT_ROWS, ScopeId, SnapshotPlace};

use super::errors::{number, stored};
use super::feeds::{TABLE, hash_at, positions, present_epoch, travelling};
use crate::store::snapshot_part::SnapshotPart;
use crate::store::{SnapshotRows, StoreError};

pub(super) async fn page(
    t: &mut PgConnection,
    scope: ScopeId,
    pin: Option<Cursor>,
    place: SnapshotPlace,
    (max_cases, max_bytes): (u32, usize),
) -> Result<SnapshotRows, StoreError> {
    let epoch = present_epoch(t).await?;
    let newest = &positions(t, &[scope]).await?[&scope];
    let seq = pin.map_or(newest.seq, |pin| pin.seq);
    let found = hash_at(t, epoch, scope, seq).await?;
    let Some(at) = found.filter(|found| pin.is_none_or(|pin| pin == *found)) else {
        return Ok(SnapshotRows::Fork(epoch));
    };
    let mut part = SnapshotPart::new(place, max_bytes);
    let mut more = false;
    // The case that the part before broke off, then those that are older.
    if place.after < place.head {
        more = !take_case(t, &mut part, scope, at.seq, place.head).await?;
    }
    if !more {
        let heads = heads(t, scope, at.seq, place.head, max_cases).await?;
        more = heads.len() > max_cases as usize;
        for head in heads.into_iter().take(max_cases as usize) {
            part.place = SnapshotPlace::after(head, 0);
            if !take_case(t, &mut part, scope, at.seq, head).await? {
                more = true;
                break;
            }
        }
    }
    let SnapshotPart { place, rows, .. } = part;
    Ok(SnapshotRows::Rows {
        pin: at,
        rows,
        place,
        more,
        stable: newest.stable,
    })
}

/// Takes what is left of the case whose newest row is `head`; `false` when the part is full
/// before its end.
async fn take_case(
    t: &mut PgConnection,
    part: &mut SnapshotPart,
    scope: ScopeId,
    pin: u64,
    head: u64,
) -> Result<bool, StoreError> {
    // One more than a part may have tells that the case goes on.
    let found = query(
        "SELECT scope, seq, kind, case_id, version, body, hash, state FROM feed_rows
         WHERE scope = $1 AND seq > $2 AND seq <= $3 AND state = 0 AND case_id =
             (SELECT case_id FROM feed_rows WHERE scope = $1 AND seq = $4)
         ORDER BY seq LIMIT $5",
    )
    .bind(scope.as_bytes().as_slice())
    .bind(stored(part.place.after))
    .bind(stored(pin))
    .bind(stored(head))
    .bind(i64::from(MAX_SNAPSHOT_ROWS) + 1)
    .fetch_all(t)
    .await?;
    part.take_case(head, found.iter().map(travelling))
}

/// The newest rows of cases, newest first, below `below`; one more than asked for if there is
/// one. Emptied rows count, so that what is emptied meanwhile moves no case.
async fn heads(
    t: &mut PgConnection,
    scope: ScopeId,
    pin: u64,
    below: u64,
    max_cases: u32,
) -> Result<Vec<u64>, StoreError> {
    let rows = query(
        "SELECT head.seq FROM feed_rows AS head
         WHERE head.scope = $1 AND head.seq < $2 AND head.seq <= $3 AND NOT EXISTS (
             SELECT 1 FROM feed_rows AS newer WHERE newer.scope = $1
             AND newer.case_id = head.case_id AND newer.seq > head.seq AND newer.seq <= $3)
         ORDER BY head.seq DESC LIMIT $4",
    )
    .bind(scope.as_bytes().as_slice())
    .bind(stored(below))
    .bind(stored(pin))
    .bind(i64::from(max_cases) + 1)
    .fetch_all(t)
    .await?;
    rows.iter().map(|row| number(row, 0, TABLE)).collect()
}
