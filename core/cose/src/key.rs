//! Public keys.

use p256::elliptic_curve::sec1::ToSec1Point;
use ring::signature::UnparsedPublicKey;

use crate::Suite;
use crate::cbor::{Item, Value};

/// A public key that lies on its curve.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    suite: Suite,
    /// The uncompressed SEC1 point: the form that a signature is checked with.
    point: Vec<u8>,
}

/// Why bytes are not a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The form is none that we read, or its fields do not fit together.
    #[error("public key is not in a known form")]
    Malformed,
    /// The curve is neither P-256 nor P-384.
    #[error("public key is on an unsupported curve")]
    UnsupportedCurve,
    /// The coordinates are no point of the curve.
    #[error("public key is not a point of its curve")]
    NotOnCurve,
    /// A private key was given where a public one belongs.
    #[error("a private key was given in place of a public key")]
    PrivateKey,
}

impl PublicKey {
    /// From a SEC1 point, compressed or not. The compact and hybrid forms are refused.
    pub fn from_sec1(suite: Suite, bytes: &[u8]) -> Result<Self, KeyError> {
        if !matches!(bytes.first(), Some(2..=4)) {
            return Err(KeyError::Malformed);
        }
        match suite {
            Suite::P256 => p256::PublicKey::from_sec1_bytes(bytes).map(Self::from_p256),
            Suite::P384 => p384::PublicKey::from_sec1_bytes(bytes).map(Self::from_p384),
        }
        .map_err(|_| KeyError::NotOnCurve)
    }

    /// From a SEC1 point whose length tells its suite: 33 or 65 bytes P-256, 49 or 97 P-384.
    pub fn from_sec1_any(bytes: &[u8]) -> Result<Self, KeyError> {
        match bytes.len() {
            33 | 65 => Self::from_sec1(Suite::P256, bytes),
            49 | 97 => Self::from_sec1(Suite::P384, bytes),
            _ => Err(KeyError::Malformed),
        }
    }

    /// From a parsed COSE_Key (RFC 9052 section 7, RFC 9053 section 7.1.1): EC2, with *y* as
    /// bytes or as the sign bit of a compressed point. A private part (`d`) is refused.
    pub fn from_cose_key(key: &Value<'_>) -> Result<Self, KeyError> {
        if key.get(COSE_D).is_some() {
            return Err(KeyError::PrivateKey);
        }
        if key.get(COSE_KTY).and_then(Value::as_i64) != Some(2) {
            return Err(KeyError::Malformed);
        }
        let curve = key
            .get(COSE_CRV)
            .and_then(Value::as_i64)
            .ok_or(KeyError::Malformed)?;
        let suite = Suite::from_curve(curve).ok_or(KeyError::UnsupportedCurve)?;
        let x = key
            .get(COSE_X)
            .and_then(Value::as_bytes)
            .ok_or(KeyError::Malformed)?;
        let y = key.get(COSE_Y).ok_or(KeyError::Malformed)?;
        let width = suite.field_bytes();
        // Two coordinates of wrong widths could add up to a point of the right length.
        if x.len() != width || y.as_bytes().is_some_and(|y| y.len() != width) {
            return Err(KeyError::Malformed);
        }
        let mut sec1 = Vec::with_capacity(1 + 2 * width);
        match (y.as_bool(), y.as_bytes()) {
            (Some(odd), _) => sec1.push(if odd { 3 } else { 2 }),
            (None, Some(_)) => sec1.push(4),
            (None, None) => return Err(KeyError::Malformed),
        }
        sec1.extend_from_slice(x);
        sec1.extend_from_slice(y.as_bytes().unwrap_or_default());
        Self::from_sec1(suite, &sec1)
    }

    pub(crate) fn from_p256(key: p256::PublicKey) -> Self {
        Self {
            suite: Suite::P256,
            point: key.to_sec1_point(false).as_bytes().to_vec(),
        }
    }

    pub(crate) fn from_p384(key: p384::PublicKey) -> Self {
        Self {
            suite: Suite::P384,
            point: key.to_sec1_point(false).as_bytes().to_vec(),
        }
    }

    /// The suite of this key's curve.
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// The compressed SEC1 point: 33 bytes on P-256, 49 on P-384.
    pub fn to_sec1_compressed(&self) -> Vec<u8> {
        let odd = self.point.last().is_some_and(|byte| byte & 1 == 1);
        let mut compressed = self.point[..1 + self.suite.field_bytes()].to_vec();
        compressed[0] = if odd { 3 } else { 2 };
        compressed
    }

    /// A COSE_Key with the point compressed.
    pub fn to_cose_key(&self) -> Item {
        let sec1 = self.to_sec1_compressed();
        Item::Map(vec![
            (COSE_KTY.into(), 2.into()),
            (COSE_CRV.into(), self.suite().curve().into()),
            (COSE_X.into(), sec1[1..].into()),
            (COSE_Y.into(), Item::Bool(sec1[0] == 3)),
        ])
    }

    /// SHA-256 of the compressed point: names this key in a set of keys.
    pub fn fingerprint(&self) -> [u8; 32] {
        crate::sha256(&self.to_sec1_compressed())
    }

    /// Whether `signature` (raw form: r and s, each of the curve's width and between 1 and the
    /// order) is this key's signature of `message`. Both forms of *s* are accepted, because key
    /// stores return either.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(self.suite.verification(), &self.point)
            .verify(message, signature)
            .is_ok()
    }
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({:?})", self.suite)
    }
}

const COSE_KTY: i64 = 1;
const COSE_CRV: i64 = -1;
const COSE_X: i64 = -2;
const COSE_Y: i64 = -3;
const COSE_D: i64 = -4;
