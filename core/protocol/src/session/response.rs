use tongban_cose::cbor::{Item, Limits};
use zeroize::Zeroizing;

use super::ReadToken;
use crate::fields::{Extra, Fields, map};
use crate::{DecodeError, ScopeId};

/// What a device gets for its signature. Holds the token, so it has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionResponse {
    /// Lets it read.
    pub token: ReadToken,
    /// How long, at most [`MAX_SESSION_SECONDS`].
    pub seconds: u64,
    /// The platform's clock, seconds since 1970.
    pub now: u64,
    /// What it may read.
    pub scopes: Vec<ScopeId>,
    /// What this build does not know.
    pub extra: Extra,
}

/// Longest session: 12 hours.
pub const MAX_SESSION_SECONDS: u64 = 12 * 3600;

impl SessionResponse {
    /// The body to send.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let known = vec![
            (1, self.token.expose()[..].into()),
            (2, self.seconds.into()),
            (3, self.now.into()),
            (
                4,
                Item::Array(self.scopes.iter().map(ScopeId::item).collect()),
            ),
        ];
        Zeroizing::new(map(known, &self.extra).encode())
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let seconds = fields.number(2, "seconds")?;
        if seconds > MAX_SESSION_SECONDS {
            return Err(DecodeError::FieldOutOfRange("seconds"));
        }
        Ok(Self {
            token: ReadToken::from_bytes(fields.bytes(1, "token")?),
            seconds,
            now: fields.number(3, "now")?,
            scopes: fields.list(4, "scopes", 64, |value| ScopeId::from_value(value))?,
            extra: fields.extra(&[1, 2, 3, 4]),
        })
    }
}

const LIMITS: Limits = Limits {
    max_bytes: 4096,
    max_depth: 4,
    max_items: 256,
};
