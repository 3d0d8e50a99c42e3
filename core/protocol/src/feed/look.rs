use tongban_cose::cbor::Limits;

use crate::fields::{Fields, map};
use crate::{DecodeError, Extra, ReadLogHead};

/// One line of the platform's read log, as the person sees it whose record was read (rule K6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookRow {
    /// When, seconds since 1970.
    pub at: u64,
    /// Who: role, name and office.
    pub actor: String,
    /// Stable slug of the purpose.
    pub purpose: String,
    /// Place and hash of the line in the whole log.
    pub line: ReadLogHead,
    /// What this build does not know.
    pub extra: Extra,
}

impl LookRow {
    /// The body of the row.
    pub fn encode(&self) -> Vec<u8> {
        let known = vec![
            (1, self.at.into()),
            (2, self.actor.as_str().into()),
            (3, self.purpose.as_str().into()),
            (4, self.line.item()),
        ];
        map(known, &self.extra).encode()
    }

    /// Reads the body of a row.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        Ok(Self {
            at: fields.number(1, "at")?,
            actor: fields.text(2, "actor", 512)?,
            purpose: fields.text(3, "purpose", 64)?,
            line: ReadLogHead::from_value(fields.value(4, "line")?)?,
            extra: fields.extra(&[1, 2, 3, 4]),
        })
    }
}

const LIMITS: Limits = Limits {
    max_bytes: 2048,
    max_depth: 4,
    max_items: 64,
};
