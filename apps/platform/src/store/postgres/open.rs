use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection as _, PgPool};
use tongban_protocol::Epoch;

use super::{PostgresStore, backup, migrations, transaction};
use crate::store::{BackupError, DatabaseUrl, OpenStoreError, StoreError};

impl PostgresStore {
    /// Connects to a database that is there and brings its schema up to date. One that another
    /// program or a newer build uses is reported and left as it is.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, OpenStoreError> {
        let (store, name) = Self::connect(url)?;
        migrate(&store.pool, &name).await?;
        Ok(store)
    }

    /// Fills a database that has no tables from the folder of a backup.
    pub(crate) async fn restore(
        url: &DatabaseUrl,
        from: &Path,
        epoch: Epoch,
    ) -> Result<(), BackupError> {
        let (store, _) = Self::connect(url)?;
        let restored = backup::restore(&store, from, epoch).await;
        store.pool.close().await;
        restored
    }

    fn connect(url: &DatabaseUrl) -> Result<(Self, String), OpenStoreError> {
        let options = PgConnectOptions::from_str(url.expose())
            .map_err(|_| OpenStoreError::Address)?
            .application_name("tongban-platform")
            // What was answered is durable, whatever the server's default says.
            .options([("synchronous_commit", "on"), ("lock_timeout", "5s")])
            // A process that hangs, or whose machine is gone, does not hold the others for long.
            .options([("idle_in_transaction_session_timeout", "60s")])
            .options([
                ("tcp_keepalives_idle", "30"),
                ("tcp_keepalives_interval", "10"),
            ]);
        let name = options.get_database().unwrap_or("postgres").to_owned();
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            // Asking before each use would cost a round trip; one that rested may be gone.
            .test_before_acquire(false)
            .before_acquire(|connection, meta| {
                Box::pin(
                    async move { Ok(meta.idle_for < RESTED || connection.ping().await.is_ok()) },
                )
            })
            .connect_lazy_with(options);
        Ok((Self { pool }, name))
    }
}

async fn migrate(pool: &PgPool, name: &str) -> Result<(), OpenStoreError> {
    let since = Instant::now();
    // Not serializable: who waited for another process to make the tables must see them.
    let mut t = loop {
        match transaction::begin(pool, "BEGIN").await {
            Ok(begun) => break begun,
            // A server that starts at the same moment as the platform.
            Err(StoreError::Unreachable) if since.elapsed() < PATIENCE => {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Err(error) => return Err(error.into()),
        }
    };
    migrations::run(&mut t, name).await?;
    t.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// For one process; a server takes 100 by default.
const CONNECTIONS: u32 = 16;
const PATIENCE: Duration = Duration::from_secs(5);
const RESTED: Duration = Duration::from_secs(1);
