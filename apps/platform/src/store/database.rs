use std::fmt::{Debug, Formatter};
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use super::{OpenStoreError, PlatformStore, PostgresStore, SqliteStore, StoreError};

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
    /// The one that was named on the command line, else the one that `TONGBAN_DATABASE` names,
    /// else the embedded one.
    pub fn named(url: Option<DatabaseUrl>) -> Result<Self, OpenStoreError> {
        let url = match (url, std::env::var("TONGBAN_DATABASE")) {
            (Some(url), _) => Some(url),
            (None, Ok(text)) if !text.is_empty() => Some(text.parse()?),
            (None, Err(std::env::VarError::NotUnicode(_))) => return Err(OpenStoreError::Address),
            (None, _) => None,
        };
        Ok(url.map_or(Self::Embedded, Self::Postgres))
    }

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
