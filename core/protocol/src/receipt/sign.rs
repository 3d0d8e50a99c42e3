use tongban_cose::ToBeSigned;

use super::{Receipt, TYP};
use crate::{DecodeError, PublicPoint, signed};

/// A receipt that waits for the receipt key's signature.
pub struct PreparedReceipt(ToBeSigned);

/// Fixes the bytes that the receipt key has to sign. A receipt that devices would not read is an
/// error here.
pub fn prepare_receipt(
    receipt: &Receipt,
    receipt_key: &PublicPoint,
) -> Result<PreparedReceipt, DecodeError> {
    let payload = receipt.encode();
    Receipt::decode(&payload)?;
    Ok(PreparedReceipt(signed::prepare(TYP, receipt_key, payload)))
}

impl PreparedReceipt {
    /// The bytes to sign with ECDSA and SHA-256.
    pub fn to_be_signed(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The receipt as it is stored and handed out again, byte for byte, to every retry.
    pub fn finish(self, signature: &[u8; 64]) -> Vec<u8> {
        self.0.finish(signature)
    }
}
