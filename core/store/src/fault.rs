//! What the disk and the database engine answer, folded to what a caller can act on.

use std::io::ErrorKind;

use rusqlite::ffi;
use tongban_device::{BlobError, EntropyError};

/// A failure below the use cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    DiskFull,
    NotPermitted,
    Damaged,
    Conflict,
    Newer { found: u32, known: u32 },
    Disk(ErrorKind),
    Engine(i32),
}

/// Why stored rows could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The file is damaged; opening it again sets it aside.
    #[error("database is damaged")]
    Damaged,
    /// The disk failed.
    #[error("disk failed: {0}")]
    Disk(ErrorKind),
    /// The database engine failed with this code.
    #[error("database engine failed with code {0}")]
    Engine(i32),
}

/// Why nothing was written; what was stored before is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// There is no room.
    #[error("disk is full")]
    DiskFull,
    /// The file is damaged; opening it again sets it aside.
    #[error("database is damaged")]
    Damaged,
    /// The row to change does not exist.
    #[error("entry does not exist")]
    NotFound,
    /// The row exists already, or depends on one that does not.
    #[error("entry conflicts with what is stored")]
    Conflict,
    /// The disk failed.
    #[error("disk failed: {0}")]
    Disk(ErrorKind),
    /// The database engine failed with this code.
    #[error("database engine failed with code {0}")]
    Engine(i32),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        let failure = match error {
            rusqlite::Error::SqliteFailure(failure, _) => failure,
            rusqlite::Error::ToSqlConversionFailure(_) => return Self::Engine(ffi::SQLITE_RANGE),
            // A value of another type or size than this code writes.
            _ => return Self::Damaged,
        };
        match failure.extended_code {
            // Shared memory of the write-ahead log could not be allocated.
            ffi::SQLITE_IOERR_SHMSIZE => return Self::DiskFull,
            ffi::SQLITE_IOERR_SHORT_READ | ffi::SQLITE_IOERR_CORRUPTFS => return Self::Damaged,
            _ => {}
        }
        match failure.code {
            ffi::ErrorCode::DiskFull => Self::DiskFull,
            ffi::ErrorCode::DatabaseCorrupt | ffi::ErrorCode::NotADatabase => Self::Damaged,
            ffi::ErrorCode::ConstraintViolation => Self::Conflict,
            ffi::ErrorCode::ReadOnly
            | ffi::ErrorCode::PermissionDenied
            | ffi::ErrorCode::CannotOpen => Self::NotPermitted,
            ffi::ErrorCode::SystemIoFailure => Self::Disk(ErrorKind::Other),
            _ => Self::Engine(failure.extended_code),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        BlobError::from(error).into()
    }
}

impl From<BlobError> for Fault {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::DiskFull => Self::DiskFull,
            BlobError::NotPermitted => Self::NotPermitted,
            BlobError::BadName => Self::Disk(ErrorKind::InvalidFilename),
            BlobError::Disk(kind) => Self::Disk(kind),
        }
    }
}

impl From<Fault> for ReadError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Damaged | Fault::Conflict | Fault::Newer { .. } => Self::Damaged,
            Fault::DiskFull => Self::Disk(ErrorKind::StorageFull),
            Fault::NotPermitted => Self::Disk(ErrorKind::PermissionDenied),
            Fault::Disk(kind) => Self::Disk(kind),
            Fault::Engine(code) => Self::Engine(code),
        }
    }
}

impl From<Fault> for WriteError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::DiskFull => Self::DiskFull,
            Fault::Damaged | Fault::Newer { .. } => Self::Damaged,
            Fault::Conflict => Self::Conflict,
            Fault::NotPermitted => Self::Disk(ErrorKind::PermissionDenied),
            Fault::Disk(kind) => Self::Disk(kind),
            Fault::Engine(code) => Self::Engine(code),
        }
    }
}

impl From<rusqlite::Error> for ReadError {
    fn from(error: rusqlite::Error) -> Self {
        Fault::from(error).into()
    }
}

impl From<rusqlite::Error> for WriteError {
    fn from(error: rusqlite::Error) -> Self {
        Fault::from(error).into()
    }
}

/// What disk, engine and random source of a store can do to any use case; wrapped by the
/// error of each, so that a host answers it in one place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageFault {
    /// A file was written by a newer app.
    #[error("data has version {found}, this app knows {known}")]
    NewerVersion {
        /// Version of the file.
        found: u32,
        /// Newest version that this app reads.
        known: u32,
    },
    /// There is no room.
    #[error("disk is full")]
    DiskFull,
    /// The folder may not be used by this account, or is read-only.
    #[error("data folder may not be used")]
    NotPermitted,
    /// The disk failed.
    #[error("disk failed: {0}")]
    Disk(ErrorKind),
    /// The machine has no random bytes to give.
    #[error("random source does not answer")]
    NoEntropy,
    /// The database engine failed with this code.
    #[error("database engine failed with code {0}")]
    Engine(i32),
}

impl From<Fault> for StorageFault {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::DiskFull => Self::DiskFull,
            Fault::NotPermitted => Self::NotPermitted,
            Fault::Damaged => Self::Engine(ffi::SQLITE_CORRUPT),
            Fault::Conflict => Self::Engine(ffi::SQLITE_CONSTRAINT),
            Fault::Newer { found, known } => Self::NewerVersion { found, known },
            Fault::Disk(kind) => Self::Disk(kind),
            Fault::Engine(code) => Self::Engine(code),
        }
    }
}

impl From<EntropyError> for StorageFault {
    fn from(_: EntropyError) -> Self {
        Self::NoEntropy
    }
}

/// Lets `?` fold what the steps of a use case answer into its variant `Storage`.
macro_rules! folds_into_storage {
    ($error:ident: $($cause:ty),+) => {
        $(impl From<$cause> for $error {
            fn from(cause: $cause) -> Self {
                Self::Storage(cause.into())
            }
        })+
    };
}
pub(crate) use folds_into_storage;
