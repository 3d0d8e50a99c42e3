//! The open cases of the office, by urgency.

use std::sync::Arc;

use tongban_protocol::{DeskItem, DeskQueueResponse, paths};
use tongban_rules::Day;

use super::act::settle;
use super::error::DeskError;
use super::session::{ask, grant};
use super::view::{DeskGroupCodeView, DeskGroupView, DeskItemView, DeskView};
use crate::cases::{CountedUnitView, until};
use crate::context::{Core, blocking};
use crate::error::ErrorView;
use crate::packs::PackError;
use crate::services::Teller;
use crate::{snapshots, time};

/// Asks for the queue. What was sent before and not answered is settled first.
pub(crate) async fn queue(core: &Arc<Core>) -> Result<DeskView, ErrorView> {
    work(core).await.map_err(DeskError::into_view)
}

async fn work(core: &Arc<Core>) -> Result<DeskView, DeskError> {
    settle(core).await?;
    let answer = ask(core, paths::DESK_QUEUE, EMPTY_MAP.to_vec(), LIMIT).await?;
    let queue = DeskQueueResponse::decode(&answer).map_err(|_| DeskError::AnswerBad)?;
    let packs: Vec<_> = queue.items.iter().map(|item| item.pack.clone()).collect();
    know_packs(core, packs).await?;
    Ok(blocking(core, move |core| view(core, &queue)).await?)
}

/// A case may be judged by a newer pack than this device has heard of.
pub(super) async fn know_packs(
    core: &Arc<Core>,
    named: Vec<(String, u32)>,
) -> Result<(), DeskError> {
    let unknown = blocking(core, move |core| -> Result<_, PackError> {
        let missing = |(id, version): &(String, u32)| {
            matches!(core.pack_of(id, *version), Err(PackError::NotHere))
        };
        Ok(named.iter().any(missing))
    })
    .await?;
    if unknown {
        // Without it the case is shown by its ids.
        let _tried = snapshots::refresh(core).await;
    }
    Ok(())
}

fn view(core: &Core, queue: &DeskQueueResponse) -> Result<DeskView, DeskError> {
    let grant = grant(&*core.unlocked()?)?;
    let today = Day::of(queue.now);
    let (mut groups, mut done) = (Vec::<DeskGroupView>::new(), Vec::new());
    for item in &queue.items {
        let (code, view) = item_view(core, item, today)?;
        match code {
            None => done.push(view),
            Some(code) => match groups.iter_mut().find(|group| group.code == code) {
                Some(group) => group.items.push(view),
                None => groups.push(DeskGroupView {
                    code,
                    items: vec![view],
                }),
            },
        }
    }
    groups.sort_by_key(|group| group.code);
    Ok(DeskView {
        name: grant.name,
        office: grant.office,
        roles: grant.roles,
        now: time::instant(queue.now),
        groups,
        done,
    })
}

/// Where a case stands in the list, and its line; no group for one that is at an end.
fn item_view(
    core: &Core,
    item: &DeskItem,
    today: Day,
) -> Result<(Option<DeskGroupCodeView>, DeskItemView), DeskError> {
    let due = item
        .due
        .as_ref()
        .and_then(|due| Some((due, Day::from_days(due.day)?)));
    let loaded = core.pack_of(&item.pack.0, item.pack.1).ok();
    let service = loaded
        .as_ref()
        .and_then(|loaded| loaded.service(&item.service).ok());
    let mut left = None;
    if let (Some(loaded), Some((_, day))) = (&loaded, &due) {
        let teller = Teller::on(core, loaded, today);
        left = Some(until(&teller, *day));
    }
    let view = DeskItemView {
        case: tongban_store::RecordId::from_bytes(*item.case.as_bytes()).to_string(),
        applicant: item.applicant.clone(),
        service_name: service.map_or_else(
            || item.service.clone(),
            |service| service.names.get(core.text_locale()).to_owned(),
        ),
        number: item.number.clone(),
        phase: item.phase.clone(),
        holder: item.holder.clone(),
        due: due.map(|(_, day)| day.to_string()),
        left: left.map(|(left, _)| left),
        unit: left.map(|_| CountedUnitView::Working),
        provisional: due.is_some_and(|(due, _)| due.provisional),
        possible_duplicate: item.duplicate_of.is_some(),
    };
    let code = match item.holder.as_str() {
        "nobody" => None,
        "applicant" => Some(DeskGroupCodeView::WaitingApplicant),
        _ => Some(match due {
            Some((_, day)) if day < today => DeskGroupCodeView::Overdue,
            Some((_, day)) if day == today => DeskGroupCodeView::Today,
            Some(_) if left.is_some_and(|(left, _)| left <= SOON) => DeskGroupCodeView::Soon,
            _ => DeskGroupCodeView::Later,
        }),
    };
    Ok((code, view))
}

/// Working days within which something is due soon.
const SOON: u32 = 3;
const EMPTY_MAP: &[u8] = &[0xa0];
const LIMIT: usize = 2 << 20;
