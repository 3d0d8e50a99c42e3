use sqlx::{PgConnection, Row as _, query};

use super::errors::{bytes, stored};
use super::read_log;
use crate::store::{Access, Resident, ResidentId, ResidentName, StoreError};

pub(super) async fn add(
    t: &mut PgConnection,
    residents: &[Resident],
    at: u64,
) -> Result<usize, StoreError> {
    let mut added = 0;
    for resident in residents {
        let done = query(
            "INSERT INTO residents (id, key, pseudonym, name, sex, birth_date, address, household_office,
                                    phone, id_number, portrait, added_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             ON CONFLICT (key) DO NOTHING",
        )
        .bind(resident.id.0)
        .bind(&resident.key)
        .bind(resident.pseudonym)
        .bind(&resident.name)
        .bind(&resident.sex)
        .bind(&resident.birth_date)
        .bind(&resident.address)
        .bind(&resident.household_office)
        .bind(&resident.phone)
        .bind(&resident.id_number)
        .bind(&resident.portrait)
        .bind(stored(at))
        .execute(&mut *t)
        .await?;
        added += done.rows_affected() as usize;
    }
    Ok(added)
}

pub(super) async fn find(
    t: &mut PgConnection,
    wanted: &str,
) -> Result<Vec<ResidentId>, StoreError> {
    let id = uuid::Uuid::try_parse(wanted)
        .ok()
        .map(uuid::Uuid::into_bytes);
    let rows =
        query("SELECT id FROM residents WHERE key = $1 OR name = $1 OR id = $2 ORDER BY key")
            .bind(wanted)
            .bind(id)
            .fetch_all(t)
            .await?;
    rows.iter()
        .map(|row| Ok(ResidentId(bytes(row, 0, TABLE)?)))
        .collect()
}

pub(super) async fn list(
    t: &mut PgConnection,
    access: &Access,
) -> Result<Vec<ResidentName>, StoreError> {
    read_log::append(t, None, access).await?;
    let rows = query("SELECT id, key, name, birth_date FROM residents ORDER BY key")
        .fetch_all(t)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(ResidentName {
                id: ResidentId(bytes(row, 0, TABLE)?),
                key: row.try_get(1)?,
                name: row.try_get(2)?,
                birth_date: row.try_get(3)?,
            })
        })
        .collect()
}

pub(super) async fn read(
    t: &mut PgConnection,
    resident: ResidentId,
    access: &Access,
) -> Result<Option<Resident>, StoreError> {
    let found = query(
        "SELECT key, pseudonym, name, sex, birth_date, address, household_office, phone, id_number,
                portrait
         FROM residents WHERE id = $1",
    )
    .bind(resident.0)
    .fetch_optional(&mut *t)
    .await?;
    let Some(row) = found else {
        return Ok(None);
    };
    read_log::append(t, Some(resident), access).await?;
    Ok(Some(Resident {
        id: resident,
        key: row.try_get(0)?,
        pseudonym: bytes(&row, 1, TABLE)?,
        name: row.try_get(2)?,
        sex: row.try_get(3)?,
        birth_date: row.try_get(4)?,
        address: row.try_get(5)?,
        household_office: row.try_get(6)?,
        phone: row.try_get(7)?,
        id_number: row.try_get(8)?,
        portrait: row.try_get(9)?,
    }))
}

const TABLE: &str = "residents";
