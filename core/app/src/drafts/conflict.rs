//! Two values of one field: side by side, and a person's choice, which is kept for good.

use serde::{Deserialize, Serialize};
use tongban_cases::Supply;
use tongban_store::{Chosen, DraftConflict, PersonDb, RecordId, Side, StoredDraft};
use ts_rs::TS;

use super::error::DraftError;
use super::form::{count, in_words};
use super::merge::{Content, FieldName, answer_of, supplied_of};
use super::view::DraftRequest;
use crate::context::{Core, lock};
use crate::events::{EventView, NothingView};
use crate::packs::LoadedPack;
use crate::services::Teller;
use crate::time;

/// A draft of which two devices have versions.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ConflictView {
    /// The draft.
    pub draft: String,
    /// Name of the service.
    pub service_name: String,
    /// When this device last saved it, RFC 3339.
    pub saved_at: String,
    /// The fields that wait for a choice.
    pub fields: Vec<ConflictFieldView>,
    /// Choices that were made, the last first.
    pub chosen: Vec<ChosenFieldView>,
}

/// A field that two devices changed to different values.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ConflictFieldView {
    /// Id of the conflict.
    pub id: String,
    /// Name of the field.
    pub label: String,
    /// The value of this device, in words; null where it was taken away.
    pub here: Option<String>,
    /// The value of the other device, in words.
    pub there: Option<String>,
    /// When the other device last saved, RFC 3339, by its clock.
    pub there_saved_at: String,
}

/// A choice that was made.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ChosenFieldView {
    /// Name of the field.
    pub label: String,
    /// The value that was chosen, in words; null where it was taken away.
    pub kept: Option<String>,
    /// The other one.
    pub left: Option<String>,
    /// Which of the two was chosen.
    pub side: SideView,
    /// When, RFC 3339.
    pub at: String,
}

/// One of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SideView {
    /// The one of this device.
    Here,
    /// The one of the other device.
    There,
}

/// A person's choice.
#[derive(Debug, Deserialize, TS)]
pub struct ConflictChooseRequest {
    /// Id of the conflict.
    pub conflict: String,
    /// Which value.
    pub side: SideView,
}

/// What waits for a choice in a draft, and what was chosen.
pub(crate) fn conflict(core: &Core, request: &DraftRequest) -> Result<ConflictView, DraftError> {
    let db = core.unlocked()?;
    view(core, &db, request.id()?)
}

/// Takes one of the two values, and notes who chose what and when, in one transaction.
pub(crate) fn choose(
    core: &Core,
    request: &ConflictChooseRequest,
) -> Result<ConflictView, DraftError> {
    let db = core.unlocked()?;
    let _turn = lock(&core.draft_turn);
    let id: RecordId = request
        .conflict
        .parse()
        .map_err(|_| DraftError::NoConflict)?;
    let all = db.draft_conflicts()?;
    let found = all.into_iter().find(|known| known.id == id);
    let found = found.ok_or(DraftError::NoConflict)?;
    let chosen = Chosen {
        side: match request.side {
            SideView::Here => Side::Mine,
            SideView::There => Side::Theirs,
        },
        at: core.now(),
        by: db.info()?.pseudonym.unwrap_or_default(),
    };
    db.write(|tx| -> Result<_, DraftError> {
        let mut draft = tx.draft(found.draft)?.ok_or(DraftError::NotFound)?;
        if draft.sent_as.is_some() {
            return Err(DraftError::Sent);
        }
        let mut content = Content::read(&draft.answers, &draft.supplied)?;
        // What stands here now may be newer than what stood here as the two met.
        let mine = content.value(&found.field)?;
        tx.choose(id, mine.as_deref(), &chosen)
            .map_err(|error| match error {
                tongban_store::WriteError::Conflict => DraftError::NoConflict,
                error => error.into(),
            })?;
        if chosen.side == Side::Theirs {
            content.set(&found.field, found.theirs.as_deref())?;
            (draft.answers, draft.supplied) = content.write()?;
            draft.saved_at = core.now();
            tx.put_draft(&draft)?;
        }
        Ok(())
    })?;
    core.publish(EventView::DraftsChanged(NothingView {}));
    core.publish_outbox();
    view(core, &db, found.draft)
}

