//! A draft with everything that it is worked by: pack, wallet, day, and for a supplement what
//! the case holds already.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tongban_cases::{
    Action, Answers, Checklist, FileRef, FormView, Gap, GapFault, Id, Known, Role, Supplied,
    Supply, check_materials, evaluate,
};
use tongban_rules::Day;
use tongban_rules::pack::codec::{decode, encode};
use tongban_rules::service::Service;
use tongban_store::{DraftKind, PersonDb, RecordId, StoredDraft, StoredFile};

use super::conflict::open_count;
use super::error::DraftError;
use super::known::{Held, held};
use crate::cases::CaseFile;
use crate::context::Core;
use crate::packs::LoadedPack;
use crate::storage::StorageError;

/// A draft opened for work.
pub(crate) struct Sheet {
    pub(crate) stored: StoredDraft,
    pub(crate) loaded: Arc<LoadedPack>,
    /// What was typed in this draft.
    pub(crate) typed: Answers,
    /// What is handed in with this draft, files included.
    pub(crate) supplied: Vec<Supplied>,
    pub(crate) files: Vec<StoredFile>,
    pub(crate) held: Held,
    pub(crate) base: Option<Base>,
    /// Fields that wait for a choice between the values of two devices.
    pub(crate) conflicts: u32,
    day: Day,
    answers: Answers,
    known: Vec<Known>,
}

/// What a supplement stands on.
pub(crate) struct Base {
    pub(crate) file: CaseFile,
    /// Materials that the open notice names, with why.
    pub(crate) materials: BTreeMap<String, Vec<GapFault>>,
    /// Fields that the open notice names.
    pub(crate) fields: BTreeSet<String>,
}

impl Sheet {
    /// The draft `id`, which was neither sent nor thrown away.
    pub(crate) fn open(core: &Core, db: &PersonDb, id: RecordId) -> Result<Self, DraftError> {
        let stored = db.draft(id)?.ok_or(DraftError::NotFound)?;
        if stored.discarded_at.is_some() {
            return Err(DraftError::NotFound);
        }
        if stored.sent_as.is_some() {
            return Err(DraftError::Sent);
        }
        Self::of(core, db, stored)
    }

    /// The draft as it is stored.
    pub(crate) fn of(core: &Core, db: &PersonDb, stored: StoredDraft) -> Result<Self, DraftError> {
        let loaded = core.pack_of(&stored.pack, stored.pack_version)?;
        let typed: Answers = decode(&stored.answers).map_err(|_| StorageError::Failed)?;
        let kept: Vec<Supplied> = decode(&stored.supplied).map_err(|_| StorageError::Failed)?;
        let files = db.files_of_draft(stored.id)?;
        let held = held(core, db)?;
        let base = match stored.kind {
            DraftKind::Application => None,
            DraftKind::Supplement => Some(Base::read(core, db, stored.case)?),
        };
        let (mut answers, mut known) = (typed.clone(), held.known.clone());
        let mut day = core.today();
        if let Some(base) = &base {
            let state = &base.file.state;
            let mut merged = state.answers().clone();
            for (field, value) in typed.iter() {
                merged.set(field, value.clone());
            }
            answers = merged;
            // What the case was filed with counts as it was filed; the wallet adds to it.
            known = state.known().iter().cloned().chain(known).collect();
            // A form is judged by the day of receipt.
            day = base.file.view.received.unwrap_or(day);
        }
        Ok(Self {
            supplied: with_files(kept, &files),
            conflicts: open_count(&db.draft_conflicts()?, stored.id),
            stored,
            loaded,
            typed,
            files,
            held,
            base,
            day,
            answers,
            known,
        })
    }

    pub(crate) fn service(&self) -> Result<&Service, DraftError> {
        Ok(self.loaded.service(&self.stored.service)?)
    }

