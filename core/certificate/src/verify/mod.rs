//! From code text to verdict, without a network.
//!
//! Signatures come first, so that nothing unsigned decides anything; then what is certain whatever
//! the clocks say (revocation, an end that the floor has passed), then freshness, validity and the
//! verifier's own demands. A proof that only fails
//! by time is never called forged (rule C10).

mod checks;
mod reading;

use tongban_cose::cbor::{Limits, Value};
use tongban_cose::{Typ, UnverifiedSign1, labels as cose};

use crate::hold::identifier_of;
use crate::profile::{KB_CWT, SD_CWT};
use crate::verdict::OfficeInfo;
use crate::{
    MAX_CODE_BYTES, Policy, ReadError, Reason, StatusState, TrustState, TypeRegistry, Verdict,
    decode_code_text,
};

pub(crate) use reading::{check_issuer, sort_claims};

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

fn judge(
    bytes: &[u8],
    context: &VerifyContext<'_>,
    verdict: &mut Verdict,
) -> Result<Reason, Reason> {
    let proof = UnverifiedSign1::parse(bytes, &Limits::CODE).map_err(|_| Reason::Unreadable)?;
    let certificate = reading::embedded_certificate(&proof).map_err(reading::unknown_format)?;
    let list = context.trust.list().ok_or(Reason::IssuerUnknown)?;
    verdict.trust_as_of = Some(list.issued_at());
    let (payload, slot) = reading::issuer(&certificate, list)?;
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
    verdict.claims = reading::disclosed(&certificate, &payload, description)?;
    verdict.identifier = identifier_of(description, slot.office.as_str(), &verdict.claims);
    let made_at = reading::timed(&signed)?;
    verdict.made_at = Some(made_at);

    let status_expired = checks::status(&payload, list, context, verdict)?;
    checks::surely_expired(&payload, context)?;
    checks::freshness(made_at, context)?;
    checks::validity(&payload, made_at, context)?;
    checks::demands(description, context, verdict)?;
    let list_expired = list
        .valid_until()
        .is_some_and(|until| checks::present(context) >= until);
    if status_expired || list_expired {
        return Err(Reason::SnapshotTooOld);
    }
    checks::ages(list, context, verdict)
}
