use rusqlite::{OptionalExtension, Transaction};

use super::errors::{fixed, stored};
use super::read_log;
use crate::store::{Access, Resident, ResidentId, ResidentName, StoreError};

pub(super) fn add(
    t: &Transaction<'_>,
    residents: &[Resident],
    at: u64,
) -> Result<usize, StoreError> {
    let mut insert = t.prepare_cached(
        "INSERT INTO residents (id, key, pseudonym, name, sex, birth_date, address, household_office,
                                phone, id_number, portrait, added_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT (key) DO NOTHING",
    )?;
    let mut added = 0;
    for resident in residents {
        added += insert.execute((
            resident.id.0,
            &resident.key,
            resident.pseudonym,
            &resident.name,
            &resident.sex,
            &resident.birth_date,
            &resident.address,
            &resident.household_office,
            &resident.phone,
            &resident.id_number,
            &resident.portrait,
            stored(at),
        ))?;
    }
    Ok(added)
}

pub(super) fn find(t: &Transaction<'_>, wanted: &str) -> Result<Vec<ResidentId>, StoreError> {
    let id = uuid::Uuid::try_parse(wanted)
        .ok()
        .map(uuid::Uuid::into_bytes);
    let mut query = t.prepare_cached(
        "SELECT id FROM residents WHERE key = ?1 OR name = ?1 OR id = ?2 ORDER BY key",
    )?;
    let rows = query.query_map((wanted, id), |row| row.get::<_, Vec<u8>>(0))?;
    rows.map(|row| Ok(ResidentId(fixed(row?, TABLE)?)))
        .collect()
}

pub(super) fn list(t: &Transaction<'_>, access: &Access) -> Result<Vec<ResidentName>, StoreError> {
    read_log::append(t, None, access)?;
    let mut query =
        t.prepare_cached("SELECT id, key, name, birth_date FROM residents ORDER BY key")?;
    let rows = query.query_map([], |row| {
        Ok((
            row.get::<_, Vec<u8>>(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
        ))
    })?;
    rows.map(|row| {
        let (id, key, name, birth_date) = row?;
        Ok(ResidentName {
            id: ResidentId(fixed(id, TABLE)?),
            key,
            name,
            birth_date,
        })
    })
    .collect()
}

pub(super) fn read(
    t: &Transaction<'_>,
    resident: ResidentId,
    access: &Access,
) -> Result<Option<Resident>, StoreError> {
    let found = t
        .prepare_cached("SELECT key, pseudonym, name, sex, birth_date, address, household_office, phone, id_number,
                    portrait
             FROM residents WHERE id = ?1")?.query_row([resident.0],
            |row| {
                Ok(Resident {
                    id: resident,
                    key: row.get(0)?,
                    pseudonym: row.get(1)?,
                    name: row.get(2)?,
                    sex: row.get(3)?,
                    birth_date: row.get(4)?,
                    address: row.get(5)?,
                    household_office: row.get(6)?,
                    phone: row.get(7)?,
                    id_number: row.get(8)?,
                    portrait: row.get(9)?,
                })
            },
        )
        .optional()?;
    if found.is_some() {
        read_log::append(t, Some(resident), access)?;
    }
    Ok(found)
}

const TABLE: &str = "residents";
