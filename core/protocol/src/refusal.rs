use tongban_cose::cbor::{Item, Limits, Value};

use crate::fields::{DecodeError, Extra, Fields, map};

/// Why the platform did not do what was asked: body of every answer with status 400 or above.
/// Holds a code for the app's sentence and never anything the person sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No voucher has this number or code.
    VoucherUnknown,
    /// The voucher's 15 minutes are over.
    VoucherExpired,
    /// The voucher has been used.
    VoucherUsed,
    /// The digits are wrong.
    VoucherTriesLeft {
        /// Wrong tries that are left, at least one.
        left: u8,
    },
    /// Too many wrong digits; the voucher is dead.
    VoucherBlocked,
    /// Too many tries from this address.
    RateLimited {
        /// Seconds until the next try counts.
        retry_after: u64,
    },
    /// The request is not understood.
    BadRequest {
        /// Stable slug of what is wrong.
        what: String,
    },
    /// The token is unknown or its time is over: make a session anew.
    SessionEnded,
    /// This device may not do that.
    NotAllowed,
    /// There is nothing at this path.
    NotFound,
    /// The request is longer than it may be.
    TooLarge,
    /// The media type names a version that this platform does not speak.
    UpdateNeeded,
    /// The platform cannot answer now.
    Busy {
        /// Seconds until it is worth asking again.
        retry_after: u64,
    },
    /// The platform failed; nothing was done.
    Internal,
    /// A code that this build does not know.
    Other {
        /// The code.
        code: String,
    },
}

impl Refusal {
    /// Stable snake_case code.
    pub fn code(&self) -> &str {
        match self {
            Self::VoucherUnknown => "voucher_unknown",
            Self::VoucherExpired => "voucher_expired",
            Self::VoucherUsed => "voucher_used",
            Self::VoucherTriesLeft { .. } => "voucher_tries_left",
            Self::VoucherBlocked => "voucher_blocked",
            Self::RateLimited { .. } => "rate_limited",
            Self::BadRequest { .. } => "bad_request",
            Self::SessionEnded => "session_ended",
            Self::NotAllowed => "not_allowed",
            Self::NotFound => "not_found",
            Self::TooLarge => "too_large",
            Self::UpdateNeeded => "update_needed",
            Self::Busy { .. } => "busy",
            Self::Internal => "internal",
            Self::Other { code } => code,
        }
    }

    /// HTTP status that carries it.
    pub fn http_status(&self) -> u16 {
        match self {
            Self::BadRequest { .. } | Self::Other { .. } => 400,
            Self::SessionEnded => 401,
            Self::VoucherTriesLeft { .. } | Self::VoucherBlocked | Self::NotAllowed => 403,
            Self::VoucherUnknown | Self::NotFound => 404,
            Self::VoucherExpired | Self::VoucherUsed => 410,
            Self::TooLarge => 413,
            Self::UpdateNeeded => 415,
            Self::RateLimited { .. } => 429,
            Self::Internal => 500,
            Self::Busy { .. } => 503,
        }
    }

    /// Seconds for the `Retry-After` header.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::RateLimited { retry_after } | Self::Busy { retry_after } => Some(*retry_after),
            _ => None,
        }
    }

    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let params = match self {
            Self::VoucherTriesLeft { left } => vec![("left".into(), u32::from(*left).into())],
            Self::RateLimited { retry_after } | Self::Busy { retry_after } => {
                vec![("retry_after".into(), (*retry_after).into())]
            }
            Self::BadRequest { what } => vec![("what".into(), what.as_str().into())],
            _ => Vec::new(),
        };
        map(
            vec![(1, self.code().into()), (2, Item::Map(params))],
            &Extra::default(),
        )
        .encode()
    }

    /// Reads a body; an unknown code is [`Refusal::Other`], never an error.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let code = fields.text(1, "code", 64)?;
        let params = fields.value(2, "params")?;
        let number = |name: &'static str| {
            let number = params
                .get_text(name)
                .ok_or(DecodeError::MissingField(name))?;
            number.as_u64().ok_or(DecodeError::FieldOutOfRange(name))
        };
        Ok(match code.as_str() {
            "voucher_unknown" => Self::VoucherUnknown,
            "voucher_expired" => Self::VoucherExpired,
            "voucher_used" => Self::VoucherUsed,
            "voucher_tries_left" => Self::VoucherTriesLeft {
                left: number("left")?
                    .try_into()
                    .map_err(|_| DecodeError::FieldOutOfRange("left"))?,
            },
            "voucher_blocked" => Self::VoucherBlocked,
            "rate_limited" => Self::RateLimited {
                retry_after: number("retry_after")?,
            },
            "bad_request" => {
                let what = params.get_text("what").and_then(Value::as_text);
                Self::BadRequest {
                    what: what.ok_or(DecodeError::MissingField("what"))?.to_owned(),
                }
            }
            "session_ended" => Self::SessionEnded,
            "not_allowed" => Self::NotAllowed,
            "not_found" => Self::NotFound,
            "too_large" => Self::TooLarge,
            "update_needed" => Self::UpdateNeeded,
            "busy" => Self::Busy {
                retry_after: number("retry_after")?,
            },
            "internal" => Self::Internal,
            _ => Self::Other { code },
        })
    }
}

const LIMITS: Limits = Limits {
    max_bytes: 1024,
    max_depth: 4,
    max_items: 32,
};
