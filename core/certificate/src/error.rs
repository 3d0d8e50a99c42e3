//! Why bytes are not a certificate or a code.

use tongban_cose::CoseError;
use tongban_cose::cbor::CborError;

/// Why a scanned text or a file cannot be judged at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The text does not begin with our prefix: another kind of code.
    #[error("code is of another kind")]
    OtherCode,
    /// The text after the prefix is not base45 in its one valid spelling.
    #[error("code text is not base45")]
    NotBase45,
    /// The content is longer than a code may be (rule C11).
    #[error("code is longer than {max_bytes} bytes")]
    TooLong {
        /// The limit.
        max_bytes: usize,
    },
    /// The content is not CBOR that we read.
    #[error("content cannot be read: {0}")]
    Cbor(CborError),
    /// The content is CBOR, but no object of a known format.
    #[error("content is of an unknown format")]
    UnknownFormat,
}

/// Why a token does not follow the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// Not a COSE message that we read.
    #[error(transparent)]
    Cose(#[from] CoseError),
    /// Part of the token is not CBOR that we read.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// The message is of another type.
    #[error("token is of another type")]
    WrongType,
    /// A header is missing, unknown or not as the profile has it.
    #[error("token headers do not follow the profile")]
    Headers,
    /// A claim is missing, unknown or not as the profile has it.
    #[error("token claim {0} does not follow the profile")]
    Claim(&'static str),
    /// A disclosure is not a salted claim, or its value is not of the field's kind.
    #[error("disclosure does not follow the profile")]
    Disclosure,
    /// A disclosure belongs to no digest, or two belong to one.
    #[error("disclosure does not match the digests")]
    DisclosureMismatch,
}

impl From<CoseError> for ReadError {
    fn from(error: CoseError) -> Self {
        match error {
            CoseError::Cbor(error) => Self::from(error),
            _ => Self::UnknownFormat,
        }
    }
}

impl From<CborError> for ReadError {
    fn from(error: CborError) -> Self {
        match error {
            CborError::TooLong { max_bytes } => Self::TooLong { max_bytes },
            error => Self::Cbor(error),
        }
    }
}
