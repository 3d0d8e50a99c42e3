//! Making what the engine says true, in one transaction (rule S8): outbox, rows, cursor, and the
//! certificates that rows bring.

use std::collections::BTreeSet;

use tongban_protocol::{
    CERTIFICATE_KIND, Cursor, Epoch, Fact, READ_KIND, ReadRow, Receipt, ScopeId,
};
use tongban_store::{
    PersonDb, PersonTx, ReadLogHead, RecordId, StoredCursor, StoredRow, StoredSnapshot, WriteError,
};
use tongban_sync::{Change, Problem};

use super::record;
use crate::context::Core;
use crate::storage::StorageError;
use crate::{cases, certificates};

/// What a save changed of what people see.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Changed {
    pub(super) outbox: bool,
    pub(super) cases: bool,
    pub(super) certificates: bool,
}

/// All of `changes`, or none.
pub(super) fn apply(
    core: &Core,
    db: &PersonDb,
    changes: &[Change],
) -> Result<Changed, StorageError> {
    // Read before the transaction, which holds the database.
    let rows = changes.iter().flat_map(|change| match change {
        Change::Rows { rows, .. } => rows.as_slice(),
        _ => &[],
    });
    let granted: Vec<&[u8]> = rows
        .filter(|row| row.kind() == CERTIFICATE_KIND)
        .map(|row| row.body())
        .collect();
    let certificates = certificates::granted(core, db, &granted)?;
    let now = core.now();
    let mut changed = Changed {
        certificates: !certificates.is_empty(),
        ..Changed::default()
    };
    let (mut freed, mut rows) = (false, false);
    // Staff read cases at the desk; of the office's feed only what is said to their own acts counts,
    // and nothing of what colleagues do is kept on their devices.
    let keeps_rows = db.info()?.staff.is_none();
    for change in changes {
        match change {
            Change::Rows { .. } | Change::Snapshot { .. } | Change::Cursor { .. } => {
                changed.cases = true;
            }
            _ => changed.outbox = true,
        }
        freed |= matches!(change, Change::Freed(_));
        rows |= matches!(change, Change::Rows { .. });
    }
    let all = |tx: &PersonTx<'_>| -> Result<(), WriteError> {
        let wanted = |change: &&Change| keeps_rows || !matches!(change, Change::Rows { .. });
        for change in changes.iter().filter(wanted) {
            one(tx, change, now)?;
        }
        certificates.store(tx)
    };
    // Rows come again when there is room; what became of a submission is written all the same.
    match rows {
        true => db.write(all)?,
        false => db.write_in_need(all)?,
    }
    learn(core, changes);
    if freed {
        // What cannot be taken away now is taken away another time.
        cases::evict(core, db).ok();
    }
    Ok(changed)
}

/// What receipts say beyond the wallet: to the sealed outbox, and of the time.
fn learn(core: &Core, changes: &[Change]) {
    let receipts = changes.iter().filter_map(|change| match change {
        Change::Receipt(receipt) => Some(receipt.receipt()),
        _ => None,
    });
    // What was saved is true by now, whatever becomes of the shared database: the sealed ones have
    // nothing left to say, and if they stay, they are answered the same.
    let done = receipts.clone();
    let done = done.filter(|receipt| !matches!(receipt.fact, Fact::Held { .. }));
    let done: Vec<RecordId> = done.map(|receipt| record(receipt.operation)).collect();
    core.store().map(|store| store.drop_sealed(&done).ok()).ok();
    // A later receipt raises the floor (rule C10: a receipt is signed, so its time is trusted).
    let times: BTreeSet<u64> = receipts.map(|receipt| receipt.at).collect();
    for at in times {
        core.raise_floor(at).ok();
    }
}

fn one(tx: &PersonTx<'_>, change: &Change, now: u64) -> Result<(), WriteError> {
    match change {
        Change::Offered(ids) => ids.iter().try_for_each(|id| tx.mark_offered(record(*id))),
        Change::Receipt(verified) => {
            let receipt = verified.receipt();
            tx.set_receipt(record(receipt.operation), verified.bytes())?;
            note_read_log(tx, receipt, now)
        }
        Change::Problem(id, problem) => {
            let text = problem.as_ref().map(Problem::to_text);
            tx.set_problem(record(*id), text.as_deref())
        }
        Change::Reoffer(ids) => ids.iter().try_for_each(|id| tx.lose_receipt(record(*id))),
        Change::Freed(ids) => ids.iter().try_for_each(|id| tx.free(record(*id))),
        Change::Rows { scope, epoch, rows } => rows.iter().try_for_each(|row| {
            if row.kind() == READ_KIND {
                note_read(tx, *epoch, row.body())?;
            }
            tx.put_row(&StoredRow {
                scope: RecordId::from_bytes(*scope.as_bytes()),
                epoch: RecordId::from_bytes(*epoch.as_bytes()),
                seq: row.seq(),
                kind: row.kind().to_owned(),
                case: RecordId::from_bytes(*row.case().as_bytes()),
                version: row.version(),
                body: row.body().to_vec(),
                received_at: now,
            })
        }),
        Change::Cursor {
            scope,
            cursor,
            caught_up,
        } => {
            let cursor = stored(*scope, *cursor);
            tx.set_cursor(&cursor)?;
            if *caught_up {
                tx.drop_older_epochs(cursor.scope, cursor.epoch)?;
            }
            Ok(())
        }
        Change::Snapshot { scope, progress } => tx.set_snapshot(&StoredSnapshot {
            pin: stored(*scope, progress.pin),
            head: progress.place.head,
            after: progress.place.after,
        }),
    }
}

fn stored(scope: ScopeId, cursor: Cursor) -> StoredCursor {
    StoredCursor {
        scope: RecordId::from_bytes(*scope.as_bytes()),
        epoch: RecordId::from_bytes(*cursor.epoch.as_bytes()),
        seq: cursor.seq,
        rolling_hash: cursor.rolling_hash,
    }
}

/// What another device of the person has read is read here. Marks that this version cannot read stay
/// a row (rule S9).
fn note_read(tx: &PersonTx<'_>, epoch: Epoch, body: &[u8]) -> Result<(), WriteError> {
    let marks = ReadRow::decode(body).map(|row| row.marks);
    let epoch = RecordId::from_bytes(*epoch.as_bytes());
    let mut marks = marks.iter().flatten();
    marks.try_for_each(|mark| tx.put_mark(mark.as_bytes(), Some(epoch)))
}

/// The head of the read log travels in every receipt (rule K6); one that contradicts what is
/// known is kept as evidence.
fn note_read_log(tx: &PersonTx<'_>, receipt: &Receipt, now: u64) -> Result<(), WriteError> {
    // No log has 2⁶³ lines, and the store could not hold the number.
    if i64::try_from(receipt.read_log.seq).is_err() {
        return Ok(());
    }
    tx.note_read_log(&ReadLogHead {
        seq: receipt.read_log.seq,
        hash: receipt.read_log.hash,
        received_at: now,
    })?;
    Ok(())
}
