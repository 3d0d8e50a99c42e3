//! Between the platform's values and columns, whatever the database.

use super::StoreError;

/// Seconds and counters as a database keeps them; values beyond its range never occur in time.
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
