//! A part of a snapshot that is being filled (rule S4), whichever database the rows come from.

use tongban_protocol::{MAX_SNAPSHOT_ROWS, Row, SnapshotPlace};

use super::StoreError;

/// Rows so far, and the place after them.
pub(super) struct SnapshotPart {
    pub(super) place: SnapshotPlace,
    pub(super) rows: Vec<Row>,
    bytes: usize,
    max_bytes: usize,
}

impl SnapshotPart {
    /// Nothing yet, from `place` on.
    pub(super) fn new(place: SnapshotPlace, max_bytes: usize) -> Self {
        Self {
            place,
            rows: Vec::new(),
            bytes: 0,
            max_bytes,
        }
    }

    /// Takes what is left of the case whose newest row is `head`; `false` when the part is full
    /// before its end.
    pub(super) fn take_case(
        &mut self,
        head: u64,
        left: impl IntoIterator<Item = Result<Row, StoreError>>,
    ) -> Result<bool, StoreError> {
        for row in left {
            let row = row?;
            let bytes = self.bytes + row.raw().len();
            let is_full = bytes > self.max_bytes || self.rows.len() >= MAX_SNAPSHOT_ROWS as usize;
            if is_full && !self.rows.is_empty() {
                return Ok(false);
            }
            self.bytes = bytes;
            self.place = SnapshotPlace::after(head, row.seq());
            self.rows.push(row);
        }
        self.place = SnapshotPlace::after(head, head);
        Ok(true)
    }
}
