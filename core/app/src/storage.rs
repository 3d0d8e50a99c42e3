//! What the store answers, folded to what a person can do about it.

use std::io::ErrorKind;

use thiserror::Error;
use tongban_device::{DeviceKeyError, EntropyError, SecretStoreError};
use tongban_store::{
    CreatePersonError, ErasePersonError, KeySourceError, OpenError, ReadError, StorageFault,
    UnlockError, WriteError,
};

use crate::error::{ErrorCode, ErrorOfferView, Fold, Params, param};

/// A failure of disk, database or key store; the same for every use case.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum StorageError {
    #[error("disk is full")]
    DiskFull,
    #[error("data folder may not be used")]
    NotPermitted,
    #[error("data folder is used by another process")]
    InUse,
    #[error("files were written by a newer version")]
    NewerVersion,
    #[error("file was damaged and is set aside")]
    SetAside { file: String },
    #[error("keyring does not answer")]
    Keyring,
    #[error("keyring has lost the key")]
    KeyringLost,
    #[error("key store does not answer")]
    KeyStore,
    #[error("key was invalidated by the machine")]
    KeyInvalidated,
    #[error("random source does not answer")]
    NoEntropy,
    #[error("storage failed")]
    Failed,
}

impl StorageError {
    /// Whether something is left behind that a person can decide to go on without.
    pub(crate) fn may_start_anew(&self) -> bool {
        self.code().offer() == Some(ErrorOfferView::StartAnew)
    }
}

impl Fold for StorageError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::DiskFull => ErrorCode::StoreDiskFull,
            Self::NotPermitted => ErrorCode::StoreNotPermitted,
            Self::InUse => ErrorCode::StoreBusy,
            Self::NewerVersion => ErrorCode::StoreTooNew,
            Self::SetAside { .. } => ErrorCode::StoreSetAside,
            Self::Keyring => ErrorCode::StoreKeyring,
            Self::KeyringLost => ErrorCode::StoreKeyringLost,
            Self::KeyStore => ErrorCode::StoreKeyStore,
            Self::KeyInvalidated => ErrorCode::StoreKeyInvalidated,
            Self::NoEntropy => ErrorCode::NoEntropy,
            Self::Failed => ErrorCode::StoreFailed,
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::SetAside { file } => param("file", file.as_str()),
            _ => Params::new(),
        }
    }
}

impl From<&OpenError> for StorageError {
    fn from(error: &OpenError) -> Self {
        match error {
            OpenError::InUse => Self::InUse,
            OpenError::Quarantined(set_aside) => Self::SetAside {
                file: set_aside.file.clone(),
            },
            OpenError::KeyUnavailable => Self::Keyring,
            OpenError::KeyLost => Self::KeyringLost,
            OpenError::Storage(fault) => fault.clone().into(),
        }
    }
}

/// What every use case of the store can meet, in its one translation.
impl From<StorageFault> for StorageError {
    fn from(fault: StorageFault) -> Self {
        match fault {
            StorageFault::NewerVersion { .. } => Self::NewerVersion,
            StorageFault::DiskFull => Self::DiskFull,
            StorageFault::NotPermitted => Self::NotPermitted,
            StorageFault::NoEntropy => Self::NoEntropy,
            StorageFault::Disk(_) | StorageFault::Engine(_) => Self::Failed,
        }
    }
}

impl From<ReadError> for StorageError {
    fn from(_: ReadError) -> Self {
        Self::Failed
    }
}

impl From<WriteError> for StorageError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::DiskFull => Self::DiskFull,
            WriteError::Disk(ErrorKind::PermissionDenied) => Self::NotPermitted,
            _ => Self::Failed,
        }
    }
}

impl From<ErasePersonError> for StorageError {
    fn from(error: ErasePersonError) -> Self {
        match error {
            ErasePersonError::Storage(fault) => fault.into(),
            ErasePersonError::UnknownPerson => Self::Failed,
        }
    }
}

impl From<KeySourceError> for StorageError {
    fn from(error: KeySourceError) -> Self {
        match error {
            KeySourceError::DeviceKey(error) => error.into(),
            KeySourceError::Keyring(SecretStoreError::Unavailable | SecretStoreError::Locked) => {
                Self::Keyring
            }
            KeySourceError::Keyring(SecretStoreError::Refused) | KeySourceError::NotOffered => {
                Self::Keyring
            }
            KeySourceError::Missing => Self::KeyringLost,
        }
    }
}

impl From<DeviceKeyError> for StorageError {
    fn from(error: DeviceKeyError) -> Self {
        match error {
            DeviceKeyError::Invalidated | DeviceKeyError::Missing => Self::KeyInvalidated,
            _ => Self::KeyStore,
        }
    }
}

impl From<EntropyError> for StorageError {
    fn from(_: EntropyError) -> Self {
        Self::NoEntropy
    }
}

/// Everything of [`CreatePersonError`] that is not about the secret itself.
impl From<CreatePersonError> for StorageError {
    fn from(error: CreatePersonError) -> Self {
        match error {
            CreatePersonError::Key(error) => error.into(),
            CreatePersonError::Storage(fault) => fault.into(),
            CreatePersonError::Exists | CreatePersonError::Secret(_) => Self::Failed,
        }
    }
}

/// Everything of [`UnlockError`] that is not about the secret itself.
impl From<UnlockError> for StorageError {
    fn from(error: UnlockError) -> Self {
        match error {
            UnlockError::Quarantined(set_aside) => Self::SetAside {
                file: set_aside.file,
            },
            UnlockError::Key(error) => error.into(),
            UnlockError::Storage(fault) => fault.into(),
            UnlockError::UnknownPerson
            | UnlockError::Wait { .. }
            | UnlockError::WrongSecret { .. }
            | UnlockError::WeakParameters => Self::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A person can act on a full disk; "reading or writing failed" sends them to restart.
    #[test]
    fn a_fault_of_the_store_is_the_same_failure_in_every_use_case() {
        for (fault, folded) in [
            (StorageFault::DiskFull, StorageError::DiskFull),
            (StorageFault::NotPermitted, StorageError::NotPermitted),
            (StorageFault::NoEntropy, StorageError::NoEntropy),
            (
                StorageFault::NewerVersion { found: 9, known: 1 },
                StorageError::NewerVersion,
            ),
            (StorageFault::Engine(1), StorageError::Failed),
        ] {
            let everywhere = [
                StorageError::from(&OpenError::from(fault.clone())),
                CreatePersonError::from(fault.clone()).into(),
                ErasePersonError::from(fault.clone()).into(),
                UnlockError::from(fault).into(),
            ];
            assert_eq!(everywhere, [(); 4].map(|()| folded.clone()));
        }
    }
}
