//! Choosing another route for documents that have not come yet, after Confirm.

use std::sync::Arc;

use tongban_cases::{Action, Request, Role};
use tongban_device::ConfirmText;
use tongban_store::RecordId;

use super::error::CaseError;
use super::file::CaseFile;
use super::view::{CaseRequest, CaseRouteRequest};
use super::withdraw::finish;
use crate::confirm::{Words, confirm};
use crate::context::{Core, blocking};
use crate::delivery;
use crate::drafts::DraftError;
use crate::error::ErrorView;
use crate::outbox::{self, OutboxItemView, Unsigned, Wanted};
use crate::packs::PackError;
use crate::services::Teller;

/// Asks for the person's yes, signs, and puts the choice into the outbox.
pub(crate) async fn choose_route(
    core: &Arc<Core>,
    request: CaseRouteRequest,
) -> Result<OutboxItemView, ErrorView> {
    let (text, unsigned, case) = blocking(core, move |core| prepare(core, &request)).await?;
    let asked = confirm(core, text, unsigned.to_be_signed()).await;
    asked.map_err(CaseError::from)?;
    blocking(core, move |core| finish(core, unsigned, case)).await
}

fn prepare(
    core: &Core,
    request: &CaseRouteRequest,
) -> Result<(ConfirmText, Unsigned, RecordId), CaseError> {
    let db = core.unlocked()?;
    let case = CaseRequest {
        case: request.case.clone(),
    };
    let file = CaseFile::read(&db, &core.receipt_keys()?, case.id()?)?;
    let file = file.ok_or(CaseError::NotFound)?;
    if !file.view.allows(Role::Applicant, Action::ChooseRoute) {
        return Err(CaseError::NotAllowed);
    }
    let pack = file.view.pack.clone().ok_or(PackError::NotHere)?;
    let loaded = core.pack_of(&pack.id, pack.version)?;
    let service = loaded.service(&file.view.service)?;
    let route = delivery::wish(&request.route).ok_or(DraftError::BadValue)?;
    let route = route.offered_by(service);
    let route = route.map_err(|_| DraftError::BadValue)?;
    let teller = Teller::new(core, &loaded);
    let mut words = Words::new(&teller.messages, "choose_route")
        .line("service", teller.text(&service.names))
        .line("office", teller.text(&service.office.name));
    if let Some(number) = &file.number {
        words = words.line("number", number.clone());
    }
    let text = words
        .line("route", delivery::in_words(&teller, &route))
        .note("note_from_now")
        .note("note_app")
        .done();
    let wanted = Wanted {
        scope: outbox::scope(&db)?,
        case: file.id,
        seen: file.view.version.into(),
        request: &Request::ChooseRoute { route },
        files: &[],
        holder_keys: 0,
        depends_on: Vec::new(),
        supersedes: Vec::new(),
    };
    let unsigned = Unsigned::prepare(core, &db, &wanted)?;
    Ok((text, unsigned, file.id))
}
