//! Beginning the answer to a supplement notice, or going on with it.

use tongban_cases::{Action, Answers, Role};
use tongban_store::{DraftKind, RecordId};

use super::error::CaseError;
use super::file::CaseFile;
use super::get::supplement_draft;
use super::view::CaseRequest;
use crate::context::Core;
use crate::drafts::{self, DraftError, DraftView};
use crate::packs::PackError;

/// The supplement's draft: one page with the answers that were asked for, and the materials.
pub(crate) fn supplement(core: &Core, request: &CaseRequest) -> Result<DraftView, CaseError> {
    let db = core.unlocked()?;
    let case = request.id()?;
    if let Some(begun) = supplement_draft(&db, case)? {
        let id = begun.parse().map_err(|_| CaseError::NotFound)?;
        return Ok(drafts::get(core, id)?);
    }
    let file = CaseFile::read(&db, &core.receipt_keys()?, case)?;
    let file = file.ok_or(CaseError::NotFound)?;
    if !file.view.allows(Role::Applicant, Action::Supply) {
        return Err(DraftError::NothingToSupply.into());
    }
    let pack = file.view.pack.clone().ok_or(PackError::NotHere)?;
    let loaded = core.pack_of(&pack.id, pack.version)?;
    let id = RecordId::draw(&*core.caps.clock, &*core.caps.entropy)
        .map_err(crate::storage::StorageError::from)?;
    let kind = (DraftKind::Supplement, case);
    Ok(drafts::begin(
        core,
        &db,
        &loaded,
        id,
        kind,
        &file.view.service,
        &Answers::new(),
    )?)
}
