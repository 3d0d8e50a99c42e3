use tongban_cose::ToBeSigned;

use super::{MAX_OPERATION_BYTES, Operation, TYP};
use crate::{DecodeError, PublicPoint, signed};

/// An operation that waits for the submission key's signature.
pub struct PreparedOperation(ToBeSigned);

/// Fixes the bytes that the submission key has to sign. An operation that the other side would
/// not read is an error here, before anybody signs.
pub fn prepare_operation(
    operation: &Operation,
    submission_key: &PublicPoint,
) -> Result<PreparedOperation, DecodeError> {
    let payload = operation.encode();
    // Headers and signature take less than this.
    const AROUND: usize = 512;
    if payload.len() + AROUND > MAX_OPERATION_BYTES {
        return Err(DecodeError::FieldOutOfRange("body"));
    }
    Operation::decode(&payload)?;
    Ok(PreparedOperation(signed::prepare(
        TYP,
        submission_key,
        payload,
    )))
}

impl PreparedOperation {
    /// The bytes to sign with ECDSA and SHA-256.
    pub fn to_be_signed(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The operation as it is kept and sent, with the raw signature.
    pub fn finish(self, signature: &[u8; 64]) -> Vec<u8> {
        self.0.finish(signature)
    }
}
