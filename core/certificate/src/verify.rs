//! From code text to verdict, without a network.
//!
//! Signatures come first, so that nothing unsigned decides anything; then what is certain
//! (revocation), then freshness, validity and the verifier's own demands. A proof that only fails
//! by time is never called forged (rule C10).

use tongban_cose::cbor::{Limits, Value, read};
use tongban_cose::{Suite, Typ, UnverifiedSign1, VerifiedSign1, labels as cose};

use crate::hold::identifier_of;
use crate::profile::{
    CertificatePayload, KB_CWT, SD_CWT, UnverifiedCertificate, integer, match_disclosures, only,
};
use crate::trust::{Slot, SlotState, TrustList};
use crate::verdict::OfficeInfo;
use crate::{
    Claim, FormatError, MAX_CODE_BYTES, Policy, ReadError, Reason, Status, StatusState, TrustState,
    TypeDescription, TypeRegistry, Verdict, decode_code_text, labels,
};

/// What a verifier knows and demands.
#[derive(Clone, Copy)]
pub struct VerifyContext<'a> {
    /// Roots and trust list.
    pub trust: &'a TrustState,
    /// Status lists; `None` or an empty set leaves the status unchecked, and the verdict says so.
    pub status: Option<&'a StatusState>,
    /// Known certificate types.
    pub types: &'a TypeRegistry,
    /// The verifier's demands.
    pub policy: &'a Policy,
    /// Device time, seconds since 1970.
    pub now: u64,
    /// Trusted floor: what is known to have passed (rule C10).
    pub floor: u64,
}

/// A scanned object that has the form of a presentation; nothing in it has been checked.
pub struct UnverifiedPresentation {
    bytes: Vec<u8>,
    bare: bool,
}

impl UnverifiedPresentation {
    /// Reads the text of a code.
    pub fn from_code_text(text: &str) -> Result<Self, ReadError> {
        Self::from_bytes(&decode_code_text(text)?)
    }

    /// Reads the content of a code: a proof, or a certificate without one. A certificate with all
    /// its disclosures, as it lies in a file, may be longer than a code; a proof may not.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReadError> {
        let message = UnverifiedSign1::parse(bytes, &Limits::TOKEN)?;
        let typ = message.protected().get(cose::TYP).and_then(Value::as_u64);
        let bare = typ == Some(SD_CWT);
        if !bare && bytes.len() > MAX_CODE_BYTES {
            let max_bytes = MAX_CODE_BYTES;
            return Err(ReadError::TooLong { max_bytes });
        }
        if !bare && typ != Some(KB_CWT) {
            return Err(ReadError::UnknownFormat);
        }
        let bytes = bytes.to_vec();
        Ok(Self { bytes, bare })
    }

    /// Judges the presentation.
    pub fn verify(&self, context: &VerifyContext<'_>) -> Verdict {
        let mut verdict = Verdict::bare(Reason::HolderProofMissing);
        let reason = match self.bare {
            // Rule C4: a bare certificate is a copy of something, never a printed one.
            true => Reason::HolderProofMissing,
            false => match judge(&self.bytes, context, &mut verdict) {
                Ok(reason) | Err(reason) => reason,
            },
        };
        verdict.because(reason)
    }
}

/// Judges the text of a code.
pub fn verify_code_text(text: &str, context: &VerifyContext<'_>) -> Verdict {
    match UnverifiedPresentation::from_code_text(text) {
        Ok(presentation) => presentation.verify(context),
        Err(error) => error.into(),
    }
}

/// Judges the content of a code.
pub fn verify_bytes(bytes: &[u8], context: &VerifyContext<'_>) -> Verdict {
    match UnverifiedPresentation::from_bytes(bytes) {
        Ok(presentation) => presentation.verify(context),
        Err(error) => error.into(),
    }
}

/// Whether the issuer of a certificate may be believed.
pub(crate) fn check_issuer(certificate: &[u8], trust: &TrustState) -> Result<(), Reason> {
    let value = read(certificate, &Limits::TOKEN).map_err(|_| Reason::Unreadable)?;
    let certificate = UnverifiedCertificate::read(&value, &Limits::TOKEN).map_err(format)?;
    let list = trust.list().ok_or(Reason::IssuerUnknown)?;
    issuer(&certificate, list).map(|_| ())
}

/// Puts claims in the order of their type.
pub(crate) fn sort_claims(claims: &mut [Claim], description: Option<&TypeDescription>) {
    let Some(description) = description else {
        return;
    };
    claims.sort_by_key(|claim| {
        description
            .fields()
            .iter()
            .position(|field| field.label == claim.label)
    });
}

