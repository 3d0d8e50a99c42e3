//! Beginning a draft, or going on with the one that there is.

use tongban_cases::{Answers, Supplied};
use tongban_rules::pack::codec::encode;
use tongban_store::{DraftKind, PersonDb, RecordId, StoredDraft};

use super::error::DraftError;
use super::form;
use super::sheet::Sheet;
use super::view::{DraftStartRequest, DraftView};
use crate::context::Core;
use crate::events::{EventView, NothingView};
use crate::packs::{LoadedPack, PackError};

/// A new draft of a service, filled in with what the wallet says. One that was begun before is
/// gone on with: nothing is typed twice.
pub(crate) fn start(core: &Core, request: &DraftStartRequest) -> Result<DraftView, DraftError> {
    let db = core.unlocked()?;
    resident(&db)?;
    let loaded = core.pack()?;
    let service = loaded.service(&request.service)?;
    if !service.kind.is_on_application() {
        return Err(PackError::NoService.into());
    }
    if let Some(begun) = super::open_draft_of(core, &request.service) {
        let id = begun.parse().map_err(|_| DraftError::NotFound)?;
        return super::save::get(core, id);
    }
    let id = RecordId::draw(&*core.caps.clock, &*core.caps.entropy)?;
    begin(
        core,
        &db,
        &loaded,
        id,
        (DraftKind::Application, id),
        &request.service,
        &Answers::new(),
    )
}

/// Stores a draft with these answers and nothing else, and opens it.
pub(crate) fn begin(
    core: &Core,
    db: &PersonDb,
    loaded: &LoadedPack,
    id: RecordId,
    (kind, case): (DraftKind, RecordId),
    service: &str,
    typed: &Answers,
) -> Result<DraftView, DraftError> {
    let answers = encode(typed).map_err(|_| DraftError::TooLong)?;
    let supplied = encode(&Vec::<Supplied>::new()).map_err(|_| DraftError::TooLong)?;
    let now = core.now();
    let draft = StoredDraft {
        id,
        service: service.to_owned(),
        pack: loaded.pack().id.clone(),
        pack_version: loaded.pack().version,
        kind,
        case,
        answers,
        supplied,
        page: 0,
        open: true,
        created_at: now,
        saved_at: now,
        discarded_at: None,
        sent_as: None,
        stayed_before: None,
    };
    db.write(|tx| {
        tx.put_draft(&draft)?;
        tx.set_open_draft(Some(id))
    })?;
    core.touch_draft(id);
    core.publish(EventView::DraftsChanged(NothingView {}));
    form::view(core, &Sheet::of(core, db, draft)?)
}

/// A member of staff handles other people's applications and has none here.
pub(crate) fn resident(db: &PersonDb) -> Result<(), DraftError> {
    let info = db.info()?;
    match (info.staff, info.pseudonym) {
        (None, Some(_)) => Ok(()),
        _ => Err(DraftError::NotAResident),
    }
}
