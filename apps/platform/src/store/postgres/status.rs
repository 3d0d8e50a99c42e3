use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _, query};
use tongban_protocol::CaseId;

use super::errors::{number, small, stored};
use super::snapshots;
use crate::store::{Certificate, ResidentId, Revocation, SnapshotKind, StatusPlace, StoreError};

pub(super) async fn reserve(t: &mut PgConnection, place: StatusPlace) -> Result<bool, StoreError> {
    let added =
        query("INSERT INTO status_places (shard, place) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(i64::from(place.shard))
            .bind(i64::from(place.index))
            .execute(t)
            .await?;
    Ok(added.rows_affected() == 1)
}

pub(super) async fn certificate(
    t: &mut PgConnection,
    wanted: &str,
) -> Result<Option<Certificate>, StoreError> {
    let rows = query(
        "SELECT c.serial, c.identifier, c.type_name, c.valid_from, c.valid_until,
                p.shard, p.place, p.revoked_at IS NOT NULL
         FROM certificates c JOIN status_places p ON p.serial = c.serial
         WHERE c.serial = $1 OR c.identifier = $1 ORDER BY c.issued_at, c.serial, p.shard, p.place",
    )
    .bind(wanted)
    .fetch_all(t)
    .await?;
    Ok(typed(&rows)?.into_iter().next())
}

pub(super) async fn certificates_of(
    t: &mut PgConnection,
    resident: ResidentId,
) -> Result<Vec<Certificate>, StoreError> {
    let rows = query(
        "SELECT c.serial, c.identifier, c.type_name, c.valid_from, c.valid_until,
                p.shard, p.place, p.revoked_at IS NOT NULL
         FROM certificates c JOIN status_places p ON p.serial = c.serial
         WHERE c.resident = $1 ORDER BY c.issued_at, c.serial, p.shard, p.place",
    )
    .bind(resident.0)
    .fetch_all(t)
    .await?;
    typed(&rows)
}

pub(super) async fn revoke(
    t: &mut PgConnection,
    serial: &str,
    at: u64,
) -> Result<Option<Revocation>, StoreError> {
    let Some(before) = certificate(t, serial).await? else {
        return Ok(None);
    };
    let at = after_newest_list(t, at).await?;
    query("UPDATE status_places SET revoked_at = $1 WHERE serial = $2 AND revoked_at IS NULL")
        .bind(stored(at))
        .bind(&before.serial)
        .execute(&mut *t)
        .await?;
    let first = query("SELECT min(revoked_at) FROM status_places WHERE serial = $1")
        .bind(&before.serial)
        .fetch_one(&mut *t)
        .await?;
    Ok(Some(Revocation {
        already: before.revoked,
        revoked_at: number(&first, 0, PLACES)?,
        certificate: Certificate {
            revoked: true,
            ..before
        },
    }))
}

/// Revokes whatever a case issued.
pub(super) async fn revoke_of_case(
    t: &mut PgConnection,
    case: CaseId,
    at: u64,
) -> Result<(), StoreError> {
    let at = after_newest_list(t, at).await?;
    query(
        "UPDATE status_places SET revoked_at = $1 WHERE revoked_at IS NULL AND serial IN
             (SELECT serial FROM certificates WHERE case_id = $2)",
    )
    .bind(stored(at))
    .bind(case.as_bytes().as_slice())
    .execute(t)
    .await?;
    Ok(())
}

/// `at`, or the first second after the newest list: what is revoked in the second of a list is
/// not in it, and a list that is as old as a revocation or newer must hold it.
async fn after_newest_list(t: &mut PgConnection, at: u64) -> Result<u64, StoreError> {
    let newest = snapshots::newest(t, SnapshotKind::Status).await?;
    Ok(newest.map_or(at, |list| at.max(list.as_of + 1)))
}

pub(super) async fn revoked_places(t: &mut PgConnection) -> Result<Vec<StatusPlace>, StoreError> {
    let rows = query(
        "SELECT shard, place FROM status_places WHERE revoked_at IS NOT NULL ORDER BY shard, place",
    )
    .fetch_all(t)
    .await?;
    rows.iter().map(|row| place(row, 0)).collect()
}

/// Certificates, one row a copy, those of one certificate together.
fn typed(rows: &[PgRow]) -> Result<Vec<Certificate>, StoreError> {
    const TABLE: &str = "certificates";
    let mut all: Vec<Certificate> = Vec::new();
    for row in rows {
        let serial: String = row.try_get(0)?;
        if all.last().is_none_or(|last| last.serial != serial) {
            all.push(Certificate {
                serial,
                identifier: row.try_get(1)?,
                type_name: row.try_get(2)?,
                valid_from: number(row, 3, TABLE)?,
                valid_until: number(row, 4, TABLE)?,
                places: Vec::new(),
                revoked: true,
            });
        }
        if let Some(last) = all.last_mut() {
            last.places.push(place(row, 5)?);
            last.revoked &= row.try_get::<bool, _>(7)?;
        }
    }
    Ok(all)
}

fn place(row: &PgRow, columns: usize) -> Result<StatusPlace, StoreError> {
    Ok(StatusPlace {
        shard: small(row, columns, PLACES)?,
        index: small(row, columns + 1, PLACES)?,
    })
}

const PLACES: &str = "status_places";
