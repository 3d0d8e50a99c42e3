//! COSE_Sign1 on its way out: what must be signed, and the message once it is.

use crate::Suite;
use crate::cbor::Item;
use crate::sign1::{TAG_SIGN1, labels, sig_structure};

/// A message before it is signed.
#[derive(Clone)]
pub struct SigningInput {
    /// Protected headers without the algorithm, which the suite gives.
    pub protected: Vec<(Item, Item)>,
    /// Headers outside the signature.
    pub unprotected: Vec<(Item, Item)>,
    /// The encoded payload.
    pub payload: Vec<u8>,
    /// The suite of the key that will sign.
    pub suite: Suite,
}

impl SigningInput {
    /// Fixes the bytes that the key has to sign.
    pub fn prepare(self) -> ToBeSigned {
        let mut protected = self.protected;
        protected.push((labels::ALG.into(), self.suite.alg().into()));
        let protected = Item::Map(protected).encode();
        let structure = sig_structure(&protected, &self.payload);
        ToBeSigned {
            protected,
            unprotected: self.unprotected,
            payload: self.payload,
            structure,
        }
    }
}

/// A message that waits for its signature.
#[derive(Clone)]
pub struct ToBeSigned {
    protected: Vec<u8>,
    unprotected: Vec<(Item, Item)>,
    payload: Vec<u8>,
    structure: Vec<u8>,
}

impl ToBeSigned {
    /// The bytes to sign with ECDSA and the hash of the suite.
    pub fn bytes(&self) -> &[u8] {
        &self.structure
    }

    /// The message with `signature` in raw form. The signature is not checked here: who doubts
    /// the signer verifies the result.
    pub fn finish(self, signature: &[u8]) -> Vec<u8> {
        let parts = vec![
            Item::Bytes(self.protected),
            Item::Map(self.unprotected),
            Item::Bytes(self.payload),
            signature.into(),
        ];
        Item::Tag(TAG_SIGN1, Box::new(Item::Array(parts))).encode()
    }
}

impl std::fmt::Debug for ToBeSigned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ToBeSigned({} bytes)", self.structure.len())
    }
}
