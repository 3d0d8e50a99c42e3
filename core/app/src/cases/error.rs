//! Why a case is not shown or nothing was done to it.

use thiserror::Error;
use tongban_rules::expression::OutOfBudget;

use crate::confirm::ConfirmError;
use crate::drafts::DraftError;
use crate::error::{ErrorCode, Fold, Params};
use crate::outbox::OperationError;
use crate::packs::PackError;
use crate::storage::StorageError;
use crate::wallet::WalletError;

#[derive(Debug, Error)]
pub(crate) enum CaseError {
    #[error("case is not here")]
    NotFound,
    #[error("case does not allow it")]
    NotAllowed,
    #[error("file is not on this device")]
    FileNotHere,
    #[error(transparent)]
    Pack(#[from] PackError),
    #[error(transparent)]
    Draft(#[from] DraftError),
    #[error(transparent)]
    Confirm(#[from] ConfirmError),
    #[error(transparent)]
    Wallet(#[from] WalletError),
}

impl Fold for CaseError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound => ErrorCode::CasesNotFound,
            Self::NotAllowed => ErrorCode::CasesNotAllowed,
            Self::FileNotHere => ErrorCode::CasesFileNotHere,
            Self::Pack(error) => error.code(),
            Self::Draft(error) => error.code(),
            Self::Confirm(error) => error.code(),
            Self::Wallet(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Pack(error) => error.params(),
            Self::Draft(error) => error.params(),
            Self::Confirm(error) => error.params(),
            Self::Wallet(error) => error.params(),
            Self::NotFound | Self::NotAllowed | Self::FileNotHere => Params::new(),
        }
    }
}

impl From<StorageError> for CaseError {
    fn from(error: StorageError) -> Self {
        Self::Wallet(error.into())
    }
}

impl From<OutOfBudget> for CaseError {
    fn from(_: OutOfBudget) -> Self {
        Self::Pack(PackError::Unreadable)
    }
}

impl From<OperationError> for CaseError {
    fn from(error: OperationError) -> Self {
        Self::Draft(error.into())
    }
}
