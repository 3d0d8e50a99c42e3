//! Signatures as key stores give them, turned into what COSE carries.

use crate::Suite;

/// Why bytes are not a signature of the suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("signature is neither der nor raw form of its suite")]
pub struct SignatureFormatError;

/// The raw form (r then s, each of the curve's width) of a DER signature, as Android's and
/// Apple's key stores return it.
pub fn raw_signature_from_der(suite: Suite, der: &[u8]) -> Result<Vec<u8>, SignatureFormatError> {
    match suite {
        Suite::P256 => p256::ecdsa::Signature::from_der(der)
            .map(|signature| signature.to_bytes().to_vec())
            .map_err(|_| SignatureFormatError),
        Suite::P384 => p384::ecdsa::Signature::from_der(der)
            .map(|signature| signature.to_bytes().to_vec())
            .map_err(|_| SignatureFormatError),
    }
}

/// The raw 64 bytes of a P-256 signature given in DER or raw form.
pub fn p256_signature_from_any(bytes: &[u8]) -> Result<[u8; 64], SignatureFormatError> {
    if let Ok(raw) = raw_signature_from_der(Suite::P256, bytes) {
        return raw.try_into().map_err(|_| SignatureFormatError);
    }
    let raw: [u8; 64] = bytes.try_into().map_err(|_| SignatureFormatError)?;
    p256::ecdsa::Signature::from_slice(&raw).map_err(|_| SignatureFormatError)?;
    Ok(raw)
}
