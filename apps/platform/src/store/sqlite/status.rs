use rusqlite::{OptionalExtension, Transaction};
use tongban_protocol::CaseId;

use super::errors::{read, stored};
use super::snapshots;
use crate::store::{Certificate, ResidentId, Revocation, SnapshotKind, StatusPlace, StoreError};

pub(super) fn reserve(t: &Transaction<'_>, place: StatusPlace) -> Result<bool, StoreError> {
    let added = t
        .prepare_cached(
            "INSERT INTO status_places (shard, place) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?
        .execute((place.shard, place.index))?;
    Ok(added == 1)
}

pub(super) fn certificate(
    t: &Transaction<'_>,
    wanted: &str,
) -> Result<Option<Certificate>, StoreError> {
    let serial: Option<String> = t
        .prepare_cached("SELECT serial FROM certificates WHERE serial = ?1 OR identifier = ?1")?
        .query_row([wanted], |row| row.get(0))
        .optional()?;
    serial.map(|serial| by_serial(t, &serial)).transpose()
}

pub(super) fn certificates_of(
    t: &Transaction<'_>,
    resident: ResidentId,
) -> Result<Vec<Certificate>, StoreError> {
    let mut query = t.prepare_cached(
        "SELECT serial FROM certificates WHERE resident = ?1 ORDER BY issued_at, serial",
    )?;
    let serials: Vec<String> = query
        .query_map([resident.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    serials.iter().map(|serial| by_serial(t, serial)).collect()
}

pub(super) fn revoke(
    t: &Transaction<'_>,
    serial: &str,
    at: u64,
) -> Result<Option<Revocation>, StoreError> {
    let Some(before) = certificate(t, serial)? else {
        return Ok(None);
    };
    t.prepare_cached(
        "UPDATE status_places SET revoked_at = ?1 WHERE serial = ?2 AND revoked_at IS NULL",
    )?
    .execute((stored(after_newest_list(t, at)?), &before.serial))?;
    let revoked_at: u64 = t
        .prepare_cached("SELECT min(revoked_at) FROM status_places WHERE serial = ?1")?
        .query_row([&before.serial], |row| row.get(0))?;
    Ok(Some(Revocation {
        certificate: by_serial(t, &before.serial)?,
        already: before.revoked,
        revoked_at,
    }))
}

/// Revokes whatever a case issued.
pub(super) fn revoke_of_case(t: &Transaction<'_>, case: CaseId, at: u64) -> Result<(), StoreError> {
    t.prepare_cached(
        "UPDATE status_places SET revoked_at = ?1 WHERE revoked_at IS NULL AND serial IN
             (SELECT serial FROM certificates WHERE case_id = ?2)",
    )?
    .execute((stored(after_newest_list(t, at)?), case.as_bytes()))?;
    Ok(())
}

/// `at`, or the first second after the newest list: what is revoked in the second of a list is
/// not in it, and a list that is as old as a revocation or newer must hold it.
fn after_newest_list(t: &Transaction<'_>, at: u64) -> Result<u64, StoreError> {
    let newest = snapshots::newest(t, SnapshotKind::Status)?;
    Ok(newest.map_or(at, |list| at.max(list.as_of + 1)))
}

pub(super) fn revoked_places(t: &Transaction<'_>) -> Result<Vec<StatusPlace>, StoreError> {
    let mut query = t.prepare_cached(
        "SELECT shard, place FROM status_places WHERE revoked_at IS NOT NULL ORDER BY shard, place",
    )?;
    let rows = query.query_map([], |row| {
        Ok(StatusPlace {
            shard: row.get(0)?,
            index: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn by_serial(t: &Transaction<'_>, serial: &str) -> Result<Certificate, StoreError> {
    let mut query =
        t.prepare_cached("SELECT shard, place, revoked_at IS NOT NULL FROM status_places WHERE serial = ?1 ORDER BY shard, place")?;
    let copies: Vec<(StatusPlace, bool)> = query
        .query_map([serial], |row| {
            Ok((
                StatusPlace {
                    shard: row.get(0)?,
                    index: row.get(1)?,
                },
                row.get(2)?,
            ))
        })?
        .collect::<Result<_, _>>()?;
    let (identifier, type_name, valid_from, valid_until) = t.prepare_cached("SELECT identifier, type_name, valid_from, valid_until FROM certificates WHERE serial = ?1")?.query_row([serial],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    Ok(Certificate {
        serial: serial.to_owned(),
        identifier,
        type_name,
        valid_from: read(valid_from, "certificates")?,
        valid_until: read(valid_until, "certificates")?,
        revoked: !copies.is_empty() && copies.iter().all(|(_, revoked)| *revoked),
        places: copies.into_iter().map(|(place, _)| place).collect(),
    })
}
