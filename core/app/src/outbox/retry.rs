//! Trying an item now: one that needs the person again, one that waits without its wait.

use tongban_protocol::OperationId;
use tongban_store::RecordId;
use tongban_sync::Event;

use super::list::list;
use super::take_back::OutboxError;
use super::view::{OutboxItemRequest, OutboxView};
use crate::context::Core;
use crate::sync;

/// Tells the engine; what comes of it is said by events.
pub(crate) fn retry(core: &Core, request: &OutboxItemRequest) -> Result<OutboxView, OutboxError> {
    let db = core.unlocked()?;
    let id = request.id()?;
    let item = db
        .outbox_item(id)
        .map_err(crate::storage::StorageError::from)?;
    item.ok_or(OutboxError::NotFound)?;
    sync::tell(core, Event::Retry(OperationId::from_bytes(id.to_bytes())));
    sync::tell(core, Event::PullNow);
    Ok(list(core)?)
}

impl OutboxItemRequest {
    pub(super) fn id(&self) -> Result<RecordId, OutboxError> {
        self.id.parse().map_err(|_| OutboxError::NotFound)
    }
}
