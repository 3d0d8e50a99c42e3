use rusqlite::{OptionalExtension, Row, Transaction};
use tongban_protocol::{PublicPoint, ScopeId};

use super::errors::{fixed, read, stored};
use crate::store::{Principal, ResidentId, Signer, Staff, StaffId, StoreError};

pub(super) fn add(t: &Transaction<'_>, staff: &Staff) -> Result<bool, StoreError> {
    let added = t.prepare_cached("INSERT INTO staff (id, name, roles, added_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")?.execute((
            staff.id.0,
            &staff.name,
            staff.roles.join(" "),
            stored(staff.added_at),
        ),
    )?;
    Ok(added == 1)
}

pub(super) fn all(t: &Transaction<'_>) -> Result<Vec<Staff>, StoreError> {
    let mut query = t.prepare_cached(
        "SELECT id, name, roles, added_at FROM staff WHERE removed_at IS NULL ORDER BY name",
    )?;
    let rows = query.query_map([], |row| member(row, 0))?;
    rows.map(|row| row?.typed()).collect()
}

pub(super) fn remove(t: &Transaction<'_>, staff: StaffId, at: u64) -> Result<bool, StoreError> {
    let removed = t
        .prepare_cached("UPDATE staff SET removed_at = ?1 WHERE id = ?2 AND removed_at IS NULL")?
        .execute((stored(at), staff.0))?;
    Ok(removed == 1)
}

pub(super) fn signers(
    t: &Transaction<'_>,
    fingerprint: [u8; 32],
) -> Result<Vec<Signer>, StoreError> {
    let mut query = t.prepare_cached(&format!(
        "SELECT {OWNER}, e.submission_key {FROM} WHERE e.signer = ?1 ORDER BY e.at DESC, e.rowid DESC"
    ))?;
    let rows = query.query_map([fingerprint], |row| {
        Ok((owner(row)?, row.get::<_, Vec<u8>>(6)?))
    })?;
    let mut signers = Vec::new();
    for row in rows {
        let (owner, key) = row?;
        let key =
            PublicPoint::from_sec1(&key).map_err(|_| StoreError::UnknownRow { table: TABLE })?;
        signers.extend(owner.typed()?.map(|principal| Signer { key, principal }));
    }
    Ok(signers)
}

/// Each once, the newest enrolment first.
pub(super) fn owners(
    t: &Transaction<'_>,
    device_key: PublicPoint,
) -> Result<Vec<Principal>, StoreError> {
    let mut query = t.prepare_cached(&format!(
        "SELECT {OWNER} {FROM} WHERE e.device_key = ?1 ORDER BY e.at DESC, e.rowid DESC"
    ))?;
    let rows = query.query_map([device_key.as_bytes()], owner)?;
    let mut owners: Vec<Principal> = Vec::new();
    for row in rows {
        if let Some(principal) = row?.typed()?
            && !owners.contains(&principal)
        {
            owners.push(principal);
        }
    }
    Ok(owners)
}

pub(super) fn enrolled(t: &Transaction<'_>, device_key: PublicPoint) -> Result<bool, StoreError> {
    let found: Option<i64> = t
        .prepare_cached("SELECT 1 FROM enrolments WHERE device_key = ?1 LIMIT 1")?
        .query_row([device_key.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(found.is_some())
}

/// Who an enrolment is about, as SQLite gives it.
struct Owner {
    resident: Option<(Vec<u8>, Vec<u8>)>,
    staff: Option<Member>,
}

struct Member {
    id: Vec<u8>,
    name: String,
    roles: String,
    added_at: i64,
}

const OWNER: &str = "r.id, r.pseudonym, s.id, s.name, s.roles, s.added_at";
const FROM: &str = "FROM enrolments e
    LEFT JOIN residents r ON r.id = e.resident
    LEFT JOIN staff s ON s.id = e.staff AND s.removed_at IS NULL";

fn owner(row: &Row<'_>) -> rusqlite::Result<Owner> {
    let resident = match row.get::<_, Option<Vec<u8>>>(0)? {
        Some(id) => Some((id, row.get(1)?)),
        None => None,
    };
    let staff = match row.get::<_, Option<Vec<u8>>>(2)? {
        Some(_) => Some(member(row, 2)?),
        None => None,
    };
    Ok(Owner { resident, staff })
}

fn member(row: &Row<'_>, first: usize) -> rusqlite::Result<Member> {
    Ok(Member {
        id: row.get(first)?,
        name: row.get(first + 1)?,
        roles: row.get(first + 2)?,
        added_at: row.get(first + 3)?,
    })
}

impl Owner {
    /// None for a member of staff who has left.
    fn typed(self) -> Result<Option<Principal>, StoreError> {
        Ok(match (self.resident, self.staff) {
            (Some((id, pseudonym)), _) => Some(Principal::Resident {
                id: ResidentId(fixed(id, "residents")?),
                scope: ScopeId::from_bytes(fixed(pseudonym, "residents")?),
            }),
            (None, Some(staff)) => Some(Principal::Staff(staff.typed()?)),
            (None, None) => None,
        })
    }
}

impl Member {
    fn typed(self) -> Result<Staff, StoreError> {
        Ok(Staff {
            id: StaffId(fixed(self.id, "staff")?),
            name: self.name,
            roles: self.roles.split_whitespace().map(str::to_owned).collect(),
            added_at: read(self.added_at, "staff")?,
        })
    }
}

const TABLE: &str = "enrolments";
