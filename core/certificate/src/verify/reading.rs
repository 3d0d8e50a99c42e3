//! Reading the parts of a presentation, each only as far as a signature reaches.

use tongban_cose::cbor::{Limits, Value, read};
use tongban_cose::{Suite, UnverifiedSign1, VerifiedSign1, labels as cose};

use crate::profile::{CertificatePayload, UnverifiedCertificate, integer, match_disclosures, only};
use crate::trust::{Slot, SlotState, TrustList};
use crate::{Claim, FormatError, Reason, TrustState, TypeDescription, labels};

/// Whether the issuer of a certificate may be believed.
pub(crate) fn check_issuer(certificate: &[u8], trust: &TrustState) -> Result<(), Reason> {
    let value = read(certificate, &Limits::TOKEN).map_err(|_| Reason::Unreadable)?;
    let certificate =
        UnverifiedCertificate::read(&value, &Limits::TOKEN).map_err(unknown_format)?;
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

pub(super) fn embedded_certificate<'a>(
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
pub(super) fn issuer<'l>(
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
    let payload =
        CertificatePayload::read(signed.payload(), &Limits::CODE).map_err(unknown_format)?;
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

/// The disclosed fields, if each belongs to the certificate and to a timed code.
pub(super) fn disclosed(
    certificate: &UnverifiedCertificate<'_>,
    payload: &CertificatePayload,
    description: &TypeDescription,
) -> Result<Vec<Claim>, Reason> {
    let disclosures = certificate
        .disclosures(&Limits::CODE)
        .map_err(unknown_format)?;
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
pub(super) fn timed(signed: &VerifiedSign1<'_>) -> Result<u64, Reason> {
    let payload = read(signed.payload(), &Limits::CODE).map_err(|_| Reason::FormatUnknown)?;
    only(&payload, &[labels::AUDIENCE, labels::ISSUED_AT]).map_err(unknown_format)?;
    let audience = payload.get(labels::AUDIENCE).and_then(Value::as_text);
    if audience != Some(labels::TIMED_AUDIENCE) {
        return Err(Reason::FormatUnknown);
    }
    payload
        .get(labels::ISSUED_AT)
        .and_then(Value::as_u64)
        .ok_or(Reason::FormatUnknown)
}

pub(super) fn unknown_format(_: FormatError) -> Reason {
    Reason::FormatUnknown
}
