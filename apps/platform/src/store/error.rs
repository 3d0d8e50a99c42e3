use std::path::PathBuf;

/// A store that could not do what was asked; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk, or the quota set for the database, is full.
    #[error("platform database cannot grow, the disk or its quota is full")]
    DiskFull,
    /// Another process held the database, or was in this one's way, for longer than a writer waits.
    #[error("platform database is held by another process")]
    Busy,
    /// The database server does not answer, or its connection broke. What was under way may be
    /// stored or not; asking again with the same id is safe.
    #[error("server of the platform database does not answer")]
    Unreachable,
    /// The file may not be written.
    #[error("platform database may not be written")]
    ReadOnly,
    /// The file is damaged. It is left as it is.
    #[error("platform database is damaged")]
    Corrupt,
    /// The disk answered with an error.
    #[error("disk of the platform database answers with an error")]
    Disk,
    /// A stored row does not have the shape that this build wrote.
    #[error("row in table {table} has an unknown shape")]
    UnknownRow {
        /// Where it lies.
        table: &'static str,
    },
    /// Anything else that the database says; the text names no stored value.
    #[error("platform database refused a statement with code {code}")]
    Refused {
        /// SQLite's extended result code, or PostgreSQL's SQLSTATE read as a number in base 36; 0
        /// where there is none.
        code: i32,
    },
}

/// A database that could not be opened. The file is never replaced or emptied.
#[derive(Debug, thiserror::Error)]
pub enum OpenStoreError {
    /// The folder cannot be made or written.
    #[error("data folder {folder} cannot be used")]
    Folder {
        /// The folder that was asked for.
        folder: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The file is no database or its pages do not fit together.
    #[error("database {file} is damaged; it was left as it is, restore a backup or move it away")]
    Corrupt {
        /// The damaged file.
        file: PathBuf,
    },
    /// The file, or the database of that name on the server, belongs to another program.
    #[error("database {file} was made by another program")]
    Foreign {
        /// What is not ours.
        file: PathBuf,
    },
    /// A newer build has been here; an older one must not write.
    #[error(
        "database {file} has schema {found}, this build knows up to {known}; use the newer build"
    )]
    Newer {
        /// The newer file, or the name of the newer database on the server.
        file: PathBuf,
        /// Its schema.
        found: u32,
        /// The newest schema of this build.
        known: u32,
    },
    /// The address of a database server is none.
    #[error("address of the database is not understood; write postgres://USER@HOST:PORT/NAME")]
    Address,
    /// Any other failure.
    #[error("database cannot be opened")]
    Store(#[from] StoreError),
}

/// A backup that was not made or not restored. What was there before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The folder of the backup holds something already, or cannot be named.
    #[error("folder of the backup must be new or empty")]
    Name,
    /// There is something where the backup would be restored to.
    #[error("a backup is restored only where nothing is; move what is there away")]
    NotEmpty,
    /// The folder holds no whole backup.
    #[error("folder holds no whole backup")]
    Manifest,
    /// A file of the backup was changed after it was written.
    #[error("file {name} of the backup was changed after it was written")]
    Changed {
        /// Its name in the backup.
        name: String,
    },
    /// The backup is of the other kind of database.
    #[error("backup is of {found}, and the database named is of {wanted}")]
    OtherKind {
        /// The kind of the backup.
        found: String,
        /// The kind that was asked for.
        wanted: &'static str,
    },
    /// A newer build has made the backup.
    #[error("backup was made by a newer build; use that one")]
    Newer,
    /// The file system refuses.
    #[error("file of the backup cannot be read or written")]
    File(#[from] std::io::Error),
    /// The attachments cannot be read or written.
    #[error("attachments cannot be copied")]
    Blob(#[from] crate::ports::blob_store::BlobError),
    /// The database cannot be opened.
    #[error("database cannot be opened")]
    Open(#[from] OpenStoreError),
    /// The database failed.
    #[error("database failed")]
    Store(#[from] StoreError),
    /// No random bits.
    #[error("epoch cannot be drawn")]
    Entropy(#[from] tongban_device::EntropyError),
}
