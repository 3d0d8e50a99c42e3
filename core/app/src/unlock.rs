//! Opening the wallet with PIN or passphrase, and the wait after wrong tries.

use std::sync::Arc;

use serde::Deserialize;
use thiserror::Error;
use tongban_store::UnlockError as StoreUnlockError;
use ts_rs::TS;

use crate::context::Core;
use crate::error::{ErrorCode, Fold, Params, param};
use crate::secret::SecretText;
use crate::session::{self, SessionView};
use crate::storage::StorageError;
use crate::time;

/// What opens the wallet.
#[derive(Debug, Deserialize, TS)]
pub struct UnlockRequest {
    /// PIN or passphrase.
    pub secret: SecretText,
}

/// Opens the wallet; each wrong try counts, also across a restart (rule K1).
pub(crate) fn unlock(core: &Core, request: UnlockRequest) -> Result<SessionView, UnlockError> {
    let store = core.store()?;
    let person = core.person()?.ok_or(UnlockError::NoWallet)?;
    core.open_wallet(Arc::new(
        store.unlock(person, &request.secret.into_user_secret())?,
    ));
    let view = session::view(core)?;
    core.publish_session();
    Ok(view)
}

/// Why the wallet stays closed.
#[derive(Debug, Error)]
pub(crate) enum UnlockError {
    #[error("there is no wallet")]
    NoWallet,
    #[error("secret is wrong")]
    WrongSecret { left_before_wait: u32 },
    #[error("too many wrong tries")]
    Wait { seconds: u64 },
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<StoreUnlockError> for UnlockError {
    fn from(error: StoreUnlockError) -> Self {
        match error {
            StoreUnlockError::UnknownPerson => Self::NoWallet,
            StoreUnlockError::Wait { seconds } => Self::Wait { seconds },
            StoreUnlockError::WrongSecret {
                wait_seconds: Some(seconds),
                ..
            } => Self::Wait { seconds },
            StoreUnlockError::WrongSecret {
                left_before_wait, ..
            } => Self::WrongSecret { left_before_wait },
            other => Self::Storage(other.into()),
        }
    }
}

impl Fold for UnlockError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NoWallet => ErrorCode::WalletNone,
            Self::WrongSecret { .. } => ErrorCode::UnlockWrongSecret,
            Self::Wait { .. } => ErrorCode::UnlockWait,
            Self::Storage(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::NoWallet => Params::new(),
            Self::WrongSecret { left_before_wait } => param("left_before_wait", *left_before_wait),
            Self::Wait { seconds } => param("seconds", time::seconds(*seconds)),
            Self::Storage(error) => error.params(),
        }
    }
}
