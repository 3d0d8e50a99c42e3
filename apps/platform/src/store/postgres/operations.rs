use std::collections::BTreeSet;

use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _, query};
use tongban_protocol::{CaseId, Epoch, OperationId, ScopeId};

use super::errors::{bytes, stored};
use crate::store::{NewOperation, NewReceipt, StoreError, StoredOperation};

/// The first operation under an id.
pub(super) async fn first(
    t: &mut PgConnection,
    id: OperationId,
) -> Result<Option<StoredOperation>, StoreError> {
    let under = under(t, id).await?;
    Ok(under
        .into_iter()
        .find_map(|(reused, one)| (!reused).then_some(one)))
}

/// All that came under an id, and whether another content had come before it.
pub(super) async fn under(
    t: &mut PgConnection,
    id: OperationId,
) -> Result<Vec<(bool, StoredOperation)>, StoreError> {
    let rows = query(
        "SELECT o.reused, o.id, o.hash, o.scope, o.case_id, o.accepted, o.receipt, o.epoch,
                (SELECT count(*) FROM attachments a
                 WHERE a.operation = o.id AND NOT a.checked AND NOT o.reused)
         FROM operations o WHERE o.id = $1",
    )
    .bind(id.as_bytes().as_slice())
    .fetch_all(t)
    .await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, typed(row)?)))
        .collect()
}

/// The accepted operation that stands for `id`: itself, the one that supersedes it, or the one that
/// it was to supersede and that was accepted after all (rule S5).
async fn accepted(
    t: &mut PgConnection,
    id: OperationId,
) -> Result<Option<OperationId>, StoreError> {
    let found = query(
        "SELECT o.id FROM operations o WHERE o.accepted AND NOT o.reused AND (o.id = $1 OR EXISTS (
             SELECT 1 FROM operation_links l WHERE l.kind = 2 AND (
                 (l.other = $1 AND l.operation = o.id) OR (l.operation = $1 AND l.other = o.id))))
         ORDER BY o.id <> $1 LIMIT 1",
    )
    .bind(id.as_bytes().as_slice())
    .fetch_optional(t)
    .await?;
    found
        .map(|row| Ok(OperationId::from_bytes(bytes(&row, 0, TABLE)?)))
        .transpose()
}

/// The first of `ids` that nothing accepted stands for.
pub(super) async fn first_not_accepted(
    t: &mut PgConnection,
    ids: &[OperationId],
) -> Result<Option<OperationId>, StoreError> {
    for id in ids {
        if accepted(t, *id).await?.is_none() {
            return Ok(Some(*id));
        }
    }
    Ok(None)
}

/// The first of `ids` that was itself accepted.
pub(super) async fn first_accepted(
    t: &mut PgConnection,
    ids: &[OperationId],
) -> Result<Option<OperationId>, StoreError> {
    for id in ids {
        if first(t, *id)
            .await?
            .is_some_and(|operation| operation.accepted)
        {
            return Ok(Some(*id));
        }
    }
    Ok(None)
}

/// All that `ids` stand on, themselves included, through dependencies and corrections.
pub(super) async fn closure(
    t: &mut PgConnection,
    ids: &[OperationId],
) -> Result<BTreeSet<OperationId>, StoreError> {
    let mut known = BTreeSet::new();
    let mut next = ids.to_vec();
    while let Some(id) = next.pop() {
        let id = accepted(t, id).await?.unwrap_or(id);
        if !known.insert(id) {
            continue;
        }
        let others = query("SELECT other FROM operation_links WHERE operation = $1 AND kind = 1")
            .bind(id.as_bytes().as_slice())
            .fetch_all(&mut *t)
            .await?;
        for other in others {
            next.push(OperationId::from_bytes(bytes(&other, 0, TABLE)?));
        }
    }
    Ok(known)
}

pub(super) async fn insert(
    t: &mut PgConnection,
    new: &NewOperation,
    at: u64,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO operations (id, hash, reused, scope, case_id, accepted, bytes, receipt, epoch, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(new.id.as_bytes().as_slice())
    .bind(new.hash)
    .bind(new.reused)
    .bind(new.scope.as_bytes().as_slice())
    .bind(new.case.as_bytes().as_slice())
    .bind(new.accepted)
    .bind(&new.bytes)
    .bind(&new.receipt)
    .bind(new.epoch.as_bytes().as_slice())
    .bind(stored(at))
    .execute(&mut *t)
    .await?;
    if new.reused {
        return Ok(());
    }
    for (kind, others) in [(1_i16, &new.depends_on), (2, &new.supersedes)] {
        for other in others {
            query("INSERT INTO operation_links (operation, kind, other) VALUES ($1, $2, $3)")
                .bind(new.id.as_bytes().as_slice())
                .bind(kind)
                .bind(other.as_bytes().as_slice())
                .execute(&mut *t)
                .await?;
        }
    }
    if new.accepted {
        super::attachments::insert(t, new).await?;
    }
    Ok(())
}

/// Puts a newer receipt in the place of the one it was made from; `false` if that is gone.
pub(super) async fn renew(t: &mut PgConnection, new: &NewReceipt) -> Result<bool, StoreError> {
    let renewed = query(
        "UPDATE operations SET receipt = $1, epoch = $2 WHERE id = $3 AND hash = $4 AND receipt = $5",
    )
    .bind(&new.receipt)
    .bind(new.epoch.as_bytes().as_slice())
    .bind(new.operation.as_bytes().as_slice())
    .bind(new.hash)
    .bind(&new.before)
    .execute(t)
    .await?;
    Ok(renewed.rows_affected() == 1)
}

fn typed(row: &PgRow) -> Result<StoredOperation, StoreError> {
    let missing: i64 = row.try_get(8)?;
    Ok(StoredOperation {
        id: OperationId::from_bytes(bytes(row, 1, TABLE)?),
        hash: bytes(row, 2, TABLE)?,
        scope: ScopeId::from_bytes(bytes(row, 3, TABLE)?),
        case: CaseId::from_bytes(bytes(row, 4, TABLE)?),
        accepted: row.try_get(5)?,
        receipt: row.try_get(6)?,
        epoch: Epoch::from_bytes(bytes(row, 7, TABLE)?),
        missing: u32::try_from(missing).map_err(|_| StoreError::UnknownRow { table: TABLE })?,
    })
}

const TABLE: &str = "operations";
