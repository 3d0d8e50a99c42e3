//! Removing an item with which nothing is lost: it has no draft, and the platform does not have it
//! or has refused it.

use tongban_protocol::OperationId;
use tongban_sync::Event;

use super::list::{item, list};
use super::operation::ReadItem;
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
    // In one transaction with the look at what is stored: it may have been offered just now.
    db.write(|tx| match read.stored.offered {
        true => tx.let_go(id),
        false => tx.take_back(id),
    })
    .map_err(|error| match error {
        tongban_store::WriteError::Conflict => OutboxError::Offered,
        error => error.into(),
    })?;
    forget_keys(core, &db, &read)?;
    sync::tell(core, Event::LetGo(OperationId::from_bytes(id.to_bytes())));
    core.publish_outbox();
    Ok(list(core)?)
}
