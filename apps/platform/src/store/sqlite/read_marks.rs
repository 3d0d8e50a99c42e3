//! What people have read: rows of their feeds, which are also all that is known of it.

use rusqlite::Transaction;
use tongban_protocol::{READ_KIND, ReadMark, ScopeId};

use super::feeds;
use crate::store::{StoreError, new_marks};

pub(super) fn add(
    t: &Transaction<'_>,
    scope: ScopeId,
    marks: &[ReadMark],
) -> Result<u32, StoreError> {
    let mut query = t.prepare_cached(
        "SELECT body FROM feed_rows WHERE scope = ?1 AND case_id = ?1 AND kind = ?2 AND state < 2",
    )?;
    let bodies: Vec<Vec<u8>> = query
        .query_map((scope.as_bytes(), READ_KIND), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let Some((row, count)) = new_marks(scope, &bodies, marks) else {
        return Ok(0);
    };
    feeds::append(t, feeds::present_epoch(t)?, &row)?;
    Ok(count)
}
