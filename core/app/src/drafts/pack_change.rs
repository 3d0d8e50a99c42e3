//! A newer pack than the one that a draft was begun with: what would change, and the person's
//! choice to follow it or to stay (rule S9: what is handed in is judged by the pack it names).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tongban_store::{PersonDb, StoredDraft};
use ts_rs::TS;

use super::error::DraftError;
use super::form;
use super::sheet::Sheet;
use super::view::{DraftRequest, DraftView};
use crate::context::{Core, lock};
use crate::packs::LoadedPack;
use crate::services::Teller;

/// What a newer pack changes for a draft.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackChangeView {
    /// The draft.
    pub draft: String,
    /// Version that it is filled in by.
    pub from: u32,
    /// The newest version.
    pub to: u32,
    /// Whether the newer pack still has the service; without it there is nothing to follow.
    pub can_follow: bool,
    /// What would be asked that is not asked now.
    pub asked: Vec<String>,
    /// What would no longer be asked; what was typed there is kept.
    pub not_asked: Vec<String>,
    /// Answers that would no longer be right as they are.
    pub to_change: Vec<String>,
    /// Materials that would be needed.
    pub needed: Vec<String>,
    /// Materials that would no longer be needed; what was added there is kept.
    pub not_needed: Vec<String>,
}

/// A person's choice about a newer pack.
#[derive(Debug, Deserialize, TS)]
pub struct PackChooseRequest {
    /// The draft.
    pub draft: String,
    /// The version that was shown.
    pub version: u32,
    /// Whether to follow it.
    pub follow: bool,
}

/// What the newest pack would change.
pub(crate) fn pack_change(
    core: &Core,
    request: &DraftRequest,
) -> Result<PackChangeView, DraftError> {
    let db = core.unlocked()?;
    let now = Sheet::open(core, &db, request.id()?)?;
    let newest = core.pack()?;
    let mut view = PackChangeView {
        draft: now.stored.id.to_string(),
        from: now.stored.pack_version,
        to: newest.pack().version,
        can_follow: newest.service(&now.stored.service).is_ok()
            && newest.pack().id == now.stored.pack,
        asked: Vec::new(),
        not_asked: Vec::new(),
        to_change: Vec::new(),
        needed: Vec::new(),
        not_needed: Vec::new(),
    };
    if !view.can_follow {
        return Ok(view);
    }
    let then = with_pack(core, &db, &now.stored, &newest)?;
    let (old, new) = (Asked::of(core, &now)?, Asked::of(core, &then)?);
    view.asked = old.lacks(&new, |asked| &asked.fields);
    view.not_asked = new.lacks(&old, |asked| &asked.fields);
    view.to_change = old.lacks(&new, |asked| &asked.wrong);
    view.to_change.retain(|label| !view.asked.contains(label));
    view.needed = old.lacks(&new, |asked| &asked.materials);
    view.not_needed = new.lacks(&old, |asked| &asked.materials);
    Ok(view)
}

/// Follows the version that was shown, or stays and is not asked about it again. A version that
/// is no longer the newest is refused: what was shown is not what would come.
pub(crate) fn choose_pack(
    core: &Core,
    request: &PackChooseRequest,
) -> Result<DraftView, DraftError> {
    let db = core.unlocked()?;
    let _turn = lock(&core.draft_turn);
    let mut sheet = Sheet::open(core, &db, super::save::id(&request.draft)?)?;
    let newest = core.pack()?;
    if newest.pack().version != request.version || newest.pack().id != sheet.stored.pack {
        return Err(DraftError::BadValue);
    }
    match request.follow {
        // The new form is opened before anything is stored.
        true => sheet = with_pack(core, &db, &sheet.stored, &newest)?,
        false => sheet.stored.stayed_before = Some(request.version),
    }
    sheet.stored.saved_at = core.now();
    db.write(|tx| tx.put_draft(&sheet.stored))?;
    form::view(core, &sheet)
}

/// The same draft by another pack.
fn with_pack(
    core: &Core,
    db: &PersonDb,
    stored: &StoredDraft,
    pack: &LoadedPack,
) -> Result<Sheet, DraftError> {
    pack.service(&stored.service)?;
    let moved = StoredDraft {
        pack_version: pack.pack().version,
        stayed_before: None,
        service: stored.service.clone(),
        pack: stored.pack.clone(),
        answers: stored.answers.clone(),
        supplied: stored.supplied.clone(),
        ..*stored
    };
    Sheet::of(core, db, moved)
}

/// What a draft asks for, each by id and name.
struct Asked {
    fields: BTreeSet<(String, String)>,
    wrong: BTreeSet<(String, String)>,
    materials: BTreeSet<(String, String)>,
}

impl Asked {
    fn of(core: &Core, sheet: &Sheet) -> Result<Self, DraftError> {
        let teller = Teller::new(core, &sheet.loaded);
        let form = sheet.form()?;
        let shown = || form.fields().iter().filter(|view| sheet.shows(view));
        let named = |view: &tongban_cases::FieldView<'_>| {
            (view.field.id.clone(), teller.text(&view.field.label))
        };
        let wrong = shown().filter(|view| {
            view.kept.is_some() && view.problems.iter().any(|problem| !problem.is_missing())
        });
        let needed = sheet.checklist(&form)?;
        let needed = needed
            .items
            .iter()
            .filter(|item| !matches!(item.standing, tongban_cases::Standing::NotNeeded));
        Ok(Self {
            fields: shown().map(named).collect(),
            wrong: wrong.map(named).collect(),
            materials: needed
                .map(|item| (item.material.id.clone(), teller.text(&item.material.name)))
                .collect(),
        })
    }

    /// Names of what `other` has and this has not, by id.
    fn lacks(
        &self,
        other: &Self,
        part: impl Fn(&Self) -> &BTreeSet<(String, String)>,
    ) -> Vec<String> {
        let here: BTreeSet<&String> = part(self).iter().map(|(id, _)| id).collect();
        part(other)
            .iter()
            .filter(|(id, _)| !here.contains(id))
            .map(|(_, name)| name.clone())
            .collect()
    }
}

/// Whether the person is to be asked about a newer pack.
pub(super) fn is_open(core: &Core, stored: &StoredDraft) -> Result<bool, DraftError> {
    let newest = core.pack()?;
    let newest = newest.pack();
    Ok(newest.id == stored.pack
        && newest.version > stored.pack_version
        && stored
            .stayed_before
            .is_none_or(|before| newest.version > before))
}
