//! A case with everything that is needed to handle it. The platform logs each look before it
//! answers, and the applicant sees it (rule K6).

use std::sync::Arc;

use tongban_cases::{
    Action, Event, FormView, Judgement, MaterialState, Role, Source, check_materials, decode_event,
};
use tongban_protocol::{
    AttachmentId, CaseId, DeskCaseRequest, DeskCaseResponse, DeskFileRequest as FileRequest,
    DeskFileResponse, StaffGrant, paths,
};
use tongban_rules::Day;
use tongban_rules::service::Service;
use tongban_store::RecordId;

use super::error::DeskError;
use super::queue::know_packs;
use super::session::{ask, grant};
use super::short_message::short_messages;
use super::view::{
    ConditionView, DeskCaseView, DeskFileRequest, DeskFileView, DeskLineView, DeskMaterialView,
    DeskPageView, MaterialSourceView, RefusalView,
};
use crate::cases::{
    CaseFile, CaseRequest, JudgementView, again_from, days_left, documents, files_of, gaps,
    holder_slug, life, open_notice, ruling,
};
use crate::context::{Core, blocking, lock};
use crate::delivery;
use crate::drafts::{self, PictureView};
use crate::error::ErrorView;
use crate::packs::PackError;
use crate::services::Teller;
use crate::time;

/// Opens a case.
pub(crate) async fn case(
    core: &Arc<Core>,
    request: CaseRequest,
) -> Result<DeskCaseView, ErrorView> {
    let opened = async {
        let id = id(&request.case)?;
        open(core, id).await
    };
    opened.await.map_err(DeskError::into_view)
}

/// Asks for the case and shows it.
pub(super) async fn open(core: &Arc<Core>, id: RecordId) -> Result<DeskCaseView, DeskError> {
    let request = DeskCaseRequest {
        case: CaseId::from_bytes(id.to_bytes()),
        extra: Default::default(),
    };
    let answer = ask(core, paths::DESK_CASE, request.encode(), CASE_LIMIT).await?;
    let answer = DeskCaseResponse::decode(&answer).map_err(|_| DeskError::AnswerBad)?;
    let answer = Arc::new(answer);
    let file = file_of(id, &answer)?;
    if let Some(pack) = &file.view.pack {
        know_packs(core, vec![(pack.id.clone(), pack.version)]).await?;
    }
    if let Some(session) = &mut *lock(&core.desk_session) {
        session.case = Some((id, answer.clone()));
    }
    Ok(blocking(core, move |core| view(core, &file, &answer)).await?)
}

/// The bytes of a file of a case, piece by piece.
pub(crate) async fn file(
    core: &Arc<Core>,
    request: DeskFileRequest,
) -> Result<(PictureView, Vec<u8>), ErrorView> {
    read_file(core, &request)
        .await
        .map_err(DeskError::into_view)
}

async fn read_file(
    core: &Arc<Core>,
    request: &DeskFileRequest,
) -> Result<(PictureView, Vec<u8>), DeskError> {
    let (case, file) = (id(&request.case)?, id(&request.file)?);
    let mut bytes = Vec::new();
    loop {
        let asked = FileRequest {
            case: CaseId::from_bytes(case.to_bytes()),
            file: AttachmentId::from_bytes(file.to_bytes()),
            offset: bytes.len() as u64,
            extra: Default::default(),
        };
        let answer = ask(core, paths::DESK_FILE, asked.encode(), PIECE_LIMIT).await?;
        let piece = DeskFileResponse::decode(&answer).map_err(|_| DeskError::AnswerBad)?;
        if piece.length > MAX_FILE {
            return Err(DeskError::AnswerBad);
        }
        bytes.extend_from_slice(&piece.bytes);
        if bytes.len() as u64 >= piece.length {
            break;
        }
        // A piece that brings nothing would be asked for without end.
        if piece.bytes.is_empty() {
            return Err(DeskError::AnswerBad);
        }
    }
    let media_type = media_type(&bytes).to_owned();
    Ok((PictureView { media_type }, bytes))
}

/// What the bytes are, by what they begin with; nothing that a screen would run.
fn media_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "image/webp",
        [b'%', b'P', b'D', b'F', ..] => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// The case that the platform's events tell.
