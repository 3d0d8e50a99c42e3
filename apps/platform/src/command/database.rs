use clap::Args;
use tongban_platform::store::{Database, DatabaseUrl, OpenStoreError};

/// Which database is meant.
#[derive(Args)]
pub struct DatabaseArg {
    /// Database on a PostgreSQL server (postgres://USER@HOST:PORT/NAME), which several processes
    /// may share; without it the one that TONGBAN_DATABASE names, else a file in the data folder.
    /// An address with a password belongs into the variable: everyone on a machine can read its
    /// command lines.
    #[arg(long, value_name = "ADDRESS")]
    database: Option<DatabaseUrl>,
}

impl DatabaseArg {
    pub fn named(self) -> Result<Database, OpenStoreError> {
        Database::named(self.database)
    }
}