    pub(crate) fn form(&self) -> Result<FormView<'_>, DraftError> {
        let form = &self.service()?.form;
        Ok(evaluate(form, &self.answers, &self.known, self.day)?)
    }

    /// The materials that this draft is about. Of a supplement: what was asked for, and what
    /// became necessary by new answers.
    pub(crate) fn checklist<'a>(
        &'a self,
        form: &FormView<'_>,
    ) -> Result<Checklist<'a>, DraftError> {
        let service = self.service()?;
        let mut list = check_materials(service, form, &self.supplied, &self.held.types)?;
        if let Some(base) = &self.base {
            let before = base.file.state.supplied();
            let all: Vec<Supplied> = before.iter().chain(&self.supplied).cloned().collect();
            let whole = check_materials(service, form, &all, &self.held.types)?;
            let open: BTreeSet<String> = whole
                .missing()
                .map(|item| item.material.id.clone())
                .collect();
            let handed_in = |id: &str| self.supplied.iter().any(|s| s.material == id);
            let later = |id: &str| {
                let materials = &base.file.view.materials;
                materials.iter().any(|found| {
                    found.material == id && found.deferrable && found.judgement.is_none()
                })
            };
            list.items.retain(|item| {
                let id = &item.material.id;
                base.materials.contains_key(id) || open.contains(id) || handed_in(id) || later(id)
            });
        }
        Ok(list)
    }

    /// Whether a field of the form is on the pages of this draft.
    pub(crate) fn shows(&self, view: &tongban_cases::FieldView<'_>) -> bool {
        let Some(base) = &self.base else {
            return view.visible;
        };
        let id = &view.field.id;
        let concerned =
            base.fields.contains(id) || self.typed.get(id).is_some() || !view.problems.is_empty();
        view.visible && concerned
    }

    /// The stored form of what is not in files.
    pub(crate) fn keep(&mut self, typed: Answers, supplied: &[Supplied]) -> Result<(), DraftError> {
        self.stored.answers = encode(&typed).map_err(|_| DraftError::TooLong)?;
        self.stored.supplied = encode(&without_files(supplied)).map_err(|_| DraftError::TooLong)?;
        self.typed = typed;
        Ok(())
    }
}

impl Base {
    fn read(core: &Core, db: &PersonDb, case: RecordId) -> Result<Self, DraftError> {
        let keys = core.receipt_keys()?;
        let file = CaseFile::read(db, &keys, case)?.ok_or(DraftError::NoCase)?;
        if !file.view.allows(Role::Applicant, Action::Supply) {
            return Err(DraftError::NothingToSupply);
        }
        let mut base = Self {
            materials: BTreeMap::new(),
            fields: BTreeSet::new(),
            file,
        };
        for gap in base.file.view.gaps.clone() {
            match gap {
                Gap::Material { material, fault } => {
                    base.materials.entry(material).or_default().push(fault);
                }
                Gap::Answer { field } => _ = base.fields.insert(field),
            }
        }
        Ok(base)
    }
}

/// What is handed in, with the files that are really there.
fn with_files(mut kept: Vec<Supplied>, files: &[StoredFile]) -> Vec<Supplied> {
    for file in files {
        let reference = FileRef {
            id: Id(file.id.to_bytes()),
            media_type: file.media_type.clone(),
            size: file.length,
        };
        let same = |supplied: &&mut Supplied| supplied.material == file.material;
        match kept.iter_mut().find(same) {
            Some(Supplied {
                how: Supply::Files { files, .. },
                ..
            }) => files.push(reference),
            // Something else replaces files as soon as it is chosen, and takes them away.
            Some(_) => {}
            None => kept.push(Supplied {
                material: file.material.clone(),
                how: Supply::Files {
                    variant: None,
                    files: vec![reference],
                },
            }),
        }
    }
    // Without a file, the choice of a form alone hands nothing in.
    kept.retain(
        |supplied| !matches!(&supplied.how, Supply::Files { files, .. } if files.is_empty()),
    );
    kept
}

fn without_files(supplied: &[Supplied]) -> Vec<Supplied> {
    let mut kept = supplied.to_vec();
    for one in &mut kept {
        if let Supply::Files { files, .. } = &mut one.how {
            files.clear();
        }
    }
    kept
}
