//! Why a draft is as it was.

use thiserror::Error;
use tongban_device::EntropyError;
use tongban_protocol::DecodeError;
use tongban_rules::expression::OutOfBudget;
use tongban_store::{MayBeFull, ReadError, ReadFileError, WriteError};

use crate::confirm::ConfirmError;
use crate::error::{ErrorCode, Fold, Params, param};
use crate::keys::KeyError;
use crate::packs::PackError;
use crate::storage::StorageError;
use crate::wallet::WalletError;

#[derive(Debug, Error)]
pub(crate) enum DraftError {
    #[error("draft is not here")]
    NotFound,
    #[error("draft was handed in")]
    Sent,
    #[error("draft has values of two devices to choose from")]
    Conflict,
    #[error("conflict is not here, or was chosen in")]
    NoConflict,
    #[error("draft is not complete")]
    Incomplete,
    #[error("answer cannot be read")]
    BadValue,
    #[error("service has no such material")]
    NoMaterial,
    #[error("file is not here")]
    NoFile,
    #[error("file is empty")]
    EmptyFile,
    #[error("file is too large")]
    FileTooLarge,
    #[error("picture has too many pixels")]
    TooManyPixels,
    #[error("file is of a type that is not taken")]
    FileType,
    #[error("file is broken")]
    FileBroken,
    #[error("material has all its files")]
    TooManyFiles { max: u32 },
    #[error("what is filled in is too long to be sent")]
    TooLong,
    #[error("case is not here")]
    NoCase,
    #[error("case waits for nothing")]
    NothingToSupply,
    #[error("wallet is not a resident's")]
    NotAResident,
    #[error(transparent)]
    Pack(#[from] PackError),
    #[error(transparent)]
    Confirm(#[from] ConfirmError),
    #[error(transparent)]
    Wallet(#[from] WalletError),
}

impl Fold for DraftError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound => ErrorCode::DraftsNotFound,
            Self::Sent => ErrorCode::DraftsSent,
            Self::Conflict => ErrorCode::DraftsConflict,
            Self::NoConflict => ErrorCode::DraftsNoConflict,
            Self::Incomplete => ErrorCode::DraftsIncomplete,
            Self::BadValue => ErrorCode::DraftsBadValue,
            Self::NoMaterial => ErrorCode::DraftsNoMaterial,
            Self::NoFile => ErrorCode::DraftsNoFile,
            Self::EmptyFile => ErrorCode::DraftsFileEmpty,
            Self::FileTooLarge => ErrorCode::DraftsFileTooLarge,
            Self::TooManyPixels => ErrorCode::DraftsTooManyPixels,
            Self::FileType => ErrorCode::DraftsFileType,
            Self::FileBroken => ErrorCode::DraftsFileBroken,
            Self::TooManyFiles { .. } => ErrorCode::DraftsTooManyFiles,
            Self::TooLong => ErrorCode::DraftsTooLong,
            Self::NoCase => ErrorCode::CasesNotFound,
            Self::NothingToSupply => ErrorCode::CasesNothingToSupply,
            Self::NotAResident => ErrorCode::DraftsNotAResident,
            Self::Pack(error) => error.code(),
            Self::Confirm(error) => error.code(),
            Self::Wallet(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::FileTooLarge => param("megabytes", super::picture::MAX_MEGABYTES),
            Self::TooManyPixels => param("millions", super::picture::MAX_MEGAPIXELS),
            Self::TooManyFiles { max } => param("max", *max),
            Self::Pack(error) => error.params(),
            Self::Confirm(error) => error.params(),
            Self::Wallet(error) => error.params(),
            _ => Params::new(),
        }
    }
}

impl MayBeFull for DraftError {
    fn is_disk_full(&self) -> bool {
        matches!(
            self,
            Self::Wallet(WalletError::Storage(StorageError::DiskFull))
        )
    }
}

impl From<StorageError> for DraftError {
    fn from(error: StorageError) -> Self {
        Self::Wallet(error.into())
    }
}

impl From<ReadError> for DraftError {
    fn from(error: ReadError) -> Self {
        StorageError::from(error).into()
    }
}

impl From<WriteError> for DraftError {
    fn from(error: WriteError) -> Self {
        StorageError::from(error).into()
    }
}

impl From<EntropyError> for DraftError {
    fn from(error: EntropyError) -> Self {
        StorageError::from(error).into()
    }
}

impl From<ReadFileError> for DraftError {
    fn from(error: ReadFileError) -> Self {
        match error {
            ReadFileError::Missing | ReadFileError::OutOfRange => Self::NoFile,
            ReadFileError::Damaged => Self::FileBroken,
            ReadFileError::Read(error) => error.into(),
        }
    }
}

impl From<KeyError> for DraftError {
    fn from(error: KeyError) -> Self {
        StorageError::from(error).into()
    }
}

/// The pack's expressions take more steps than a signed pack ever does.
impl From<OutOfBudget> for DraftError {
    fn from(_: OutOfBudget) -> Self {
        Self::Pack(PackError::Unreadable)
    }
}

/// An operation that the platform would not read: only its length depends on the person.
impl From<DecodeError> for DraftError {
    fn from(_: DecodeError) -> Self {
        Self::TooLong
    }
}
