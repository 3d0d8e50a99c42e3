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
    let found = query("SELECT serial FROM certificates WHERE serial = $1 OR identifier = $1")
        .bind(wanted)
        .fetch_optional(&mut *t)
        .await?;
    match found {
        Some(row) => by_serial(t, row.try_get(0)?).await.map(Some),
        None => Ok(None),
    }
}

pub(super) async fn certificates_of(
    t: &mut PgConnection,
    resident: ResidentId,
) -> Result<Vec<Certificate>, StoreError> {
    let rows =
        query("SELECT serial FROM certificates WHERE resident = $1 ORDER BY issued_at, serial")
            .bind(resident.0)
            .fetch_all(&mut *t)
            .await?;
    let mut certificates = Vec::with_capacity(rows.len());
    for row in rows {
        certificates.push(by_serial(t, row.try_get(0)?).await?);
    }
    Ok(certificates)
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
        certificate: by_serial(t, before.serial).await?,
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
    rows.iter().map(place).collect()
}

async fn by_serial(t: &mut PgConnection, serial: String) -> Result<Certificate, StoreError> {
    const TABLE: &str = "certificates";
    let rows = query(
        "SELECT shard, place, revoked_at IS NOT NULL FROM status_places WHERE serial = $1
         ORDER BY shard, place",
    )
    .bind(&serial)
    .fetch_all(&mut *t)
    .await?;
    let mut revoked = !rows.is_empty();
    for row in &rows {
        revoked &= row.try_get::<bool, _>(2)?;
    }
    let row = query(
        "SELECT identifier, type_name, valid_from, valid_until FROM certificates WHERE serial = $1",
    )
    .bind(&serial)
    .fetch_one(t)
    .await?;
    Ok(Certificate {
        serial,
        identifier: row.try_get(0)?,
        type_name: row.try_get(1)?,
        valid_from: number(&row, 2, TABLE)?,
        valid_until: number(&row, 3, TABLE)?,
        revoked,
        places: rows.iter().map(place).collect::<Result<_, _>>()?,
    })
}

fn place(row: &PgRow) -> Result<StatusPlace, StoreError> {
    Ok(StatusPlace {
        shard: small(row, 0, PLACES)?,
        index: small(row, 1, PLACES)?,
    })
}

const PLACES: &str = "status_places";