/// How many fields of a draft wait for a choice.
pub(super) fn open_count(conflicts: &[DraftConflict], draft: RecordId) -> u32 {
    let open = |conflict: &&DraftConflict| conflict.draft == draft && conflict.chosen.is_none();
    count(conflicts.iter().filter(open).count())
}

fn view(core: &Core, db: &PersonDb, id: RecordId) -> Result<ConflictView, DraftError> {
    let stored = db.draft(id)?.ok_or(DraftError::NotFound)?;
    let loaded = core.pack_of(&stored.pack, stored.pack_version)?;
    let teller = Teller::new(core, &loaded);
    let content = Content::read(&stored.answers, &stored.supplied)?;
    let conflicts = db.draft_conflicts()?;
    let (mut fields, mut chosen) = (Vec::new(), Vec::new());
    for one in conflicts.iter().filter(|one| one.draft == id) {
        let words = |value: Option<&[u8]>| words(&teller, &loaded, &stored, &one.field, value);
        let label = label(&teller, &loaded, &stored, &one.field);
        match &one.chosen {
            None => fields.push(ConflictFieldView {
                id: one.id.to_string(),
                label,
                here: words(content.value(&one.field)?.as_deref())?,
                there: words(one.theirs.as_deref())?,
                there_saved_at: time::instant(one.theirs_saved_at),
            }),
            Some(choice) => {
                let (mine, theirs) = (words(one.mine.as_deref())?, words(one.theirs.as_deref())?);
                let (side, kept, left) = match choice.side {
                    Side::Mine => (SideView::Here, mine, theirs),
                    Side::Theirs => (SideView::There, theirs, mine),
                };
                chosen.push(ChosenFieldView {
                    label,
                    kept,
                    left,
                    side,
                    at: time::instant(choice.at),
                });
            }
        }
    }
    chosen.sort_by(|one, other| other.at.cmp(&one.at));
    Ok(ConflictView {
        draft: id.to_string(),
        service_name: loaded.service(&stored.service).map_or_else(
            |_| stored.service.clone(),
            |found| teller.text(&found.names),
        ),
        saved_at: time::instant(stored.saved_at),
        fields,
        chosen,
    })
}

fn label(teller: &Teller<'_>, loaded: &LoadedPack, draft: &StoredDraft, name: &str) -> String {
    let service = loaded.service(&draft.service).ok();
    let known = match FieldName::of(name) {
        Some(FieldName::Answer(id)) => service
            .and_then(|service| service.form.find(id))
            .map(|(_, field)| teller.text(&field.label)),
        Some(FieldName::Material(id)) => service
            .and_then(|service| service.material(id))
            .map(|material| teller.text(&material.name)),
        None => None,
    };
    // A field that the pack does not have was typed under its id.
    known.unwrap_or_else(|| name.to_owned())
}

fn words(
    teller: &Teller<'_>,
    loaded: &LoadedPack,
    draft: &StoredDraft,
    name: &str,
    value: Option<&[u8]>,
) -> Result<Option<String>, DraftError> {
    let Some(value) = value else { return Ok(None) };
    let service = loaded.service(&draft.service).ok();
    Ok(Some(match FieldName::of(name) {
        Some(FieldName::Answer(id)) => {
            let value = answer_of(value)?;
            match service.and_then(|service| service.form.find(id)) {
                Some((_, field)) => in_words(teller, field, &value),
                None => super::form::bare_words(teller, &value),
            }
        }
        Some(FieldName::Material(_)) => {
            let how = match supplied_of(value)?.how {
                Supply::Files { .. } => "files",
                Supply::Certificate { .. } => "certificate",
                Supply::OnPaper => "on_paper",
                Supply::Commitment { .. } => "commitment",
            };
            teller.say(&format!("export.how.{how}"))
        }
        None => String::new(),
    }))
}
