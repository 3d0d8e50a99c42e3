//! Why a file was not written or not taken in.

use std::io;

use thiserror::Error;
use tongban_device::EntropyError;
use tongban_store::{MoveFileError, ReadError, WriteError};

use super::records::BadRecord;
use crate::confirm::ConfirmError;
use crate::drafts::DraftError;
use crate::error::{ErrorCode, Fold, Params};
use crate::storage::StorageError;
use crate::wallet::WalletError;

#[derive(Debug, Error)]
pub(crate) enum ExchangeError {
    #[error("no folder for exported files is set")]
    NoFolder,
    #[error("file could not be written: {0}")]
    NotWritten(io::ErrorKind),
    #[error("more than one file takes")]
    TooLarge,
    #[error("file is neither an export nor a move file")]
    NotOne,
    #[error("file is of a newer version")]
    Newer,
    #[error("file needs a code")]
    CodeNeeded,
    #[error("code is wrong")]
    WrongCode,
    #[error("file is damaged")]
    Damaged,
    #[error("file is another person's")]
    NotYours,
    #[error("no file is being taken in")]
    NotBegun,
    #[error(transparent)]
    Confirm(#[from] ConfirmError),
    #[error(transparent)]
    Draft(#[from] DraftError),
    #[error(transparent)]
    Wallet(#[from] WalletError),
}

impl ExchangeError {
    /// What went wrong while a file was read.
    pub(super) fn of_reading(error: &io::Error) -> Self {
        let inner = error.get_ref();
        match inner.and_then(|inner| inner.downcast_ref::<MoveFileError>()) {
            Some(MoveFileError::NotOne) => Self::NotOne,
            Some(MoveFileError::Newer(_)) => Self::Newer,
            Some(MoveFileError::WrongCode) => Self::WrongCode,
            Some(MoveFileError::Damaged) | None => Self::Damaged,
        }
    }

    /// What went wrong while a file was written.
    pub(super) fn of_writing(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                StorageError::DiskFull.into()
            }
            io::ErrorKind::FileTooLarge => Self::TooLarge,
            kind => Self::NotWritten(kind),
        }
    }
}

impl Fold for ExchangeError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NoFolder => ErrorCode::ExchangeNoFolder,
            Self::NotWritten(_) => ErrorCode::ExchangeNotWritten,
            Self::TooLarge => ErrorCode::ExchangeTooLarge,
            Self::NotOne => ErrorCode::ExchangeNotOne,
            Self::Newer => ErrorCode::ExchangeNewer,
            Self::CodeNeeded => ErrorCode::ExchangeCodeNeeded,
            Self::WrongCode => ErrorCode::ExchangeWrongCode,
            Self::Damaged => ErrorCode::ExchangeDamaged,
            Self::NotYours => ErrorCode::ExchangeNotYours,
            Self::NotBegun => ErrorCode::ExchangeNotBegun,
            Self::Confirm(error) => error.code(),
            Self::Draft(error) => error.code(),
            Self::Wallet(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Draft(error) => error.params(),
            Self::Wallet(error) => error.params(),
            _ => Params::new(),
        }
    }
}

impl From<StorageError> for ExchangeError {
    fn from(error: StorageError) -> Self {
        Self::Wallet(error.into())
    }
}

impl From<ReadError> for ExchangeError {
    fn from(error: ReadError) -> Self {
        StorageError::from(error).into()
    }
}

/// A row that does not fit with the others was not written by this app.
impl From<WriteError> for ExchangeError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Conflict | WriteError::NotFound => Self::Damaged,
            error => StorageError::from(error).into(),
        }
    }
}

impl From<EntropyError> for ExchangeError {
    fn from(error: EntropyError) -> Self {
        StorageError::from(error).into()
    }
}

impl From<BadRecord> for ExchangeError {
    fn from(_: BadRecord) -> Self {
        Self::Damaged
    }
}
