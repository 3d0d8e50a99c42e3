//! The log of who read what. Each line's hash covers the line and the hash before it, so a
//! line that is changed or taken out breaks every later hash (rule K6).

use sqlx::{PgConnection, Row as _, query};

use super::errors::{bytes, bytes_if_any, number, stored};
use crate::read_log::line_hash;
use crate::store::{Access, ReadLogEntry, ReadLogHead, ResidentId, StoreError};

/// Adds a line and returns the head that it makes.
pub(super) async fn append(
    t: &mut PgConnection,
    resident: Option<ResidentId>,
    access: &Access,
) -> Result<ReadLogHead, StoreError> {
    let before = head(t).await?;
    let mut entry = ReadLogEntry {
        seq: before.seq + 1,
        at: access.at,
        actor: access.actor.clone(),
        resident: resident.map(|resident| resident.0),
        purpose: access.purpose.to_owned(),
        hash: [0; 32],
    };
    entry.hash = line_hash(&before.hash, &entry);
    query("INSERT INTO read_log (seq, at, actor, resident, purpose, hash) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(stored(entry.seq))
        .bind(stored(entry.at))
        .bind(&entry.actor)
        .bind(entry.resident)
        .bind(&entry.purpose)
        .bind(entry.hash)
        .execute(t)
        .await?;
    Ok(ReadLogHead {
        seq: entry.seq,
        hash: entry.hash,
    })
}

pub(super) async fn head(t: &mut PgConnection) -> Result<ReadLogHead, StoreError> {
    let newest = query("SELECT seq, hash FROM read_log ORDER BY seq DESC LIMIT 1")
        .fetch_optional(t)
        .await?;
    match newest {
        Some(row) => Ok(ReadLogHead {
            seq: number(&row, 0, TABLE)?,
            hash: bytes(&row, 1, TABLE)?,
        }),
        None => Ok(ReadLogHead {
            seq: 0,
            hash: [0; 32],
        }),
    }
}

pub(super) async fn all(t: &mut PgConnection) -> Result<Vec<ReadLogEntry>, StoreError> {
    let rows = query("SELECT seq, at, actor, resident, purpose, hash FROM read_log ORDER BY seq")
        .fetch_all(t)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(ReadLogEntry {
                seq: number(row, 0, TABLE)?,
                at: number(row, 1, TABLE)?,
                actor: row.try_get(2)?,
                resident: bytes_if_any(row, 3, TABLE)?,
                purpose: row.try_get(4)?,
                hash: bytes(row, 5, TABLE)?,
            })
        })
        .collect()
}

const TABLE: &str = "read_log";
