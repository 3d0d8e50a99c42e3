use tongban_cose::cbor::Limits;

use super::Cursor;
use crate::fields::{Extra, Fields, map};
use crate::{DecodeError, ScopeId};

/// Asks for what came after a cursor: body of `POST /v1/pull`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequest {
    /// The scope.
    pub scope: ScopeId,
    /// How far it has been read; `None` to begin.
    pub cursor: Option<Cursor>,
    /// Most rows that the answer may have, 1 to [`MAX_ROWS`].
    pub max_rows: u32,
    /// What this build does not know.
    pub extra: Extra,
}

/// Most rows of one page.
pub const MAX_ROWS: u32 = 500;

impl PullRequest {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let mut known = vec![(1, self.scope.item()), (3, self.max_rows.into())];
        if let Some(cursor) = &self.cursor {
            known.push((2, cursor.item()));
        }
        map(known, &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        Ok(Self {
            scope: ScopeId::from_value(fields.value(1, "scope")?)?,
            cursor: fields.optional(2).map(Cursor::from_value).transpose()?,
            max_rows: u32::try_from(fields.number(3, "max_rows")?)
                .ok()
                .filter(|rows| (1..=MAX_ROWS).contains(rows))
                .ok_or(DecodeError::FieldOutOfRange("max_rows"))?,
            extra: fields.extra(&[1, 2, 3]),
        })
    }
}

const LIMITS: Limits = Limits {
    max_bytes: 1024,
    max_depth: 4,
    max_items: 64,
};
