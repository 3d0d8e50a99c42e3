//! The outbox as a screen sees it: what is stored, and what the engine last said.

use tongban_cases::Request;
use tongban_protocol::{Fact, OperationId, Rejection};
use tongban_store::{PersonDb, RecordId};
use tongban_sync::{ItemState, Problem};

use super::operation::{ReadItem, items};
use super::view::{OutboxActionView, OutboxItemView, OutboxView};
use crate::cases::CaseFile;
use crate::context::{Core, lock};
use crate::events::EventView;
use crate::sync::SyncStatus;
use crate::time;
use crate::wallet::WalletError;

/// Everything that is on its way or was lately.
pub(crate) fn list(core: &Core) -> Result<OutboxView, WalletError> {
    let db = core.unlocked()?;
    view(core, &db)
}

/// One item.
pub(crate) fn item(
    core: &Core,
    db: &PersonDb,
    id: RecordId,
) -> Result<OutboxItemView, WalletError> {
    let all = view(core, db)?.items;
    let name = id.to_string();
    let found = all.into_iter().find(|item| item.id == name);
    found.ok_or(crate::storage::StorageError::Failed.into())
}

/// What is on its way for one case.
pub(crate) fn of_case(
    core: &Core,
    db: &PersonDb,
    case: RecordId,
) -> Result<Vec<OutboxItemView>, WalletError> {
    let name = case.to_string();
    let mut all = view(core, db)?.items;
    all.retain(|item| item.case == name);
    Ok(all)
}

impl Core {
    /// Tells the screens how the outbox is now; not while the wallet is closed.
    pub(crate) fn publish_outbox(&self) {
        let Some(db) = self.open_db() else { return };
        if let Ok(view) = view(self, &db) {
            self.publish(EventView::OutboxChanged(view));
        }
    }
}

fn view(core: &Core, db: &PersonDb) -> Result<OutboxView, WalletError> {
    let status = lock(&core.sync_status).clone();
    let read = items(db)?;
    let mut items = Vec::with_capacity(read.len());
    for item in &read {
        let replaced = read.iter().any(|other| {
            let operation = other.operation.operation();
            operation
                .supersedes
                .contains(&item.operation.operation().id)
        });
        // The one that supersedes it stands in its place.
        if !replaced {
            items.push(item_view(core, db, &status, item)?);
        }
    }
    let waiting = items
        .iter()
        .filter(|item| !matches!(item.state.as_str(), "received" | "returned_for_correction"));
    Ok(OutboxView {
        waiting: u32::try_from(waiting.count()).unwrap_or(u32::MAX),
        next_try_at: items
            .iter()
            .filter_map(|item| item.next_try_at.clone())
            .min(),
        online: status.online,
        last_success_at: status.last_success_at.map(time::instant),
        problem: status.problem.map(str::to_owned),
        items,
    })
}

fn item_view(
    core: &Core,
    db: &PersonDb,
    status: &SyncStatus,
    item: &ReadItem,
) -> Result<OutboxItemView, WalletError> {
    let operation = item.operation.operation();
    let state = status.states.get(&operation.id).cloned();
    let state = state.unwrap_or_else(|| stored_state(core, item));
    let (word, mut told) = told(core, &state);
    let files = u32::try_from(operation.attachments.len()).unwrap_or(u32::MAX);
    let receipt = item.receipt.as_ref().map(|receipt| receipt.receipt());
    let complete = receipt.is_some_and(|receipt| matches!(receipt.fact, Fact::Complete { .. }));
    let rejected = item.is_rejected();
    if complete {
        told.files_left = Some(0);
        told.percent = 100;
    }
    let has_draft = db
        .drafts()
        .map_err(crate::storage::StorageError::from)?
        .iter()
        .any(|draft| draft.sent_as == Some(item.stored.operation));
    Ok(OutboxItemView {
        id: item.stored.operation.to_string(),
        case: item.stored.case.to_string(),
        service_name: service_name(core, db, item),
        action: match operation.kind.as_str() {
            "supply" => OutboxActionView::Supply,
            "withdraw" => OutboxActionView::Withdraw,
            _ => OutboxActionView::Submit,
        },
        state: word.to_owned(),
        percent: told.percent,
        files,
        files_left: told.files_left.unwrap_or(files),
        number: receipt
            .map(|receipt| receipt.number.clone())
            .filter(|number| !number.is_empty()),
        made_at: time::instant(item.stored.made_at),
        next_try_at: told.next_try_at,
        reason: told.reason,
        reason_detail: told.reason_detail,
        blocked_by: told.blocked_by,
        can_take_back: has_draft && (!item.stored.offered || rejected),
        can_retry: matches!(state, ItemState::NeedsYou(_)),
    })
}