fn judge(
    bytes: &[u8],
    context: &VerifyContext<'_>,
    verdict: &mut Verdict,
) -> Result<Reason, Reason> {
    let proof = UnverifiedSign1::parse(bytes, &Limits::CODE).map_err(|_| Reason::Unreadable)?;
    let certificate = embedded_certificate(&proof).map_err(format)?;
    let list = context.trust.list().ok_or(Reason::IssuerUnknown)?;
    verdict.trust_as_of = Some(list.issued_at());
    let (payload, slot) = issuer(&certificate, list)?;
    let description = context
        .types
        .by_vct(&payload.vct)
        .ok_or(Reason::FormatUnknown)?;
    if payload.digests.len() != description.digest_count() {
        return Err(Reason::FormatUnknown);
    }
    verdict.office = Some(OfficeInfo {
        code: slot.office.as_str().to_owned(),
        names: slot.names.clone(),
    });
    verdict.type_name = Some(description.name().to_owned());
    verdict.valid_from = Some(payload.valid_from);
    verdict.valid_until = Some(payload.valid_until);

    let signed = proof
        .verify(&payload.holder_key, Typ::KB_CWT)
        .map_err(|_| Reason::HolderProofBroken)?;
    verdict.holder_proof = true;
    verdict.proof_id = Some(*signed.signed_sha256());
    verdict.claims = disclosed(&certificate, &payload, description)?;
    verdict.identifier = identifier_of(description, slot.office.as_str(), &verdict.claims);
    let made_at = timed(&signed)?;
    verdict.made_at = Some(made_at);

    let status_expired = check_status(&payload, list, context, verdict)?;
    check_freshness(made_at, context)?;
    check_validity(&payload, made_at, context)?;
    check_demands(description, context, verdict)?;
    let list_expired = list
        .valid_until()
        .is_some_and(|until| present(context) >= until);
    if status_expired || list_expired {
        return Err(Reason::SnapshotTooOld);
    }
    check_ages(list, context, verdict)
}

fn embedded_certificate<'a>(
    proof: &UnverifiedSign1<'a>,
) -> Result<UnverifiedCertificate<'a>, FormatError> {
    only(proof.protected(), &[cose::ALG, labels::KCWT, cose::TYP])?;
    only(proof.unprotected(), &[])?;
    if integer(proof.protected(), cose::ALG) != Some(Suite::P256.alg()) {
        return Err(FormatError::Headers);
    }
    let certificate = proof
        .protected()
        .get(labels::KCWT)
        .ok_or(FormatError::Headers)?;
    UnverifiedCertificate::read(certificate, &Limits::CODE)
}

/// The clear part of a certificate and its slot, if that slot's key signed it and the trust list
/// lets it.
fn issuer<'l>(
    certificate: &UnverifiedCertificate<'_>,
    list: &'l TrustList,
) -> Result<(CertificatePayload, &'l Slot), Reason> {
    let slot = list.slot(certificate.slot()).ok_or(Reason::IssuerUnknown)?;
    let signed = certificate
        .verify(&slot.key)
        .map_err(|_| Reason::SignatureBroken)?;
    if slot.state == SlotState::Compromised {
        return Err(Reason::KeyCompromised);
    }
    let payload = CertificatePayload::read(signed.payload(), &Limits::CODE).map_err(format)?;
    let allowed = payload.office == slot.office
        && slot.types.contains(&payload.vct)
        && list.allows_shard(slot, payload.status.shard);
    if !allowed {
        return Err(Reason::IssuerNotAllowed);
    }
    match slot.state {
        // Certificates carry no instant of issue (rule C1): their first day stands for it.
        SlotState::Retired { at } if payload.valid_from.start() > at => Err(Reason::KeyRetired),
        _ => Ok((payload, slot)),
    }
}

fn disclosed(
    certificate: &UnverifiedCertificate<'_>,
    payload: &CertificatePayload,
    description: &TypeDescription,
) -> Result<Vec<Claim>, Reason> {
    let disclosures = certificate.disclosures(&Limits::CODE).map_err(format)?;
    let mut claims =
        match_disclosures(&disclosures, &payload.digests, Some(description)).map_err(|error| {
            match error {
                FormatError::DisclosureMismatch => Reason::SignatureBroken,
                _ => Reason::FormatUnknown,
            }
        })?;
    // Rule C5: an app that follows the profile never sends these in a timed code.
    let offered = |claim: &Claim| {
        description
            .field(claim.label)
            .is_some_and(|f| f.in_timed_code)
    };
    if !claims.iter().all(offered) {
        return Err(Reason::FormatUnknown);
    }
    sort_claims(&mut claims, Some(description));
    Ok(claims)
}

/// The instant of a timed proof.
fn timed(signed: &VerifiedSign1<'_>) -> Result<u64, Reason> {
    let payload = read(signed.payload(), &Limits::CODE).map_err(|_| Reason::FormatUnknown)?;
    only(&payload, &[labels::AUDIENCE, labels::ISSUED_AT]).map_err(format)?;
    let audience = payload.get(labels::AUDIENCE).and_then(Value::as_text);
    if audience != Some(labels::TIMED_AUDIENCE) {
        return Err(Reason::FormatUnknown);
    }
    payload
        .get(labels::ISSUED_AT)
        .and_then(Value::as_u64)
        .ok_or(Reason::FormatUnknown)
}

/// Looks up the status; tells whether the list itself has expired.
fn check_status(
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

fn check_freshness(made_at: u64, context: &VerifyContext<'_>) -> Result<(), Reason> {
    if context.now < context.floor || made_at > context.now.saturating_add(MAX_AHEAD) {
        return Err(Reason::ClocksDiffer);
    }
    match context.now.saturating_sub(made_at) > MAX_AGE {
        true => Err(Reason::CodeTooOld),
        false => Ok(()),
    }
}

fn check_validity(
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

fn check_demands(
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

fn check_ages(
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
fn present(context: &VerifyContext<'_>) -> u64 {
    context.now.max(context.floor)
}

fn format(_: FormatError) -> Reason {
    Reason::FormatUnknown
}

/// Seconds for which a timed proof is accepted.
const MAX_AGE: u64 = 60;
/// Seconds by which a holder's clock may be ahead.
const MAX_AHEAD: u64 = 5;
const DAY: u64 = 86_400;
