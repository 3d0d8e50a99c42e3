use tongban_cose::cbor::{Item, Limits};

use super::{Cursor, MAX_ROWS, PullRequest, Row};
use crate::fields::{Extra, Fields, map};
use crate::{DecodeError, Epoch, ScopeId};

/// Answer to a pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PullResponse {
    /// What came after the cursor.
    Page(Page),
    /// The cursor is not of the platform's history: begin anew in this one (rule S2).
    Fork {
        /// The scope.
        scope: ScopeId,
        /// The history that the platform has now.
        epoch: Epoch,
    },
}

/// Rows that follow a cursor without a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The scope.
    pub scope: ScopeId,
    /// The cursor after the last row.
    pub cursor: Cursor,
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// Whether there are more now.
    pub more: bool,
    /// Every row up to here is in a backup.
    pub stable_seq: u64,
    /// The platform's clock, seconds since 1970.
    pub now: u64,
    /// What this build does not know.
    pub extra: Extra,
}

/// Why a page does not follow the cursor that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// It is about another scope.
    #[error("page is about another scope")]
    OtherScope,
    /// It belongs to another history and does not say so.
    #[error("page is of another epoch")]
    OtherEpoch,
    /// A row is missing, doubled or out of order (rule S1).
    #[error("page has a gap")]
    Gap,
    /// Its rows do not give its rolling hash (rule S2).
    #[error("page does not give its rolling hash")]
    WrongHash,
}

impl PullResponse {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Page(page) => {
                let rows = page.rows.iter();
                let known = vec![
                    (1, page.scope.item()),
                    (2, page.cursor.item()),
                    (
                        3,
                        Item::Array(rows.map(|row| Item::Encoded(row.raw().to_vec())).collect()),
                    ),
                    (4, Item::Bool(page.more)),
                    (5, page.stable_seq.into()),
                    (6, page.now.into()),
                ];
                map(known, &page.extra).encode()
            }
            Self::Fork { scope, epoch } => map(
                vec![(1, scope.item()), (7, epoch.item())],
                &Extra::default(),
            )
            .encode(),
        }
    }
}

/// An answer that nobody has held against the cursor.
pub struct UncheckedPull(PullResponse);

impl UncheckedPull {
    /// Reads a body of at most 1 MiB.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let scope = ScopeId::from_value(fields.value(1, "scope")?)?;
        if let Some(epoch) = fields.optional(7) {
            let epoch = Epoch::from_value(epoch)?;
            return Ok(Self(PullResponse::Fork { scope, epoch }));
        }
        Ok(Self(PullResponse::Page(Page {
            scope,
            cursor: Cursor::from_value(fields.value(2, "cursor")?)?,
            rows: fields.list(3, "rows", MAX_ROWS as usize, Row::from_value)?,
            more: fields
                .value(4, "more")?
                .as_bool()
                .ok_or(DecodeError::FieldOutOfRange("more"))?,
            stable_seq: fields.number(5, "stable_seq")?,
            now: fields.number(6, "now")?,
            extra: fields.extra(&[1, 2, 3, 4, 5, 6]),
        })))
    }

    /// The answer, if it follows what was asked: same scope, same epoch, no gap, right hash.
    pub fn check(self, asked: &PullRequest) -> Result<PullResponse, PageError> {
        let (PullResponse::Page(Page { scope, .. }) | PullResponse::Fork { scope, .. }) = &self.0;
        if *scope != asked.scope {
            return Err(PageError::OtherScope);
        }
        if let PullResponse::Page(page) = &self.0 {
            let from = asked.cursor.unwrap_or(Cursor::start(page.cursor.epoch));
            if from.epoch != page.cursor.epoch {
                return Err(PageError::OtherEpoch);
            }
            let reached = page.rows.iter().try_fold(from, |at, row| at.after(row))?;
            if reached.seq != page.cursor.seq {
                return Err(PageError::Gap);
            }
            if reached != page.cursor {
                return Err(PageError::WrongHash);
            }
        }
        Ok(self.0)
    }
}

/// 500 rows and room for long ones.
const LIMITS: Limits = Limits {
    max_bytes: 1 << 20,
    max_depth: 12,
    max_items: 16 << 10,
};
