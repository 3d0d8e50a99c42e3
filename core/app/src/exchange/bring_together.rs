//! What the drafts of a file mean for the drafts that are here, decided before anything is
//! written.

use std::collections::BTreeSet;

use tongban_store::{
    DraftConflict, DraftKind, DraftVersion, PersonDb, PersonTx, RecordId, StoredDraft,
};

use super::error::ExchangeError;
use super::records::{DraftRecord, Records};
use super::view::ImportedView;
use crate::context::Core;
use crate::drafts::{Content, merge};

/// What is to be written of drafts, their versions and their conflicts.
#[derive(Default)]
pub(super) struct Plan {
    drafts: Vec<StoredDraft>,
    /// A draft whose files go to another one, and the operation that carries what stays.
    handed_over: Vec<(RecordId, RecordId, RecordId, Vec<RecordId>)>,
    versions: Vec<DraftVersion>,
    conflicts: Vec<DraftConflict>,
    pub(super) view: ImportedView,
}

impl Plan {
    /// Decides; reads only.
    pub(super) fn make(
        core: &Core,
        db: &PersonDb,
        records: &Records,
    ) -> Result<Self, ExchangeError> {
        let mut plan = Self::default();
        let (versions, conflicts) = (db.draft_versions()?, db.draft_conflicts()?);
        let mut had = BTreeSet::new();
        for record in &records.drafts {
            let theirs = record.stored();
            match db.draft(record.id)? {
                None => {
                    plan.view.drafts += 1;
                    plan.drafts.push(theirs);
                }
                Some(mine) => {
                    had.insert(mine.id);
                    let both = Both {
                        core,
                        mine,
                        theirs,
                        records,
                        versions: &versions,
                        conflicts: &conflicts,
                    };
                    both.decide(&mut plan)?;
                }
            }
        }
        // What the file's versions came from, then the versions themselves: the newest last.
        plan.versions = records
            .draft_versions
            .iter()
            .map(|version| version.stored())
            .collect();
        plan.versions.extend(records.drafts.iter().map(version_of));
        for record in &records.choices {
            // What waits on the other device waits here by the merge above.
            if record.chosen.is_some() || !had.contains(&record.draft) {
                plan.conflicts.push(record.stored());
            }
        }
        Ok(plan)
    }

    pub(super) fn write(&self, tx: &PersonTx<'_>) -> Result<(), ExchangeError> {
        self.drafts
            .iter()
            .try_for_each(|draft| tx.put_draft(draft))?;
        for (from, to, operation, carried) in &self.handed_over {
            tx.give_files(*from, *to, *operation, carried)?;
        }
        for version in &self.versions {
            // Of a draft that was purged here its versions say nothing.
            if tx.draft(version.draft)?.is_some() {
                tx.note_draft_version(version)?;
            }
        }
        self.conflicts
            .iter()
            .try_for_each(|one| tx.put_draft_conflict(one))?;
        Ok(())
    }
}

/// One draft that is here and in the file.
struct Both<'a> {
    core: &'a Core,
    mine: StoredDraft,
    theirs: StoredDraft,
    records: &'a Records,
    versions: &'a [DraftVersion],
    conflicts: &'a [DraftConflict],
}

