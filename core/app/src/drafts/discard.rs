//! Throwing a draft away, and taking it back within 30 days.

use super::error::DraftError;
use super::list::card;
use super::sheet::Sheet;
use super::view::{DraftCardView, DraftRequest};
use crate::context::Core;
use crate::events::{EventView, NothingView};

/// The draft is no longer listed; its answers and files stay for 30 days.
pub(crate) fn discard(core: &Core, request: &DraftRequest) -> Result<NothingView, DraftError> {
    let db = core.unlocked()?;
    let (id, now) = (request.id()?, core.now());
    db.write(|tx| -> Result<_, DraftError> {
        let mut draft = tx.draft(id)?.ok_or(DraftError::NotFound)?;
        if draft.sent_as.is_some() {
            return Err(DraftError::Sent);
        }
        draft.discarded_at.get_or_insert(now);
        draft.open = false;
        Ok(tx.put_draft(&draft)?)
    })?;
    core.publish(EventView::DraftsChanged(NothingView {}));
    Ok(NothingView {})
}

/// The draft is listed again, as it was.
pub(crate) fn restore(core: &Core, request: &DraftRequest) -> Result<DraftCardView, DraftError> {
    let db = core.unlocked()?;
    let id = request.id()?;
    let draft = db.write(|tx| -> Result<_, DraftError> {
        let mut draft = tx.draft(id)?.ok_or(DraftError::NotFound)?;
        draft.discarded_at = None;
        tx.put_draft(&draft)?;
        Ok(draft)
    })?;
    core.publish(EventView::DraftsChanged(NothingView {}));
    card(core, &Sheet::of(core, &db, draft)?)
}
