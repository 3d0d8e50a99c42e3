//! Signing a region pack as `tongban pack build` does.

use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer as _;
use p256::pkcs8::DecodePrivateKey as _;
use tongban_rules::pack::{Pack, prepare_pack};

/// The file of a pack, signed with a key in PEM.
pub fn signed_pack(pack: &Pack, key: &str) -> Vec<u8> {
    let key = SigningKey::from_pkcs8_pem(key).expect("a committed key");
    let prepared = prepare_pack(pack).expect("a pack that was just compiled");
    let signature: p256::ecdsa::Signature = key.sign(prepared.to_be_signed());
    prepared.finish(&signature.to_bytes().into())
}
