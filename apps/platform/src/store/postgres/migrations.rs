//! Numbered schemas; the table `tongban_schema` says which one a database has. A step, once
//! shipped, never changes.

use sqlx::{PgConnection, Row as _, query, raw_sql};

use super::errors::small;
use crate::store::{BackupError, OpenStoreError, StoreError};

/// Brings the database to the newest schema, step by step, in the caller's transaction. Of
/// several processes that start together the others wait for the first.
pub(super) async fn run(t: &mut PgConnection, name: &str) -> Result<(), OpenStoreError> {
    let found = found(t, name).await?;
    let known = STEPS.len() as u32;
    if found > known {
        return Err(OpenStoreError::Newer {
            file: name.into(),
            found,
            known,
        });
    }
    Ok(steps(t, found, known).await?)
}

/// Makes the tables of an older schema in a database that has none; a later [`run`] goes on.
pub(super) async fn make(t: &mut PgConnection, schema: u32) -> Result<(), BackupError> {
    if schema > STEPS.len() as u32 {
        return Err(BackupError::Newer);
    }
    match found(t, "").await {
        Ok(0) => Ok(steps(t, 0, schema).await?),
        Ok(_) | Err(OpenStoreError::Foreign { .. }) => Err(BackupError::NotEmpty),
        Err(error) => Err(error.into()),
    }
}

async fn steps(t: &mut PgConnection, from: u32, to: u32) -> Result<(), StoreError> {
    for (step, sql) in (1_i64..).zip(STEPS).take(to as usize).skip(from as usize) {
        raw_sql(*sql).execute(&mut *t).await?;
        query("UPDATE tongban_schema SET version = $1")
            .bind(step)
            .execute(&mut *t)
            .await?;
    }
    Ok(())
}

/// The schema that is there; 0 for an empty database, in which the mark is made.
async fn found(t: &mut PgConnection, name: &str) -> Result<u32, OpenStoreError> {
    query("SELECT pg_advisory_xact_lock($1)")
        .bind(LOCK)
        .execute(&mut *t)
        .await
        .map_err(StoreError::from)?;
    let tables = query(
        "SELECT count(*), count(*) FILTER (WHERE table_name = 'tongban_schema')
         FROM information_schema.tables WHERE table_schema = current_schema()",
    )
    .fetch_one(&mut *t)
    .await
    .map_err(StoreError::from)?;
    let (all, ours): (i64, i64) = (
        tables.try_get(0).map_err(StoreError::from)?,
        tables.try_get(1).map_err(StoreError::from)?,
    );
    if ours == 0 && all > 0 {
        return Err(OpenStoreError::Foreign { file: name.into() });
    }
    if ours == 0 {
        raw_sql(
            "CREATE TABLE tongban_schema (one SMALLINT PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL);
             INSERT INTO tongban_schema (one, version) VALUES (1, 0)",
        )
        .execute(&mut *t)
        .await
        .map_err(StoreError::from)?;
    }
    let version = query("SELECT version FROM tongban_schema")
        .fetch_one(&mut *t)
        .await
        .map_err(StoreError::from)?;
    Ok(small(&version, 0, "tongban_schema")?)
}

/// `TBPF`.
const LOCK: i64 = 0x5442_5046;

const STEPS: &[&str] = &[
    include_str!("schema/0001_first.sql"),
    include_str!("schema/0002_snapshots.sql"),
];
