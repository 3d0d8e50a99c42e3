//! The holder's side: reading one's own certificate.

use tongban_cose::PublicKey;
use tongban_cose::cbor::{Limits, read};
use zeroize::Zeroizing;

use crate::profile::{CertificatePayload, UnverifiedCertificate, match_disclosures};
use crate::status::{Lookup, StatusState};
use crate::{
    Claim, Day, FormatError, Reason, Status, StatusReference, TrustState, TypeDescription,
    TypeRegistry, certificate_identifier, verify,
};

/// A certificate in its holder's hands, with all its disclosures. Reading it checks its form and
/// that every disclosure belongs to a digest; [`HeldCertificate::check_issuer`] checks who signed.
pub struct HeldCertificate {
    bytes: Zeroizing<Vec<u8>>,
    slot: u32,
    payload: CertificatePayload,
    description: Option<TypeDescription>,
    claims: Vec<Claim>,
}

impl HeldCertificate {
    /// Reads the bytes of an issued certificate. A type that this version does not know is kept,
    /// with fields that have no names.
    pub fn parse(bytes: &[u8], types: &TypeRegistry) -> Result<Self, FormatError> {
        let limits = Limits::TOKEN;
        let value = read(bytes, &limits)?;
        let certificate = UnverifiedCertificate::read(&value, &limits)?;
        let payload = CertificatePayload::read(certificate.payload_unverified(), &limits)?;
        let description = types.by_vct(&payload.vct).cloned();
        let disclosures = certificate.disclosures(&limits)?;
        let mut claims = match_disclosures(&disclosures, &payload.digests, description.as_ref())?;
        verify::sort_claims(&mut claims, description.as_ref());
        Ok(Self {
            slot: certificate.slot(),
            bytes: Zeroizing::new(bytes.to_vec()),
            payload,
            description,
            claims,
        })
    }

    /// The certificate as it was received.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The type, if this version knows it.
    pub fn description(&self) -> Option<&TypeDescription> {
        self.description.as_ref()
    }

    /// The type on the wire.
    pub fn vct(&self) -> &[u8] {
        &self.payload.vct
    }

    /// Unified social credit code of the issuing office.
    pub fn office(&self) -> &str {
        self.payload.office.as_str()
    }

    /// The issuer's slot.
    pub fn slot(&self) -> u32 {
        self.slot
    }

    /// First valid day.
    pub fn valid_from(&self) -> Day {
        self.payload.valid_from
    }

    /// First day that is no longer valid.
    pub fn valid_until(&self) -> Day {
        self.payload.valid_until
    }

    /// Where the status of this copy stands.
    pub fn status(&self) -> StatusReference {
        self.payload.status
    }

    /// The key that proofs of this copy must be signed with.
    pub fn holder_key(&self) -> &PublicKey {
        &self.payload.holder_key
    }

    /// All fields, in the order of the type.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// The field with that stable name.
    pub fn claim(&self, name: &str) -> Option<&Claim> {
        self.claims
            .iter()
            .find(|claim| claim.name.as_deref() == Some(name))
    }

    /// The full identifier with its check character (GB/T 36904).
    pub fn identifier(&self) -> Option<String> {
        let description = self.description.as_ref()?;
        identifier_of(description, self.office(), &self.claims)
    }

    /// Whether the issuer's signature is right and the trust list lets that slot issue this type.
    /// The holder checks it once, when the certificate arrives.
    pub fn check_issuer(&self, trust: &TrustState) -> Result<(), Reason> {
        verify::check_issuer(&self.bytes, trust)
    }

    /// What the holder sees on the card: validity by the later of clock and floor (rule C10), and
    /// the status as of the snapshot's date (rule C3).
    pub fn state(&self, status: Option<&StatusState>, now: u64, floor: u64) -> CertificateState {
        let looked_up = status.and_then(|status| status.look_up(self.payload.status));
        let as_of = looked_up.as_ref().map(|found| found.issued_at);
        let kind = match looked_up {
            Some(Lookup {
                status: Status::Revoked,
                ..
            }) => CertificateStateKind::Revoked,
            _ if now.max(floor) >= self.valid_until().start() => CertificateStateKind::Expired,
            Some(Lookup {
                status: Status::Suspended,
                ..
            }) => CertificateStateKind::Suspended,
            _ if now < self.valid_from().start() => CertificateStateKind::NotYetValid,
            _ => CertificateStateKind::Valid,
        };
        CertificateState { kind, as_of }
    }
}

/// The state of a held certificate and the date of the status snapshot that it rests on; without
/// a snapshot `as_of` is `None` and nothing is known about revocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateState {
    /// The state.
    pub kind: CertificateStateKind,
    /// Instant of the status snapshot.
    pub as_of: Option<u64>,
}

/// States of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateStateKind {
    /// Usable.
    Valid,
    /// Its first day is yet to come.
    NotYetValid,
    /// Its last day is over.
    Expired,
    /// Taken back by the office.
    Revoked,
    /// Taken back for a time.
    Suspended,
}

pub(crate) fn identifier_of(
    description: &TypeDescription,
    office: &str,
    claims: &[Claim],
) -> Option<String> {
    let number = claims.iter().find_map(|claim| match &claim.value {
        crate::ClaimValue::Number(number) => Some(number),
        _ => None,
    })?;
    certificate_identifier(description.type_code(), office, number).ok()
}
