use rusqlite::{OptionalExtension, Transaction};

use crate::store::StoreError;

pub(super) fn get(t: &Transaction<'_>, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(
        t.prepare_cached("SELECT value FROM settings WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?,
    )
}

pub(super) fn set(t: &Transaction<'_>, name: &str, value: Option<&[u8]>) -> Result<(), StoreError> {
    match value {
        Some(value) => t
            .prepare_cached(
                "INSERT INTO settings (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute((name, value))?,
        None => t
            .prepare_cached("DELETE FROM settings WHERE name = ?1")?
            .execute([name])?,
    };
    Ok(())
}

pub(super) fn get_or_insert(
    t: &Transaction<'_>,
    name: &str,
    value: Vec<u8>,
) -> Result<Vec<u8>, StoreError> {
    t.prepare_cached("INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute((name, &value))?;
    Ok(get(t, name)?.unwrap_or(value))
}
