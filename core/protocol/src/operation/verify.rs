use tongban_cose::cbor::Limits;

use super::{MAX_OPERATION_BYTES, Operation, TYP};
use crate::signed::{self, SignedError};
use crate::{DecodeError, OperationId, PossessionPurpose, PublicPoint};

/// A parsed operation that nobody has checked. Says only what is needed to find the key.
pub struct UnverifiedOperation {
    bytes: Vec<u8>,
    signer: [u8; 32],
    operation: Operation,
}

impl UnverifiedOperation {
    /// Reads a signed operation.
    pub fn parse(bytes: &[u8]) -> Result<Self, SignedError> {
        let message = signed::parse(bytes, &LIMITS)?;
        Ok(Self {
            signer: signed::claimed_key(&message)?,
            operation: Operation::decode(message.payload_unverified())?,
            bytes: bytes.to_vec(),
        })
    }

    /// SHA-256 of the compressed submission key that it claims.
    pub fn claimed_signer(&self) -> &[u8; 32] {
        &self.signer
    }

    /// The id that it claims, to name it in an answer.
    pub fn claimed_id(&self) -> OperationId {
        self.operation.id
    }

    /// The operation as signed by `key`, with holder keys that have all proven themselves for it.
    /// Whether that key may act in its scope is for the caller.
    pub fn verify(self, key: &PublicPoint) -> Result<VerifiedOperation, SignedError> {
        let message = signed::parse(&self.bytes, &LIMITS)?;
        signed::verify(&message, key, TYP)?;
        check_holder_keys(&self.operation, key)?;
        Ok(VerifiedOperation {
            hash: signed::signed_hash(&message),
            operation: self.operation,
            bytes: self.bytes,
        })
    }
}

/// Every holder key signed its proof for this operation, and no key has two uses (rules C2, C8).
fn check_holder_keys(operation: &Operation, submission: &PublicPoint) -> Result<(), SignedError> {
    let refused = SignedError::from(DecodeError::FieldOutOfRange("holder_keys"));
    let mut keys: Vec<_> = operation.holder_keys.iter().map(|key| key.key).collect();
    keys.push(*submission);
    keys.sort_unstable_by_key(|key| *key.as_bytes());
    let request = operation.id.as_bytes();
    let proven = operation
        .holder_keys
        .iter()
        .all(|key| key.is_proven(PossessionPurpose::HolderCopy, request, submission));
    match proven && keys.windows(2).all(|pair| pair[0] != pair[1]) {
        true => Ok(()),
        false => Err(refused),
    }
}

/// An operation whose signature was checked.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedOperation {
    bytes: Vec<u8>,
    hash: [u8; 32],
    operation: Operation,
}

impl VerifiedOperation {
    /// Takes an operation out of this device's own encrypted store, where only what its own key
    /// has just signed is put. Never for bytes from outside: nothing is verified here.
    pub fn from_kept(bytes: &[u8]) -> Result<Self, SignedError> {
        let message = signed::parse(bytes, &LIMITS)?;
        signed::expect_typ(&message, TYP)?;
        Ok(Self {
            hash: signed::signed_hash(&message),
            operation: Operation::decode(message.payload_unverified())?,
            bytes: bytes.to_vec(),
        })
    }

    /// What it says.
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// SHA-256 of what was signed: with the id it tells a retry from another operation.
    pub fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// The signed bytes as they travel.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl std::fmt::Debug for VerifiedOperation {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.operation.fmt(out)
    }
}

/// The message around the payload; the payload has limits of its own.
const LIMITS: Limits = Limits {
    max_bytes: MAX_OPERATION_BYTES,
    max_depth: 4,
    max_items: 32,
};
