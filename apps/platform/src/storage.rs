//! Where a platform keeps what it knows, beside its data folder.

use crate::ports::blob_store::{Attachments, S3Place, S3PlaceError};
use crate::store::{Database, DatabaseUrl, OpenStoreError};

/// Database and attachments. By default both lie in the data folder.
#[derive(Debug, Clone, Default)]
pub struct Storage {
    /// The database.
    pub database: Database,
    /// The attachments.
    pub attachments: Attachments,
}

/// A place that is named by a text that is none.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// Not the address of a database.
    #[error(transparent)]
    Database(#[from] OpenStoreError),
    /// Not a place of attachments.
    #[error(transparent)]
    Attachments(#[from] S3PlaceError),
}

impl Storage {
    /// What was named on the command line, else what `TONGBAN_DATABASE` and
    /// `TONGBAN_ATTACHMENTS` name, else the data folder.
    pub fn named(
        database: Option<DatabaseUrl>,
        attachments: Option<S3Place>,
    ) -> Result<Self, StorageError> {
        let database = match (database, variable("TONGBAN_DATABASE")) {
            (None, Some(text)) => Some(text.parse()?),
            (named, _) => named,
        };
        let attachments = match (attachments, variable("TONGBAN_ATTACHMENTS")) {
            (None, Some(text)) => Some(text.parse()?),
            (named, _) => named,
        };
        Ok(Self {
            database: database.map_or(Database::Embedded, Database::Postgres),
            attachments: attachments.map_or(Attachments::Folder, Attachments::S3),
        })
    }
}

impl From<Database> for Storage {
    fn from(database: Database) -> Self {
        Self {
            database,
            attachments: Attachments::Folder,
        }
    }
}

/// A text that is not Unicode is no address either; it is read so that it is refused.
fn variable(name: &str) -> Option<String> {
    let value = std::env::var_os(name)?.to_string_lossy().into_owned();
    (!value.is_empty()).then_some(value)
}
