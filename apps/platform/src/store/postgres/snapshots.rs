use sqlx::{PgConnection, Row as _, query};

use super::errors::{number, stored};
use crate::store::rows::KEPT_SNAPSHOTS as KEPT;
use crate::store::{Snapshot, SnapshotKind, StoreError};

pub(super) async fn newest(
    t: &mut PgConnection,
    kind: SnapshotKind,
) -> Result<Option<Snapshot>, StoreError> {
    let found = query(
        "SELECT version, as_of, slot, body FROM snapshots WHERE kind = $1
         ORDER BY version DESC LIMIT 1",
    )
    .bind(code(kind))
    .fetch_optional(t)
    .await?;
    found
        .map(|row| {
            Ok(Snapshot {
                version: number(&row, 0, TABLE)?,
                as_of: number(&row, 1, TABLE)?,
                slot: number(&row, 2, TABLE)?,
                body: row.try_get(3)?,
            })
        })
        .transpose()
}

pub(super) async fn add(
    t: &mut PgConnection,
    new: &[(SnapshotKind, Snapshot)],
    once: bool,
) -> Result<bool, StoreError> {
    for (kind, new) in new {
        let before = newest(t, *kind).await?;
        if before.is_some_and(|before| !new.may_follow(&before, once)) {
            return Ok(false);
        }
    }
    for (kind, new) in new {
        insert(t, *kind, new).await?;
    }
    Ok(true)
}

async fn insert(
    t: &mut PgConnection,
    kind: SnapshotKind,
    new: &Snapshot,
) -> Result<(), StoreError> {
    query("INSERT INTO snapshots (kind, version, as_of, slot, body) VALUES ($1, $2, $3, $4, $5)")
        .bind(code(kind))
        .bind(stored(new.version))
        .bind(stored(new.as_of))
        .bind(stored(new.slot))
        .bind(&new.body)
        .execute(&mut *t)
        .await?;
    query("DELETE FROM snapshots WHERE kind = $1 AND version <= $2")
        .bind(code(kind))
        .bind(stored(new.version.saturating_sub(KEPT)))
        .execute(t)
        .await?;
    Ok(())
}

fn code(kind: SnapshotKind) -> i16 {
    match kind {
        SnapshotKind::Trust => 1,
        SnapshotKind::Status => 2,
    }
}

const TABLE: &str = "snapshots";
