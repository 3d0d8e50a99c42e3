//! Beginning with what was typed before: a duplicate of a draft, and templates.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tongban_cases::Answers;
use tongban_rules::form::{Field, FieldKind};
use tongban_rules::pack::codec::{decode, encode};
use tongban_store::{DraftKind, PersonDb, RecordId, StoredDraft, StoredFile, StoredTemplate};
use ts_rs::TS;

use super::error::DraftError;
use super::form::count;
use super::save::get;
use super::start::{begin, resident};
use super::view::{DraftRequest, DraftView};
use crate::context::{Core, lock};
use crate::events::{EventView, NothingView};
use crate::packs::PackError;
use crate::storage::StorageError;
use crate::time;

/// Answers to begin with again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TemplateView {
    /// Its id.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// Id of the service.
    pub service: String,
    /// Name of the service.
    pub service_name: String,
    /// How many answers it holds.
    pub answers: u32,
    /// When it was made, RFC 3339.
    pub made_at: String,
}

/// Makes a template of a draft.
#[derive(Debug, Deserialize, TS)]
pub struct TemplateMakeRequest {
    /// The draft.
    pub draft: String,
    /// What to call it.
    pub name: String,
}

/// A template, by its id.
#[derive(Debug, Deserialize, TS)]
pub struct TemplateRequest {
    /// Its id.
    pub template: String,
}

/// A second draft with the same answers and photos; the first one may have been handed in. It is
/// an application of its own.
pub(crate) fn duplicate(core: &Core, request: &DraftRequest) -> Result<DraftView, DraftError> {
    let db = core.unlocked()?;
    resident(&db)?;
    let id = request.id()?;
    let draft = {
        let _turn = lock(&core.draft_turn);
        let old = db.draft(id)?.ok_or(DraftError::NotFound)?;
        if old.kind != DraftKind::Application || old.discarded_at.is_some() {
            return Err(DraftError::NotFound);
        }
        let new = RecordId::draw(&*core.caps.clock, &*core.caps.entropy)?;
        let now = core.now();
        let draft = StoredDraft {
            id: new,
            case: new,
            open: true,
            created_at: now,
            saved_at: now,
            sent_as: None,
            ..old
        };
        copy_files(core, &db, id, &draft)?;
        new
    };
    core.publish(EventView::DraftsChanged(NothingView {}));
    get(core, draft)
}

/// Draft and copies of its files at once, one photo in memory at a time.
fn copy_files(
    core: &Core,
    db: &PersonDb,
    from: RecordId,
    draft: &StoredDraft,
) -> Result<(), DraftError> {
    let mut files = db.files_of_draft(from)?.into_iter();
    let next = || -> Result<Option<(StoredFile, Vec<u8>)>, DraftError> {
        let Some(old) = files.next() else {
            return Ok(None);
        };
        let bytes = db.read_file(old.id, 0..old.length)?;
        let file = StoredFile {
            id: RecordId::draw(&*core.caps.clock, &*core.caps.entropy)?,
            draft: Some(draft.id),
            operation: None,
            is_urgent: false,
            used: None,
            sha256: Sha256::digest(&bytes).into(),
            ..old
        };
        Ok(Some((file, bytes)))
    };
    db.import_files(next, |tx| Ok(tx.put_draft(draft)?))
}

