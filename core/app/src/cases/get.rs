//! One case with everything that happened to it.

use tongban_cases::{FormView, Role, Supply};
use tongban_store::{DraftKind, PersonDb, RecordId};

use super::days::days_left;
use super::error::CaseError;
use super::file::CaseFile;
use super::life::{documents, life};
use super::list::card;
use super::tell::{open_notice, ruling, source_slug};
use super::view::{CaseDetailView, CaseMaterialView, CaseRequest, LifeStateView};
use super::{sent, unsent};
use crate::context::Core;
use crate::drafts::{self, FileView};
use crate::packs::PackError;
use crate::services::Teller;
use crate::{certificates, delivery, outbox};

impl CaseRequest {
    pub(super) fn id(&self) -> Result<RecordId, CaseError> {
        self.case.parse().map_err(|_| CaseError::NotFound)
    }
}

/// The case `request.case`.
pub(crate) fn get(core: &Core, request: &CaseRequest) -> Result<CaseDetailView, CaseError> {
    let db = core.unlocked()?;
    let case = request.id()?;
    let Some(file) = CaseFile::read(&db, &core.receipt_keys()?, case)? else {
        return unsent::detail(core, &db, case);
    };
    let pack = file.view.pack.clone().ok_or(PackError::NotHere)?;
    let loaded = core.pack_of(&pack.id, pack.version)?;
    let service = loaded.service(&file.view.service)?;
    let teller = Teller::new(core, &loaded);
    let form = file.state.form(service)?;
    let days = days_left(&teller, service, &file.view);
    let allowed = file.view.allowed.get(&Role::Applicant);
    let certificate = certificates::of_case(&db, file.id)?;
    let mut life = life(&teller, &file.view, service, days.as_ref(), false);
    let last = life.last_mut().filter(|step| step.code == "certificate");
    if let Some(step) = last.filter(|_| certificate.is_some()) {
        step.state = LifeStateView::Done;
    }
    Ok(CaseDetailView {
        office: teller.text(&service.office.name),
        applicant: form.as_ref().and_then(drafts::applicant),
        life,
        notice: open_notice(&teller, service, &file.view),
        ruling: ruling(&teller, service, &file.view, form.as_ref()),
        go_to: file.view.go_to.clone(),
        documents: documents(&teller, &file.view),
        route: delivery::chosen(&teller, &file.view.route),
        routes: match delivery::has_choice(&file.view, service) {
            true => delivery::routes(&teller, service, form.as_ref()),
            false => Vec::new(),
        },
        materials: materials(&db, &teller, service, &file)?,
        answers: form
            .as_ref()
            .map_or_else(Vec::new, |form| answers(&teller, form)),
        update_needed: file.view.update_needed,
        allowed: allowed
            .into_iter()
            .flatten()
            .map(|action| action.slug().to_owned())
            .collect(),
        outbox: outbox::of_case(core, &db, file.id)?,
        certificate: certificate.map(|id| id.to_string()),
        supplement_draft: supplement_draft(&db, file.id)?,
        card: card(&teller, service, &file, days),
    })
}

fn answers(teller: &Teller<'_>, form: &FormView<'_>) -> Vec<drafts::ReviewPageView> {
    drafts::lines(teller, form, &|view| view.visible)
}

fn materials(
    db: &PersonDb,
    teller: &Teller<'_>,
    service: &tongban_rules::service::Service,
    file: &CaseFile,
) -> Result<Vec<CaseMaterialView>, CaseError> {
    let told = file.view.materials.iter().map(|found| {
        Ok(CaseMaterialView {
            id: found.material.clone(),
            name: service
                .material(&found.material)
                .map_or_else(|| found.material.clone(), |m| teller.text(&m.name)),
            source: source_slug(&found.source).to_owned(),
            judgement: found.judgement.as_ref().map(Into::into),
            errors: match &found.judgement {
                Some(tongban_cases::Judgement::Unfit(errors)) => errors
                    .iter()
                    .filter_map(|id| teller.common_error_of(service, id))
                    .collect(),
                _ => Vec::new(),
            },
            files: sent::views(db, file, &found.material)?,
        })
    });
    told.collect()
}

/// The files that were handed in last for a material.
pub(crate) fn files_of(file: &CaseFile, material: &str) -> Vec<FileView> {
    let mut supplied = file.state.supplied().iter().rev();
    let last = supplied.find(|supplied| supplied.material == material);
    let files = match last.map(|supplied| &supplied.how) {
        Some(Supply::Files { files, .. }) => files.as_slice(),
        _ => &[],
    };
    files
        .iter()
        .map(|file| FileView {
            id: RecordId::from_bytes(file.id.0).to_string(),
            media_type: file.media_type.clone(),
            size: u32::try_from(file.size).unwrap_or(u32::MAX),
        })
        .collect()
}

/// The open draft of a supplement.
pub(super) fn supplement_draft(db: &PersonDb, case: RecordId) -> Result<Option<String>, CaseError> {
    let drafts = db.drafts().map_err(crate::storage::StorageError::from)?;
    let open = drafts.iter().find(|draft| {
        draft.case == case
            && draft.kind == DraftKind::Supplement
            && draft.sent_as.is_none()
            && draft.discarded_at.is_none()
    });
    Ok(open.map(|draft| draft.id.to_string()))
}
