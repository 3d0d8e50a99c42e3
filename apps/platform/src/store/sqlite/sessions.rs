use rusqlite::{OptionalExtension, Transaction};
use tongban_protocol::PublicPoint;

use super::errors::{fixed, stored};
use super::people;
use crate::store::{Principal, StoreError};

pub(super) fn add_nonce(
    t: &Transaction<'_>,
    nonce_hash: [u8; 32],
    device_key: PublicPoint,
    now: u64,
    expires_at: u64,
) -> Result<(), StoreError> {
    t.prepare_cached("DELETE FROM nonces WHERE expires_at <= ?1")?
        .execute([stored(now)])?;
    if !people::enrolled(t, device_key)? {
        return Ok(());
    }
    t.prepare_cached(
        "DELETE FROM nonces WHERE hash IN (SELECT hash FROM nonces WHERE device_key = ?1
             ORDER BY expires_at DESC LIMIT -1 OFFSET ?2)",
    )?
    .execute((device_key.as_bytes(), NONCES_OF_A_KEY - 1))?;
    t.prepare_cached("INSERT INTO nonces (hash, device_key, expires_at) VALUES (?1, ?2, ?3)")?
        .execute((nonce_hash, device_key.as_bytes(), stored(expires_at)))?;
    Ok(())
}

pub(super) fn use_nonce(
    t: &Transaction<'_>,
    nonce_hash: [u8; 32],
    device_key: PublicPoint,
    now: u64,
) -> Result<bool, StoreError> {
    t.prepare_cached("DELETE FROM nonces WHERE expires_at <= ?1")?
        .execute([stored(now)])?;
    let used = t
        .prepare_cached("DELETE FROM nonces WHERE hash = ?1 AND device_key = ?2")?
        .execute((nonce_hash, device_key.as_bytes()))?;
    Ok(used == 1)
}

pub(super) fn add(
    t: &Transaction<'_>,
    token_hash: [u8; 32],
    device_key: PublicPoint,
    expires_at: u64,
) -> Result<(), StoreError> {
    t.prepare_cached(
        "INSERT INTO sessions (token_hash, device_key, expires_at) VALUES (?1, ?2, ?3)",
    )?
    .execute((token_hash, device_key.as_bytes(), stored(expires_at)))?;
    Ok(())
}

pub(super) fn find(
    t: &Transaction<'_>,
    token_hash: [u8; 32],
    now: u64,
) -> Result<Option<Vec<Principal>>, StoreError> {
    t.prepare_cached("DELETE FROM sessions WHERE expires_at <= ?1")?
        .execute([stored(now)])?;
    let key: Option<Vec<u8>> = t
        .prepare_cached("SELECT device_key FROM sessions WHERE token_hash = ?1")?
        .query_row([token_hash], |row| row.get(0))
        .optional()?;
    let Some(key) = key else {
        return Ok(None);
    };
    let key: [u8; 33] = fixed(key, TABLE)?;
    let key = PublicPoint::from_sec1(&key).map_err(|_| StoreError::UnknownRow { table: TABLE })?;
    people::owners(t, key).map(Some)
}

const NONCES_OF_A_KEY: u32 = 8;

const TABLE: &str = "sessions";
