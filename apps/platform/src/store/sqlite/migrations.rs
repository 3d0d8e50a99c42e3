//! Numbered schemas; `user_version` says which one a file has. A step, once shipped, never
//! changes.

use std::path::Path;

use rusqlite::Transaction;
use tongban_cose::sha256;

use crate::store::{OpenStoreError, StoreError};

/// Brings the file to the newest schema, step by step, in the caller's transaction.
pub(super) fn run(transaction: &Transaction<'_>, file: &Path) -> Result<(), OpenStoreError> {
    let number = |pragma: &str| -> Result<u32, StoreError> {
        Ok(transaction.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))?)
    };
    let found = number("user_version")?;
    let tables: u32 = transaction
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(StoreError::from)?;
    let ours = number("application_id")? == APPLICATION_ID;
    if !ours && (tables > 0 || found > 0) {
        return Err(OpenStoreError::Foreign {
            file: file.to_owned(),
        });
    }
    let known = STEPS.len() as u32;
    if found > known {
        return Err(OpenStoreError::Newer {
            file: file.to_owned(),
            found,
            known,
        });
    }
    for (step, (sql, fill)) in STEPS.iter().enumerate().skip(found as usize) {
        transaction.execute_batch(sql).map_err(StoreError::from)?;
        fill(transaction)?;
        transaction
            .pragma_update(None, "user_version", step as u32 + 1)
            .map_err(StoreError::from)?;
    }
    transaction
        .pragma_update(None, "application_id", APPLICATION_ID)
        .map_err(StoreError::from)?;
    Ok(())
}

/// `TBPF`.
const APPLICATION_ID: u32 = 0x5442_5046;

/// SQL, then what SQL alone cannot compute.
type Step = (&'static str, fn(&Transaction<'_>) -> Result<(), StoreError>);

const STEPS: &[Step] = &[
    (include_str!("schema/0001_first.sql"), |_| Ok(())),
    (include_str!("schema/0002_sync_and_cases.sql"), name_signers),
    (include_str!("schema/0003_backed_up.sql"), |_| Ok(())),
    (include_str!("schema/0004_snapshots.sql"), |_| Ok(())),
];

/// Gives every earlier enrolment the fingerprint by which operations name its submission key.
fn name_signers(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let mut query = transaction.prepare("SELECT enrol_id, submission_key FROM enrolments")?;
    let keys: Vec<(Vec<u8>, Vec<u8>)> = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (enrol_id, key) in keys {
        transaction.execute(
            "UPDATE enrolments SET signer = ?1 WHERE enrol_id = ?2",
            (sha256(&key), enrol_id),
        )?;
    }
    Ok(())
}
