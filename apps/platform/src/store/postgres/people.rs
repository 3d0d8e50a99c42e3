use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _, query};
use tongban_protocol::{PublicPoint, ScopeId};

use super::errors::{bytes, bytes_if_any, number, stored};
use crate::store::{Principal, ResidentId, Signer, Staff, StaffId, StoreError};

pub(super) async fn add(t: &mut PgConnection, staff: &Staff) -> Result<bool, StoreError> {
    let added = query(
        "INSERT INTO staff (id, name, roles, added_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(staff.id.0)
    .bind(&staff.name)
    .bind(staff.roles.join(" "))
    .bind(stored(staff.added_at))
    .execute(t)
    .await?;
    Ok(added.rows_affected() == 1)
}

pub(super) async fn all(t: &mut PgConnection) -> Result<Vec<Staff>, StoreError> {
    let rows =
        query("SELECT id, name, roles, added_at FROM staff WHERE removed_at IS NULL ORDER BY name")
            .fetch_all(t)
            .await?;
    rows.iter().map(|row| member(row, 0)).collect()
}

pub(super) async fn remove(
    t: &mut PgConnection,
    staff: StaffId,
    at: u64,
) -> Result<bool, StoreError> {
    let removed = query("UPDATE staff SET removed_at = $1 WHERE id = $2 AND removed_at IS NULL")
        .bind(stored(at))
        .bind(staff.0)
        .execute(t)
        .await?;
    Ok(removed.rows_affected() == 1)
}

pub(super) async fn signers(
    t: &mut PgConnection,
    fingerprint: [u8; 32],
) -> Result<Vec<Signer>, StoreError> {
    let rows = query(
        "SELECT r.id, r.pseudonym, s.id, s.name, s.roles, s.added_at, e.submission_key
         FROM enrolments e
         LEFT JOIN residents r ON r.id = e.resident
         LEFT JOIN staff s ON s.id = e.staff AND s.removed_at IS NULL
         WHERE e.signer = $1 ORDER BY e.at DESC, e.place DESC",
    )
    .bind(fingerprint)
    .fetch_all(t)
    .await?;
    let mut signers = Vec::new();
    for row in &rows {
        let key: Vec<u8> = row.try_get(6)?;
        let key =
            PublicPoint::from_sec1(&key).map_err(|_| StoreError::UnknownRow { table: TABLE })?;
        signers.extend(owner(row)?.map(|principal| Signer { key, principal }));
    }
    Ok(signers)
}

/// Each once, the newest enrolment first.
pub(super) async fn owners(
    t: &mut PgConnection,
    device_key: PublicPoint,
) -> Result<Vec<Principal>, StoreError> {
    let rows = query(
        "SELECT r.id, r.pseudonym, s.id, s.name, s.roles, s.added_at
         FROM enrolments e
         LEFT JOIN residents r ON r.id = e.resident
         LEFT JOIN staff s ON s.id = e.staff AND s.removed_at IS NULL
         WHERE e.device_key = $1 ORDER BY e.at DESC, e.place DESC",
    )
    .bind(device_key.as_bytes().as_slice())
    .fetch_all(t)
    .await?;
    let mut owners: Vec<Principal> = Vec::new();
    for row in &rows {
        if let Some(principal) = owner(row)?
            && !owners.contains(&principal)
        {
            owners.push(principal);
        }
    }
    Ok(owners)
}

pub(super) async fn enrolled(
    t: &mut PgConnection,
    device_key: PublicPoint,
) -> Result<bool, StoreError> {
    let found = query("SELECT 1 FROM enrolments WHERE device_key = $1 LIMIT 1")
        .bind(device_key.as_bytes().as_slice())
        .fetch_optional(t)
        .await?;
    Ok(found.is_some())
}

/// None for a member of staff who has left.
fn owner(row: &PgRow) -> Result<Option<Principal>, StoreError> {
    if let Some(id) = bytes_if_any(row, 0, "residents")? {
        return Ok(Some(Principal::Resident {
            id: ResidentId(id),
            scope: ScopeId::from_bytes(bytes(row, 1, "residents")?),
        }));
    }
    match bytes_if_any::<16, _>(row, 2, "staff")? {
        Some(_) => Ok(Some(Principal::Staff(member(row, 2)?))),
        None => Ok(None),
    }
}

fn member(row: &PgRow, first: usize) -> Result<Staff, StoreError> {
    let roles: String = row.try_get(first + 2)?;
    Ok(Staff {
        id: StaffId(bytes(row, first, "staff")?),
        name: row.try_get(first + 1)?,
        roles: roles.split_whitespace().map(str::to_owned).collect(),
        added_at: number(row, first + 3, "staff")?,
    })
}

const TABLE: &str = "enrolments";
