//! Who signs a pack, and whose signature is expected.

use std::path::Path;

use p256::ecdsa::SigningKey;
use p256::pkcs8::DecodePrivateKey as _;
use tongban_cose::PublicKey;

use super::PackFailure;
use crate::file;

/// The private key of that file, else the demo's.
pub(super) fn private(path: Option<&Path>) -> Result<SigningKey, PackFailure> {
    let Some(path) = path else {
        return demo();
    };
    let bytes = file::read(path)?;
    std::str::from_utf8(&bytes)
        .ok()
        .and_then(|pem| SigningKey::from_pkcs8_pem(pem).ok())
        .ok_or_else(|| PackFailure::Key(path.display().to_string()))
}

/// The public key of that file, else the demo's.
pub(super) fn public(path: Option<&Path>) -> Result<PublicKey, PackFailure> {
    let Some(path) = path else {
        return Ok(public_half(&demo()?));
    };
    PublicKey::from_any(&file::read(path)?)
        .map_err(|_| PackFailure::Key(path.display().to_string()))
}

/// The public half of a private key.
fn public_half(key: &SigningKey) -> PublicKey {
    let point = key.verifying_key().to_sec1_point(true);
    PublicKey::from_sec1(tongban_cose::Suite::P256, point.as_bytes()).expect("a point of the curve")
}

/// Everyone has this key: what it signs proves nothing outside the demo.
#[cfg(feature = "demo")]
fn demo() -> Result<SigningKey, PackFailure> {
    let pem = include_str!("../../../../assets/demo/INSECURE-demo-keys/pack.pem");
    Ok(SigningKey::from_pkcs8_pem(pem).expect("the file is compiled in and tested"))
}

#[cfg(not(feature = "demo"))]
fn demo() -> Result<SigningKey, PackFailure> {
    Err(PackFailure::KeyNeeded)
}
