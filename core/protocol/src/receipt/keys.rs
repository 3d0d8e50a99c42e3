//! Which keys sign receipts: a list under the list key of the newest root (rule C9).

use tongban_cose::ToBeSigned;
use tongban_cose::cbor::{Item, Limits};

use crate::fields::{Extra, Fields, fixed, map};
use crate::signed::{self, SignedError, fingerprint};
use crate::{DecodeError, EnvelopeKey, PublicPoint};

/// Keys of one platform whose receipts count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReceiptKeys(Vec<PublicPoint>);

impl ReceiptKeys {
    /// Keys that the caller trusts.
    pub fn new(keys: Vec<PublicPoint>) -> Self {
        Self(keys)
    }

    /// The keys.
    pub fn keys(&self) -> &[PublicPoint] {
        &self.0
    }

    pub(super) fn named(&self, fingerprint_of_key: &[u8; 32]) -> Option<&PublicPoint> {
        self.0
            .iter()
            .find(|key| fingerprint(key) == *fingerprint_of_key)
    }
}

/// What the platform says about its own keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformKeys {
    /// Rises with every change; a lower one than the highest seen is refused by the reader.
    pub version: u64,
    /// Instant of its making.
    pub issued_at: u64,
    /// The receipt keys, newest first, 1 to 8.
    pub receipt_keys: ReceiptKeys,
    /// What sealed operations are sealed to; none where the platform takes none.
    pub sealing_key: Option<EnvelopeKey>,
    /// What this build does not know.
    pub extra: Extra,
}

/// Platform keys that wait for the list key's signature.
pub struct PreparedPlatformKeys(ToBeSigned);

/// Fixes the bytes that the list key has to sign.
pub fn prepare_platform_keys(
    keys: &PlatformKeys,
    list_key: &PublicPoint,
) -> Result<PreparedPlatformKeys, DecodeError> {
    let points = keys.receipt_keys.0.iter();
    let mut known = vec![
        (1, keys.version.into()),
        (2, keys.issued_at.into()),
        (
            3,
            Item::Array(points.map(|key| key.as_bytes()[..].into()).collect()),
        ),
    ];
    if let Some(key) = &keys.sealing_key {
        known.push((4, key.as_bytes()[..].into()));
    }
    let payload = map(known, &keys.extra).encode();
    decode(&payload)?;
    Ok(PreparedPlatformKeys(signed::prepare(
        TYP, list_key, payload,
    )))
}

impl PreparedPlatformKeys {
    /// The bytes to sign with ECDSA and SHA-256.
    pub fn to_be_signed(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The body of `GET /v1/keys`.
    pub fn finish(self, signature: &[u8; 64]) -> Vec<u8> {
        self.0.finish(signature)
    }
}

/// Platform keys that nobody has checked.
pub struct UnverifiedPlatformKeys {
    bytes: Vec<u8>,
    keys: PlatformKeys,
}

impl UnverifiedPlatformKeys {
    /// Reads a body.
    pub fn parse(bytes: &[u8]) -> Result<Self, SignedError> {
        let message = signed::parse(bytes, &LIMITS)?;
        Ok(Self {
            keys: decode(message.payload_unverified())?,
            bytes: bytes.to_vec(),
        })
    }

    /// The keys as signed by the list key of the newest root that the caller trusts.
    pub fn verify(self, list_key: &PublicPoint) -> Result<PlatformKeys, SignedError> {
        signed::verify(&signed::parse(&self.bytes, &LIMITS)?, list_key, TYP)?;
        Ok(self.keys)
    }
}

fn decode(payload: &[u8]) -> Result<PlatformKeys, DecodeError> {
    let fields = Fields::read(payload, &LIMITS)?;
    let points = fields.list(3, "receipt_keys", 8, |value| {
        PublicPoint::from_sec1(&fixed::<33>(value, "receipt_keys")?)
    })?;
    if points.is_empty() {
        return Err(DecodeError::FieldOutOfRange("receipt_keys"));
    }
    Ok(PlatformKeys {
        version: fields.number(1, "version")?,
        issued_at: fields.number(2, "issued_at")?,
        receipt_keys: ReceiptKeys(points),
        sealing_key: fields
            .optional(4)
            .map(|value| EnvelopeKey::from_bytes(&fixed::<65>(value, "sealing_key")?))
            .transpose()?,
        extra: fields.extra(&[1, 2, 3, 4]),
    })
}

const TYP: &str = "application/tongban-platform-keys+cbor";
const LIMITS: Limits = Limits {
    max_bytes: 4096,
    max_depth: 4,
    max_items: 64,
};
