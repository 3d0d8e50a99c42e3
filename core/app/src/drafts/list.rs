//! Every draft of the person, the last saved first, and those that were thrown away.

use tongban_store::{DraftKind, PersonDb, StoredDraft};

use super::error::DraftError;
use super::form::{count, pages};
use super::sheet::Sheet;
use super::view::DraftCardView;
use crate::context::{Core, lock};
use crate::services::Teller;
use crate::time;

/// The drafts that were neither sent nor thrown away. What was thrown away 30 days ago goes now.
pub(crate) fn list(core: &Core) -> Result<Vec<DraftCardView>, DraftError> {
    let db = core.unlocked()?;
    let old = core.now().saturating_sub(KEPT_SECONDS);
    if db.write(|tx| tx.purge_discarded(old))? > 0 {
        db.sweep_files()?;
    }
    cards(core, &db, |draft| draft.discarded_at.is_none())
}

/// The drafts that were thrown away and can be brought back, the last saved first.
pub(crate) fn trash(core: &Core) -> Result<Vec<DraftCardView>, DraftError> {
    let db = core.unlocked()?;
    cards(core, &db, |draft| draft.discarded_at.is_some())
}

fn cards(
    core: &Core,
    db: &PersonDb,
    listed: impl Fn(&StoredDraft) -> bool,
) -> Result<Vec<DraftCardView>, DraftError> {
    let mut cards = Vec::new();
    for stored in db.drafts()? {
        if !listed(&stored) || stored.sent_as.is_some() {
            continue;
        }
        let fallback = bare_card(core, &stored);
        // A supplement that the office no longer waits for, or a pack that is gone, is no
        // reason to hide what was typed.
        let card = Sheet::of(core, db, stored).and_then(|sheet| card(core, &sheet));
        cards.push(card.unwrap_or(fallback));
    }
    Ok(cards)
}

/// One draft as a card.
pub(super) fn card(core: &Core, sheet: &Sheet) -> Result<DraftCardView, DraftError> {
    let teller = Teller::new(core, &sheet.loaded);
    let form = sheet.form()?;
    let pages = pages(&teller, sheet, &form)?;
    let page = usize::try_from(sheet.stored.page).unwrap_or(usize::MAX);
    Ok(DraftCardView {
        service_name: teller.text(&sheet.service()?.names),
        ready: pages.iter().map(|page| page.ready).sum(),
        needed: pages.iter().map(|page| page.needed).sum(),
        page_title: pages.get(page).map(|page| page.title.clone()),
        answers: count(sheet.typed.len()),
        files: count(sheet.files.len()),
        conflicts: sheet.conflicts,
        ..bare_card(core, &sheet.stored)
    })
}

/// What the store alone can say.
fn bare_card(core: &Core, stored: &StoredDraft) -> DraftCardView {
    let touched = lock(&core.touched_drafts).contains(&stored.id);
    let supplement = stored.kind == DraftKind::Supplement;
    DraftCardView {
        id: stored.id.to_string(),
        service: stored.service.clone(),
        service_name: stored.service.clone(),
        kind: stored.kind.into(),
        case: supplement.then(|| stored.case.to_string()),
        saved_at: time::instant(stored.saved_at),
        ready: count(0),
        needed: count(0),
        page_title: None,
        resumed: stored.open && !touched && stored.discarded_at.is_none(),
        answers: count(0),
        files: count(0),
        conflicts: count(0),
        discarded_at: stored.discarded_at.map(time::instant),
    }
}

/// How many days a draft that was thrown away can be brought back.
pub(crate) const BIN_DAYS: i32 = 30;
const KEPT_SECONDS: u64 = BIN_DAYS as u64 * 86_400;
