use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _, query};
use tongban_protocol::{EnrolId, VoucherNumber};

use super::errors::{bytes, bytes_if_any, number, stored};
use crate::store::{NewVoucher, Person, ResidentId, StaffId, StoreError, Voucher, VoucherKey};

pub(super) async fn add(t: &mut PgConnection, voucher: &NewVoucher) -> Result<bool, StoreError> {
    let (resident, staff) = columns(voucher.person);
    let added = query(
        "INSERT INTO vouchers (number, full_mac, digits_mac, resident, staff, clerk, station, printed_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (number) DO NOTHING",
    )
    .bind(column(voucher.number))
    .bind(voucher.full_mac)
    .bind(voucher.digits_mac)
    .bind(resident)
    .bind(staff)
    .bind(&voucher.clerk)
    .bind(&voucher.station)
    .bind(stored(voucher.printed_at))
    .bind(stored(voucher.expires_at))
    .execute(t)
    .await?;
    Ok(added.rows_affected() == 1)
}

pub(super) async fn find(
    t: &mut PgConnection,
    key: VoucherKey,
) -> Result<Option<Voucher>, StoreError> {
    let (number, mac) = match key {
        VoucherKey::Number(number) => (Some(column(number)), None),
        VoucherKey::FullMac(mac) => (None, Some(mac)),
    };
    let found = query(
        "SELECT number, full_mac, digits_mac, resident, staff, clerk, station, printed_at,
                expires_at, tries, used_by
         FROM vouchers WHERE number = $1 OR full_mac = $2",
    )
    .bind(number)
    .bind(mac)
    .fetch_optional(t)
    .await?;
    found.map(|row| typed(&row)).transpose()
}

pub(super) async fn count_try(
    t: &mut PgConnection,
    number: VoucherNumber,
    limit: u8,
) -> Result<Option<u8>, StoreError> {
    let counted = query(
        "UPDATE vouchers SET tries = tries + 1 WHERE number = $1 AND tries < $2 RETURNING tries",
    )
    .bind(column(number))
    .bind(i32::from(limit))
    .fetch_optional(t)
    .await?;
    counted.map(|row| tries(&row, 0)).transpose()
}

pub(super) async fn release_try(
    t: &mut PgConnection,
    number: VoucherNumber,
) -> Result<(), StoreError> {
    query("UPDATE vouchers SET tries = tries - 1 WHERE number = $1 AND tries > 0")
        .bind(column(number))
        .execute(t)
        .await?;
    Ok(())
}

fn typed(row: &PgRow) -> Result<Voucher, StoreError> {
    let printed: i32 = row.try_get(0)?;
    let printed = u32::try_from(printed).ok().and_then(VoucherNumber::new);
    Ok(Voucher {
        printed: NewVoucher {
            number: printed.ok_or(StoreError::UnknownRow { table: TABLE })?,
            full_mac: bytes(row, 1, TABLE)?,
            digits_mac: bytes(row, 2, TABLE)?,
            person: person(bytes_if_any(row, 3, TABLE)?, bytes_if_any(row, 4, TABLE)?)?,
            clerk: row.try_get(5)?,
            station: row.try_get(6)?,
            printed_at: number(row, 7, TABLE)?,
            expires_at: number(row, 8, TABLE)?,
        },
        tries: tries(row, 9)?,
        used_by: bytes_if_any(row, 10, TABLE)?.map(EnrolId::from_bytes),
    })
}

fn tries(row: &PgRow, at: usize) -> Result<u8, StoreError> {
    let tries: i32 = row.try_get(at)?;
    u8::try_from(tries).map_err(|_| StoreError::UnknownRow { table: TABLE })
}

/// A number has eight digits, so it fits.
pub(super) fn column(number: VoucherNumber) -> i32 {
    i32::try_from(number.get()).unwrap_or(i32::MAX)
}

/// The two columns of which exactly one is set.
pub(super) fn columns(person: Person) -> (Option<[u8; 16]>, Option<[u8; 16]>) {
    match person {
        Person::Resident(id) => (Some(id.0), None),
        Person::Staff(id) => (None, Some(id.0)),
    }
}

fn person(resident: Option<[u8; 16]>, staff: Option<[u8; 16]>) -> Result<Person, StoreError> {
    match (resident, staff) {
        (Some(id), None) => Ok(Person::Resident(ResidentId(id))),
        (None, Some(id)) => Ok(Person::Staff(StaffId(id))),
        _ => Err(StoreError::UnknownRow { table: TABLE }),
    }
}

const TABLE: &str = "vouchers";
