//! Acts that an earlier version sent by itself and whose answer never came: they go on in the outbox.

use tongban_protocol::VerifiedOperation;
use tongban_store::{NewOutboxItem, PersonDb, RecordId, WriteError};

use crate::storage::StorageError;

/// Puts them there. They may have reached the platform, which answers them the same again.
pub(crate) fn adopt_unanswered(db: &PersonDb) -> Result<(), StorageError> {
    for pending in db.pending(KIND)? {
        let Ok(operation) = VerifiedOperation::from_kept(&pending.body) else {
            continue;
        };
        let case = operation.operation().case;
        let item = NewOutboxItem {
            operation: RecordId::from_bytes(pending.id),
            case: RecordId::from_bytes(*case.as_bytes()),
            bytes: pending.body,
            made_at: pending.created_at,
        };
        db.write(|tx| -> Result<_, WriteError> {
            tx.enqueue(&item)?;
            tx.mark_offered(item.operation)?;
            tx.clear_pending(&pending.id)
        })?;
    }
    Ok(())
}

const KIND: &str = "desk";