pub(super) fn file_of(id: RecordId, answer: &DeskCaseResponse) -> Result<CaseFile, DeskError> {
    let events: Result<Vec<Event>, _> = answer.events.iter().map(|e| decode_event(e)).collect();
    let events = events.map_err(|_| DeskError::UpdateNeeded)?;
    let mut file = CaseFile::of_events(id, events, answer.now);
    file.number = Some(answer.number.clone());
    Ok(file)
}

fn view(
    core: &Core,
    file: &CaseFile,
    answer: &DeskCaseResponse,
) -> Result<DeskCaseView, DeskError> {
    let grant = grant(&*core.unlocked()?)?;
    let pack = file.view.pack.clone().ok_or(PackError::NotHere)?;
    let loaded = core.pack_of(&pack.id, pack.version)?;
    let service = loaded.service(&file.view.service)?;
    let teller = Teller::on(core, &loaded, Day::of(answer.now));
    let form = file.state.form(service)?.ok_or(DeskError::AnswerBad)?;
    let days = days_left(&teller, service, &file.view);
    let view = &file.view;
    let judged = view.materials.iter().filter(|m| m.judgement.is_some());
    Ok(DeskCaseView {
        case: file.id.to_string(),
        version: view.version,
        applicant: answer.applicant.clone(),
        service: service.id.clone(),
        service_name: teller.text(&service.names),
        number: answer.number.clone(),
        received_at: time::instant(file.events.first().map_or(0, |event| event.at)),
        phase: view.phase.slug().to_owned(),
        holder: holder_slug(view.holder).to_owned(),
        life: life(&teller, view, service, days.as_ref(), true),
        days_left: days,
        answers: answers(&teller, &form),
        judged: u32::try_from(judged.count()).unwrap_or(u32::MAX),
        materials: view
            .materials
            .iter()
            .map(|found| material(&teller, service, file, answer, found))
            .collect(),
        conditions: conditions(&teller, service, &form)?,
        gaps: gaps(&teller, service, &view.gaps),
        allowed: allowed(&grant, file),
        refusals: refusals(&teller, service, &form),
        remedies: teller.remedies(&service.remedies, Some(teller.today)),
        documents: documents(&teller, view),
        route: delivery::chosen(&teller, &view.route),
        routes: delivery::routes(&teller, service, None),
        short_messages: short_messages(view),
        complete: view.complete,
        notice: open_notice(&teller, service, view),
        ruling: ruling(&teller, service, view, Some(&form)),
    })
}

/// What the roles of this officer may do now.
fn allowed(grant: &StaffGrant, file: &CaseFile) -> Vec<String> {
    let roles = [Role::Intake, Role::Caseworker, Role::Decider];
    let held = roles.into_iter().filter(|role| {
        let slug = role_slug(*role);
        grant.roles.iter().any(|held| held == slug)
    });
    let held: Vec<Role> = held.collect();
    Action::ALL
        .iter()
        // A submission at the window begins with a case that does not exist yet.
        .filter(|action| !matches!(action, Action::Submit | Action::Supply))
        .filter(|action| held.iter().any(|role| file.view.allows(*role, **action)))
        .map(|action| action.slug().to_owned())
        .collect()
}

fn role_slug(role: Role) -> &'static str {
    match role {
        Role::Applicant => "applicant",
        Role::Intake => "intake",
        Role::Caseworker => "caseworker",
        Role::Decider => "decider",
        Role::Machine => "machine",
    }
}

fn answers(teller: &Teller<'_>, form: &FormView<'_>) -> Vec<DeskPageView> {
    let pages = form.pages().map(|page| {
        let shown = page.fields.iter().filter(|view| view.visible);
        let lines = shown.map(|view| {
            let value = view.value.as_deref();
            let wrong = view.problems.first();
            DeskLineView {
                field: view.field.id.clone(),
                label: teller.text(&view.field.label),
                value: value.map_or_else(String::new, |value| {
                    drafts::in_words(teller, view.field, value)
                }),
                source: drafts::source(view.origin.as_ref()),
                problem: wrong.map(|p| drafts::problem_code(&p.kind, value).0.to_owned()),
                correctable: view.editable,
                input: view
                    .editable
                    .then(|| drafts::input(teller, &view.field.kind)),
                typed: value.map(Into::into),
            }
        });
        DeskPageView {
            title: teller.text(&page.section.title),
            lines: lines.collect(),
        }
    });
    pages.collect()
}

