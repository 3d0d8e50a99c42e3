//! The log of who read what. Each line's hash covers the line and the hash before it, so a
//! line that is changed or taken out breaks every later hash (rule K6).

use rusqlite::{OptionalExtension, Transaction};

use super::errors::{fixed, read, stored};
use crate::read_log::line_hash;
use crate::store::{Access, ReadLogEntry, ReadLogHead, ResidentId, StoreError};

pub(super) fn append(
    t: &Transaction<'_>,
    resident: Option<ResidentId>,
    access: &Access,
) -> Result<(), StoreError> {
    let before = head(t)?;
    let mut entry = ReadLogEntry {
        seq: before.seq + 1,
        at: access.at,
        actor: access.actor.clone(),
        resident: resident.map(|resident| resident.0),
        purpose: access.purpose.to_owned(),
        hash: [0; 32],
    };
    entry.hash = line_hash(&before.hash, &entry);
    t.prepare_cached("INSERT INTO read_log (seq, at, actor, resident, purpose, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute((stored(entry.seq), stored(entry.at), &entry.actor, entry.resident, &entry.purpose, entry.hash),
    )?;
    Ok(())
}

pub(super) fn head(t: &Transaction<'_>) -> Result<ReadLogHead, StoreError> {
    let newest = t
        .prepare_cached("SELECT seq, hash FROM read_log ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)))
        .optional()?;
    match newest {
        Some((seq, hash)) => Ok(ReadLogHead {
            seq: read(seq, TABLE)?,
            hash: fixed(hash, TABLE)?,
        }),
        None => Ok(ReadLogHead {
            seq: 0,
            hash: [0; 32],
        }),
    }
}

pub(super) fn all(t: &Transaction<'_>) -> Result<Vec<ReadLogEntry>, StoreError> {
    let mut query = t.prepare_cached(
        "SELECT seq, at, actor, resident, purpose, hash FROM read_log ORDER BY seq",
    )?;
    let rows = query.query_map([], |row| {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get::<_, Option<Vec<u8>>>(3)?,
            row.get(4)?,
            row.get::<_, Vec<u8>>(5)?,
        ))
    })?;
    rows.map(|row| {
        let (seq, at, actor, resident, purpose, hash) = row?;
        Ok(ReadLogEntry {
            seq: read(seq, TABLE)?,
            at: read(at, TABLE)?,
            actor,
            resident: resident.map(|id| fixed(id, TABLE)).transpose()?,
            purpose,
            hash: fixed(hash, TABLE)?,
        })
    })
    .collect()
}

const TABLE: &str = "read_log";
