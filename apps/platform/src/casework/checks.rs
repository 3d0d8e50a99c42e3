//! What can be said of an operation before the rules of its case are asked.

use tongban_cases::{Action, FileRef, Request, State, Supplied, Supply};
use tongban_protocol::{
    Attachment, AttachmentId, Operation, PublicPoint, Rejection, RejectionCode,
};
use tongban_rules::service::Service;

use super::judge::invalid;
use crate::media;
use crate::store::{CaseRecord, Found, Principal};
use crate::sync::Incoming;

/// The case, if this person may know that it is there. Only a submission may name none.
pub(super) fn visible<'a>(
    incoming: &Incoming,
    found: &'a Found,
    action: Action,
) -> Result<Option<&'a CaseRecord>, Rejection> {
    let own = |record: &CaseRecord| match &incoming.principal {
        Principal::Resident { scope, .. } => record.entry.scope == *scope,
        Principal::Staff(_) => true,
    };
    match &found.case {
        Some(record) if own(record) => Ok(Some(record)),
        None if action == Action::Submit => Ok(None),
        _ => Err(Rejection::plain(RejectionCode::UnknownCase)),
    }
}

/// Accepted on the version that there is, or if every later one was made by operations that this
/// one depends on. An applicant may withdraw, and choose another route for what is still to come,
/// whatever the office has done meanwhile.
pub(super) fn refuse_stale(
    incoming: &Incoming,
    found: &Found,
    record: Option<&CaseRecord>,
    action: Action,
) -> Result<(), Rejection> {
    if matches!(action, Action::Withdraw | Action::ChooseRoute) {
        return Ok(());
    }
    let events = record.map_or(&[][..], |record| record.events.as_slice());
    let later = usize::try_from(incoming.operation().seen)
        .ok()
        .and_then(|seen| events.get(seen..));
    let known = |maker: &Option<_>| maker.is_some_and(|maker| found.closure.contains(&maker));
    match later {
        Some(later) if later.iter().all(|event| known(&event.maker)) => Ok(()),
        _ => Err(Rejection::plain(RejectionCode::StaleVersion)),
    }
}

/// Whether who acted has seen more of the case than there is: a restored platform lacks what it had
/// acknowledged (rule S2), and others will offer that again. Refused now, what was acknowledged
/// would be lost because its device came first. A case at its end gets no more to wait for.
pub(crate) fn is_early(incoming: &Incoming, found: &Found, action: Action) -> bool {
    if matches!(action, Action::Submit | Action::Withdraw) {
        return false;
    }
    let seen = incoming.operation().seen;
    match visible(incoming, found, action) {
        Ok(Some(record)) => record.entry.is_open && seen > record.entry.version,
        // Whose case it is does not show in the answer.
        Ok(None) | Err(_) => seen > 0,
    }
}

/// The manifest with the media type that the case gives each: the signed body and the signed
/// manifest must name the same files.
pub(super) fn attachments(
    request: &Request,
    operation: &Operation,
) -> Result<Vec<(Attachment, String)>, Rejection> {
    let mut listed = Vec::with_capacity(operation.attachments.len());
    let files: Vec<_> = request.files().collect();
    for attachment in &operation.attachments {
        let named = |id: AttachmentId| files.iter().find(|file| file.id.0 == *id.as_bytes());
        let file = named(attachment.id).filter(|file| file.size == attachment.length);
        let file = file.ok_or_else(|| invalid("files"))?;
        if !media::KNOWN.contains(&file.media_type.as_str()) {
            return Err(invalid("media_type"));
        }
        listed.push((*attachment, file.media_type.clone()));
    }
    let follows = |file: &&FileRef| {
        let ids = operation.attachments.iter().map(|one| *one.id.as_bytes());
        ids.filter(|id| *id == file.id.0).count() == 1
    };
    match files.iter().all(follows) && files.len() == listed.len() {
        true => Ok(listed),
        false => Err(invalid("files")),
    }
}

/// Files are named once in a case: another one under the name of one that was judged would take its
/// place.
pub(super) fn new_files(request: &Request, state: &State) -> Result<(), Rejection> {
    let files_of = |supplied: &Supplied| match &supplied.how {
        Supply::Files { files, .. } => files.iter().map(|file| file.id).collect(),
        _ => Vec::new(),
    };
    let there: Vec<_> = state.supplied().iter().flat_map(files_of).collect();
    match request.files().any(|file| there.contains(&file.id)) {
        true => Err(invalid("files")),
        false => Ok(()),
    }
}

/// One key for each certificate that the service issues: always with an application, if at all
/// with what is supplied, and with nothing else.
pub(super) fn holder_keys(
    operation: &Operation,
    service: &Service,
    action: Action,
) -> Result<Vec<PublicPoint>, Rejection> {
    let count = operation.holder_keys.len();
    let fits = match action {
        Action::Submit => count == service.issues.len(),
        Action::Supply => count == 0 || count == service.issues.len(),
        _ => count == 0,
    };
    match fits {
        true => Ok(operation
            .holder_keys
            .iter()
            .map(|proven| proven.key)
            .collect()),
        false => Err(invalid("holder_keys")),
    }
}
