//! New keys for the open wallet, after a copy of its files may have come into other hands: the
//! secret is asked, then Confirm (rule U1). The secret stays what it is, and a wrong one counts like
//! a wrong try to unlock (rule K1).

use std::sync::Arc;

use serde::Deserialize;
use thiserror::Error;
use tongban_device::{ConfirmText, EntropyError};
use tongban_store::{PersonId, RenewKeysError as StoreError, UserSecret};
use ts_rs::TS;

use crate::confirm::{ConfirmError, Words, confirm};
use crate::context::{Core, blocking};
use crate::error::{ErrorCode, ErrorView, Fold, Params};
use crate::secret::SecretText;
use crate::session::{self, SessionView};
use crate::storage::StorageError;
use crate::unlock::UnlockError;
use crate::wallet::WalletError;

/// What opens the wallet.
#[derive(Debug, Deserialize, TS)]
pub struct RenewKeysRequest {
    /// PIN or passphrase.
    pub secret: SecretText,
}

/// Renews the keys of the wallet and of the shared file; the wallet stays open.
pub(crate) async fn renew_keys(
    core: &Arc<Core>,
    request: RenewKeysRequest,
) -> Result<SessionView, ErrorView> {
    if request.secret.is_too_long() {
        return Err(RenewKeysError::Long.into());
    }
    let secret = Arc::new(request.secret.into_user_secret());
    let to_check = secret.clone();
    let (text, bound) = blocking(core, move |core| check(core, &to_check)).await?;
    confirm(core, text, &bound)
        .await
        .map_err(RenewKeysError::from)?;
    blocking(core, move |core| -> Result<_, RenewKeysError> {
        let db = core.unlocked()?;
        core.store()?.renew_keys(&db, &secret)?;
        core.grant_presence();
        Ok(session::view(core)?)
    })
    .await
}

/// The question, and what the yes is bound to.
fn check(core: &Core, secret: &UserSecret) -> Result<(ConfirmText, Vec<u8>), RenewKeysError> {
    core.unlocked()?;
    let person: PersonId = core.person()?.ok_or(WalletError::None)?;
    core.store()?
        .check_secret(person, secret)
        .map_err(UnlockError::from)?;
    let number: [u8; 16] = core.caps.entropy.array()?;
    let messages = core.messages();
    let words = Words::new(&messages, "renew_keys");
    let renewed = words.say("renewed_value", &Params::new());
    let text = words
        .line("renewed", renewed)
        .note("note_copies")
        .note("note_secret")
        .done();
    let bound = [b"keys.renew".as_slice(), &person.to_bytes(), &number].concat();
    Ok((text, bound))
}

/// Why the keys are the ones that they were.
#[derive(Debug, Error)]
enum RenewKeysError {
    #[error("secret is too long")]
    Long,
    #[error(transparent)]
    Wallet(#[from] WalletError),
    #[error(transparent)]
    Unlock(#[from] UnlockError),
    #[error(transparent)]
    Confirm(#[from] ConfirmError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<EntropyError> for RenewKeysError {
    fn from(error: EntropyError) -> Self {
        Self::Storage(error.into())
    }
}

impl From<StoreError> for RenewKeysError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unlock(error) => Self::Unlock(error.into()),
            StoreError::Changed => Self::Storage(StorageError::Failed),
            StoreError::Storage(fault) => Self::Storage(fault.into()),
        }
    }
}

impl Fold for RenewKeysError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Long => ErrorCode::SecretLong,
            Self::Wallet(error) => error.code(),
            Self::Unlock(error) => error.code(),
            Self::Confirm(error) => error.code(),
            Self::Storage(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Long => Params::new(),
            Self::Wallet(error) => error.params(),
            Self::Unlock(error) => error.params(),
            Self::Confirm(error) => error.params(),
            Self::Storage(error) => error.params(),
        }
    }
}