fn material(
    teller: &Teller<'_>,
    service: &Service,
    file: &CaseFile,
    answer: &DeskCaseResponse,
    found: &MaterialState,
) -> DeskMaterialView {
    let described = service.material(&found.material);
    let (source, from) = match &found.source {
        Source::Uploaded => (MaterialSourceView::Files, None),
        Source::Wallet(name) => {
            let title = teller.certificate_title(name);
            (MaterialSourceView::Certificate, Some(title))
        }
        Source::Paper => (MaterialSourceView::OnPaper, None),
        Source::Commitment(id) => {
            let offers = service.commitments.iter();
            let offer = offers.into_iter().find(|offer| offer.id == *id);
            let text = offer.map(|offer| teller.text(&offer.text));
            (MaterialSourceView::Commitment, text)
        }
        Source::Office => (MaterialSourceView::Office, None),
        Source::Nothing => (MaterialSourceView::None, None),
    };
    let arrived = |id: &str| {
        let name = |file: &&tongban_protocol::DeskFile| {
            RecordId::from_bytes(*file.id.as_bytes()).to_string() == id
        };
        let there = answer.files.iter().find(name);
        there.is_some_and(|file| file.confirmed == file.length)
    };
    let files = files_of(file, &found.material).into_iter();
    let common_errors = described.map_or_else(Vec::new, |described| {
        teller.common_errors(&described.common_errors)
    });
    DeskMaterialView {
        id: found.material.clone(),
        name: described.map_or_else(
            || found.material.clone(),
            |described| teller.text(&described.name),
        ),
        source,
        from,
        files: files
            .map(|file| DeskFileView {
                arrived: arrived(&file.id),
                id: file.id,
                media_type: file.media_type,
                size: file.size,
            })
            .collect(),
        deferrable: found.deferrable,
        judgement: found.judgement.as_ref().map(JudgementView::from),
        errors: match &found.judgement {
            Some(Judgement::Unfit(errors)) => errors.iter().cloned().collect(),
            _ => Vec::new(),
        },
        may: may(&found.source, !common_errors.is_empty()),
        common_errors,
    }
}

/// Judgements that go with where a material comes from.
fn may(source: &Source, has_errors: bool) -> Vec<JudgementView> {
    match source {
        Source::Nothing => vec![JudgementView::Missing],
        Source::Office => vec![JudgementView::Fit, JudgementView::NotConfirmed],
        Source::Uploaded | Source::Paper | Source::Wallet(_) | Source::Commitment(_) => {
            let mut may = vec![JudgementView::Fit];
            may.extend(has_errors.then_some(JudgementView::Unfit));
            // What came may be something else altogether.
            may.push(JudgementView::Missing);
            may
        }
    }
}

fn conditions(
    teller: &Teller<'_>,
    service: &Service,
    form: &FormView<'_>,
) -> Result<Vec<ConditionView>, DeskError> {
    let list = check_materials(service, form, &[], &[])?;
    let told = list
        .conditions
        .iter()
        .map(|(condition, holds)| ConditionView {
            id: condition.id.clone(),
            text: teller.text(&condition.text),
            holds: *holds,
            source: teller.source(&condition.provision),
        });
    Ok(told.collect())
}

fn refusals(teller: &Teller<'_>, service: &Service, form: &FormView<'_>) -> Vec<RefusalView> {
    let in_force = service.refusals.iter();
    let in_force = in_force.filter(|refusal| refusal.provision.is_in_force(teller.today));
    in_force
        .map(|refusal| RefusalView {
            id: refusal.id.clone(),
            reason: teller.text(&refusal.reason),
            clause: teller.cited(&refusal.provision.citation),
            clause_text: refusal.clause_text.clone(),
            again_from: again_from(refusal, Some(form)).map(|day| day.to_string()),
            advice: teller.some(&refusal.advice),
        })
        .collect()
}

pub(super) fn id(text: &str) -> Result<RecordId, DeskError> {
    text.parse().map_err(|_| DeskError::NotFound)
}

const CASE_LIMIT: usize = 8 << 20;
const PIECE_LIMIT: usize = (1 << 20) + 4096;
const MAX_FILE: u64 = 32 << 20;
