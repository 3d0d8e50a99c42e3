//! Why an enrolment did not come to its end.

use thiserror::Error;
use tongban_device::TransportError;
use tongban_protocol::{Refusal, VoucherTextError};
use tongban_store::{CreatePersonError, SecretPolicyError};

use crate::certificates::TakeInError;
use crate::confirm::ConfirmError;
use crate::error::{ErrorCode, Fold, Params, param};
use crate::keys::KeyError;
use crate::scan::ScanError;
use crate::snapshots::TakeOverError;
use crate::storage::StorageError;
use crate::time;
use crate::unlock::UnlockError;
use crate::wallet::WalletError;

#[derive(Debug, Error)]
pub(crate) enum EnrolError {
    #[error("no platform address is set")]
    NoPlatform,
    #[error("another enrolment is going on")]
    Busy,
    #[error("there is a wallet already")]
    WalletExists,
    #[error("voucher number is malformed")]
    Number,
    #[error("voucher digits are malformed")]
    Digits,
    #[error("text is not a voucher")]
    NotAVoucher,
    #[error(transparent)]
    Picture(#[from] ScanError),
    #[error("secret does not fit the level of custody")]
    Secret(SecretPolicyError),
    #[error("secret is too long")]
    SecretLong,
    #[error("secret is not the one of the pending enrolment")]
    PendingSecret,
    #[error("no enrolment is pending")]
    NothingPending,
    #[error(transparent)]
    Confirm(#[from] ConfirmError),
    #[error("platform cannot be reached")]
    Offline,
    #[error("answer of the platform was lost")]
    AnswerLost,
    #[error("platform refuses")]
    Refused(Refusal),
    #[error("answer of the platform does not check out")]
    AnswerBad,
    #[error(transparent)]
    Unlock(#[from] UnlockError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl EnrolError {
    /// A failure to open the pending enrolment, whose secret is not the wallet's.
    pub(super) fn pending(error: tongban_store::UnlockError) -> Self {
        match UnlockError::from(error) {
            UnlockError::WrongSecret { .. } => Self::PendingSecret,
            UnlockError::NoWallet => Self::NothingPending,
            other => Self::Unlock(other),
        }
    }

    /// Whether the platform has said no for good, so that nothing is worth keeping.
    pub(super) fn is_final(&self) -> bool {
        match self {
            Self::Refused(
                Refusal::RateLimited { .. } | Refusal::Busy { .. } | Refusal::Internal,
            ) => false,
            Self::Refused(_) => true,
            _ => false,
        }
    }
}

impl Fold for EnrolError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NoPlatform => ErrorCode::EnrolNoPlatform,
            Self::Busy => ErrorCode::EnrolBusy,
            Self::WalletExists => ErrorCode::EnrolWalletExists,
            Self::Number => ErrorCode::EnrolNumberMalformed,
            Self::Digits => ErrorCode::EnrolDigitsMalformed,
            Self::NotAVoucher => ErrorCode::EnrolNotAVoucher,
            Self::Picture(error) => error.code(),
            Self::Secret(SecretPolicyError::TooShort { .. }) => ErrorCode::EnrolSecretShort,
            Self::Secret(SecretPolicyError::NotDigits) => ErrorCode::EnrolSecretNotDigits,
            Self::Secret(SecretPolicyError::Trivial) => ErrorCode::EnrolSecretWeak,
            Self::SecretLong => ErrorCode::EnrolSecretLong,
            Self::PendingSecret => ErrorCode::EnrolPendingSecret,
            Self::NothingPending => ErrorCode::EnrolNothingPending,
            Self::Confirm(error) => error.code(),
            Self::Offline => ErrorCode::EnrolOffline,
            Self::AnswerLost => ErrorCode::EnrolAnswerLost,
            Self::AnswerBad => ErrorCode::EnrolAnswerBad,
            Self::Unlock(error) => error.code(),
            Self::Storage(error) => error.code(),
            Self::Refused(refusal) => match refusal {
                Refusal::VoucherUnknown => ErrorCode::EnrolVoucherUnknown,
                Refusal::VoucherExpired => ErrorCode::EnrolVoucherExpired,
                Refusal::VoucherUsed => ErrorCode::EnrolVoucherUsed,
                Refusal::VoucherTriesLeft { .. } => ErrorCode::EnrolVoucherTriesLeft,
                Refusal::VoucherBlocked => ErrorCode::EnrolVoucherBlocked,
                Refusal::RateLimited { .. } => ErrorCode::EnrolRateLimited,
                Refusal::Busy { .. } => ErrorCode::EnrolPlatformBusy,
                Refusal::Internal => ErrorCode::EnrolPlatformFailed,
                Refusal::UpdateNeeded => ErrorCode::EnrolUpdateNeeded,
                _ => ErrorCode::EnrolRefused,
            },
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Secret(SecretPolicyError::TooShort { min }) => param("min", *min),
            Self::Refused(Refusal::VoucherTriesLeft { left }) => param("n", u32::from(*left)),
            Self::Refused(Refusal::RateLimited { retry_after } | Refusal::Busy { retry_after }) => {
                param("seconds", time::seconds(*retry_after))
            }
            Self::Picture(error) => error.params(),
            Self::Confirm(error) => error.params(),
            Self::Unlock(error) => error.params(),
            Self::Storage(error) => error.params(),
            _ => Params::new(),
        }
    }
}

impl From<VoucherTextError> for EnrolError {
    fn from(_: VoucherTextError) -> Self {
        Self::NotAVoucher
    }
}

impl From<CreatePersonError> for EnrolError {
    fn from(error: CreatePersonError) -> Self {
        match error {
            CreatePersonError::Secret(policy) => Self::Secret(policy),
            other => Self::Storage(other.into()),
        }
    }
}

/// The request may have arrived in every case but the first; it is kept in all of them.
impl From<TransportError> for EnrolError {
    fn from(error: TransportError) -> Self {
        match error.answer_is_lost() {
            true => Self::AnswerLost,
            false => Self::Offline,
        }
    }
}

impl From<KeyError> for EnrolError {
    fn from(error: KeyError) -> Self {
        Self::Storage(error.into())
    }
}

impl From<TakeOverError> for EnrolError {
    fn from(error: TakeOverError) -> Self {
        match error {
            TakeOverError::Storage(error) => Self::Storage(error),
            TakeOverError::Trust(_) | TakeOverError::Status(_) => Self::AnswerBad,
        }
    }
}

impl From<TakeInError> for EnrolError {
    fn from(error: TakeInError) -> Self {
        match error {
            TakeInError::Storage(error) => Self::Storage(error),
            TakeInError::Unreadable | TakeInError::NotTrusted | TakeInError::NotOurs => {
                Self::AnswerBad
            }
        }
    }
}

impl From<WalletError> for EnrolError {
    fn from(error: WalletError) -> Self {
        match error {
            WalletError::Storage(error) => Self::Storage(error),
            WalletError::None | WalletError::Locked => Self::Storage(StorageError::Failed),
        }
    }
}
