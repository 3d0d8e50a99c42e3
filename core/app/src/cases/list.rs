//! The person's cases, the one that moved last first.

use tongban_cases::{Action, Role};
use tongban_rules::service::Service;

use super::days::days_left;
use super::error::CaseError;
use super::file::CaseFile;
use super::tell::holder_slug;
use super::unsent;
use super::view::{CaseCardView, CasesListRequest, DaysLeftView};
use crate::context::Core;
use crate::services::Teller;
use crate::time;

/// Every case, or those that moved last: first those that nobody has received yet.
pub(crate) fn list(
    core: &Core,
    request: &CasesListRequest,
) -> Result<Vec<CaseCardView>, CaseError> {
    let db = core.unlocked()?;
    let keys = core.receipt_keys()?;
    let files = match request.most {
        Some(most) => CaseFile::recent(&db, &keys, most as usize)?,
        None => CaseFile::all(&db, &keys)?,
    };
    let mut cards = unsent::cards(core, &db)?;
    cards.extend(files.iter().map(|file| card_of(core, file)));
    Ok(cards)
}

/// The card of a case; one whose pack is not here says what the rows alone say.
fn card_of(core: &Core, file: &CaseFile) -> CaseCardView {
    let pack = file.view.pack.as_ref();
    let loaded = pack.and_then(|pack| core.pack_of(&pack.id, pack.version).ok());
    let Some(loaded) = loaded else {
        return bare_card(file);
    };
    let teller = Teller::new(core, &loaded);
    match loaded.service(&file.view.service) {
        Ok(service) => {
            let days = days_left(&teller, service, &file.view);
            card(&teller, service, file, days)
        }
        Err(_) => bare_card(file),
    }
}

pub(super) fn card(
    teller: &Teller<'_>,
    service: &Service,
    file: &CaseFile,
    days_left: Option<DaysLeftView>,
) -> CaseCardView {
    let issued = service.issues.first();
    CaseCardView {
        service_name: teller.text(&service.names),
        certificate_type: issued.map(|issue| issue.certificate_type.clone()),
        days_left,
        ..bare_card(file)
    }
}

fn bare_card(file: &CaseFile) -> CaseCardView {
    let view = &file.view;
    CaseCardView {
        id: file.id.to_string(),
        service_name: view.service.clone(),
        certificate_type: None,
        phase: view.phase.slug().to_owned(),
        holder: holder_slug(view.holder).to_owned(),
        number: file.number.clone(),
        since: time::instant(view.holder_since),
        days_left: None,
        needs_you: view.holder == tongban_cases::Holder::Applicant
            && view.allows(Role::Applicant, Action::Supply),
        as_of: time::instant(file.as_of),
    }
}
