use rusqlite::{OptionalExtension, Transaction};

use crate::store::StoreError;

pub(super) fn get(t: &Transaction<'_>, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(t.query_row(
        "SELECT value FROM settings WHERE name = ?1",
        [name],
        |row| row.get(0),
    )
    .optional()?)
}

pub(super) fn set(t: &Transaction<'_>, name: &str, value: Option<&[u8]>) -> Result<(), StoreError> {
    match value {
        Some(value) => t.execute(
            "INSERT INTO settings (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )?,
        None => t.execute("DELETE FROM settings WHERE name = ?1", [name])?,
    };
    Ok(())
}

pub(super) fn get_or_insert(
    t: &Transaction<'_>,
    name: &str,
    value: Vec<u8>,
) -> Result<Vec<u8>, StoreError> {
    t.execute(
        "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        (name, &value),
    )?;
    Ok(get(t, name)?.unwrap_or(value))
}
