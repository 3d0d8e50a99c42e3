use sqlx::Error;
use sqlx::postgres::PgRow;
use sqlx::{ColumnIndex, Row as _};

pub(super) use crate::store::columns::{fixed, read, stored};

use crate::store::StoreError;

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match &error {
            Error::Database(said) => said.code().map_or(Self::Refused { code: 0 }, of_state),
            Error::PoolTimedOut => Self::Busy,
            Error::Io(_) | Error::Tls(_) | Error::Protocol(_) | Error::PoolClosed => {
                Self::Unreachable
            }
            _ => Self::Refused { code: 0 },
        }
    }
}

/// What an SQLSTATE means here (PostgreSQL, appendix A).
fn of_state(state: std::borrow::Cow<'_, str>) -> StoreError {
    match state.as_ref() {
        // Serialization failure, deadlock, lock not available, too many connections.
        "40001" | "40P01" | "55P03" | "53300" => StoreError::Busy,
        "53100" => StoreError::DiskFull,
        "25006" | "42501" => StoreError::ReadOnly,
        "58030" => StoreError::Disk,
        "XX001" | "XX002" => StoreError::Corrupt,
        // Shut down by its administrator or after a crash, starting up; connection lost.
        "57P01" | "57P02" | "57P03" => StoreError::Unreachable,
        other if other.starts_with("08") => StoreError::Unreachable,
        other => StoreError::Refused {
            code: i32::from_str_radix(other, 36).unwrap_or(0),
        },
    }
}

/// Another row has this value. A check before it may have missed one that came at the same moment.
pub(super) fn is_unique_violation(error: &StoreError) -> bool {
    matches!(error, StoreError::Refused { code } if Ok(*code) == i32::from_str_radix("23505", 36))
}

/// A byte string of known length.
pub(super) fn bytes<const N: usize, I: ColumnIndex<PgRow>>(
    row: &PgRow,
    column: I,
    table: &'static str,
) -> Result<[u8; N], StoreError> {
    fixed(row.try_get(column)?, table)
}

/// The same of a column that may be empty.
pub(super) fn bytes_if_any<const N: usize, I: ColumnIndex<PgRow>>(
    row: &PgRow,
    column: I,
    table: &'static str,
) -> Result<Option<[u8; N]>, StoreError> {
    let bytes: Option<Vec<u8>> = row.try_get(column)?;
    bytes.map(|bytes| fixed(bytes, table)).transpose()
}

/// Seconds or a counter.
pub(super) fn number<I: ColumnIndex<PgRow>>(
    row: &PgRow,
    column: I,
    table: &'static str,
) -> Result<u64, StoreError> {
    read(row.try_get(column)?, table)
}

/// A number of 32 bits, which PostgreSQL has only with a sign.
pub(super) fn small<I: ColumnIndex<PgRow>>(
    row: &PgRow,
    column: I,
    table: &'static str,
) -> Result<u32, StoreError> {
    let number: i64 = row.try_get(column)?;
    u32::try_from(number).map_err(|_| StoreError::UnknownRow { table })
}
