use rusqlite::{OptionalExtension, Transaction};

use super::errors::{read, stored};
use crate::store::rows::KEPT_SNAPSHOTS as KEPT;
use crate::store::{Snapshot, SnapshotKind, StoreError};

pub(super) fn newest(
    t: &Transaction<'_>,
    kind: SnapshotKind,
) -> Result<Option<Snapshot>, StoreError> {
    let found = t
        .prepare_cached("SELECT version, as_of, slot, body FROM snapshots WHERE kind = ?1 ORDER BY version DESC LIMIT 1")?.query_row([number(kind)],
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
    new: &[(SnapshotKind, Snapshot)],
    once: bool,
) -> Result<bool, StoreError> {
    for (kind, new) in new {
        if newest(t, *kind)?.is_some_and(|before| !new.may_follow(&before, once)) {
            return Ok(false);
        }
    }
    for (kind, new) in new {
        insert(t, *kind, new)?;
    }
    Ok(true)
}

fn insert(t: &Transaction<'_>, kind: SnapshotKind, new: &Snapshot) -> Result<(), StoreError> {
    t.prepare_cached(
        "INSERT INTO snapshots (kind, version, as_of, slot, body) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((
        number(kind),
        stored(new.version),
        stored(new.as_of),
        stored(new.slot),
        &new.body,
    ))?;
    t.prepare_cached("DELETE FROM snapshots WHERE kind = ?1 AND version <= ?2")?
        .execute((number(kind), stored(new.version.saturating_sub(KEPT))))?;
    Ok(())
}

fn number(kind: SnapshotKind) -> u8 {
    match kind {
        SnapshotKind::Trust => 1,
        SnapshotKind::Status => 2,
    }
}

const TABLE: &str = "snapshots";