/// Keeps what is likely the same next time under a name.
pub(crate) fn make_template(
    core: &Core,
    request: &TemplateMakeRequest,
) -> Result<Vec<TemplateView>, DraftError> {
    let db = core.unlocked()?;
    let name = request.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(DraftError::BadValue);
    }
    let stored = db.draft(super::save::id(&request.draft)?)?;
    let stored = stored.filter(|draft| draft.discarded_at.is_none());
    let stored = stored.ok_or(DraftError::NotFound)?;
    if stored.kind != DraftKind::Application {
        return Err(DraftError::NotFound);
    }
    let loaded = core.pack_of(&stored.pack, stored.pack_version)?;
    let form = &loaded.service(&stored.service)?.form;
    let typed: Answers = decode(&stored.answers).map_err(|_| StorageError::Failed)?;
    let kept: Answers = typed
        .iter()
        .filter(|(field, _)| form.find(field).is_some_and(|(_, field)| is_lasting(field)))
        .map(|(field, value)| (field, value.clone()))
        .collect();
    let template = StoredTemplate {
        id: RecordId::draw(&*core.caps.clock, &*core.caps.entropy)?,
        name: name.to_owned(),
        service: stored.service,
        pack: stored.pack,
        pack_version: stored.pack_version,
        answers: encode(&kept).map_err(|_| DraftError::TooLong)?,
        made_at: core.now(),
    };
    db.write(|tx| tx.put_template(&template))?;
    templates(core)
}

/// Every template of the person, the newest first.
pub(crate) fn templates(core: &Core) -> Result<Vec<TemplateView>, DraftError> {
    let db = core.unlocked()?;
    let view = |template: StoredTemplate| {
        let loaded = core.pack_of(&template.pack, template.pack_version).ok();
        let service = loaded
            .as_ref()
            .and_then(|loaded| loaded.service(&template.service).ok());
        let answers: Answers = decode(&template.answers).unwrap_or_default();
        TemplateView {
            id: template.id.to_string(),
            service_name: service.map_or_else(
                || template.service.clone(),
                |service| service.names.get(core.text_locale()).to_owned(),
            ),
            name: template.name,
            service: template.service,
            answers: count(answers.len()),
            made_at: time::instant(template.made_at),
        }
    };
    Ok(db.templates()?.into_iter().map(view).collect())
}

/// Forgets a template.
pub(crate) fn delete_template(
    core: &Core,
    request: &TemplateRequest,
) -> Result<Vec<TemplateView>, DraftError> {
    let db = core.unlocked()?;
    let id = super::save::id(&request.template)?;
    db.write(|tx| tx.delete_template(id))
        .map_err(|error| match error {
            tongban_store::WriteError::NotFound => DraftError::NotFound,
            error => error.into(),
        })?;
    templates(core)
}

/// A new draft by the newest pack with the answers of a template; those that its form does not
/// have are kept and told, as in any draft.
pub(crate) fn start_from(core: &Core, request: &TemplateRequest) -> Result<DraftView, DraftError> {
    let db = core.unlocked()?;
    resident(&db)?;
    let id = super::save::id(&request.template)?;
    let mut all = db.templates()?.into_iter();
    let template = all.find(|template| template.id == id);
    let template = template.ok_or(DraftError::NotFound)?;
    let loaded = core.pack()?;
    if !loaded.service(&template.service)?.kind.is_on_application() {
        return Err(PackError::NoService.into());
    }
    let typed: Answers = decode(&template.answers).map_err(|_| StorageError::Failed)?;
    let id = RecordId::draw(&*core.caps.clock, &*core.caps.entropy)?;
    begin(
        core,
        &db,
        &loaded,
        id,
        (DraftKind::Application, id),
        &template.service,
        &typed,
    )
}

/// Whether an answer is likely the same next time (ADR 0026). Never kept: who a person is, which
/// comes from the wallet or is typed for this application; a day, which is of one event or one
/// person; a declaration, which is made for one application.
fn is_lasting(field: &Field) -> bool {
    match field.kind {
        FieldKind::Text { .. }
        | FieldKind::LongText { .. }
        | FieldKind::Number { .. }
        | FieldKind::Money { .. }
        | FieldKind::YesNo
        | FieldKind::Choice { .. }
        | FieldKind::Choices { .. }
        | FieldKind::CreditCode
        | FieldKind::Phone
        | FieldKind::Address => true,
        FieldKind::Date { .. }
        | FieldKind::Declaration
        | FieldKind::PersonName
        | FieldKind::CitizenId => false,
    }
}

/// Characters.
const LONGEST_NAME: usize = 60;
