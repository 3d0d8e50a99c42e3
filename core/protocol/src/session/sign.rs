use tongban_cose::ToBeSigned;
use tongban_cose::cbor::Limits;

use crate::fields::{Extra, Fields, map};
use crate::signed::{self, SignedError};
use crate::{DecodeError, PublicPoint};

/// A session request that waits for the device key's signature.
#[derive(Clone)]
pub struct PreparedSession(ToBeSigned);

/// Fixes the bytes that the device key has to sign.
pub fn prepare_session(nonce: &[u8; 32], device_key: &PublicPoint) -> PreparedSession {
    let known = vec![(1, nonce[..].into()), (2, device_key.as_bytes()[..].into())];
    let payload = map(known, &Extra::default()).encode();
    PreparedSession(signed::prepare(TYP, device_key, payload))
}

impl PreparedSession {
    /// The bytes to sign with ECDSA and SHA-256.
    pub fn to_be_signed(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The body of `POST /v1/session`, with the raw signature.
    pub fn finish(self, signature: &[u8; 64]) -> Vec<u8> {
        self.0.finish(signature)
    }
}

/// A session request that nobody has checked.
pub struct UnverifiedSession {
    bytes: Vec<u8>,
    nonce: [u8; 32],
    device_key: PublicPoint,
}

impl UnverifiedSession {
    /// Reads a body.
    pub fn parse(bytes: &[u8]) -> Result<Self, SignedError> {
        let message = signed::parse(bytes, &LIMITS)?;
        let (nonce, device_key) = decode(message.payload_unverified())?;
        Ok(Self {
            bytes: bytes.to_vec(),
            nonce,
            device_key,
        })
    }

    /// The request as signed by the device key that it names. Whether the platform gave out that
    /// nonce, to that key, and whether it knows the key, is for the caller.
    pub fn verify(self) -> Result<VerifiedSession, SignedError> {
        signed::verify(&signed::parse(&self.bytes, &LIMITS)?, &self.device_key, TYP)?;
        Ok(VerifiedSession {
            nonce: self.nonce,
            device_key: self.device_key,
        })
    }
}

/// A session request that its device key has signed.
pub struct VerifiedSession {
    nonce: [u8; 32],
    device_key: PublicPoint,
}

impl VerifiedSession {
    /// The nonce that was signed.
    pub fn nonce(&self) -> &[u8; 32] {
        &self.nonce
    }

    /// The key that signed it.
    pub fn device_key(&self) -> &PublicPoint {
        &self.device_key
    }
}

fn decode(payload: &[u8]) -> Result<([u8; 32], PublicPoint), DecodeError> {
    let fields = Fields::read(payload, &LIMITS)?;
    Ok((
        fields.bytes(1, "nonce")?,
        PublicPoint::from_sec1(&fields.bytes::<33>(2, "device_key")?)?,
    ))
}

const TYP: &str = "application/tongban-session+cbor";
const LIMITS: Limits = Limits {
    max_bytes: 1024,
    max_depth: 4,
    max_items: 64,
};
