//! COSE_Sign (RFC 9052 section 4.1): one payload, several signers.
//!
//! Used for the root document, which counts only when enough of a known set of keys have signed.
//! Every signature names its key by `kid`, the first eight bytes of the key's fingerprint.

use crate::cbor::{Item, Limits, Value, read};
use crate::sign1::read_headers;
use crate::{CoseError, PublicKey, Suite, Typ, VerifyError, labels};

/// A parsed message whose signatures nobody has counted.
#[derive(Clone, Debug)]
pub struct UnverifiedMultiSign<'a> {
    protected_bytes: &'a [u8],
    protected: Value<'a>,
    payload: &'a [u8],
    signatures: Vec<Signer<'a>>,
}

#[derive(Clone, Debug)]
struct Signer<'a> {
    protected_bytes: &'a [u8],
    kid: &'a [u8],
    suite: Suite,
    signature: &'a [u8],
}

impl<'a> UnverifiedMultiSign<'a> {
    /// Parses the bytes of a tagged COSE_Sign.
    pub fn parse(bytes: &'a [u8], limits: &Limits) -> Result<Self, CoseError> {
        let value = read(bytes, limits)?;
        let parts = value.as_tagged(TAG_SIGN).and_then(Value::as_array);
        let Some([protected, unprotected, payload, signatures]) = parts else {
            return Err(CoseError::NotSigned);
        };
        let protected_bytes = protected.as_bytes().ok_or(CoseError::NotSigned)?;
        let signatures = signatures.as_array().ok_or(CoseError::NotSigned)?;
        Ok(Self {
            protected_bytes,
            protected: read_headers(protected_bytes, unprotected, limits)?,
            payload: payload.as_bytes().ok_or(CoseError::NotSigned)?,
            signatures: signatures
                .iter()
                .map(|signature| Signer::parse(signature, limits))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The payload, which nobody has vouched for yet: a root document must be opened to learn
    /// which keys may vouch for it.
    pub fn payload_unverified(&self) -> &'a [u8] {
        self.payload
    }

    /// The message, if at least `needed` *different* keys of `keys` have signed it as `typ`.
    pub fn verify(
        &self,
        keys: &[PublicKey],
        needed: usize,
        typ: Typ,
    ) -> Result<VerifiedMultiSign<'a>, VerifyError> {
        if !self
            .protected
            .get(labels::TYP)
            .is_some_and(|value| typ.matches(value))
        {
            return Err(VerifyError::WrongType);
        }
        let mut counted: Vec<[u8; 32]> = Vec::new();
        for key in keys {
            let fingerprint = key.fingerprint();
            if !counted.contains(&fingerprint) && self.signed_by(key, &fingerprint[..KID_BYTES]) {
                counted.push(fingerprint);
            }
        }
        match counted.len() >= needed {
            true => Ok(VerifiedMultiSign {
                payload: self.payload,
            }),
            false => Err(VerifyError::BadSignature),
        }
    }

    fn signed_by(&self, key: &PublicKey, kid: &[u8]) -> bool {
        self.signatures.iter().any(|signer| {
            signer.kid == kid
                && signer.suite == key.suite()
                && key.verifies(
                    &sig_structure(self.protected_bytes, signer.protected_bytes, self.payload),
                    signer.signature,
                )
        })
    }
}

impl<'a> Signer<'a> {
    fn parse(value: &Value<'a>, limits: &Limits) -> Result<Self, CoseError> {
        let Some([protected, unprotected, signature]) = value.as_array() else {
            return Err(CoseError::NotSigned);
        };
        let protected_bytes = protected.as_bytes().ok_or(CoseError::NotSigned)?;
        let headers = read_headers(protected_bytes, unprotected, limits)?;
        let alg = headers.get(labels::ALG).and_then(Value::as_i64);
        Ok(Self {
            protected_bytes,
            kid: headers
                .get(labels::KID)
                .and_then(Value::as_bytes)
                .ok_or(CoseError::NotSigned)?,
            suite: alg
                .and_then(Suite::from_alg)
                .ok_or(CoseError::UnknownAlgorithm)?,
            signature: signature.as_bytes().ok_or(CoseError::NotSigned)?,
        })
    }
}

/// A message that enough keys have signed.
#[derive(Clone, Debug)]
pub struct VerifiedMultiSign<'a> {
    payload: &'a [u8],
}

impl<'a> VerifiedMultiSign<'a> {
    /// The signed payload.
    pub fn payload(&self) -> &'a [u8] {
        self.payload
    }
}

/// A message that collects signatures.
#[derive(Clone)]
pub struct MultiToBeSigned {
    protected: Vec<u8>,
    payload: Vec<u8>,
    signatures: Vec<Item>,
}

impl MultiToBeSigned {
    /// A message of type `typ` (a media type) that nobody has signed.
    pub fn new(typ: &'static str, payload: Vec<u8>) -> Self {
        let protected = Item::Map(vec![(labels::TYP.into(), typ.into())]).encode();
        Self {
            protected,
            payload,
            signatures: Vec::new(),
        }
    }

    /// The bytes that the owner of `key` has to sign. Each signer signs other bytes.
    pub fn bytes_for(&self, key: &PublicKey) -> Vec<u8> {
        sig_structure(&self.protected, &signer_headers(key), &self.payload)
    }

    /// Adds the raw signature of `key`'s owner.
    pub fn add(&mut self, key: &PublicKey, signature: &[u8]) {
        self.signatures.push(Item::Array(vec![
            Item::Bytes(signer_headers(key)),
            Item::Map(Vec::new()),
            signature.into(),
        ]));
    }

    /// The message with the signatures that were added.
    pub fn finish(self) -> Vec<u8> {
        let parts = vec![
            Item::Bytes(self.protected),
            Item::Map(Vec::new()),
            Item::Bytes(self.payload),
            Item::Array(self.signatures),
        ];
        Item::Tag(TAG_SIGN, Box::new(Item::Array(parts))).encode()
    }
}

fn signer_headers(key: &PublicKey) -> Vec<u8> {
    Item::Map(vec![
        (labels::ALG.into(), key.suite().alg().into()),
        (labels::KID.into(), key.fingerprint()[..KID_BYTES].into()),
    ])
    .encode()
}

fn sig_structure(body: &[u8], signer: &[u8], payload: &[u8]) -> Vec<u8> {
    Item::Array(vec![
        "Signature".into(),
        body.into(),
        signer.into(),
        Item::Bytes(Vec::new()),
        payload.into(),
    ])
    .encode()
}

const TAG_SIGN: u64 = 98;
const KID_BYTES: usize = 8;
