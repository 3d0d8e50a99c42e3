//! What people have read: rows of their feeds, which are also all that is known of it.

use sqlx::{PgConnection, Row as _, query};
use tongban_protocol::{READ_KIND, ReadMark, ScopeId};

use super::feeds;
use crate::store::{StoreError, new_marks};

pub(super) async fn add(
    t: &mut PgConnection,
    scope: ScopeId,
    marks: &[ReadMark],
) -> Result<u32, StoreError> {
    let found = query(
        "SELECT body FROM feed_rows WHERE scope = $1 AND case_id = $1 AND kind = $2 AND state < 2",
    )
    .bind(scope.as_bytes().as_slice())
    .bind(READ_KIND)
    .fetch_all(&mut *t)
    .await?;
    let bodies: Vec<Vec<u8>> = found
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<_, _>>()?;
    let Some((row, count)) = new_marks(scope, &bodies, marks) else {
        return Ok(0);
    };
    let epoch = feeds::present_epoch(t).await?;
    feeds::append(t, epoch, scope, &[&row]).await?;
    Ok(count)
}
