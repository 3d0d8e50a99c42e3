//! What was read, on whichever of the person's devices.

use std::collections::BTreeSet;

use tongban_protocol::{ReadMark, ScopeId};
use tongban_store::{MarkBytes, PersonDb, PersonTx, WriteError};

use crate::storage::StorageError;

/// Ids that were read here, and marks of what was read anywhere.
pub(crate) struct ReadState {
    scope: Option<ScopeId>,
    ids: BTreeSet<String>,
    marks: BTreeSet<MarkBytes>,
}

impl ReadState {
    pub(crate) fn of(db: &PersonDb) -> Result<Self, StorageError> {
        Ok(Self {
            scope: scope(db)?,
            ids: db.read_messages()?.into_iter().collect(),
            marks: db.marks()?,
        })
    }

    pub(crate) fn holds(&self, id: &str) -> bool {
        let marked = |scope| self.marks.contains(ReadMark::of(scope, id).as_bytes());
        self.ids.contains(id) || self.scope.is_some_and(marked)
    }
}

/// Notes that `id` was read now; the mark goes to the platform with the next sync.
pub(crate) fn note(
    tx: &PersonTx<'_>,
    scope: Option<ScopeId>,
    id: &str,
    now: u64,
) -> Result<(), WriteError> {
    tx.mark_read(id, now)?;
    match scope {
        Some(scope) => tx.put_mark(ReadMark::of(scope, id).as_bytes(), None),
        None => Ok(()),
    }
}

/// Makes marks for what was read before there were any, or on a device whose file was taken in.
pub(crate) fn adopt(db: &PersonDb) -> Result<(), StorageError> {
    let Some(scope) = scope(db)? else {
        return Ok(());
    };
    let marks = db.marks()?;
    let read = db.read_messages()?.into_iter();
    let missing: Vec<ReadMark> = read
        .map(|id| ReadMark::of(scope, &id))
        .filter(|mark| !marks.contains(mark.as_bytes()))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let adopt = |tx: &PersonTx<'_>| -> Result<(), WriteError> {
        missing
            .iter()
            .try_for_each(|mark| tx.put_mark(mark.as_bytes(), None))
    };
    Ok(db.write(adopt)?)
}

/// The feed of this person; none for staff, and before enrolment.
pub(crate) fn scope(db: &PersonDb) -> Result<Option<ScopeId>, StorageError> {
    let info = db.info()?;
    let own = info.pseudonym.filter(|_| info.staff.is_none());
    let bytes = own.and_then(|name| name.try_into().ok());
    Ok(bytes.map(ScopeId::from_bytes))
}
