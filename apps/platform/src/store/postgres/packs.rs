use sqlx::{PgConnection, Row as _, query};

use super::errors::{small, stored};
use crate::store::StoreError;

pub(super) async fn add(
    t: &mut PgConnection,
    id: &str,
    version: u32,
    bytes: &[u8],
    at: u64,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO packs (id, version, bytes, added_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(id)
    .bind(i64::from(version))
    .bind(bytes)
    .bind(stored(at))
    .execute(t)
    .await?;
    Ok(())
}

pub(super) async fn find(
    t: &mut PgConnection,
    id: &str,
    version: u32,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found = query("SELECT bytes FROM packs WHERE id = $1 AND version = $2")
        .bind(id)
        .bind(i64::from(version))
        .fetch_optional(t)
        .await?;
    Ok(found.map(|row| row.try_get(0)).transpose()?)
}

pub(super) async fn all(t: &mut PgConnection) -> Result<Vec<(String, u32)>, StoreError> {
    let rows = query("SELECT id, version FROM packs ORDER BY place")
        .fetch_all(t)
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, small(row, 1, "packs")?)))
        .collect()
}
