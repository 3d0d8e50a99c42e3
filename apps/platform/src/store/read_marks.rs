//! Which of the marks that a device tells are new: the same for both databases.

use std::collections::BTreeSet;

use tongban_protocol::{CaseId, Extra, READ_KIND, ReadMark, ReadRow, ScopeId};

use super::NewRow;

/// The row for the marks that none of the feed's rows `bodies` holds, and how many they are; none
/// if all are known, or if the feed holds [`MOST_MARKS`] already: reading state is then no longer
/// carried between devices, and nothing else is lost.
pub(super) fn new_marks(
    scope: ScopeId,
    bodies: &[Vec<u8>],
    marks: &[ReadMark],
) -> Option<(NewRow, u32)> {
    let rows = bodies.iter().filter_map(|body| ReadRow::decode(body).ok());
    let known: BTreeSet<ReadMark> = rows.flat_map(|row| row.marks).collect();
    let new: BTreeSet<ReadMark> = marks.iter().copied().collect();
    let new: Vec<ReadMark> = new.difference(&known).copied().collect();
    if new.is_empty() || known.len() + new.len() > MOST_MARKS {
        return None;
    }
    let count = u32::try_from(new.len()).unwrap_or(u32::MAX);
    let body = ReadRow {
        marks: new,
        extra: Extra::default(),
    };
    let row = NewRow {
        scope,
        kind: READ_KIND,
        // As for a setting: its own id.
        case: CaseId::from_bytes(*scope.as_bytes()),
        version: 0,
        body: body.encode(),
    };
    Some((row, count))
}

/// Half a megabyte of a feed; a lifetime of messages.
const MOST_MARKS: usize = 32_768;
