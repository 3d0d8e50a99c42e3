//! Numbered schemas; `user_version` says which one a file has. A step, once shipped, never
//! changes.

use std::path::Path;

use rusqlite::Transaction;

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
    for (step, sql) in STEPS.iter().enumerate().skip(found as usize) {
        transaction.execute_batch(sql).map_err(StoreError::from)?;
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

const STEPS: &[&str] = &[include_str!("schema/0001_first.sql")];
