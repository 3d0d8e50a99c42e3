//! What is checked once all signatures hold: status, time, the verifier's demands.

use super::VerifyContext;
use crate::profile::CertificatePayload;
use crate::trust::TrustList;
use crate::{Reason, Status, TypeDescription, Verdict};

/// Looks up the status (rule C3); tells whether the list itself has expired.
pub(super) fn status(
    payload: &CertificatePayload,
    list: &TrustList,
    context: &VerifyContext<'_>,
    verdict: &mut Verdict,
) -> Result<bool, Reason> {
    let Some(status) = context.status.filter(|status| !status.is_empty()) else {
        return Ok(false);
    };
    let Some(found) = status.look_up_in(list, payload.status) else {
        return Ok(false);
    };
    if found.status == Status::Reserved {
        return Ok(false);
    }
    verdict.status_checked = true;
    verdict.status_as_of = Some(found.issued_at);
    verdict.as_of = Some(found.issued_at.min(list.issued_at()));
    match found.status {
        Status::Revoked => Err(Reason::Revoked),
        Status::Suspended => Err(Reason::Suspended),
        _ => Ok(found
            .valid_until
            .is_some_and(|until| present(context) >= until)),
    }
}

/// Whether the end lies behind the floor: then no clock can make the certificate valid again
/// (rule C10).
pub(super) fn surely_expired(
    payload: &CertificatePayload,
    context: &VerifyContext<'_>,
) -> Result<(), Reason> {
    match context.floor >= payload.valid_until.start() {
        true => Err(Reason::Expired),
        false => Ok(()),
    }
}

/// Whether the proof is of this minute by both clocks (rules C5, C10).
pub(super) fn freshness(made_at: u64, context: &VerifyContext<'_>) -> Result<(), Reason> {
    if context.now < context.floor || made_at > context.now.saturating_add(MAX_AHEAD) {
        return Err(Reason::ClocksDiffer);
    }
    match context.now.saturating_sub(made_at) > MAX_AGE {
        true => Err(Reason::CodeTooOld),
        false => Ok(()),
    }
}

/// Whether the certificate is in force, and was when the proof was made.
pub(super) fn validity(
    payload: &CertificatePayload,
    made_at: u64,
    context: &VerifyContext<'_>,
) -> Result<(), Reason> {
    let (from, until) = (payload.valid_from.start(), payload.valid_until.start());
    if present(context) >= until {
        return Err(Reason::Expired);
    }
    if context.now < from {
        return Err(Reason::NotYetValid);
    }
    match (from..until).contains(&made_at) {
        true => Ok(()),
        false => Err(Reason::ClocksDiffer),
    }
}

/// Whether the verifier's own demands are met.
pub(super) fn demands(
    description: &TypeDescription,
    context: &VerifyContext<'_>,
    verdict: &Verdict,
) -> Result<(), Reason> {
    let policy = context.policy;
    let accepted = |types: &Vec<String>| types.iter().any(|name| name == description.name());
    if !policy.types.as_ref().is_none_or(accepted) {
        return Err(Reason::TypeNotAccepted);
    }
    if !policy
        .required_fields
        .iter()
        .all(|name| verdict.claim(name).is_some())
    {
        return Err(Reason::FieldsMissing);
    }
    let lists_given = context.status.is_some_and(|status| !status.is_empty());
    match !verdict.status_checked && (lists_given || policy.require_status) {
        true => Err(Reason::StatusMissing),
        false => Ok(()),
    }
}

/// Whether the snapshots are young enough for a plain *valid*.
pub(super) fn ages(
    list: &TrustList,
    context: &VerifyContext<'_>,
    verdict: &Verdict,
) -> Result<Reason, Reason> {
    let oldest = verdict.as_of.unwrap_or(list.issued_at());
    let age = present(context).saturating_sub(oldest);
    let older = |days: Option<u32>| days.is_some_and(|days| age > u64::from(days) * DAY);
    if older(context.policy.refuse_days) {
        return Err(Reason::SnapshotTooOld);
    }
    match older(context.policy.amber_days) {
        true => Ok(Reason::ValidSnapshotOld),
        false => Ok(Reason::Valid),
    }
}

/// The later of device time and floor: expiry is never put off by a clock that was set back.
pub(super) fn present(context: &VerifyContext<'_>) -> u64 {
    context.now.max(context.floor)
}

/// Seconds for which a timed proof is accepted.
const MAX_AGE: u64 = 60;
/// Seconds by which a holder's clock may be ahead.
const MAX_AHEAD: u64 = 5;
const DAY: u64 = 86_400;