/// What is known of an item that the engine has not spoken of.
fn stored_state(core: &Core, item: &ReadItem) -> ItemState {
    if let Some(problem) = &item.stored.problem {
        return ItemState::NeedsYou(Problem::from_text(problem));
    }
    let Some(receipt) = item.receipt.as_ref().map(|receipt| receipt.receipt()) else {
        return ItemState::WaitingForNetwork {
            next_try: core.caps.clock.monotonic_millis(),
        };
    };
    let number = receipt.number.clone();
    match &receipt.fact {
        Fact::Complete { .. } => ItemState::Received { number },
        Fact::Held { .. } => ItemState::TextReceived {
            number,
            left: item.operation.operation().attachments.len(),
            percent: 0,
        },
        Fact::Rejected(reason) => ItemState::ReturnedForCorrection {
            number,
            reason: reason.clone(),
        },
    }
}

#[derive(Default)]
struct Told {
    percent: u32,
    files_left: Option<u32>,
    next_try_at: Option<String>,
    reason: Option<String>,
    reason_detail: Option<String>,
    blocked_by: Option<String>,
}

/// The word of a state, and what goes with it.
fn told(core: &Core, state: &ItemState) -> (&'static str, Told) {
    let none = Told::default();
    match state {
        ItemState::Editing => ("editing", none),
        ItemState::Ready => ("ready", none),
        ItemState::WaitingForNetwork { next_try } => {
            let left = next_try.saturating_sub(core.caps.clock.monotonic_millis());
            let at = (left > 0).then(|| time::instant(core.now() + left.div_ceil(1_000)));
            let next_try_at = at;
            (
                "waiting_for_network",
                Told {
                    next_try_at,
                    ..none
                },
            )
        }
        ItemState::Sending { percent } => {
            let percent = (*percent).into();
            ("sending", Told { percent, ..none })
        }
        ItemState::TextReceived { left, percent, .. } => {
            let told = Told {
                percent: (*percent).into(),
                files_left: u32::try_from(*left).ok(),
                ..none
            };
            ("text_received", told)
        }
        ItemState::Received { .. } => {
            let told = Told {
                percent: 100,
                files_left: Some(0),
                ..none
            };
            ("received", told)
        }
        ItemState::ReturnedForCorrection { reason, .. } => {
            let told = Told {
                reason: Some("rejected".to_owned()),
                reason_detail: Some(rejection(reason)),
                ..none
            };
            ("returned_for_correction", told)
        }
        ItemState::BlockedBy(id) => {
            let told = Told {
                blocked_by: Some(name(*id)),
                ..none
            };
            ("blocked_by", told)
        }
        ItemState::NeedsYou(problem) => {
            let (reason, reason_detail) = problem_words(problem);
            let told = Told {
                reason: Some(reason.to_owned()),
                reason_detail,
                ..none
            };
            ("needs_you", told)
        }
    }
}

/// Slug of a rejection: the casework's own where it gave one.
pub(crate) fn rejection(rejection: &Rejection) -> String {
    let detail = std::str::from_utf8(&rejection.detail).ok();
    let detail = detail.filter(|detail| !detail.is_empty());
    detail.unwrap_or(rejection.code.as_str()).to_owned()
}

fn problem_words(problem: &Problem) -> (&'static str, Option<String>) {
    match problem {
        Problem::Refused(code) => ("refused", Some(code.clone())),
        Problem::KeepsFailing => ("keeps_failing", None),
        Problem::AttachmentUnreadable(_) => ("unreadable", None),
        Problem::AttachmentDamaged(_) => ("damaged", None),
    }
}

/// Name of the service that an item is about.
fn service_name(core: &Core, db: &PersonDb, item: &ReadItem) -> String {
    let named = match item.request() {
        Some(Request::Submit { service, pack, .. }) => Some((service, pack.id, pack.version)),
        _ => core
            .receipt_keys()
            .and_then(|keys| CaseFile::read(db, &keys, item.stored.case))
            .ok()
            .flatten()
            .and_then(|file| {
                let pack = file.view.pack?;
                Some((file.view.service, pack.id, pack.version))
            }),
    };
    named.map_or_else(String::new, |(service, pack, version)| {
        let loaded = core.pack_of(&pack, version).ok();
        let found = loaded
            .as_ref()
            .and_then(|loaded| loaded.service(&service).ok());
        found.map_or(service.clone(), |found| {
            found.names.get(core.text_locale()).to_owned()
        })
    })
}

fn name(id: OperationId) -> String {
    RecordId::from_bytes(*id.as_bytes()).to_string()
}
