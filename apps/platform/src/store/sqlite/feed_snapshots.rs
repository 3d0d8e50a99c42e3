//! A feed as it stood at one cursor, newest case first (rule S4).
//!
//! The index is named: left alone, SQLite walks the whole feed for each case.

use rusqlite::Transaction;
use tongban_protocol::{Cursor, ScopeId, SnapshotPlace};

use super::errors::{read, stored};
use super::feeds::{SELECT, StoredRow, TABLE, hash_at, newest, present_epoch, stable};
use crate::store::snapshot_part::SnapshotPart;
use crate::store::{SnapshotRows, StoreError};

pub(super) fn page(
    t: &Transaction<'_>,
    scope: ScopeId,
    pin: Option<Cursor>,
    place: SnapshotPlace,
    (max_cases, max_bytes): (u32, usize),
) -> Result<SnapshotRows, StoreError> {
    let epoch = present_epoch(t)?;
    let seq = pin.map_or_else(|| newest(t, scope), |pin| Ok(pin.seq))?;
    let found = hash_at(t, epoch, scope, seq)?;
    let Some(at) = found.filter(|found| pin.is_none_or(|pin| pin == *found)) else {
        return Ok(SnapshotRows::Fork(epoch));
    };
    let mut part = SnapshotPart::new(place, max_bytes);
    let mut more = false;
    // The case that the part before broke off, then those that are older.
    if place.after < place.head {
        more = !take_case(t, &mut part, scope, at.seq, place.head)?;
    }
    if !more {
        let heads = heads(t, scope, at.seq, place.head, max_cases.saturating_add(1))?;
        more = heads.len() > max_cases as usize;
        for head in heads.into_iter().take(max_cases as usize) {
            part.place = SnapshotPlace::after(head, 0);
            if !take_case(t, &mut part, scope, at.seq, head)? {
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
        stable: stable(t, scope)?,
    })
}

/// Takes what is left of the case whose newest row is `head`; `false` when the part is full
/// before its end.
fn take_case(
    t: &Transaction<'_>,
    part: &mut SnapshotPart,
    scope: ScopeId,
    pin: u64,
    head: u64,
) -> Result<bool, StoreError> {
    let mut query = t.prepare_cached(&format!(
        "{SELECT} INDEXED BY feed_rows_by_case WHERE scope = ?1 AND seq > ?2 AND seq <= ?3 AND state = 0 AND case_id =
             (SELECT case_id FROM feed_rows WHERE scope = ?1 AND seq = ?4)
         ORDER BY seq"
    ))?;
    let after = stored(part.place.after);
    let wanted = (scope.as_bytes(), after, stored(pin), stored(head));
    let left = query.query_map(wanted, StoredRow::of)?;
    part.take_case(head, left.map(|row| Ok(row?.typed()?.0)))
}

/// The newest rows of cases, newest first, below `below`. Emptied rows count, so that what is
/// emptied meanwhile moves no case.
fn heads(
    t: &Transaction<'_>,
    scope: ScopeId,
    pin: u64,
    below: u64,
    most: u32,
) -> Result<Vec<u64>, StoreError> {
    let mut query = t.prepare_cached(
        "SELECT seq FROM feed_rows AS head
         WHERE scope = ?1 AND seq < ?2 AND seq <= ?3 AND NOT EXISTS (
             SELECT 1 FROM feed_rows AS newer INDEXED BY feed_rows_by_case WHERE newer.scope = ?1
             AND newer.case_id = head.case_id AND newer.seq > head.seq AND newer.seq <= ?3)
         ORDER BY seq DESC LIMIT ?4",
    )?;
    let wanted = (scope.as_bytes(), stored(below), stored(pin), most);
    let rows = query.query_map(wanted, |row| row.get::<_, i64>(0))?;
    rows.map(|seq| read(seq?, TABLE)).collect()
}
