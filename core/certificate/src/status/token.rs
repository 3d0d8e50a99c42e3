//! Reading a status token.

use tongban_cose::cbor::{CborError, Limits, Value, read};
use tongban_cose::{CoseError, PublicKey, Typ, UnverifiedSign1, VerifyError, labels as cose};

use super::bits::MAX_INFLATED;
use super::{INFLATED_LENGTH, STATUS_LIST, StatusBits, TIME_TO_LIVE};
use crate::labels;

/// Why a status token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatusError {
    /// Not a status token that we read.
    #[error("status token is malformed")]
    Malformed,
    /// Longer, or inflating to more, than its header declares or a list may be (rule C11).
    #[error("status token is too large")]
    TooLarge,
    /// The trust list names no source for this token's address.
    #[error("status token comes from an unknown source")]
    UnknownSource,
    /// The signature is not the source's.
    #[error("status token signature is broken")]
    SignatureBroken,
    /// A newer token of the same shard has been seen.
    #[error("status token is older than one seen before")]
    RolledBack,
    /// The token says that it must no longer be used.
    #[error("status token has expired")]
    Expired,
    /// There is no trust list to check the token by.
    #[error("no trust list is known")]
    NoTrustList,
}

impl StatusError {
    /// Stable name for scripts and messages.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::UnknownSource => "unknown_source",
            Self::SignatureBroken => "signature_broken",
            Self::RolledBack => "rolled_back",
            Self::Expired => "expired",
            Self::NoTrustList => "no_trust_list",
        }
    }
}

/// A status token whose signature nobody has checked: only its address can be asked, to find the
/// key.
pub(crate) struct UnverifiedStatusToken<'a> {
    message: UnverifiedSign1<'a>,
    address: &'a str,
}

/// A checked status list.
pub(crate) struct StatusToken {
    pub(crate) issued_at: u64,
    pub(crate) valid_until: Option<u64>,
    pub(crate) statuses: StatusBits,
}

impl<'a> UnverifiedStatusToken<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, StatusError> {
        let message = UnverifiedSign1::parse(bytes, &Limits::STATUS).map_err(refused)?;
        let payload = read(message.payload_unverified(), &Limits::STATUS)
            .map_err(|error| refused(error.into()))?;
        let address = payload.get(labels::SUBJECT).and_then(Value::as_text);
        let address = address.ok_or(StatusError::Malformed)?;
        Ok(Self { message, address })
    }

    pub(crate) fn address(&self) -> &'a str {
        self.address
    }

    pub(crate) fn verify(&self, key: &PublicKey) -> Result<StatusToken, StatusError> {
        let signed = self
            .message
            .verify(key, Typ::STATUS_LIST)
            .map_err(|error| match error {
                VerifyError::BadSignature | VerifyError::WrongSuite => StatusError::SignatureBroken,
                VerifyError::WrongType => StatusError::Malformed,
            })?;
        let headers = signed.protected();
        let headers_known = keys_among(headers, &[cose::ALG, cose::TYP, INFLATED_LENGTH]);
        let no_more = signed.unprotected().as_map().is_some_and(<[_]>::is_empty);
        let length = headers.get(INFLATED_LENGTH).and_then(Value::as_u64);
        let length = length.ok_or(StatusError::Malformed)?;
        let payload =
            read(signed.payload(), &Limits::STATUS).map_err(|error| refused(error.into()))?;
        let claims_known = keys_among(&payload, CLAIMS);
        if !headers_known || !no_more || !claims_known {
            return Err(StatusError::Malformed);
        }
        let until = payload.get(labels::EXPIRES);
        Ok(StatusToken {
            issued_at: payload
                .get(labels::ISSUED_AT)
                .and_then(Value::as_u64)
                .ok_or(StatusError::Malformed)?,
            valid_until: match until {
                Some(until) => Some(until.as_u64().ok_or(StatusError::Malformed)?),
                None => None,
            },
            statuses: statuses(&payload, length)?,
        })
    }
}

fn statuses(payload: &Value<'_>, length: u64) -> Result<StatusBits, StatusError> {
    let list = payload.get(STATUS_LIST).ok_or(StatusError::Malformed)?;
    let width = list
        .get_text("bits")
        .and_then(Value::as_u64)
        .ok_or(StatusError::Malformed)?;
    let deflated = list
        .get_text("lst")
        .and_then(Value::as_bytes)
        .ok_or(StatusError::Malformed)?;
    if width != 2 || list.as_map().is_none_or(|entries| entries.len() != 2) {
        return Err(StatusError::Malformed);
    }
    let length = usize::try_from(length).map_err(|_| StatusError::TooLarge)?;
    if length > MAX_INFLATED {
        return Err(StatusError::TooLarge);
    }
    StatusBits::inflate(width, deflated, length).ok_or(StatusError::TooLarge)
}

fn keys_among(map: &Value<'_>, labels: &[i64]) -> bool {
    let known = |key: &Value<'_>| key.as_i64().is_some_and(|key| labels.contains(&key));
    map.as_map()
        .is_some_and(|entries| entries.iter().all(|(key, _)| known(key)))
}

fn refused(error: CoseError) -> StatusError {
    match error {
        CoseError::Cbor(CborError::TooLong { .. }) => StatusError::TooLarge,
        _ => StatusError::Malformed,
    }
}

const CLAIMS: &[i64] = &[
    labels::SUBJECT,
    labels::ISSUED_AT,
    labels::EXPIRES,
    TIME_TO_LIVE,
    STATUS_LIST,
];
