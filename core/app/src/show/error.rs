use thiserror::Error;
use tongban_certificate::{HeldCertificate, PresentError};

use crate::certificates::CertificateError;
use crate::error::{ErrorCode, Fold, Params, param};
use crate::keys::KeyError;
use crate::storage::StorageError;
use crate::wallet::WalletError;

/// Why there is no code.
#[derive(Debug, Error)]
pub(crate) enum ShowError {
    #[error("showing has ended")]
    Ended,
    #[error("certificate has no such field")]
    FieldUnknown(String),
    #[error("field is never in a timed code")]
    FieldNotAllowed(String),
    #[error("device clock is below the trusted floor")]
    ClockBehind,
    #[error("code would be too dense")]
    TooDense,
    #[error("key of the copy is gone")]
    CannotProve,
    #[error(transparent)]
    Certificate(#[from] CertificateError),
}

impl ShowError {
    pub(super) fn present(error: PresentError, held: &HeldCertificate) -> Self {
        let name = |label: i64| {
            let field = held
                .description()
                .and_then(|description| description.field(label));
            field.map_or_else(|| label.to_string(), |field| field.name.clone())
        };
        match error {
            PresentError::ClockBelowFloor => Self::ClockBehind,
            PresentError::UnknownField(label) => Self::FieldUnknown(name(label)),
            PresentError::FieldNotOffered(label) => Self::FieldNotAllowed(name(label)),
            PresentError::TooLarge { .. } => Self::TooDense,
            PresentError::TypeUnknown | PresentError::Unreadable => {
                CertificateError::Unreadable.into()
            }
        }
    }
}

impl From<WalletError> for ShowError {
    fn from(error: WalletError) -> Self {
        Self::Certificate(error.into())
    }
}

impl From<StorageError> for ShowError {
    fn from(error: StorageError) -> Self {
        Self::Certificate(error.into())
    }
}

impl From<KeyError> for ShowError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Unusable => Self::CannotProve,
            KeyError::KeyStore(error) => StorageError::from(error).into(),
            KeyError::Storage(error) => error.into(),
        }
    }
}

impl Fold for ShowError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Ended => ErrorCode::ShowEnded,
            Self::FieldUnknown(_) => ErrorCode::ShowFieldUnknown,
            Self::FieldNotAllowed(_) => ErrorCode::ShowFieldNotAllowed,
            Self::ClockBehind => ErrorCode::ShowClockBehind,
            Self::TooDense => ErrorCode::ShowTooDense,
            Self::CannotProve => ErrorCode::ShowCannotProve,
            Self::Certificate(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::FieldUnknown(name) | Self::FieldNotAllowed(name) => param("field", name.as_str()),
            Self::Certificate(error) => error.params(),
            _ => Params::new(),
        }
    }
}
