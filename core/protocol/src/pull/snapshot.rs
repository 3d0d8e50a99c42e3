use std::collections::BTreeSet;

use tongban_cose::cbor::{Item, Value};

use super::{Cursor, PageError, PullRequest, Row};
use crate::fields::Extra;
use crate::{DecodeError, ScopeId};

/// Part of a scope as it stood at one cursor, newest case first (rule S4): every row of a case
/// together, in order of seq, and without those that a later one replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotPage {
    /// The scope.
    pub scope: ScopeId,
    /// Where the whole snapshot is pinned; the ordinary pull goes on from here.
    pub pin: Cursor,
    /// The rows.
    pub rows: Vec<Row>,
    /// Where the next page begins.
    pub place: SnapshotPlace,
    /// Whether there is a next page.
    pub more: bool,
    /// Every row up to here is in a backup.
    pub stable_seq: u64,
    /// The platform's clock, seconds since 1970.
    pub now: u64,
    /// What this build does not know.
    pub extra: Extra,
}

/// How far a snapshot has come. Cases are ordered by their newest row; a case whose rows do not
/// fit into one page goes on in the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnapshotPlace {
    /// Cases whose newest row is below this seq have not come.
    pub head: u64,
    /// Of the case whose newest row is `head`, rows above this seq have not come.
    pub after: u64,
}

/// Most rows of one page of a snapshot, and most cases that can be asked for.
pub const MAX_SNAPSHOT_ROWS: u32 = 1_000;

impl SnapshotPlace {
    /// Before the newest case.
    pub const BEGIN: Self = Self {
        head: u64::MAX,
        after: u64::MAX,
    };

    /// After a row of the case whose newest row is `head`.
    pub const fn after(head: u64, seq: u64) -> Self {
        Self { head, after: seq }
    }

    /// Whether it is further than `before`.
    fn is_beyond(self, before: Self) -> bool {
        self.head < before.head || (self.head == before.head && self.after > before.after)
    }

    pub(super) fn item(self) -> Item {
        Item::Array(vec![self.head.into(), self.after.into()])
    }

    pub(super) fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        const WRONG: DecodeError = DecodeError::FieldOutOfRange("place");
        let Some([head, after]) = value.as_array() else {
            return Err(WRONG);
        };
        let (head, after) = (head.as_u64().ok_or(WRONG)?, after.as_u64().ok_or(WRONG)?);
        match after <= head {
            true => Ok(Self { head, after }),
            false => Err(WRONG),
        }
    }
}

impl SnapshotPage {
    /// Whether it goes on from what was asked: the same pin, rows of before it, each once, and a
    /// place that is further.
    pub(super) fn check(&self, asked: &PullRequest) -> Result<(), PageError> {
        let place = asked.place.ok_or(PageError::NotAsked)?;
        if asked.cursor.is_some_and(|pin| pin != self.pin) {
            return Err(PageError::OtherPin);
        }
        let mut seen = BTreeSet::new();
        let fits = |row: &Row| (1..=self.pin.seq).contains(&row.seq()) && !row.is_gone();
        if !self
            .rows
            .iter()
            .all(|row| fits(row) && seen.insert(row.seq()))
        {
            return Err(PageError::Gap);
        }
        let gets_on = self.place.is_beyond(place) && self.place.head <= self.pin.seq;
        match self.more && !gets_on {
            true => Err(PageError::NoProgress),
            false => Ok(()),
        }
    }
}
