//! One operation on one case: accepted with its events, or rejected with a reason (rule S6).

use std::sync::Arc;

use tongban_cases::{Context, Known, PackRef, Refusal, Request, State, What, decide, encode_event};
use tongban_protocol::{MAX_ROW_BODY, Rejection, RejectionCode};

use super::checks::{attachments, holder_keys, new_files, refuse_stale, visible};
use super::loaded::Loaded;
use super::outcome::Outcome;
use super::people::{actor, described};
use super::{grant, known};
use crate::numbers;
use crate::packs::Published;
use crate::platform::Platform;
use crate::store::{Access, CaseEntry, CaseRecord, Found, Principal, Resident, ResidentId, Series};
use crate::sync::{Incoming, SyncError};

/// What becomes of an operation, given what it stands on.
pub(crate) async fn judge(
    platform: &Platform,
    incoming: &Incoming,
    request: Request,
    found: &Found,
    now: u64,
) -> Result<Result<Outcome, Rejection>, SyncError> {
    match judged(platform, incoming, request, found, now).await {
        Ok(outcome) => Ok(Ok(outcome)),
        Err(Stop::Rejected(rejection)) => Ok(Err(rejection)),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// A rejection of what an operation says; the detail is the slug.
pub(crate) fn invalid(slug: &str) -> Rejection {
    rejected(RejectionCode::Invalid, slug)
}

async fn judged(
    platform: &Platform,
    incoming: &Incoming,
    request: Request,
    found: &Found,
    now: u64,
) -> Result<Outcome, Stop> {
    let operation = incoming.operation();
    let action = request.action();
    let actor = actor(&incoming.principal, action)
        .ok_or_else(|| Rejection::plain(RejectionCode::NotAllowed))?;
    let record = visible(incoming, found, action)?;
    refuse_stale(incoming, found, record, action)?;
    let attachments = attachments(&request, operation)?;
    if found.keys_used {
        return Err(invalid("holder_key_used").into());
    }
    let rules = rules(platform, &request, record).await?;
    let service = rules.service()?;
    new_files(&request, &rules.state)?;
    let holder_keys = holder_keys(operation, service, action)?;
    let resident = match (&incoming.principal, record) {
        (Principal::Resident { id, .. }, _) => Some(*id),
        (Principal::Staff(_), record) => record.map(|record| record.entry.resident),
    };
    let register = match resident {
        Some(id) => register(platform, &incoming.principal, id, &request, now).await?,
        None => None,
    };
    if let Some(resident) = &register
        && !known::all_true(platform, resident, said(&request)).await?
    {
        return Err(invalid("known_mismatch").into());
    }
    if let Some(resident) = &register
        && !known::all_held(platform, resident.id, &request, now).await?
    {
        return Err(invalid("certificate_not_held").into());
    }
    let document = match request.needs_document() {
        true => numbers::text(
            Series::Document,
            numbers::year(now),
            numbers::next(found, Series::Document),
        ),
        false => String::new(),
    };
    let needs_document = request.needs_document();
    let pack = (
        rules.published.pack.id.clone(),
        rules.published.pack.version,
    );
    let command = request.into_command(operation.attachments.is_empty(), document);
    let context = Context {
        service,
        calendar: &rules.published.calendar,
        at: now,
        actor,
        // Checked above, with what the operation itself depends on.
        seen: None,
    };
    let events = decide(&rules.state, &command, &context).map_err(|refusal| {
        let ended = rules.state.phase().is_ended();
        refused(&refusal, ended)
    })?;
    let too_long = |event| encode_event(event).len() > MAX_ROW_BODY;
    if events.iter().any(too_long) {
        return Err(invalid("too_long").into());
    }
    if let Some(resident) = &register {
        let mut after = rules.state.clone();
        events.iter().for_each(|event| after.apply(event));
        if !known::none_retyped(platform, resident, service, &after).await? {
            return Err(invalid("known_mismatch").into());
        }
    }
    let grants = events
        .iter()
        .any(|event| matches!(event.what, What::Granted { .. }));
    let certificates = match (record, &register) {
        (Some(record), Some(resident)) if grants => {
            if record.holder_keys.len() != service.issues.len() {
                return Err(invalid("holder_keys").into());
            }
            grant::certificates(platform, resident, &rules, &record.holder_keys, now).await?
        }
        _ => Vec::new(),
    };
    let entry = match (record, &incoming.principal, &register) {
        (Some(record), ..) => record.entry.clone(),
        (None, Principal::Resident { id, scope }, Some(resident)) => CaseEntry {
            id: operation.case,
            scope: *scope,
            resident: *id,
            submitted_by: operation.id,
            service: service.id.clone(),
            pack,
            number: String::new(),
            applicant: masked(&resident.name),
            received_at: now,
            duplicate_of: found.twin,
            version: 0,
            is_open: true,
            phase: String::new(),
            holder: String::new(),
            due: None,
        },
        _ => return Err(Rejection::plain(RejectionCode::NotAllowed).into()),
    };
    let by = (service, &rules.published.calendar);
    let state = rules.state.clone();
    let mut outcome = Outcome::of(entry, state, &events, Some(operation.id), by, now);
    outcome.holder_keys = holder_keys;
    outcome.document = needs_document;
    outcome.certificates = certificates;
    outcome.attachments = attachments;
    outcome.revokes = events
        .iter()
        .any(|event| matches!(event.what, What::Annulled { .. }));
    Ok(outcome)
}

/// The case's pack and state; for a new case the pack that its submission names.
async fn rules(
    platform: &Platform,
    request: &Request,
    record: Option<&CaseRecord>,
) -> Result<Loaded, Stop> {
    match (record, request) {
        (Some(record), _) => Ok(Loaded::of(platform, record).await?),
        (None, Request::Submit { service, pack, .. }) => {
            let published = named(platform, pack).await?;
            let loaded = Loaded::new(State::default(), published, service.clone());
            match loaded.service() {
                Ok(_) => Ok(loaded),
                Err(_) => Err(invalid("service").into()),
            }
        }
        (None, _) => Err(Rejection::plain(RejectionCode::UnknownCase).into()),
    }
}

async fn named(platform: &Platform, pack: &PackRef) -> Result<Arc<Published>, Stop> {
    let store = platform.store.as_ref();
    let found = platform.packs.get(store, &pack.id, pack.version).await;
    let found = found.map_err(SyncError::from)?;
    found.ok_or_else(|| invalid("pack").into())
}

/// The applicant's record, where the decision needs it; reading it leaves a line (rule K6).
async fn register(
    platform: &Platform,
    principal: &Principal,
    resident: ResidentId,
    request: &Request,
    now: u64,
) -> Result<Option<Resident>, SyncError> {
    let purpose = match request {
        Request::Submit { .. } => "submission",
        Request::Supply { .. } => "supplement",
        Request::Correct { .. } => "correction",
        Request::Grant => "issue",
        _ => return Ok(None),
    };
    let actor = match principal {
        Principal::Resident { .. } => "self".to_owned(),
        Principal::Staff(staff) => described(platform, staff),
    };
    let access = Access {
        actor,
        purpose,
        at: now,
    };
    let found = platform.store.read_resident(resident, access).await?;
    found.map(Some).ok_or(SyncError::Case)
}

fn said(request: &Request) -> &[Known] {
    match request {
        Request::Submit { known, .. } | Request::Supply { known, .. } => known,
        _ => &[],
    }
}

fn refused(refusal: &Refusal, ended: bool) -> Rejection {
    let code = match refusal {
        Refusal::Stale => RejectionCode::StaleVersion,
        Refusal::NotYours(..) | Refusal::MachineMayOnlyApprove => RejectionCode::NotAllowed,
        Refusal::NotNow(_) if ended => RejectionCode::Closed,
        _ => RejectionCode::Invalid,
    };
    rejected(code, refusal.slug())
}

fn rejected(code: RejectionCode, slug: &str) -> Rejection {
    Rejection {
        code,
        about: None,
        detail: slug.as_bytes().to_vec(),
    }
}

/// The first character, so that a queue tells people apart and names nobody.
fn masked(name: &str) -> String {
    let first: String = name.chars().take(1).collect();
    format!("{first}＊")
}

enum Stop {
    Rejected(Rejection),
    Failed(SyncError),
}

impl From<Rejection> for Stop {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<SyncError> for Stop {
    fn from(error: SyncError) -> Self {
        Self::Failed(error)
    }
}
