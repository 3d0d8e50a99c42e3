//! Issuing a certificate: fields in, bytes to sign out, certificate back.
//!
//! Every redactable field gets a salt of its own; what a person lacks is filled up with decoys, so
//! that every certificate of a type has the same number of digests (rule C1). Salts, holder key
//! and status index are the caller's, fresh for every copy (rule C2).

use tongban_cose::cbor::Item;
use tongban_cose::{PublicKey, SigningInput, Suite, ToBeSigned, labels as cose};

use crate::profile::{SD_CWT, slot_bytes};
use crate::sd_cwt::{encode_claim, encode_decoy};
use crate::{ClaimValue, Day, TypeDescription, Uscc, labels};

/// Where the status of a certificate stands: an index in one shard's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StatusReference {
    /// Number of the shard.
    pub shard: u32,
    /// Place in the shard's list.
    pub index: u32,
}

/// Everything that one copy of a certificate says.
pub struct IssueRequest<'a> {
    /// The type.
    pub description: &'a TypeDescription,
    /// The issuer's slot.
    pub slot: u32,
    /// The issuing office.
    pub office: &'a Uscc,
    /// First valid day.
    pub valid_from: Day,
    /// First day that is no longer valid.
    pub valid_until: Day,
    /// Status reference of this copy.
    pub status: StatusReference,
    /// Key that the holder made for this copy, on P-256.
    pub holder_key: &'a PublicKey,
    /// Values of the redactable fields; a missing one becomes a decoy.
    pub fields: Vec<(i64, ClaimValue)>,
}

/// Why a certificate cannot be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IssueError {
    /// The slot number is zero.
    #[error("slot number is zero")]
    Slot,
    /// The certificate would end before it begins.
    #[error("certificate has no valid day")]
    NoValidDay,
    /// The holder key is on another curve than P-256.
    #[error("holder key is of another suite")]
    HolderKey,
    /// The type has no such field, or the field is given twice.
    #[error("field {0} is unknown or repeated")]
    Field(i64),
    /// The value is of another kind than the type says.
    #[error("field {0} has a value of another kind")]
    Kind(i64),
    /// Two salts were equal: the source of randomness is broken.
    #[error("salts repeat")]
    RepeatedSalt,
}

/// Fixes the content of a certificate. `salts` must return 16 fresh random bytes on every call.
pub fn prepare_certificate(
    request: &IssueRequest<'_>,
    salts: &mut dyn FnMut() -> [u8; 16],
) -> Result<PreparedCertificate, IssueError> {
    check(request)?;
    let mut disclosures = Vec::with_capacity(request.fields.len());
    let mut digests = Vec::with_capacity(request.description.digest_count());
    for (label, value) in &request.fields {
        let (encoded, digest) = encode_claim(salts(), *label, value.to_item());
        disclosures.push(Item::Encoded(encoded));
        digests.push(digest);
    }
    while digests.len() < request.description.digest_count() {
        digests.push(encode_decoy(salts()));
    }
    digests.sort_unstable();
    if digests.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(IssueError::RepeatedSalt);
    }
    let unprotected = match disclosures.is_empty() {
        true => Vec::new(),
        false => vec![(labels::SD_CLAIMS.into(), Item::Array(disclosures))],
    };
    let input = SigningInput {
        protected: vec![
            (cose::KID.into(), slot_bytes(request.slot).into()),
            (cose::TYP.into(), SD_CWT.into()),
            (labels::SD_ALG.into(), labels::SHA_256.into()),
        ],
        unprotected,
        payload: payload(request, digests),
        suite: Suite::P256,
    };
    Ok(PreparedCertificate(input.prepare()))
}

/// A certificate that waits for the issuer's signature.
pub struct PreparedCertificate(ToBeSigned);

impl PreparedCertificate {
    /// The bytes that the issuer key signs (ECDSA P-256 with SHA-256).
    pub fn to_be_signed(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The certificate with that signature (raw form).
    pub fn finish(self, signature: &[u8; 64]) -> IssuedCertificate {
        IssuedCertificate(self.0.finish(signature))
    }
}

/// One issued copy with all its disclosures, as it goes to the holder.
#[derive(PartialEq, Eq, zeroize::Zeroize, zeroize::ZeroizeOnDrop)]
pub struct IssuedCertificate(Vec<u8>);

impl IssuedCertificate {
    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, for transport.
    pub fn into_bytes(mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }
}

fn check(request: &IssueRequest<'_>) -> Result<(), IssueError> {
    if request.slot == 0 {
        return Err(IssueError::Slot);
    }
    if request.valid_from >= request.valid_until || request.valid_from <= before_1970() {
        return Err(IssueError::NoValidDay);
    }
    if request.holder_key.suite() != Suite::P256 {
        return Err(IssueError::HolderKey);
    }
    for (position, (label, value)) in request.fields.iter().enumerate() {
        let field = request
            .description
            .field(*label)
            .ok_or(IssueError::Field(*label))?;
        if request.fields[..position]
            .iter()
            .any(|(other, _)| other == label)
        {
            return Err(IssueError::Field(*label));
        }
        if !value.is_of(field.kind) {
            return Err(IssueError::Kind(*label));
        }
    }
    Ok(())
}

/// Days up to this one have no start that can be written.
fn before_1970() -> Day {
    Day::of(0)
}

fn payload(request: &IssueRequest<'_>, digests: Vec<[u8; 32]>) -> Vec<u8> {
    let digests = digests.iter().map(|digest| digest[..].into()).collect();
    Item::Map(vec![
        (labels::ISSUER.into(), request.office.as_str().into()),
        (labels::EXPIRES.into(), request.valid_until.start().into()),
        (labels::NOT_BEFORE.into(), request.valid_from.start().into()),
        (
            labels::CONFIRMATION.into(),
            Item::Map(vec![(1.into(), request.holder_key.to_cose_key())]),
        ),
        (labels::TYPE.into(), request.description.vct().into()),
        (
            labels::STATUS.into(),
            Item::Array(vec![
                request.status.shard.into(),
                request.status.index.into(),
            ]),
        ),
        (Item::Simple(labels::REDACTED_KEYS), Item::Array(digests)),
    ])
    .encode()
}
