use rusqlite::Transaction;

use super::errors::{read, stored};
use crate::store::{AddressTag, AddressTry, StoreError};

pub(super) fn count(
    t: &Transaction<'_>,
    address: AddressTag,
    now: u64,
    since: u64,
    limit: u32,
) -> Result<AddressTry, StoreError> {
    t.prepare_cached("DELETE FROM address_tries WHERE at < ?1")?
        .execute([stored(since)])?;
    let (counted, oldest): (u32, Option<i64>) = t
        .prepare_cached("SELECT count(*), min(at) FROM address_tries WHERE address = ?1")?
        .query_row([address.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    match oldest {
        Some(oldest) if counted >= limit => Ok(AddressTry::Full {
            oldest: read(oldest, TABLE)?,
        }),
        _ => {
            t.prepare_cached("INSERT INTO address_tries (address, at) VALUES (?1, ?2)")?
                .execute((address.0, stored(now)))?;
            Ok(AddressTry::Counted(t.last_insert_rowid()))
        }
    }
}

pub(super) fn release(t: &Transaction<'_>, counted: i64) -> Result<(), StoreError> {
    t.prepare_cached("DELETE FROM address_tries WHERE id = ?1")?
        .execute([counted])?;
    Ok(())
}

const TABLE: &str = "address_tries";
