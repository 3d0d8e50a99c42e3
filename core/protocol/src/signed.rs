//! What the signed messages of sync have in common: COSE_Sign1 by a P-256 key that the header
//! names by its fingerprint, with a `typ` per purpose (rule C8).

use tongban_cose::cbor::{Item, Limits, Value};
use tongban_cose::{
    CoseError, PublicKey, SigningInput, Suite, ToBeSigned, Typ, UnverifiedSign1, VerifyError,
    labels, sha256,
};

use crate::{DecodeError, PublicPoint};

/// Why bytes do not count as a signed message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignedError {
    /// Not a signed message.
    #[error("bytes are not a signed message")]
    NotSigned(#[from] CoseError),
    /// The message inside is not understood.
    #[error("signed message is not understood")]
    Message(#[from] DecodeError),
    /// It names another key than the one that is asked, or none.
    #[error("message names another key")]
    WrongKey,
    /// That key has not signed it, or for another purpose.
    #[error("message is not signed by that key for that purpose")]
    NotVerified(#[from] VerifyError),
}

/// A message in the making that names `key` as its signer.
pub(crate) fn prepare(typ: &'static str, key: &PublicPoint, payload: Vec<u8>) -> ToBeSigned {
    SigningInput {
        protected: vec![
            (labels::TYP.into(), typ.into()),
            (labels::KID.into(), fingerprint(key)[..].into()),
        ],
        unprotected: Vec::new(),
        payload,
        suite: Suite::P256,
    }
    .prepare()
}

/// Names a key in a header: SHA-256 of the compressed point.
pub(crate) fn fingerprint(key: &PublicPoint) -> [u8; 32] {
    sha256(key.as_bytes())
}

pub(crate) fn parse<'a>(
    bytes: &'a [u8],
    limits: &Limits,
) -> Result<UnverifiedSign1<'a>, SignedError> {
    Ok(UnverifiedSign1::parse(bytes, limits)?)
}

/// The fingerprint of the key that the message says has signed it.
pub(crate) fn claimed_key(message: &UnverifiedSign1<'_>) -> Result<[u8; 32], SignedError> {
    message
        .protected()
        .get(labels::KID)
        .and_then(Value::as_bytes)
        .and_then(|kid| kid.try_into().ok())
        .ok_or(SignedError::WrongKey)
}

/// Checks that `key`, and no other, has signed this for this purpose.
pub(crate) fn verify(
    message: &UnverifiedSign1<'_>,
    key: &PublicPoint,
    typ: &'static str,
) -> Result<(), SignedError> {
    if claimed_key(message)? != fingerprint(key) {
        return Err(SignedError::WrongKey);
    }
    let key = PublicKey::from_sec1(Suite::P256, key.as_bytes())
        .map_err(|_| SignedError::NotVerified(VerifyError::BadSignature))?;
    message.verify(&key, Typ::text(typ))?;
    Ok(())
}

/// Refuses a message of another type, for messages that the device itself has kept.
pub(crate) fn expect_typ(
    message: &UnverifiedSign1<'_>,
    typ: &'static str,
) -> Result<(), SignedError> {
    match message.claims_typ(Typ::text(typ)) {
        true => Ok(()),
        false => Err(SignedError::NotVerified(VerifyError::WrongType)),
    }
}

/// SHA-256 of the `Sig_structure`: names what was signed, whatever form the signature takes.
pub(crate) fn signed_hash(message: &UnverifiedSign1<'_>) -> [u8; 32] {
    let structure = Item::Array(vec![
        "Signature1".into(),
        message.protected_bytes().into(),
        Item::Bytes(Vec::new()),
        message.payload_unverified().into(),
    ]);
    sha256(&structure.encode())
}
