//! A database beside the platform's own, for a drill, and whether one is empty.

use sqlx::postgres::PgConnectOptions;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, PgConnection, Row as _,
    query,
};

use crate::store::{DatabaseUrl, OpenStoreError, StoreError};

/// Makes an empty database on the same server; the account needs the right to.
pub(crate) async fn make(url: &DatabaseUrl, mark: u64) -> Result<DatabaseUrl, OpenStoreError> {
    let name = format!("tongban_drill_{mark:016x}");
    run(url, format!("CREATE DATABASE {name} TEMPLATE template0")).await?;
    let there = options(url)?.database(&name);
    there.to_url_lossy().as_str().parse()
}

/// Removes it again.
pub(crate) async fn remove(url: &DatabaseUrl, scratch: &DatabaseUrl) -> Result<(), OpenStoreError> {
    let options = options(scratch)?;
    let Some(name) = options.get_database() else {
        return Ok(());
    };
    run(url, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await
}

/// Whether anybody has made a table there.
pub(crate) async fn has_tables(url: &DatabaseUrl) -> Result<bool, OpenStoreError> {
    let mut connection = PgConnection::connect_with(&options(url)?)
        .await
        .map_err(StoreError::from)?;
    let found = query(
        "SELECT EXISTS (SELECT 1 FROM information_schema.tables
                        WHERE table_schema = current_schema())",
    )
    .fetch_one(&mut connection)
    .await
    .and_then(|row| row.try_get(0));
    Ok(found.map_err(StoreError::from)?)
}

async fn run(url: &DatabaseUrl, sql: String) -> Result<(), OpenStoreError> {
    let mut connection = PgConnection::connect_with(&options(url)?)
        .await
        .map_err(StoreError::from)?;
    // The name is made of hexadecimal digits, here and nowhere else.
    let done = connection.execute(AssertSqlSafe(sql)).await;
    done.map_err(StoreError::from)?;
    Ok(())
}

fn options(url: &DatabaseUrl) -> Result<PgConnectOptions, OpenStoreError> {
    url.expose().parse().map_err(|_| OpenStoreError::Address)
}
