use tongban_cose::cbor::{Item, Value};
use tongban_cose::sha256;

use super::{MAX_NUMBER, PageError, Row};
use crate::fields::fixed;
use crate::{DecodeError, Epoch};

/// How far a scope has been read, and in which history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The history.
    pub epoch: Epoch,
    /// Seq of the last row that was taken over; 0 for none.
    pub seq: u64,
    /// Hash over all rows up to that one.
    pub rolling_hash: [u8; 32],
}

impl Cursor {
    /// Before the first row of a history.
    pub const fn start(epoch: Epoch) -> Self {
        Self {
            epoch,
            seq: 0,
            rolling_hash: [0; 32],
        }
    }

    /// The cursor after `row`, which must be the very next one.
    pub fn after(&self, row: &Row) -> Result<Self, PageError> {
        if self.seq.checked_add(1) != Some(row.seq()) {
            return Err(PageError::Gap);
        }
        let mut chained = self.rolling_hash.to_vec();
        chained.extend_from_slice(row.digest());
        Ok(Self {
            epoch: self.epoch,
            seq: row.seq(),
            rolling_hash: sha256(&chained),
        })
    }

    pub(super) fn item(&self) -> Item {
        Item::Array(vec![
            self.epoch.item(),
            self.seq.into(),
            self.rolling_hash[..].into(),
        ])
    }

    pub(super) fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        const NAME: &str = "cursor";
        let Some([epoch, seq, hash]) = value.as_array() else {
            return Err(DecodeError::FieldOutOfRange(NAME));
        };
        Ok(Self {
            epoch: Epoch::from_value(epoch)?,
            seq: seq
                .as_u64()
                .filter(|seq| *seq <= MAX_NUMBER)
                .ok_or(DecodeError::FieldOutOfRange(NAME))?,
            rolling_hash: fixed(hash, NAME)?,
        })
    }
}
