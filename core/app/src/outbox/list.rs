//! The outbox as a screen sees it: what is stored, and what the engine last said.

use std::collections::{BTreeMap, BTreeSet};

use tongban_cases::Request;
use tongban_protocol::{AttachmentId, OperationId, Rejection, VerifiedReceipt};
use tongban_store::{DeskAct, DraftConflict, DraftKind, PersonDb, RecordId, StoredDraft};
use tongban_sync::Problem;

use super::operation::{ReadItem, items};
use super::standing::{DraftOf, Facts, FilesLeft, Standing, standing};
use super::view::{
    OutboxActionView, OutboxDoView, OutboxItemView, OutboxPhotoView, OutboxStateView, OutboxView,
};
use crate::cases::CaseFile;
use crate::context::{Core, lock};
use crate::drafts::count;
use crate::events::EventView;
use crate::storage::StorageError;
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
    found.ok_or(StorageError::Failed.into())
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
    let drafts = db.drafts().map_err(StorageError::from)?;
    let replaced: BTreeSet<OperationId> = read
        .iter()
        .flat_map(|item| &item.operation.operation().supersedes)
        .copied()
        .collect();
    let mut items = in_conflict(core, db, &drafts)?;
    for item in &read {
        // The one that supersedes it stands in its place.
        if !replaced.contains(&item.operation.operation().id) {
            items.push(item_view(core, db, &status, &drafts, item));
        }
    }
    let waits = |item: &&OutboxItemView| {
        item.action != OutboxActionView::Draft
            && !matches!(
                item.state,
                OutboxStateView::Received
                    | OutboxStateView::ReturnedForCorrection
                    | OutboxStateView::Editing
            )
    };
    Ok(OutboxView {
        waiting: count(items.iter().filter(waits).count()),
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

/// The drafts that two devices have different versions of: none leaves the list without a choice.
fn in_conflict(
    core: &Core,
    db: &PersonDb,
    drafts: &[StoredDraft],
) -> Result<Vec<OutboxItemView>, WalletError> {
    let mut items = Vec::new();
    let conflicts = db.draft_conflicts().map_err(StorageError::from)?;
    for draft in drafts {
        let open =
            |conflict: &&DraftConflict| conflict.draft == draft.id && conflict.chosen.is_none();
        let open: Vec<_> = conflicts.iter().filter(open).collect();
        let Some(first) = open.first() else { continue };
        if draft.discarded_at.is_some() {
            continue;
        }
        items.push(OutboxItemView {
            id: draft.id.to_string(),
            case: draft.case.to_string(),
            service_name: named(core, &draft.service, &draft.pack, draft.pack_version),
            action: OutboxActionView::Draft,
            state: OutboxStateView::NeedsYou,
            percent: 0,
            files: 0,
            files_left: 0,
            photos: Vec::new(),
            number: None,
            made_at: time::instant(first.found_at),
            next_try_at: None,
            reason: Some("conflict".to_owned()),
            reason_detail: None,
            blocked_by: None,
            draft: Some(draft.id.to_string()),
            conflicts: count(open.len()),
            can: vec![OutboxDoView::Choose],
        });
    }
    Ok(items)
}

fn item_view(
    core: &Core,
    db: &PersonDb,
    status: &SyncStatus,
    drafts: &[StoredDraft],
    item: &ReadItem,
) -> OutboxItemView {
    let operation = item.operation.operation();
    let receipt = item.receipt.as_ref().map(VerifiedReceipt::receipt);
    let (draft, draft_of) = draft_of(drafts, item);
    // Without it an act is listed all the same, and not named.
    let desk_act = db.desk_act(item.stored.operation).ok().flatten();
    let facts = Facts {
        engine: status.states.get(&operation.id),
        receipt: receipt.map(|receipt| &receipt.fact),
        lost: item.before.is_some(),
        problem: item.stored.problem.as_deref().map(Problem::from_text),
        offered: item.stored.offered,
        draft: draft_of,
        desk: desk_act.is_some(),
        bytes: (
            item.stored.bytes.len() as u64,
            operation.attachments.iter().map(|file| file.length).sum(),
        ),
        files: operation.attachments.len(),
        wait: status.wait_until.filter(|_| !status.online),
    };
    let standing = standing(&facts);
    let left = match standing.files_left() {
        FilesLeft::Only(left) => left,
        FilesLeft::All => operation.attachments.iter().map(|file| file.id).collect(),
    };
    let service = service_of(core, db, item, desk_act.as_ref());
    let of_service = service.as_ref().map_or_else(String::new, |service| {
        named(core, &service.service, &service.pack, service.version)
    });
    let service_name = match &desk_act {
        Some(act) => format!("{of_service} · {}", act.number),
        None => of_service,
    };
    let (reason, reason_detail) = match &standing {
        Standing::Returned { reason } => (Some("rejected"), Some(rejection(reason))),
        Standing::NeedsYou { problem } => {
            let (reason, detail) = problem_words(problem);
            (Some(reason), detail)
        }
        other if other.is_sent_again(&facts) => (Some("sent_again"), None),
        _ => (None, None),
    };
    OutboxItemView {
        id: item.stored.operation.to_string(),
        case: item.stored.case.to_string(),
        service_name,
        action: action(&operation.kind, desk_act.is_some()),
        state: standing.word(),
        percent: standing.percent().into(),
        files: count(facts.files),
        files_left: count(left.len()),
        photos: photos(core, db, item, service.as_ref(), &left),
        number: receipt
            .or(item.before.as_ref().map(|before| before.receipt()))
            .map(|receipt| receipt.number.clone())
            .filter(|number| !number.is_empty()),
        made_at: time::instant(item.stored.made_at),
        next_try_at: standing.next_try().and_then(|at| next_try_at(core, at)),
        reason: reason.map(str::to_owned),
        reason_detail,
        blocked_by: match &standing {
            Standing::BlockedBy { other } => Some(name(*other)),
            _ => None,
        },
        draft: draft.map(|draft| draft.id.to_string()),
        conflicts: 0,
        can: standing.can(&facts),
    }
}

/// The draft of an item: as it was handed in, or open again after a rejection.
fn draft_of<'a>(drafts: &'a [StoredDraft], item: &ReadItem) -> (Option<&'a StoredDraft>, DraftOf) {
    let kept = |draft: &&StoredDraft| draft.discarded_at.is_none();
    let mut kept = drafts.iter().filter(kept);
    let carried = kept
        .clone()
        .find(|draft| draft.sent_as == Some(item.stored.operation));
    if let Some(draft) = carried {
        return (Some(draft), DraftOf::Carried);
    }
    let kind = match item.operation.operation().kind.as_str() {
        "supply" => DraftKind::Supplement,
        "withdraw" => return (None, DraftOf::None),
        _ => DraftKind::Application,
    };
    let open = kept.find(|draft| {
        draft.case == item.stored.case && draft.kind == kind && draft.sent_as.is_none()
    });
    match open {
        Some(draft) => (Some(draft), DraftOf::Open),
        None => (None, DraftOf::None),
    }
}

/// What an operation of this kind asks for.
fn action(kind: &str, at_the_desk: bool) -> OutboxActionView {
    match kind {
        "supply" => OutboxActionView::Supply,
        "withdraw" => OutboxActionView::Withdraw,
        "choose_route" => OutboxActionView::ChooseRoute,
        "take" => OutboxActionView::Take,
        "judge" => OutboxActionView::Judge,
        "correct" => OutboxActionView::Correct,
        "ask_supplement" => OutboxActionView::AskSupplement,
        "accept" => OutboxActionView::Accept,
        "not_accept" => OutboxActionView::NotAccept,
        "grant" => OutboxActionView::Grant,
        "refuse" => OutboxActionView::Refuse,
        "resume" => OutboxActionView::Resume,
        _ if at_the_desk => OutboxActionView::Act,
        _ => OutboxActionView::Submit,
    }
}

/// The wall-clock time of an instant of the monotonic clock; `None` once it is over.
fn next_try_at(core: &Core, at: u64) -> Option<String> {
    let left = at.saturating_sub(core.caps.clock.monotonic_millis());
    (left > 0).then(|| time::instant(core.now() + left.div_ceil(1_000)))
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

/// The service that an item is about.
struct ServiceOf {
    service: String,
    pack: String,
    version: u32,
}

fn service_of(
    core: &Core,
    db: &PersonDb,
    item: &ReadItem,
    desk_act: Option<&DeskAct>,
) -> Option<ServiceOf> {
    if let Some(act) = desk_act {
        return Some(ServiceOf {
            service: act.service.clone(),
            pack: act.pack.clone(),
            version: act.pack_version,
        });
    }
    let (service, pack) = match item.request() {
        Some(Request::Submit { service, pack, .. }) => (service, pack),
        _ => {
            let keys = core.receipt_keys().ok()?;
            let file = CaseFile::read(db, &keys, item.stored.case).ok()??;
            (file.view.service, file.view.pack?)
        }
    };
    Some(ServiceOf {
        service,
        pack: pack.id,
        version: pack.version,
    })
}

/// The files of an item that have not arrived, as a person knows them.
fn photos(
    core: &Core,
    db: &PersonDb,
    item: &ReadItem,
    service: Option<&ServiceOf>,
    left: &[AttachmentId],
) -> Vec<OutboxPhotoView> {
    if left.is_empty() {
        return Vec::new();
    }
    // A list that cannot be read leaves the item what it is.
    let files = db
        .files_of_operation(item.stored.operation)
        .unwrap_or_default();
    let loaded = service.and_then(|named| core.pack_of(&named.pack, named.version).ok());
    let service = loaded
        .as_ref()
        .zip(service)
        .and_then(|(loaded, named)| loaded.service(&named.service).ok());
    let is_left = |id: RecordId| left.contains(&AttachmentId::from_bytes(id.to_bytes()));
    let mut photos = Vec::new();
    let mut nth: BTreeMap<&str, u32> = BTreeMap::new();
    for file in &files {
        let n = nth.entry(&file.material).or_default();
        *n += 1;
        if is_left(file.id) {
            let material = service.and_then(|service| service.material(&file.material));
            photos.push(OutboxPhotoView {
                id: file.id.to_string(),
                name: material.map_or_else(
                    || file.material.clone(),
                    |material| material.name.get(core.text_locale()).to_owned(),
                ),
                n: *n,
                size: u32::try_from(file.length).unwrap_or(u32::MAX),
                first: file.is_urgent,
            });
        }
    }
    photos
}

/// The name that the pack gives a service; its id where the pack is not here.
fn named(core: &Core, service: &str, pack: &str, version: u32) -> String {
    let loaded = core.pack_of(pack, version).ok();
    let found = loaded
        .as_ref()
        .and_then(|loaded| loaded.service(service).ok());
    found.map_or(service.to_owned(), |found| {
        found.names.get(core.text_locale()).to_owned()
    })
}

fn name(id: OperationId) -> String {
    RecordId::from_bytes(*id.as_bytes()).to_string()
}
