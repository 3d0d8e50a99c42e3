use tongban_cose::cbor::Limits;

use super::{Cursor, MAX_SNAPSHOT_ROWS, SnapshotPlace};
use crate::fields::{Extra, Fields, map};
use crate::{DecodeError, ScopeId};

/// Asks for what came after a cursor, or for a snapshot: body of `POST /v1/pull`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequest {
    /// The scope.
    pub scope: ScopeId,
    /// How far it has been read; of a snapshot its pin. `None` to begin.
    pub cursor: Option<Cursor>,
    /// Most rows that the answer may have, 1 to [`MAX_ROWS`]; of a snapshot most cases that it
    /// begins, 1 to [`MAX_SNAPSHOT_ROWS`].
    pub max_rows: u32,
    /// Most bytes of rows that the answer should have; one row may be longer.
    pub max_bytes: Option<u32>,
    /// Asks for a snapshot from here on. A platform that does not know snapshots answers a first
    /// one with the ordinary page from the beginning.
    pub place: Option<SnapshotPlace>,
    /// `stable_seq` as it is known: if nothing else is new either, the answer is empty.
    pub stable_seq: Option<u64>,
    /// What this build does not know.
    pub extra: Extra,
}

/// Most rows of one page.
pub const MAX_ROWS: u32 = 500;

impl PullRequest {
    /// Asks for all rows after a cursor.
    pub fn after(scope: ScopeId, cursor: Option<Cursor>) -> Self {
        Self {
            scope,
            cursor,
            max_rows: MAX_ROWS,
            max_bytes: None,
            place: None,
            stable_seq: None,
            extra: Extra::default(),
        }
    }

    /// Asks for so many cases of a snapshot; `pin` and `place` are those of the page before.
    pub fn snapshot(scope: ScopeId, so_far: Option<(Cursor, SnapshotPlace)>, cases: u32) -> Self {
        Self {
            cursor: so_far.map(|(pin, _)| pin),
            max_rows: cases,
            place: Some(so_far.map_or(SnapshotPlace::BEGIN, |(_, place)| place)),
            ..Self::after(scope, None)
        }
    }

    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let mut known = vec![(1, self.scope.item()), (3, self.max_rows.into())];
        if let Some(cursor) = &self.cursor {
            known.push((2, cursor.item()));
        }
        if let Some(bytes) = self.max_bytes {
            known.push((4, bytes.into()));
        }
        if let Some(place) = self.place {
            known.push((5, place.item()));
        }
        if let Some(seq) = self.stable_seq {
            known.push((6, seq.into()));
        }
        map(known, &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let place = fields
            .optional(5)
            .map(SnapshotPlace::from_value)
            .transpose()?;
        let most = match place {
            Some(_) => MAX_SNAPSHOT_ROWS,
            None => MAX_ROWS,
        };
        let small = |label, name| match fields.optional(label) {
            None => Ok(None),
            Some(_) => fields.number(label, name).map(Some),
        };
        Ok(Self {
            scope: ScopeId::from_value(fields.value(1, "scope")?)?,
            cursor: fields.optional(2).map(Cursor::from_value).transpose()?,
            max_rows: u32::try_from(fields.number(3, "max_rows")?)
                .ok()
                .filter(|rows| (1..=most).contains(rows))
                .ok_or(DecodeError::FieldOutOfRange("max_rows"))?,
            max_bytes: small(4, "max_bytes")?
                .map(u32::try_from)
                .transpose()
                .map_err(|_| DecodeError::FieldOutOfRange("max_bytes"))?,
            place,
            stable_seq: small(6, "stable_seq")?,
            extra: fields.extra(&[1, 2, 3, 4, 5, 6]),
        })
    }
}

const LIMITS: Limits = Limits {
    max_bytes: 1024,
    max_depth: 4,
    max_items: 64,
};
