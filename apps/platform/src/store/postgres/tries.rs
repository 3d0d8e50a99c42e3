use sqlx::{PgConnection, Row as _, query};

use super::errors::{read, stored};
use crate::store::{AddressTag, AddressTry, StoreError};

pub(super) async fn count(
    t: &mut PgConnection,
    address: AddressTag,
    now: u64,
    since: u64,
    limit: u32,
) -> Result<AddressTry, StoreError> {
    query("DELETE FROM address_tries WHERE at < $1")
        .bind(stored(since))
        .execute(&mut *t)
        .await?;
    let counted = query("SELECT count(*), min(at) FROM address_tries WHERE address = $1")
        .bind(address.0)
        .fetch_one(&mut *t)
        .await?;
    let (counted, oldest): (i64, Option<i64>) = (counted.try_get(0)?, counted.try_get(1)?);
    match oldest {
        Some(oldest) if counted >= i64::from(limit) => Ok(AddressTry::Full {
            oldest: read(oldest, "address_tries")?,
        }),
        _ => {
            let added =
                query("INSERT INTO address_tries (address, at) VALUES ($1, $2) RETURNING id")
                    .bind(address.0)
                    .bind(stored(now))
                    .fetch_one(t)
                    .await?;
            Ok(AddressTry::Counted(added.try_get(0)?))
        }
    }
}

pub(super) async fn release(t: &mut PgConnection, counted: i64) -> Result<(), StoreError> {
    query("DELETE FROM address_tries WHERE id = $1")
        .bind(counted)
        .execute(t)
        .await?;
    Ok(())
}
