use sqlx::{PgConnection, query};
use tongban_protocol::PublicPoint;

use super::errors::{bytes, stored};
use super::people;
use crate::store::{Principal, StoreError};

pub(super) async fn add_nonce(
    t: &mut PgConnection,
    nonce_hash: [u8; 32],
    device_key: PublicPoint,
    now: u64,
    expires_at: u64,
) -> Result<(), StoreError> {
    forget_what_is_over(t, now).await?;
    if !people::enrolled(t, device_key).await? {
        return Ok(());
    }
    query(
        "DELETE FROM nonces WHERE hash IN (SELECT hash FROM nonces WHERE device_key = $1
             ORDER BY expires_at DESC OFFSET $2)",
    )
    .bind(device_key.as_bytes().as_slice())
    .bind(NONCES_OF_A_KEY - 1)
    .execute(&mut *t)
    .await?;
    query("INSERT INTO nonces (hash, device_key, expires_at) VALUES ($1, $2, $3)")
        .bind(nonce_hash)
        .bind(device_key.as_bytes().as_slice())
        .bind(stored(expires_at))
        .execute(t)
        .await?;
    Ok(())
}

pub(super) async fn use_nonce(
    t: &mut PgConnection,
    nonce_hash: [u8; 32],
    device_key: PublicPoint,
    now: u64,
) -> Result<bool, StoreError> {
    forget_what_is_over(t, now).await?;
    let used = query("DELETE FROM nonces WHERE hash = $1 AND device_key = $2")
        .bind(nonce_hash)
        .bind(device_key.as_bytes().as_slice())
        .execute(t)
        .await?;
    Ok(used.rows_affected() == 1)
}

pub(super) async fn add(
    t: &mut PgConnection,
    token_hash: [u8; 32],
    device_key: PublicPoint,
    expires_at: u64,
) -> Result<(), StoreError> {
    query("INSERT INTO sessions (token_hash, device_key, expires_at) VALUES ($1, $2, $3)")
        .bind(token_hash)
        .bind(device_key.as_bytes().as_slice())
        .bind(stored(expires_at))
        .execute(t)
        .await?;
    Ok(())
}

/// Reads only: a pull writes nothing, so pulls are never in each other's way.
pub(super) async fn find(
    t: &mut PgConnection,
    token_hash: [u8; 32],
    now: u64,
) -> Result<Option<Vec<Principal>>, StoreError> {
    let found = query("SELECT device_key FROM sessions WHERE token_hash = $1 AND expires_at > $2")
        .bind(token_hash)
        .bind(stored(now))
        .fetch_optional(&mut *t)
        .await?;
    let Some(row) = found else {
        return Ok(None);
    };
    let key: [u8; 33] = bytes(&row, 0, TABLE)?;
    let key = PublicPoint::from_sec1(&key).map_err(|_| StoreError::UnknownRow { table: TABLE })?;
    people::owners(t, key).await.map(Some)
}

/// Forgets nonces and sessions that are over.
async fn forget_what_is_over(t: &mut PgConnection, now: u64) -> Result<(), StoreError> {
    for over in [
        "DELETE FROM nonces WHERE expires_at <= $1",
        "DELETE FROM sessions WHERE expires_at <= $1",
    ] {
        query(over).bind(stored(now)).execute(&mut *t).await?;
    }
    Ok(())
}

const NONCES_OF_A_KEY: i64 = 8;

const TABLE: &str = "sessions";
