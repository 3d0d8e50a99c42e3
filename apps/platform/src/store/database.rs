use std::fmt::{Debug, Formatter};
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use tongban_protocol::Epoch;

use super::{
    BackupError, OpenStoreError, PlatformStore, PostgresStore, SqliteStore, StoreError, postgres,
};

/// Which database the platform keeps its memory in.
#[derive(Debug, Clone, Default)]
pub enum Database {
    /// A SQLite file in the data folder.
    #[default]
    Embedded,
    /// A database on a PostgreSQL server, which several processes may share.
    Postgres(DatabaseUrl),
}

impl Database {
    /// Opens it; what is not there is made. `quota` caps an embedded database in bytes.
    pub(crate) async fn open(
        &self,
        folder: &Path,
        quota: Option<u64>,
    ) -> Result<Arc<dyn PlatformStore>, OpenStoreError> {
        match self {
            Self::Embedded => {
                let folder = folder.to_owned();
                let opened =
                    tokio::task::spawn_blocking(move || SqliteStore::open(&folder, quota)).await;
                let opened = opened.map_err(|_| StoreError::Refused { code: 0 })?;
                Ok(Arc::new(opened?))
            }
            Self::Postgres(url) => Ok(Arc::new(PostgresStore::open(url).await?)),
        }
    }

    /// Makes it from the folder of a backup, with a new epoch (rule S2); nothing may be there.
    pub(crate) async fn restore(
        &self,
        folder: &Path,
        from: &Path,
        epoch: Epoch,
    ) -> Result<(), BackupError> {
        match self {
            Self::Embedded => {
                let (folder, from) = (folder.to_owned(), from.to_owned());
                tokio::task::spawn_blocking(move || SqliteStore::restore(&folder, &from, epoch))
                    .await
                    .unwrap_or(Err(StoreError::Refused { code: 0 }.into()))
            }
            Self::Postgres(url) => PostgresStore::restore(url, from, epoch).await,
        }
    }

    /// Whether there is one already, ours or anybody's.
    pub(crate) async fn holds_something(&self, folder: &Path) -> Result<bool, OpenStoreError> {
        match self {
            Self::Embedded => Ok(SqliteStore::is_there(folder)),
            Self::Postgres(url) => postgres::scratch::has_tables(url).await,
        }
    }

    /// An empty one beside it, for a drill.
    pub(crate) async fn scratch(&self, mark: u64) -> Result<Self, OpenStoreError> {
        match self {
            Self::Embedded => Ok(Self::Embedded),
            Self::Postgres(url) => postgres::scratch::make(url, mark).await.map(Self::Postgres),
        }
    }

    /// Removes what [`Self::scratch`] made on a server; files go with their folder.
    pub(crate) async fn remove_scratch(&self, scratch: &Self) -> Result<(), OpenStoreError> {
        match (self, scratch) {
            (Self::Postgres(url), Self::Postgres(scratch)) => {
                postgres::scratch::remove(url, scratch).await
            }
            _ => Ok(()),
        }
    }

    /// Stable name of the kind, for a backup's manifest.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Embedded => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }
}

/// `postgres://USER:PASSWORD@HOST:PORT/NAME`. It may hold a password, so nothing prints it.
#[derive(Clone)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The text, for the one who connects.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl FromStr for DatabaseUrl {
    type Err = OpenStoreError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = ["postgres://", "postgresql://"];
        if known.iter().any(|scheme| text.starts_with(scheme)) {
            return Ok(Self(text.to_owned()));
        }
        Err(OpenStoreError::Address)
    }
}

impl Debug for DatabaseUrl {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str("DatabaseUrl(..)")
    }
}
