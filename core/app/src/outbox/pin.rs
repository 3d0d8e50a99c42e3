//! Letting one photo go before all others (rule S12).

use tongban_protocol::{AttachmentId, OperationId};
use tongban_store::{RecordId, WriteError};
use tongban_sync::Event;

use super::list::list;
use super::take_back::OutboxError;
use super::view::{OutboxPinRequest, OutboxView};
use crate::context::Core;
use crate::storage::StorageError;
use crate::sync;

/// Pins a photo of an operation; the one that was pinned before no longer is.
pub(crate) fn pin(core: &Core, request: &OutboxPinRequest) -> Result<OutboxView, OutboxError> {
    let db = core.unlocked()?;
    let (operation, file) = (id(&request.id)?, id(&request.file)?);
    db.write(|tx| tx.pin_file(operation, file))
        .map_err(|error| match error {
            WriteError::NotFound => OutboxError::NotFound,
            other => StorageError::from(other).into(),
        })?;
    let photo = AttachmentId::from_bytes(file.to_bytes());
    let operation = OperationId::from_bytes(operation.to_bytes());
    sync::tell(core, Event::Urgent(operation, photo));
    Ok(list(core)?)
}

fn id(text: &str) -> Result<RecordId, OutboxError> {
    text.parse().map_err(|_| OutboxError::NotFound)
}
