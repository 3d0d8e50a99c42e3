//! A case as the rows of this device tell it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tongban_cases::{CaseView, Event, State, decode_event};
use tongban_protocol::{EVENT_KIND, RECEIPT_KIND, ReceiptKeys, UnverifiedReceipt};
use tongban_store::{PersonDb, RecordId, StoredRow};

use crate::storage::StorageError;

/// A case with its events folded.
pub(crate) struct CaseFile {
    pub(crate) id: RecordId,
    pub(crate) events: Vec<Event>,
    pub(crate) state: State,
    pub(crate) view: CaseView,
    /// What people call it, from a verified receipt.
    pub(crate) number: Option<String>,
    /// When the last of its rows came, by the device's clock.
    pub(crate) as_of: u64,
}

impl CaseFile {
    /// The case `id`; `None` while no event of it has come.
    pub(crate) fn read(
        db: &PersonDb,
        keys: &ReceiptKeys,
        id: RecordId,
    ) -> Result<Option<Self>, StorageError> {
        Ok(Self::of(id, &db.rows_of_case(id)?, keys))
    }

    /// The cases of this person that moved last, `most` of them, the one that was heard of last
    /// first.
    pub(crate) fn recent(
        db: &PersonDb,
        keys: &ReceiptKeys,
        most: usize,
    ) -> Result<Vec<Self>, StorageError> {
        let mut files = Vec::new();
        for id in db.recent_cases(EVENT_KIND, most)? {
            files.extend(Self::read(db, keys, id)?);
        }
        files.sort_by_key(Self::newest_first);
        Ok(files)
    }

    /// Every case of this person, the one that was heard of last first.
    pub(crate) fn all(db: &PersonDb, keys: &ReceiptKeys) -> Result<Vec<Self>, StorageError> {
        let mut by_case: BTreeMap<RecordId, Vec<StoredRow>> = BTreeMap::new();
        for kind in [EVENT_KIND, RECEIPT_KIND] {
            for row in db.rows(kind)? {
                by_case.entry(row.case).or_default().push(row);
            }
        }
        let mut files: Vec<Self> = by_case
            .iter()
            .filter_map(|(id, rows)| Self::of(*id, rows, keys))
            .collect();
        files.sort_by_key(Self::newest_first);
        Ok(files)
    }

    /// The case that these events tell.
    pub(crate) fn of_events(id: RecordId, events: Vec<Event>, as_of: u64) -> Self {
        let state = State::after(&events);
        Self {
            id,
            view: CaseView::from(&state),
            state,
            events,
            number: None,
            as_of,
        }
    }

    fn of(id: RecordId, rows: &[StoredRow], keys: &ReceiptKeys) -> Option<Self> {
        let told = newest_history(rows);
        let as_of = told.iter().map(|row| row.received_at).max()?;
        let (mut events, mut update_needed) = (Vec::with_capacity(told.len()), false);
        for row in told {
            match decode_event(&row.body) {
                Ok(event) => events.push(event),
                // A body that a newer version has written: what is known of the case stays.
                Err(_) => update_needed = true,
            }
        }
        let mut file = Self::of_events(id, events, as_of);
        if update_needed {
            file.view.update_needed = true;
            file.view.allowed.values_mut().for_each(Vec::clear);
        }
        file.number = number(rows, keys);
        Some(file)
    }

    fn newest_first(&self) -> Reverse<(u64, RecordId)> {
        let last = self.events.last().map_or(0, |event| event.at);
        Reverse((last, self.id))
    }
}

/// The event rows of one history, each of a higher version than the one before (rule S4): of
/// several histories the one that tells most, which is the newer one as soon as it has caught up.
fn newest_history(rows: &[StoredRow]) -> Vec<&StoredRow> {
    let mut histories: BTreeMap<RecordId, Vec<&StoredRow>> = BTreeMap::new();
    let mut in_order: Vec<&StoredRow> = rows.iter().filter(|row| row.kind == EVENT_KIND).collect();
    in_order.sort_by_key(|row| row.seq);
    for row in in_order {
        let history = histories.entry(row.epoch).or_default();
        if history.last().is_none_or(|last| last.version < row.version) {
            history.push(row);
        }
    }
    histories
        .into_values()
        .max_by_key(|history| {
            let last = history.last();
            last.map(|row| (row.version, row.received_at))
        })
        .unwrap_or_default()
}

fn number(rows: &[StoredRow], keys: &ReceiptKeys) -> Option<String> {
    let receipts = rows.iter().filter(|row| row.kind == RECEIPT_KIND);
    let mut verified = receipts.filter_map(|row| {
        let receipt = UnverifiedReceipt::parse(&row.body).ok()?;
        Some(receipt.verify(keys).ok()?.receipt().number.clone())
    });
    verified.find(|number| !number.is_empty())
}
