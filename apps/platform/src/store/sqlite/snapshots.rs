use rusqlite::{OptionalExtension, Transaction};

use super::errors::{read, stored};
use crate::store::{Snapshot, SnapshotKind, StoreError};

pub(super) fn newest(
    t: &Transaction<'_>,
    kind: SnapshotKind,
) -> Result<Option<Snapshot>, StoreError> {
    let found = t
        .query_row(
            "SELECT version, as_of, slot, body FROM snapshots WHERE kind = ?1 ORDER BY version DESC LIMIT 1",
            [number(kind)],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
        .optional()?;
    found
        .map(|(version, as_of, slot, body)| {
            Ok(Snapshot {
                version: read(version, TABLE)?,
                as_of: read(as_of, TABLE)?,
                slot: read(slot, TABLE)?,
                body,
            })
        })
        .transpose()
}

pub(super) fn add(
    t: &Transaction<'_>,
    kind: SnapshotKind,
    new: &Snapshot,
) -> Result<bool, StoreError> {
    if let Some(before) = newest(t, kind)?
        && (new.version <= before.version || new.as_of <= before.as_of)
    {
        return Ok(false);
    }
    t.execute(
        "INSERT INTO snapshots (kind, version, as_of, slot, body) VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            number(kind),
            stored(new.version),
            stored(new.as_of),
            stored(new.slot),
            &new.body,
        ),
    )?;
    t.execute(
        "DELETE FROM snapshots WHERE kind = ?1 AND version <= ?2",
        (number(kind), stored(new.version.saturating_sub(KEPT))),
    )?;
    Ok(true)
}

fn number(kind: SnapshotKind) -> u8 {
    match kind {
        SnapshotKind::Trust => 1,
        SnapshotKind::Status => 2,
    }
}

/// Snapshots that stay for inspection; four a day make a month.
const KEPT: u64 = 120;

const TABLE: &str = "snapshots";
