//! Opening a draft and saving what was typed: durable before the reply.

use tongban_store::RecordId;

use super::error::DraftError;
use super::form;
use super::sheet::Sheet;
use super::view::{DraftRequest, DraftSaveRequest, DraftView};
use crate::context::{Core, lock};

impl DraftRequest {
    pub(super) fn id(&self) -> Result<RecordId, DraftError> {
        id(&self.draft)
    }
}

pub(crate) fn id(text: &str) -> Result<RecordId, DraftError> {
    text.parse().map_err(|_| DraftError::NotFound)
}

/// The draft with its form; it is the one on the screen from now on.
pub(crate) fn get(core: &Core, id: RecordId) -> Result<DraftView, DraftError> {
    let db = core.unlocked()?;
    let sheet = Sheet::open(core, &db, id)?;
    db.write(|tx| tx.set_open_draft(Some(id)))?;
    core.touch_draft(id);
    form::view(core, &sheet)
}

/// Saves what was typed since the last time. What a form does not have, or cannot take, is kept
/// all the same; only a day that is none is refused.
pub(crate) fn save(core: &Core, request: &DraftSaveRequest) -> Result<DraftView, DraftError> {
    let db = core.unlocked()?;
    let _turn = lock(&core.draft_turn);
    let mut sheet = Sheet::open(core, &db, id(&request.draft)?)?;
    let mut typed = sheet.typed.clone();
    for answer in &request.answers {
        match &answer.value {
            Some(value) => {
                let value = value.value().ok_or(DraftError::BadValue)?;
                typed.set(answer.field.as_str(), value);
            }
            None => _ = typed.take(&answer.field),
        }
    }
    let supplied = sheet.supplied.clone();
    sheet.keep(typed, &supplied)?;
    sheet.stored.page = request.page;
    sheet.stored.open = true;
    sheet.stored.saved_at = core.now();
    db.write_in_need(|tx| {
        tx.put_draft(&sheet.stored)?;
        tx.set_open_draft(Some(sheet.stored.id))
    })?;
    core.tell_of_room()?;
    core.touch_draft(sheet.stored.id);
    form::view(core, &Sheet::of(core, &db, sheet.stored)?)
}

impl Core {
    /// This draft was on the screen since the wallet was opened: it need not be offered again.
    pub(crate) fn touch_draft(&self, id: RecordId) {
        lock(&self.touched_drafts).insert(id);
    }
}
