//! Who looked at this person's record (rule K6).

use std::collections::{BTreeMap, BTreeSet};

use tongban_protocol::{LOOK_KIND, LookRow};
use tongban_store::RecordId;

use super::error::CaseError;
use super::file::CaseFile;
use super::messages::service_name;
use super::view::LookView;
use crate::context::Core;
use crate::storage::StorageError;
use crate::time;

/// Every look, the newest first. Lines of one officer, case and purpose that follow each other
/// within half an hour are one sitting: each act at the desk opens the case again.
pub(crate) fn looks(core: &Core) -> Result<Vec<LookView>, CaseError> {
    let db = core.unlocked()?;
    let files = CaseFile::all(&db, &core.receipt_keys()?)?;
    let mut lines: Vec<(RecordId, LookRow)> = Vec::new();
    let mut seen = BTreeSet::new();
    for row in db.rows(LOOK_KIND).map_err(StorageError::from)? {
        if let Ok(look) = LookRow::decode(&row.body)
            && seen.insert(look.line.seq)
        {
            lines.push((row.case, look));
        }
    }
    lines.sort_by_key(|(_, look)| (look.at, look.line.seq));
    let mut sittings: Vec<Sitting> = Vec::new();
    // Of one officer, case and purpose only the last sitting can go on.
    let mut last: BTreeMap<(RecordId, String, String), usize> = BTreeMap::new();
    for (case, look) in lines {
        let whose = (case, look.actor.clone(), look.purpose.clone());
        let before = last.get(&whose).and_then(|place| sittings.get_mut(*place));
        match before.filter(|sitting| look.at.saturating_sub(sitting.last.at) <= SITTING_SECONDS) {
            Some(sitting) => {
                sitting.times += 1;
                sitting.last = look;
            }
            None => {
                last.insert(whose, sittings.len());
                sittings.push(Sitting {
                    case,
                    last: look,
                    times: 1,
                });
            }
        }
    }
    sittings.sort_by_key(|sitting| std::cmp::Reverse((sitting.last.at, sitting.last.line.seq)));
    let files: BTreeMap<RecordId, &CaseFile> = files.iter().map(|file| (file.id, file)).collect();
    let told = sittings.into_iter().map(|Sitting { case, last, times }| {
        let file = files.get(&case);
        LookView {
            at: time::instant(last.at),
            times,
            actor: last.actor.clone(),
            purpose: last.purpose.clone(),
            case: Some(case.to_string()),
            service_name: file.map(|file| service_name(core, file)),
            number: file.and_then(|file| file.number.clone()),
        }
    });
    Ok(told.collect())
}

struct Sitting {
    case: RecordId,
    last: LookRow,
    times: u32,
}

const SITTING_SECONDS: u64 = 30 * 60;
