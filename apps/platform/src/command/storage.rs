use clap::Args;
use tongban_platform::ports::blob_store::S3Place;
use tongban_platform::store::DatabaseUrl;
use tongban_platform::{Storage, StorageError};

/// Where database and attachments are, if not in the data folder.
#[derive(Args)]
pub struct StorageArgs {
    /// Database on a PostgreSQL server (postgres://USER@HOST:PORT/NAME), which several processes
    /// may share; without it the one that TONGBAN_DATABASE names, else a file in the data folder.
    /// An address with a password belongs into the variable: everyone on a machine can read its
    /// command lines.
    #[arg(long, value_name = "ADDRESS")]
    database: Option<DatabaseUrl>,
    /// Attachments on an S3-compatible server (s3://BUCKET/PREFIX); server and keys come from
    /// AWS_ENDPOINT, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Without it the place that
    /// TONGBAN_ATTACHMENTS names, else a folder in the data folder.
    #[arg(long, value_name = "PLACE")]
    attachments: Option<S3Place>,
}

impl StorageArgs {
    pub fn named(self) -> Result<Storage, StorageError> {
        Storage::named(self.database, self.attachments)
    }
}
