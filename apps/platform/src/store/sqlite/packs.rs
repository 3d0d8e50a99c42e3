use rusqlite::{OptionalExtension, Transaction};

use super::errors::stored;
use crate::store::StoreError;

pub(super) fn add(
    t: &Transaction<'_>,
    id: &str,
    version: u32,
    bytes: &[u8],
    at: u64,
) -> Result<(), StoreError> {
    t.prepare_cached(
        "INSERT INTO packs (id, version, bytes, added_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
    )?
    .execute((id, version, bytes, stored(at)))?;
    Ok(())
}

pub(super) fn find(
    t: &Transaction<'_>,
    id: &str,
    version: u32,
) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(
        t.prepare_cached("SELECT bytes FROM packs WHERE id = ?1 AND version = ?2")?
            .query_row((id, version), |row| row.get(0))
            .optional()?,
    )
}

pub(super) fn all(t: &Transaction<'_>) -> Result<Vec<(String, u32)>, StoreError> {
    let mut query = t.prepare_cached("SELECT id, version FROM packs ORDER BY rowid")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
