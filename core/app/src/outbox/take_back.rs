//! Taking back what was never offered, and opening for correction what was rejected or does not
//! go out.

use thiserror::Error;
use tongban_device::KeyPurpose;
use tongban_protocol::OperationId;
use tongban_store::{PersonDb, RecordId, WriteError};
use tongban_sync::Event;

use super::operation::ReadItem;
use super::view::OutboxItemRequest;
use crate::context::Core;
use crate::drafts::{self, DraftError, DraftView};
use crate::error::{ErrorCode, Fold, Params};
use crate::events::{EventView, NothingView};
use crate::storage::StorageError;
use crate::wallet::WalletError;
use crate::{keys, sync};

/// The draft as it was before it was handed in. A rejected one opens its draft, and the next
/// submission takes its place (rule S5). One that needs the person and has no receipt is let go
/// of: should the platform have it after all, the next submission names the same case and is
/// refused as stale, so that nothing counts twice. Anything else that may have reached the
/// platform stays.
pub(crate) fn take_back(
    core: &Core,
    request: &OutboxItemRequest,
) -> Result<DraftView, OutboxError> {
    let db = core.unlocked()?;
    let id = request.id()?;
    let stored = db.outbox_item(id).map_err(StorageError::from)?;
    let item = ReadItem::of(stored.ok_or(OutboxError::NotFound)?)?;
    let draft = match (item.is_rejected(), item.is_stuck()) {
        (true, _) => db.write(|tx| -> Result<_, OutboxError> {
            let draft = tx.draft_of(id)?.ok_or(OutboxError::NoDraft)?;
            tx.reopen_draft(id)?;
            Ok(draft)
        })?,
        (false, true) => {
            sync::unseal(core, id)?;
            let draft = let_go(&db, id)?;
            forget_keys(core, &db, &item)?;
            sync::tell(core, Event::LetGo(OperationId::from_bytes(id.to_bytes())));
            draft
        }
        (false, false) => {
            sync::unseal(core, id)?;
            let draft = never_offered(&db, id)?;
            forget_keys(core, &db, &item)?;
            sync::tell(
                core,
                Event::TakenBack(OperationId::from_bytes(id.to_bytes())),
            );
            draft
        }
    };
    core.publish(EventView::DraftsChanged(NothingView {}));
    core.publish_outbox();
    Ok(drafts::get(core, draft)?)
}

fn never_offered(db: &PersonDb, id: RecordId) -> Result<RecordId, OutboxError> {
    db.write(|tx| {
        let draft = tx.draft_of(id)?.ok_or(OutboxError::NoDraft)?;
        match tx.take_back(id) {
            Ok(()) => Ok(draft),
            Err(WriteError::Conflict) => Err(OutboxError::Offered),
            Err(error) => Err(error.into()),
        }
    })
}

fn let_go(db: &PersonDb, id: RecordId) -> Result<RecordId, OutboxError> {
    db.write(|tx| {
        let draft = tx.draft_of(id)?.ok_or(OutboxError::NoDraft)?;
        tx.reopen_draft(id)?;
        tx.let_go(id)?;
        Ok(draft)
    })
}

/// Keys that were made for an operation that counts nowhere.
pub(super) fn forget_keys(core: &Core, db: &PersonDb, item: &ReadItem) -> Result<(), OutboxError> {
    let mut made = db.keys(KeyPurpose::Holder).map_err(StorageError::from)?;
    let named = &item.operation.operation().holder_keys;
    made.retain(|key| {
        keys::point(key).is_ok_and(|point| named.iter().any(|named| named.key == point))
    });
    db.write(|tx| made.iter().try_for_each(|key| tx.delete_key(key.id)))
        .map_err(StorageError::from)?;
    keys::erase(core, &keys::aliases(&made));
    Ok(())
}

/// Why an item is as it was.
#[derive(Debug, Error)]
pub(crate) enum OutboxError {
    #[error("item is not in the outbox")]
    NotFound,
    #[error("item may have reached the platform")]
    Offered,
    #[error("item has no draft")]
    NoDraft,
    #[error("something of the item would be lost")]
    NotDeletable,
    #[error(transparent)]
    Draft(#[from] DraftError),
    #[error(transparent)]
    Wallet(#[from] WalletError),
}

impl Fold for OutboxError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound | Self::NoDraft => ErrorCode::OutboxNotFound,
            Self::Offered | Self::NotDeletable => ErrorCode::OutboxOffered,
            Self::Draft(error) => error.code(),
            Self::Wallet(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Draft(error) => error.params(),
            Self::Wallet(error) => error.params(),
            _ => Params::new(),
        }
    }
}

impl From<StorageError> for OutboxError {
    fn from(error: StorageError) -> Self {
        Self::Wallet(error.into())
    }
}

impl From<WriteError> for OutboxError {
    fn from(error: WriteError) -> Self {
        StorageError::from(error).into()
    }
}
