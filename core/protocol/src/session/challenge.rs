use tongban_cose::cbor::Limits;

use crate::fields::{Extra, Fields, map};
use crate::{DecodeError, PublicPoint};

/// Asks for a nonce: body of `POST /v1/session/challenge`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionChallengeRequest {
    /// The device key that will sign.
    pub device_key: PublicPoint,
    /// Version of the messages that the device speaks.
    pub api_version: u16,
    /// What this build does not know.
    pub extra: Extra,
}

impl SessionChallengeRequest {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let known = vec![
            (1, self.device_key.as_bytes()[..].into()),
            (2, u32::from(self.api_version).into()),
        ];
        map(known, &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        Ok(Self {
            device_key: PublicPoint::from_sec1(&fields.bytes::<33>(1, "device_key")?)?,
            api_version: fields
                .number(2, "api_version")?
                .try_into()
                .map_err(|_| DecodeError::FieldOutOfRange("api_version"))?,
            extra: fields.extra(&[1, 2]),
        })
    }
}

/// A nonce that counts once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionChallenge {
    /// Random bytes.
    pub nonce: [u8; 32],
    /// How long it counts.
    pub seconds: u64,
    /// What this build does not know.
    pub extra: Extra,
}

impl SessionChallenge {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let known = vec![(1, self.nonce[..].into()), (2, self.seconds.into())];
        map(known, &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        Ok(Self {
            nonce: fields.bytes(1, "nonce")?,
            seconds: fields.number(2, "seconds")?,
            extra: fields.extra(&[1, 2]),
        })
    }
}

const LIMITS: Limits = Limits {
    max_bytes: 1024,
    max_depth: 4,
    max_items: 64,
};
