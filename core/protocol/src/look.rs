use tongban_cose::cbor::{Item, Limits};

use crate::fields::{Fields, map};
use crate::{DecodeError, Extra, VoucherNumber};

/// Asks who printed a voucher, before any secret is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookRequest {
    /// The number on the paper.
    pub number: VoucherNumber,
    /// What this build does not know.
    pub extra: Extra,
}

impl LookRequest {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        map(vec![(1, self.number.get().into())], &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        Ok(Self {
            number: number(fields.number(1, "number")?)?,
            extra: fields.extra(&[1]),
        })
    }
}

/// Who printed the voucher and how long it holds. Says nothing about the resident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookResponse {
    /// Who has seen the ID card.
    pub clerk: String,
    /// Where.
    pub station: String,
    /// Seconds since 1970.
    pub printed_at: u64,
    /// First second at which it no longer counts.
    pub expires_at: u64,
    /// Wrong tries that are left.
    pub tries_left: u8,
    /// What this build does not know.
    pub extra: Extra,
}

impl LookResponse {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let known = vec![
            (1, Item::from(self.clerk.as_str())),
            (2, self.station.as_str().into()),
            (3, self.printed_at.into()),
            (4, self.expires_at.into()),
            (5, u32::from(self.tries_left).into()),
        ];
        map(known, &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        Ok(Self {
            clerk: fields.text(1, "clerk", MAX_NAME)?,
            station: fields.text(2, "station", MAX_NAME)?,
            printed_at: fields.number(3, "printed_at")?,
            expires_at: fields.number(4, "expires_at")?,
            tries_left: fields
                .number(5, "tries_left")?
                .try_into()
                .map_err(|_| DecodeError::FieldOutOfRange("tries_left"))?,
            extra: fields.extra(&[1, 2, 3, 4, 5]),
        })
    }
}

/// A voucher number that travels as an integer.
pub(crate) fn number(number: u64) -> Result<VoucherNumber, DecodeError> {
    u32::try_from(number)
        .ok()
        .and_then(VoucherNumber::new)
        .ok_or(DecodeError::FieldOutOfRange("number"))
}

const MAX_NAME: usize = 256;
const LIMITS: Limits = Limits {
    max_bytes: 2048,
    max_depth: 4,
    max_items: 64,
};
