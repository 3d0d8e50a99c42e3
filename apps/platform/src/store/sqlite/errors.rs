use rusqlite::{Error, ErrorCode};

use crate::store::StoreError;

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let Error::SqliteFailure(failure, _) = &error else {
            return Self::Refused { code: 0 };
        };
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
                Self::ReadOnly
            }
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt,
            ErrorCode::SystemIoFailure => Self::Disk,
            _ => Self::Refused {
                code: failure.extended_code,
            },
        }
    }
}

/// Seconds and counters as SQLite keeps them; values beyond its range never occur in time.
pub(super) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The other way; a negative number is a row that this build did not write.
pub(super) fn read(number: i64, table: &'static str) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::UnknownRow { table })
}

/// A byte string of known length.
pub(super) fn fixed<const N: usize>(
    bytes: Vec<u8>,
    table: &'static str,
) -> Result<[u8; N], StoreError> {
    bytes
        .try_into()
        .map_err(|_| StoreError::UnknownRow { table })
}
