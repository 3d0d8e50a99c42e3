use tongban_cose::cbor::Limits;

use super::{Fact, Receipt, ReceiptKeys, TYP};
use crate::OperationId;
use crate::signed::{self, SignedError};

/// A parsed receipt that nobody has checked. Says only which operation it claims.
pub struct UnverifiedReceipt {
    bytes: Vec<u8>,
    receipt: Receipt,
}

impl UnverifiedReceipt {
    /// Reads a signed receipt.
    pub fn parse(bytes: &[u8]) -> Result<Self, SignedError> {
        let message = signed::parse(bytes, &LIMITS)?;
        Ok(Self {
            receipt: Receipt::decode(message.payload_unverified())?,
            bytes: bytes.to_vec(),
        })
    }

    /// The operation that it claims to be about.
    pub fn claimed_operation(&self) -> OperationId {
        self.receipt.operation
    }

    /// Whether it claims a rejection, so that only those need be verified where nothing else counts.
    pub fn claims_rejection(&self) -> bool {
        matches!(self.receipt.fact, Fact::Rejected(_))
    }

    /// The receipt as signed by one of the platform's receipt keys.
    pub fn verify(self, keys: &ReceiptKeys) -> Result<VerifiedReceipt, SignedError> {
        let message = signed::parse(&self.bytes, &LIMITS)?;
        let key = keys
            .named(&signed::claimed_key(&message)?)
            .ok_or(SignedError::WrongKey)?;
        signed::verify(&message, key, TYP)?;
        Ok(VerifiedReceipt {
            bytes: self.bytes,
            receipt: self.receipt,
        })
    }
}

/// A receipt that the platform has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedReceipt {
    bytes: Vec<u8>,
    receipt: Receipt,
}

impl VerifiedReceipt {
    /// Takes a receipt out of this device's own encrypted store, where only verified ones are
    /// put: its key may have been replaced since. Never for bytes from outside: nothing is
    /// verified here.
    pub fn from_kept(bytes: &[u8]) -> Result<Self, SignedError> {
        let message = signed::parse(bytes, &LIMITS)?;
        signed::expect_typ(&message, TYP)?;
        Ok(Self {
            receipt: Receipt::decode(message.payload_unverified())?,
            bytes: bytes.to_vec(),
        })
    }

    /// What it says.
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// The signed bytes, which are the person's evidence.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Longest receipt in bytes.
pub(super) const MAX_BYTES: usize = 16 << 10;

const LIMITS: Limits = Limits {
    max_bytes: MAX_BYTES,
    max_depth: 4,
    max_items: 32,
};
