//! Another authority than the demo's: its own root, its own lists.

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use tongban_certificate::{RootContent, TrustListContent, prepare_root, prepare_trust_list};
use tongban_cose::PublicKey;
use tongban_protocol::TrustSnapshot;

/// A root that no device of the demo knows.
pub struct OtherAuthority {
    list_key: SigningKey,
    root: Vec<u8>,
}

impl OtherAuthority {
    pub fn new(issued_at: u64) -> Self {
        let key = |seed: u8| SigningKey::from_slice(&[seed; 32]).unwrap();
        let (keys, list_key) = ([key(1), key(2), key(3)], key(4));
        let content = RootContent {
            number: 1,
            issued_at,
            keys: [public(&keys[0]), public(&keys[1]), public(&keys[2])],
            list_key: public(&list_key),
        };
        let mut root = prepare_root(&content);
        for key in &keys[..2] {
            let signature = sign(key, &root.to_be_signed(&public(key)));
            root.add_signature(&public(key), &signature);
        }
        Self {
            list_key,
            root: root.finish(),
        }
    }

    pub fn anchors(&self) -> Vec<Vec<u8>> {
        vec![self.root.clone()]
    }

    /// A signed list without any issuer.
    pub fn list(&self, version: u64, issued_at: u64, valid_until: Option<u64>) -> Vec<u8> {
        let content = TrustListContent {
            root_number: 1,
            version,
            issued_at,
            valid_until,
            slots: Vec::new(),
            status_sources: Vec::new(),
        };
        let list = prepare_trust_list(&content).unwrap();
        let signature = sign(&self.list_key, list.to_be_signed());
        list.finish(&signature)
    }

    /// The body of `GET /v1/trust`.
    pub fn snapshot(&self, list: Vec<u8>) -> Vec<u8> {
        TrustSnapshot {
            roots: self.anchors(),
            list,
        }
        .to_sequence()
    }
}

fn public(key: &SigningKey) -> PublicKey {
    PublicKey::from_sec1_any(key.verifying_key().to_sec1_point(true).as_bytes()).unwrap()
}

fn sign(key: &SigningKey, message: &[u8]) -> [u8; 64] {
    let signature: Signature = key.sign(message);
    signature.to_bytes().into()
}
