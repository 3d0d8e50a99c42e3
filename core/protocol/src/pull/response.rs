use tongban_cose::cbor::{Item, Limits};

use super::{Cursor, MAX_ROWS, MAX_SNAPSHOT_ROWS, PullRequest, Row, SnapshotPage, SnapshotPlace};
use crate::fields::{Extra, Fields, map};
use crate::{DecodeError, Epoch, ScopeId};

/// Answer to a pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PullResponse {
    /// What came after the cursor.
    Page(Page),
    /// A page of a snapshot that was asked for (rule S4).
    Snapshot(SnapshotPage),
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
    /// It is a page of a snapshot and none was asked for, or the other way round in the middle.
    #[error("page is of another kind than asked for")]
    NotAsked,
    /// It is of a snapshot with another pin.
    #[error("page is of another snapshot")]
    OtherPin,
    /// There shall be more, and it begins where this page began, or beyond everything.
    #[error("page does not get on")]
    NoProgress,
}

impl PullResponse {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Page(page) => {
                let known = vec![
                    (1, page.scope.item()),
                    (2, page.cursor.item()),
                    (3, rows(&page.rows)),
                    (4, Item::Bool(page.more)),
                    (5, page.stable_seq.into()),
                    (6, page.now.into()),
                ];
                map(known, &page.extra).encode()
            }
            Self::Snapshot(page) => {
                let known = vec![
                    (1, page.scope.item()),
                    (2, page.pin.item()),
                    (3, rows(&page.rows)),
                    (4, Item::Bool(page.more)),
                    (5, page.stable_seq.into()),
                    (6, page.now.into()),
                    (8, page.place.item()),
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

fn rows(rows: &[Row]) -> Item {
    let encoded = rows.iter().map(|row| Item::Encoded(row.raw().to_vec()));
    Item::Array(encoded.collect())
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
        let cursor = Cursor::from_value(fields.value(2, "cursor")?)?;
        let rows = |most: u32| fields.list(3, "rows", most as usize, Row::from_value);
        let more = fields.value(4, "more")?.as_bool();
        let more = more.ok_or(DecodeError::FieldOutOfRange("more"))?;
        let stable_seq = fields.number(5, "stable_seq")?;
        let now = fields.number(6, "now")?;
        Ok(Self(match fields.optional(8) {
            Some(place) => PullResponse::Snapshot(SnapshotPage {
                scope,
                pin: cursor,
                rows: rows(MAX_SNAPSHOT_ROWS)?,
                place: SnapshotPlace::from_value(place)?,
                more,
                stable_seq,
                now,
                extra: fields.extra(&[1, 2, 3, 4, 5, 6, 8]),
            }),
            None => PullResponse::Page(Page {
                scope,
                cursor,
                rows: rows(MAX_ROWS)?,
                more,
                stable_seq,
                now,
                extra: fields.extra(&[1, 2, 3, 4, 5, 6]),
            }),
        }))
    }

    /// The answer, if it follows what was asked: same scope, same epoch, no gap, right hash; or,
    /// of a snapshot, the same pin. Who asked for a snapshot and gets the ordinary beginning has
    /// a platform that does not know snapshots.
    pub fn check(self, asked: &PullRequest) -> Result<PullResponse, PageError> {
        let (PullResponse::Page(Page { scope, .. })
        | PullResponse::Snapshot(SnapshotPage { scope, .. })
        | PullResponse::Fork { scope, .. }) = &self.0;
        if *scope != asked.scope {
            return Err(PageError::OtherScope);
        }
        if let PullResponse::Snapshot(page) = &self.0 {
            page.check(asked)?;
        }
        if let PullResponse::Page(page) = &self.0 {
            if asked.place.is_some() && asked.cursor.is_some() {
                return Err(PageError::NotAsked);
            }
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
            // Asked again and again at once, it would hold up everything that is to be sent.
            if page.more && page.rows.is_empty() {
                return Err(PageError::NoProgress);
            }
        }
        Ok(self.0)
    }
}

/// 1,000 rows and room for long ones.
const LIMITS: Limits = Limits {
    max_bytes: 1 << 20,
    max_depth: 12,
    max_items: 24 << 10,
};
