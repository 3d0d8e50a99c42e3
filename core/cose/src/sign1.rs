//! COSE_Sign1 (RFC 9052 section 4.2) in typed stages.
//!
//! [`UnverifiedSign1`] is parsed but proves nothing; [`UnverifiedSign1::verify`] needs a key and
//! the expected [`Typ`] and gives a [`VerifiedSign1`]. Detached payloads, critical headers, external
//! data and untagged messages are refused: nothing here needs them.

use crate::cbor::{CborError, Item, Limits, Value, read};
use crate::{PublicKey, Suite, Typ, sha256};

/// Header labels of COSE that are used here.
pub mod labels {
    /// Algorithm.
    pub const ALG: i64 = 1;
    /// Critical headers.
    pub const CRIT: i64 = 2;
    /// Key identifier.
    pub const KID: i64 = 4;
    /// Kind of object.
    pub const TYP: i64 = 16;
}

/// Why bytes are not a COSE message that we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoseError {
    /// The bytes are not CBOR that we read.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// The CBOR is not a tagged message of the expected shape with an embedded payload.
    #[error("cbor is not a tagged cose message")]
    NotSigned,
    /// The protected header names no algorithm that we know.
    #[error("cose algorithm is missing or unknown")]
    UnknownAlgorithm,
    /// The message demands that some header is understood.
    #[error("cose message has critical headers")]
    CriticalHeader,
    /// A label is both protected and unprotected, or an unprotected one decides something.
    #[error("cose header is in the wrong place")]
    MisplacedHeader,
}

/// Why a message does not count as signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The message says that it is something else, or does not say what it is.
    #[error("cose message is of another type")]
    WrongType,
    /// The key belongs to another suite than the message's algorithm.
    #[error("key does not fit the cose algorithm")]
    WrongSuite,
    /// The signature is not that key's.
    #[error("signature does not verify")]
    BadSignature,
}

/// A parsed message whose signature nobody has checked. Headers are readable, because a verifier
/// must find the key; the payload is not.
#[derive(Clone, Debug)]
pub struct UnverifiedSign1<'a> {
    raw: &'a [u8],
    protected_bytes: &'a [u8],
    protected: Value<'a>,
    unprotected: Value<'a>,
    payload: &'a [u8],
    signature: &'a [u8],
    suite: Suite,
}

impl<'a> UnverifiedSign1<'a> {
    /// Parses the bytes of a tagged COSE_Sign1.
    pub fn parse(bytes: &'a [u8], limits: &Limits) -> Result<Self, CoseError> {
        Self::from_value(&read(bytes, limits)?, limits)
    }

    /// Takes a message that is embedded in a parsed item.
    pub fn from_value(value: &Value<'a>, limits: &Limits) -> Result<Self, CoseError> {
        let parts = value.as_tagged(TAG_SIGN1).and_then(Value::as_array);
        let Some([protected, unprotected, payload, signature]) = parts else {
            return Err(CoseError::NotSigned);
        };
        let protected_bytes = protected.as_bytes().ok_or(CoseError::NotSigned)?;
        let headers = read_headers(protected_bytes, unprotected, limits)?;
        let alg = headers.get(labels::ALG).and_then(Value::as_i64);
        Ok(Self {
            raw: value.raw(),
            protected_bytes,
            protected: headers,
            unprotected: unprotected.clone(),
            payload: payload.as_bytes().ok_or(CoseError::NotSigned)?,
            signature: signature.as_bytes().ok_or(CoseError::NotSigned)?,
            suite: alg
                .and_then(Suite::from_alg)
                .ok_or(CoseError::UnknownAlgorithm)?,
        })
    }

    /// The signed headers, still unverified.
    pub fn protected(&self) -> &Value<'a> {
        &self.protected
    }

    /// The headers that no signature of this message covers.
    pub fn unprotected(&self) -> &Value<'a> {
        &self.unprotected
    }

    /// The suite that the message claims.
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// The bytes of the whole message.
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// The encoded signed headers.
    pub fn protected_bytes(&self) -> &'a [u8] {
        self.protected_bytes
    }

    /// The signature as it came.
    pub fn signature(&self) -> &'a [u8] {
        self.signature
    }

    /// Whether the message says that it is a `typ`. Says nothing about who signed it.
    pub fn claims_typ(&self, typ: Typ) -> bool {
        self.protected
            .get(labels::TYP)
            .is_some_and(|value| typ.matches(value))
    }

    /// The payload for tools that show what is *not* verified.
    pub fn payload_unverified(&self) -> &'a [u8] {
        self.payload
    }

    /// The message as signed by `key` for the purpose `typ`, or why not.
    pub fn verify(&self, key: &PublicKey, typ: Typ) -> Result<VerifiedSign1<'a>, VerifyError> {
        if !self.claims_typ(typ) {
            return Err(VerifyError::WrongType);
        }
        if key.suite() != self.suite {
            return Err(VerifyError::WrongSuite);
        }
        let structure = sig_structure(self.protected_bytes, self.payload);
        match key.verifies(&structure, self.signature) {
            true => Ok(VerifiedSign1 {
                message: self.clone(),
                signed_sha256: sha256(&structure),
            }),
            false => Err(VerifyError::BadSignature),
        }
    }
}

/// A message whose signature and type have been checked.
#[derive(Clone, Debug)]
pub struct VerifiedSign1<'a> {
    message: UnverifiedSign1<'a>,
    signed_sha256: [u8; 32],
}

impl<'a> VerifiedSign1<'a> {
    /// The signed headers.
    pub fn protected(&self) -> &Value<'a> {
        &self.message.protected
    }

    /// The headers that the signature does not cover.
    pub fn unprotected(&self) -> &Value<'a> {
        &self.message.unprotected
    }

    /// The signed payload.
    pub fn payload(&self) -> &'a [u8] {
        self.message.payload
    }

    /// SHA-256 of the `Sig_structure`: names what was signed, whatever form the signature takes.
    pub fn signed_sha256(&self) -> &[u8; 32] {
        &self.signed_sha256
    }
}

/// Parses the protected headers and checks both sets against each other.
pub(crate) fn read_headers<'a>(
    protected: &'a [u8],
    unprotected: &Value<'a>,
    limits: &Limits,
) -> Result<Value<'a>, CoseError> {
    let headers = read(protected, limits)?;
    let (Some(signed), Some(unsigned)) = (headers.as_map(), unprotected.as_map()) else {
        return Err(CoseError::NotSigned);
    };
    let label = |key: &Value<'_>| key.as_i64().is_some() || key.as_text().is_some();
    if !signed.iter().chain(unsigned).all(|(key, _)| label(key)) {
        return Err(CoseError::NotSigned);
    }
    if headers.get(labels::CRIT).is_some() {
        return Err(CoseError::CriticalHeader);
    }
    // A decision taken on an unprotected header would be the attacker's.
    let decides = [labels::ALG, labels::CRIT, labels::TYP];
    let doubled = unsigned
        .iter()
        .any(|(key, _)| signed.iter().any(|(k, _)| k.raw() == key.raw()));
    if doubled
        || decides
            .iter()
            .any(|label| unprotected.get(*label).is_some())
    {
        return Err(CoseError::MisplacedHeader);
    }
    Ok(headers)
}

pub(crate) fn sig_structure(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    Item::Array(vec![
        "Signature1".into(),
        protected.into(),
        Item::Bytes(Vec::new()),
        payload.into(),
    ])
    .encode()
}

pub(crate) const TAG_SIGN1: u64 = 18;
