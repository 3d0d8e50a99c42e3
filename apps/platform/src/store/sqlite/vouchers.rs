use rusqlite::{OptionalExtension, Row, Transaction};
use tongban_protocol::{EnrolId, VoucherNumber};

use super::errors::{fixed, read, stored};
use crate::store::{NewVoucher, Person, ResidentId, StaffId, StoreError, Voucher, VoucherKey};

pub(super) fn add(t: &Transaction<'_>, voucher: &NewVoucher) -> Result<bool, StoreError> {
    let (resident, staff) = columns(voucher.person);
    let added = t.prepare_cached("INSERT INTO vouchers (number, full_mac, digits_mac, resident, staff, clerk, station, printed_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (number) DO NOTHING")?.execute((
            voucher.number.get(),
            voucher.full_mac,
            voucher.digits_mac,
            resident,
            staff,
            &voucher.clerk,
            &voucher.station,
            stored(voucher.printed_at),
            stored(voucher.expires_at),
        ),
    )?;
    Ok(added == 1)
}

pub(super) fn find(t: &Transaction<'_>, key: VoucherKey) -> Result<Option<Voucher>, StoreError> {
    const COLUMNS: &str = "SELECT number, full_mac, digits_mac, resident, staff, clerk, station,
                                  printed_at, expires_at, tries, used_by FROM vouchers";
    let found = match key {
        VoucherKey::Number(number) => t
            .prepare_cached(&format!("{COLUMNS} WHERE number = ?1"))?
            .query_row([number.get()], Stored::of),
        VoucherKey::FullMac(mac) => t
            .prepare_cached(&format!("{COLUMNS} WHERE full_mac = ?1"))?
            .query_row([mac], Stored::of),
    };
    found.optional()?.map(Stored::typed).transpose()
}

pub(super) fn count_try(
    t: &Transaction<'_>,
    number: VoucherNumber,
    limit: u8,
) -> Result<Option<u8>, StoreError> {
    Ok(t.prepare_cached(
        "UPDATE vouchers SET tries = tries + 1 WHERE number = ?1 AND tries < ?2 RETURNING tries",
    )?
    .query_row((number.get(), limit), |row| row.get(0))
    .optional()?)
}

pub(super) fn release_try(t: &Transaction<'_>, number: VoucherNumber) -> Result<(), StoreError> {
    t.prepare_cached("UPDATE vouchers SET tries = tries - 1 WHERE number = ?1 AND tries > 0")?
        .execute([number.get()])?;
    Ok(())
}

/// A row as SQLite gives it.
struct Stored {
    number: u32,
    full_mac: Vec<u8>,
    digits_mac: Vec<u8>,
    resident: Option<Vec<u8>>,
    staff: Option<Vec<u8>>,
    clerk: String,
    station: String,
    printed_at: i64,
    expires_at: i64,
    tries: u8,
    used_by: Option<Vec<u8>>,
}

impl Stored {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            full_mac: row.get(1)?,
            digits_mac: row.get(2)?,
            resident: row.get(3)?,
            staff: row.get(4)?,
            clerk: row.get(5)?,
            station: row.get(6)?,
            printed_at: row.get(7)?,
            expires_at: row.get(8)?,
            tries: row.get(9)?,
            used_by: row.get(10)?,
        })
    }

    fn typed(self) -> Result<Voucher, StoreError> {
        Ok(Voucher {
            printed: NewVoucher {
                number: VoucherNumber::new(self.number)
                    .ok_or(StoreError::UnknownRow { table: TABLE })?,
                full_mac: fixed(self.full_mac, TABLE)?,
                digits_mac: fixed(self.digits_mac, TABLE)?,
                person: person(self.resident, self.staff)?,
                clerk: self.clerk,
                station: self.station,
                printed_at: read(self.printed_at, TABLE)?,
                expires_at: read(self.expires_at, TABLE)?,
            },
            tries: self.tries,
            used_by: self
                .used_by
                .map(|id| Ok::<_, StoreError>(EnrolId::from_bytes(fixed(id, TABLE)?)))
                .transpose()?,
        })
    }
}

/// The two columns of which exactly one is set.
pub(super) fn columns(person: Person) -> (Option<[u8; 16]>, Option<[u8; 16]>) {
    match person {
        Person::Resident(id) => (Some(id.0), None),
        Person::Staff(id) => (None, Some(id.0)),
    }
}

fn person(resident: Option<Vec<u8>>, staff: Option<Vec<u8>>) -> Result<Person, StoreError> {
    Ok(match (resident, staff) {
        (Some(id), None) => Person::Resident(ResidentId(fixed(id, TABLE)?)),
        (None, Some(id)) => Person::Staff(StaffId(fixed(id, TABLE)?)),
        _ => return Err(StoreError::UnknownRow { table: TABLE }),
    })
}

const TABLE: &str = "vouchers";
