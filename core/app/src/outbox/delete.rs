//! Removing an item with which nothing is lost: it has no draft, and the platform does not have it
//! or has refused it.

use tongban_protocol::OperationId;
use tongban_store::{PersonDb, WriteError};
use tongban_sync::Event;

use super::list::{item, list};
use super::operation::{ReadItem, items};
use super::take_back::{OutboxError, forget_keys};
use super::view::{OutboxDoView, OutboxItemRequest, OutboxView};
use crate::context::Core;
use crate::storage::StorageError;
use crate::sync;

/// Removes it. Anything that its state does not let go stays: [`OutboxError::NotDeletable`].
pub(crate) fn delete(core: &Core, request: &OutboxItemRequest) -> Result<OutboxView, OutboxError> {
    let db = core.unlocked()?;
    let id = request.id()?;
    let stored = db.outbox_item(id).map_err(StorageError::from)?;
    let read = ReadItem::of(stored.ok_or(OutboxError::NotFound)?)?;
    if !item(core, &db, id)?.can.contains(&OutboxDoView::Delete) {
        return Err(OutboxError::NotDeletable);
    }
    let gone = with_what_stands_on(&db, read)?;
    // In one transaction with the look at what is stored: it may have been offered, or received,
    // just now.
    db.write(|tx| {
        gone.iter().try_for_each(|item| {
            let stored = &item.stored;
            if !tx.receipt_is(stored.operation, stored.receipt.as_deref())? {
                return Err(WriteError::Conflict);
            }
            match stored.offered {
                true => tx.let_go(stored.operation),
                false => tx.take_back(stored.operation),
            }
        })
    })
    .map_err(|error| match error {
        WriteError::Conflict => OutboxError::Offered,
        error => error.into(),
    })?;
    for item in &gone {
        forget_keys(core, &db, item)?;
        let id = item.stored.operation.to_bytes();
        sync::tell(core, Event::LetGo(OperationId::from_bytes(id)));
    }
    core.publish_outbox();
    Ok(list(core)?)
}

/// The item, and of acts at a desk those that stand on it and have no receipt: without it the
/// platform never takes them.
fn with_what_stands_on(db: &PersonDb, item: ReadItem) -> Result<Vec<ReadItem>, StorageError> {
    if db.desk_act(item.stored.operation)?.is_none() {
        return Ok(vec![item]);
    }
    let mut gone = vec![item];
    // In their order: what stands on another comes after it.
    for other in items(db)?
        .into_iter()
        .filter(|other| other.receipt.is_none())
    {
        let stands_on = |left: &ReadItem| {
            let operation = other.operation.operation();
            operation
                .depends_on
                .contains(&left.operation.operation().id)
        };
        if gone.iter().any(stands_on) {
            gone.push(other);
        }
    }
    Ok(gone)
}
