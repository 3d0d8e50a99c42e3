use tongban_cose::cbor::{Item, Value};
use tongban_cose::{SigningInput, Suite, Typ, labels};

use crate::PublicPoint;
use crate::fields::{DecodeError, Extra, Fields, map};

/// What a key that proves itself is for. Each purpose has a `typ` of its own, so that a proof
/// made for one never counts for another (rule C8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PossessionPurpose {
    /// A copy of a certificate will be bound to it.
    HolderCopy,
    /// It names the device.
    Device,
}

impl PossessionPurpose {
    fn typ(self) -> &'static str {
        match self {
            Self::HolderCopy => "application/tongban-pop-holder+cbor",
            Self::Device => "application/tongban-pop-device+cbor",
        }
    }
}

/// A public key with the signature that proves possession of its private half.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenKey {
    /// The key.
    pub key: PublicPoint,
    /// Raw signature (r then s) over [`possession_to_be_signed`].
    pub proof: [u8; 64],
}

/// The bytes that `key` signs with ECDSA and SHA-256 to prove itself for one purpose in one
/// request (the id of an enrolment or of an operation) under one submission key: a
/// `Sig_structure` of RFC 9052 that travels without its payload, which both sides rebuild.
pub fn possession_to_be_signed(
    purpose: PossessionPurpose,
    request: &[u8; 16],
    submission_key: &PublicPoint,
    key: &PublicPoint,
) -> Vec<u8> {
    let payload = Item::Array(vec![
        request[..].into(),
        submission_key.as_bytes()[..].into(),
        key.as_bytes()[..].into(),
    ]);
    signing_input(purpose.typ(), payload.encode())
        .prepare()
        .bytes()
        .to_vec()
}

impl ProvenKey {
    /// Whether the key has proven itself for this purpose in this request.
    pub(crate) fn is_proven(
        &self,
        purpose: PossessionPurpose,
        request: &[u8; 16],
        by: &PublicPoint,
    ) -> bool {
        let message = possession_to_be_signed(purpose, request, by, &self.key);
        tongban_cose::PublicKey::from_sec1(Suite::P256, self.key.as_bytes())
            .is_ok_and(|key| key.verifies(&message, &self.proof))
    }

    pub(crate) fn item(&self) -> Item {
        let known = vec![
            (1, self.key.as_bytes()[..].into()),
            (2, self.proof[..].into()),
        ];
        map(known, &Extra::default())
    }

    pub(crate) fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            key: PublicPoint::from_sec1(&fields.bytes::<33>(1, "public_key")?)?,
            proof: fields.bytes(2, "proof")?,
        })
    }
}

/// A COSE_Sign1 in the making, of this media type, by a P-256 key.
pub(crate) fn signing_input(typ: &'static str, payload: Vec<u8>) -> SigningInput {
    SigningInput {
        protected: vec![(labels::TYP.into(), typ.into())],
        unprotected: Vec::new(),
        payload,
        suite: Suite::P256,
    }
}

/// Type of a signed enrolment.
pub(crate) const ENROL_TYP_TEXT: &str = "application/tongban-enrol+cbor";

/// Type of a signed enrolment, for verifying.
pub(crate) const ENROL_TYP: Typ = Typ::text(ENROL_TYP_TEXT);
