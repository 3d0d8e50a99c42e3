//! Public keys as other people's tools write them: PEM, DER, JWK, COSE_Key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::pkcs8::DecodePublicKey;
use p256::pkcs8::spki::SubjectPublicKeyInfoRef;

use crate::cbor::{Limits, read};
use crate::{KeyError, PublicKey, Suite};

impl PublicKey {
    /// From whichever of PEM, JWK, DER, COSE_Key or SEC1 the bytes are.
    pub fn from_any(bytes: &[u8]) -> Result<Self, KeyError> {
        let text = std::str::from_utf8(bytes)
            .map(str::trim)
            .unwrap_or_default();
        if text.starts_with("-----BEGIN") {
            return Self::from_pem(text);
        }
        if text.starts_with('{') {
            return Self::from_jwk(text);
        }
        match bytes.first() {
            Some(0x30) => Self::from_der(bytes),
            Some(0x02..=0x04) => Self::from_sec1_any(bytes),
            _ => Self::from_cose_key_bytes(bytes),
        }
    }

    /// From a PEM block `PUBLIC KEY` (RFC 7468 section 13).
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        if pem.contains("PRIVATE KEY-----") {
            return Err(KeyError::PrivateKey);
        }
        if let Ok(key) = p256::PublicKey::from_public_key_pem(pem) {
            return Ok(Self::from_p256(key));
        }
        p384::PublicKey::from_public_key_pem(pem)
            .map(Self::from_p384)
            .map_err(|_| KeyError::Malformed)
    }

    /// From a DER SubjectPublicKeyInfo (RFC 5480).
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        if let Ok(key) = p256::PublicKey::from_public_key_der(der) {
            return Ok(Self::from_p256(key));
        }
        if let Ok(key) = p384::PublicKey::from_public_key_der(der) {
            return Ok(Self::from_p384(key));
        }
        match SubjectPublicKeyInfoRef::try_from(der) {
            Ok(_) => Err(KeyError::UnsupportedCurve),
            Err(_) => Err(KeyError::Malformed),
        }
    }

    /// From a JWK of type EC (RFC 7518 section 6.2).
    pub fn from_jwk(json: &str) -> Result<Self, KeyError> {
        let jwk: serde_json::Value = serde_json::from_str(json).map_err(|_| KeyError::Malformed)?;
        let member = |name: &str| jwk.get(name).and_then(serde_json::Value::as_str);
        if jwk.get("d").is_some() {
            return Err(KeyError::PrivateKey);
        }
        if member("kty") != Some("EC") {
            return Err(KeyError::Malformed);
        }
        let suite = match member("crv") {
            Some("P-256") => Suite::P256,
            Some("P-384") => Suite::P384,
            _ => return Err(KeyError::UnsupportedCurve),
        };
        let mut sec1 = vec![4];
        for name in ["x", "y"] {
            let text = member(name).ok_or(KeyError::Malformed)?;
            let coordinate = URL_SAFE_NO_PAD
                .decode(text)
                .map_err(|_| KeyError::Malformed)?;
            if coordinate.len() != suite.field_bytes() {
                return Err(KeyError::Malformed);
            }
            sec1.extend_from_slice(&coordinate);
        }
        Self::from_sec1(suite, &sec1)
    }

    /// From the bytes of a COSE_Key.
    pub fn from_cose_key_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let key = read(bytes, &Limits::CODE).map_err(|_| KeyError::Malformed)?;
        Self::from_cose_key(&key)
    }
}
