use sqlx::{PgConnection, Row as _, query};

use crate::store::StoreError;

pub(super) async fn get(t: &mut PgConnection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let found = query("SELECT value FROM settings WHERE name = $1")
        .bind(name)
        .fetch_optional(t)
        .await?;
    Ok(found.map(|row| row.try_get(0)).transpose()?)
}

pub(super) async fn set(
    t: &mut PgConnection,
    name: &str,
    value: Option<&[u8]>,
) -> Result<(), StoreError> {
    match value {
        Some(value) => query(
            "INSERT INTO settings (name, value) VALUES ($1, $2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(name)
        .bind(value),
        None => query("DELETE FROM settings WHERE name = $1").bind(name),
    }
    .execute(t)
    .await?;
    Ok(())
}

pub(super) async fn get_or_insert(
    t: &mut PgConnection,
    name: &str,
    value: &[u8],
) -> Result<Vec<u8>, StoreError> {
    query("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(name)
        .bind(value)
        .execute(&mut *t)
        .await?;
    Ok(get(t, name).await?.unwrap_or_else(|| value.to_vec()))
}
