//! Another PIN or passphrase for the open wallet: the present one is asked, then Confirm.
//!
//! A page that got between the person and the core could otherwise choose a secret that the
//! person does not know (rule U1); the present secret is the sign of presence (rule K5), and a
//! wrong one counts like a wrong try to unlock (rule K1). Until the new secret is on the disk
//! the present one opens the wallet.

use std::sync::Arc;

use serde::Deserialize;
use thiserror::Error;
use tongban_device::{ConfirmText, CustodyLevel, EntropyError};
use tongban_store::{ChangeSecretError as StoreError, PersonId, SecretPolicyError, UserSecret};
use ts_rs::TS;

use crate::confirm::{ConfirmError, Words, confirm};
use crate::context::{Core, blocking};
use crate::error::{ErrorCode, ErrorView, Fold, Params, param};
use crate::secret::SecretText;
use crate::session::{self, SessionView};
use crate::storage::StorageError;
use crate::unlock::UnlockError;
use crate::wallet::WalletError;

/// The secret that opens the wallet now, and the one that shall.
#[derive(Debug, Deserialize, TS)]
pub struct ChangeSecretRequest {
    /// PIN or passphrase as it is.
    pub current: SecretText,
    /// PIN or passphrase as it shall be.
    pub new: SecretText,
}

struct Secrets {
    current: UserSecret,
    new: UserSecret,
}

/// Replaces the secret. Everything that can be refused is refused before Confirm is shown; the
/// wallet stays open, and codes may be shown for the next five minutes.
pub(crate) async fn change_secret(
    core: &Arc<Core>,
    request: ChangeSecretRequest,
) -> Result<SessionView, ErrorView> {
    if request.current.is_too_long() || request.new.is_too_long() {
        return Err(ChangeSecretError::Long.into());
    }
    let secrets = Arc::new(Secrets {
        current: request.current.into_user_secret(),
        new: request.new.into_user_secret(),
    });
    let to_check = secrets.clone();
    let question = blocking(core, move |core| check(core, &to_check)).await?;
    confirm(core, question.text, &question.request)
        .await
        .map_err(ChangeSecretError::from)?;
    blocking(core, move |core| -> Result<_, ChangeSecretError> {
        core.store()?
            .change_secret(question.person, &secrets.current, &secrets.new)?;
        core.grant_presence();
        let view = session::view(core)?;
        core.publish_session();
        Ok(view)
    })
    .await
}

struct Question {
    person: PersonId,
    text: ConfirmText,
    /// What the yes is bound to. A random number stands for the secrets: the digest of a PIN
    /// on a screen would be the PIN.
    request: Vec<u8>,
}

fn check(core: &Core, secrets: &Secrets) -> Result<Question, ChangeSecretError> {
    core.unlocked()?;
    let (store, person) = (core.store()?, core.person()?.ok_or(WalletError::None)?);
    let custody = store.person_custody(person).map_err(UnlockError::from)?;
    secrets.new.check(custody)?;
    store
        .check_secret(person, &secrets.current)
        .map_err(UnlockError::from)?;
    if secrets.new.is_same_as(&secrets.current) {
        return Err(ChangeSecretError::Same);
    }
    core.grant_presence();
    let number: [u8; 16] = core.caps.entropy.array()?;
    let messages = core.messages();
    let words = Words::new(&messages, "change_secret");
    let kind = match custody {
        CustodyLevel::Passphrase => "passphrase",
        CustodyLevel::Hardware | CustodyLevel::OsKeyring => "pin",
    };
    let changed = words.say(kind, &Params::new());
    Ok(Question {
        person,
        text: words
            .line("changed", changed)
            .note("note_old")
            .note("note_forgotten")
            .done(),
        request: [b"secret.change".as_slice(), &person.to_bytes(), &number].concat(),
    })
}

/// Why the secret is the one that it was.
#[derive(Debug, Error)]
enum ChangeSecretError {
    #[error("secret is too long")]
    Long,
    #[error("new secret is the present one")]
    Same,
    #[error(transparent)]
    Policy(#[from] SecretPolicyError),
    #[error(transparent)]
    Wallet(#[from] WalletError),
    #[error(transparent)]
    Unlock(#[from] UnlockError),
    #[error(transparent)]
    Confirm(#[from] ConfirmError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<EntropyError> for ChangeSecretError {
    fn from(error: EntropyError) -> Self {
        Self::Storage(error.into())
    }
}

impl From<StoreError> for ChangeSecretError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Secret(policy) => Self::Policy(policy),
            StoreError::Same => Self::Same,
            StoreError::Unlock(error) => Self::Unlock(error.into()),
            StoreError::Storage(fault) => Self::Storage(fault.into()),
        }
    }
}

impl Fold for ChangeSecretError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Long => ErrorCode::SecretLong,
            Self::Same => ErrorCode::SecretSame,
            Self::Policy(SecretPolicyError::TooShort { .. }) => ErrorCode::SecretShort,
            Self::Policy(SecretPolicyError::NotDigits) => ErrorCode::SecretNotDigits,
            Self::Policy(SecretPolicyError::Trivial) => ErrorCode::SecretWeak,
            Self::Wallet(error) => error.code(),
            Self::Unlock(error) => error.code(),
            Self::Confirm(error) => error.code(),
            Self::Storage(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Policy(SecretPolicyError::TooShort { min }) => param("min", *min),
            Self::Policy(_) | Self::Long | Self::Same => Params::new(),
            Self::Wallet(error) => error.params(),
            Self::Unlock(error) => error.params(),
            Self::Confirm(error) => error.params(),
            Self::Storage(error) => error.params(),
        }
    }
}