impl Both<'_> {
    fn decide(self, plan: &mut Plan) -> Result<(), ExchangeError> {
        let same = (&self.mine.answers, &self.mine.supplied)
            == (&self.theirs.answers, &self.theirs.supplied);
        match (self.mine.sent_as, self.theirs.sent_as) {
            (None, None) => self.merge(plan),
            (Some(mine), Some(theirs)) if mine == theirs => Ok(()),
            // Handed in here: an older version of it adds nothing.
            (Some(_), _) if same || self.was_here(&self.theirs) => Ok(()),
            (Some(_), _) => {
                let copy = self.copy_of(&self.theirs)?;
                plan.view.copies += 1;
                plan.drafts.push(copy);
                Ok(())
            }
            (None, Some(operation)) => {
                if !same && !self.was_there(&self.mine) {
                    let copy = self.copy_of(&self.mine)?;
                    let carried = self.records.files.iter().filter_map(|file| {
                        let file = file.stored().ok()?;
                        (file.operation == Some(operation)).then_some(file.id)
                    });
                    let carried = carried.collect();
                    plan.handed_over
                        .push((self.mine.id, copy.id, operation, carried));
                    plan.view.copies += 1;
                    // Before the one whose files it gets.
                    plan.drafts.push(copy);
                }
                plan.view.merged += 1;
                plan.drafts.push(self.theirs);
                Ok(())
            }
        }
    }

    fn merge(self, plan: &mut Plan) -> Result<(), ExchangeError> {
        let (mine, theirs) = (content(&self.mine)?, content(&self.theirs)?);
        let base = match self.common() {
            Some(version) => Content::read(&version.answers, &version.supplied)?,
            None => Content::default(),
        };
        let merged = merge(&base, &mine, &theirs, &self.open_fields())?;
        let mut draft = StoredDraft {
            // A newer pack was followed by choice; one that both have is the same.
            pack_version: self.mine.pack_version.max(self.theirs.pack_version),
            stayed_before: self.mine.stayed_before.max(self.theirs.stayed_before),
            discarded_at: self.mine.discarded_at.and(self.theirs.discarded_at),
            ..clone(&self.mine)
        };
        let mut found = 0;
        for conflict in merged.conflicts {
            let known = self.conflicts.iter().any(|known| {
                known.draft == draft.id
                    && known.chosen.is_none()
                    && (&known.field, &known.theirs) == (&conflict.field, &conflict.theirs)
            });
            if known {
                continue;
            }
            found += 1;
            plan.conflicts.push(DraftConflict {
                id: RecordId::draw(&*self.core.caps.clock, &*self.core.caps.entropy)?,
                draft: draft.id,
                field: conflict.field,
                mine: conflict.mine,
                theirs: conflict.theirs,
                theirs_saved_at: self.theirs.saved_at,
                found_at: self.core.now(),
                chosen: None,
            });
        }
        plan.view.conflicts += found;
        let changed = merged.content != mine
            || draft.pack_version != self.mine.pack_version
            || draft.stayed_before != self.mine.stayed_before
            || draft.discarded_at != self.mine.discarded_at;
        if changed {
            if merged.content != mine {
                (draft.answers, draft.supplied) = merged.content.write()?;
                draft.saved_at = self.mine.saved_at.max(self.theirs.saved_at);
            }
            plan.drafts.push(draft);
        }
        plan.view.merged += u32::from(changed || found > 0);
        Ok(())
    }

    /// The newest version that both devices had.
    fn common(&self) -> Option<&DraftVersion> {
        let mine = self.versions.iter().rev();
        mine.filter(|version| version.draft == self.mine.id)
            .find(|version| self.is_of_theirs(&version.answers, &version.supplied))
    }

    fn is_of_theirs(&self, answers: &[u8], supplied: &[u8]) -> bool {
        let known = |version: &super::records::VersionRecord| {
            version.draft == self.mine.id
                && (&*version.answers, &*version.supplied) == (answers, supplied)
        };
        self.records.draft_versions.iter().any(known)
    }

    /// Whether this device had that version.
    fn was_here(&self, draft: &StoredDraft) -> bool {
        self.versions.iter().any(|version| {
            (version.draft, &version.answers, &version.supplied)
                == (draft.id, &draft.answers, &draft.supplied)
        })
    }

    fn was_there(&self, draft: &StoredDraft) -> bool {
        self.is_of_theirs(&draft.answers, &draft.supplied)
    }

    /// Fields that wait for a choice, here or there.
    fn open_fields(&self) -> BTreeSet<String> {
        let here = self.conflicts.iter().filter(|one| one.chosen.is_none());
        let here = here.filter(|one| one.draft == self.mine.id);
        let there = self.records.choices.iter();
        let there = there.filter(|one| one.chosen.is_none() && one.draft == self.mine.id);
        let here = here.map(|one| one.field.clone());
        here.chain(there.map(|one| one.field.clone())).collect()
    }

    /// A draft of its own with that content: two handed-in ways of one application are not merged.
    fn copy_of(&self, draft: &StoredDraft) -> Result<StoredDraft, ExchangeError> {
        let id = RecordId::draw(&*self.core.caps.clock, &*self.core.caps.entropy)?;
        Ok(StoredDraft {
            id,
            case: match draft.kind {
                DraftKind::Application => id,
                DraftKind::Supplement => draft.case,
            },
            open: false,
            sent_as: None,
            ..clone(draft)
        })
    }
}

fn content(draft: &StoredDraft) -> Result<Content, ExchangeError> {
    Ok(Content::read(&draft.answers, &draft.supplied)?)
}

fn version_of(record: &DraftRecord) -> DraftVersion {
    DraftVersion {
        draft: record.id,
        answers: record.answers.clone(),
        supplied: record.supplied.clone(),
    }
}

fn clone(draft: &StoredDraft) -> StoredDraft {
    DraftRecord::from(draft).stored()
}
