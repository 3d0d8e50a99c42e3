use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row, Transaction};
use tongban_protocol::{CaseId, Epoch, OperationId, ScopeId};

use super::errors::{fixed, stored};
use crate::store::{NewOperation, NewReceipt, StoreError, StoredOperation};

/// The first operation under an id.
pub(super) fn first(
    t: &Transaction<'_>,
    id: OperationId,
) -> Result<Option<StoredOperation>, StoreError> {
    let found = t
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM operations o WHERE o.id = ?1 AND o.reused = 0"
        ))?
        .query_row([id.as_bytes()], Stored::of)
        .optional()?;
    found.map(Stored::typed).transpose()
}

/// Exactly that content under that id.
pub(super) fn same(
    t: &Transaction<'_>,
    id: OperationId,
    hash: [u8; 32],
) -> Result<Option<StoredOperation>, StoreError> {
    let found = t
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM operations o WHERE o.id = ?1 AND o.hash = ?2"
        ))?
        .query_row((id.as_bytes(), hash), Stored::of)
        .optional()?;
    found.map(Stored::typed).transpose()
}

/// The accepted operation that stands for `id`: itself, the one that supersedes it, or the one that
/// it was to supersede and that was accepted after all (rule S5).
pub(super) fn accepted(
    t: &Transaction<'_>,
    id: OperationId,
) -> Result<Option<OperationId>, StoreError> {
    let found: Option<Vec<u8>> = t
        .prepare_cached("SELECT o.id FROM operations o WHERE o.accepted = 1 AND o.reused = 0 AND (o.id = ?1 OR EXISTS (
                 SELECT 1 FROM operation_links l WHERE l.kind = 2 AND (
                     (l.other = ?1 AND l.operation = o.id) OR (l.operation = ?1 AND l.other = o.id))))
             ORDER BY o.id <> ?1 LIMIT 1")?.query_row([id.as_bytes()],
            |row| row.get(0),
        )
        .optional()?;
    found
        .map(|id| Ok(OperationId::from_bytes(fixed(id, TABLE)?)))
        .transpose()
}

/// The first of `ids` that nothing accepted stands for.
pub(super) fn first_not_accepted(
    t: &Transaction<'_>,
    ids: &[OperationId],
) -> Result<Option<OperationId>, StoreError> {
    for id in ids {
        if accepted(t, *id)?.is_none() {
            return Ok(Some(*id));
        }
    }
    Ok(None)
}

/// The first of `ids` that was itself accepted.
pub(super) fn first_accepted(
    t: &Transaction<'_>,
    ids: &[OperationId],
) -> Result<Option<OperationId>, StoreError> {
    for id in ids {
        if first(t, *id)?.is_some_and(|operation| operation.accepted) {
            return Ok(Some(*id));
        }
    }
    Ok(None)
}

/// All that `ids` stand on, themselves included, through dependencies and corrections.
pub(super) fn closure(
    t: &Transaction<'_>,
    ids: &[OperationId],
) -> Result<BTreeSet<OperationId>, StoreError> {
    let mut known = BTreeSet::new();
    let mut next = ids.to_vec();
    let mut query =
        t.prepare_cached("SELECT other FROM operation_links WHERE operation = ?1 AND kind = 1")?;
    while let Some(id) = next.pop() {
        let id = accepted(t, id)?.unwrap_or(id);
        if !known.insert(id) {
            continue;
        }
        let others = query.query_map([id.as_bytes()], |row| row.get::<_, Vec<u8>>(0))?;
        for other in others {
            next.push(OperationId::from_bytes(fixed(other?, TABLE)?));
        }
    }
    Ok(known)
}

pub(super) fn insert(t: &Transaction<'_>, new: &NewOperation, at: u64) -> Result<(), StoreError> {
    t.prepare_cached("INSERT INTO operations (id, hash, reused, scope, case_id, accepted, bytes, receipt, epoch, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?.execute((
            new.id.as_bytes(),
            new.hash,
            new.reused,
            new.scope.as_bytes(),
            new.case.as_bytes(),
            new.accepted,
            &new.bytes,
            &new.receipt,
            new.epoch.as_bytes(),
            stored(at),
        ),
    )?;
    if new.reused {
        return Ok(());
    }
    for (kind, others) in [(1, &new.depends_on), (2, &new.supersedes)] {
        for other in others {
            t.prepare_cached(
                "INSERT INTO operation_links (operation, kind, other) VALUES (?1, ?2, ?3)",
            )?
            .execute((new.id.as_bytes(), kind, other.as_bytes()))?;
        }
    }
    if new.accepted {
        super::attachments::insert(t, new)?;
    }
    Ok(())
}

/// Puts a newer receipt in the place of the one it was made from; `false` if that is gone.
pub(super) fn renew(t: &Transaction<'_>, new: &NewReceipt) -> Result<bool, StoreError> {
    let renewed = t.prepare_cached("UPDATE operations SET receipt = ?1, epoch = ?2 WHERE id = ?3 AND hash = ?4 AND receipt = ?5")?.execute((
            &new.receipt,
            new.epoch.as_bytes(),
            new.operation.as_bytes(),
            new.hash,
            &new.before,
        ),
    )?;
    Ok(renewed == 1)
}

/// A row as SQLite gives it.
struct Stored {
    id: Vec<u8>,
    hash: Vec<u8>,
    scope: Vec<u8>,
    case: Vec<u8>,
    accepted: bool,
    receipt: Vec<u8>,
    epoch: Vec<u8>,
    missing: u32,
}

const COLUMNS: &str = "o.id, o.hash, o.scope, o.case_id, o.accepted, o.receipt, o.epoch,
    (SELECT count(*) FROM attachments a WHERE a.operation = o.id AND a.checked = 0 AND o.reused = 0)";

impl Stored {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            hash: row.get(1)?,
            scope: row.get(2)?,
            case: row.get(3)?,
            accepted: row.get(4)?,
            receipt: row.get(5)?,
            epoch: row.get(6)?,
            missing: row.get(7)?,
        })
    }

    fn typed(self) -> Result<StoredOperation, StoreError> {
        Ok(StoredOperation {
            id: OperationId::from_bytes(fixed(self.id, TABLE)?),
            hash: fixed(self.hash, TABLE)?,
            scope: ScopeId::from_bytes(fixed(self.scope, TABLE)?),
            case: CaseId::from_bytes(fixed(self.case, TABLE)?),
            accepted: self.accepted,
            receipt: self.receipt,
            epoch: Epoch::from_bytes(fixed(self.epoch, TABLE)?),
            missing: self.missing,
        })
    }
}

const TABLE: &str = "operations";
