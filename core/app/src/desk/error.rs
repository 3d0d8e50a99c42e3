//! Why a member of staff sees nothing, or nothing was done.

use thiserror::Error;
use tongban_device::TransportError;
use tongban_protocol::Refusal;
use tongban_rules::expression::OutOfBudget;
use tongban_store::{ReadError, WriteError};

use crate::confirm::ConfirmError;
use crate::error::{ErrorCode, ErrorView, Fold, Params, param};
use crate::keys::KeyError;
use crate::outbox::OperationError;
use crate::packs::PackError;
use crate::storage::StorageError;
use crate::time;
use crate::wallet::WalletError;

#[derive(Debug, Error)]
pub(crate) enum DeskError {
    #[error("wallet is not a member of staff's")]
    NotStaff,
    #[error("no platform address is set")]
    NoPlatform,
    #[error("platform cannot be reached")]
    Offline,
    #[error("answer of the platform was lost")]
    AnswerLost,
    #[error("session ended")]
    SessionEnded,
    #[error("this member of staff may not do that")]
    NotAllowed,
    #[error("case or file is not there")]
    NotFound,
    #[error("platform is busy")]
    Busy { seconds: u64 },
    #[error("platform failed")]
    PlatformFailed,
    #[error("platform wants a newer app")]
    UpdateNeeded,
    #[error("answer of the platform does not check out")]
    AnswerBad,
    #[error("another act is under way")]
    ActBusy,
    #[error("case has changed since it was seen")]
    Stale,
    #[error("platform refuses the act")]
    Rejected { detail: String },
    #[error("what was chosen cannot be read")]
    BadChoice,
    #[error("what was written is too long")]
    TooLong,
    #[error(transparent)]
    Pack(#[from] PackError),
    #[error(transparent)]
    Confirm(#[from] ConfirmError),
    #[error(transparent)]
    Wallet(#[from] WalletError),
    /// Already as a screen sees it.
    #[error("use case failed")]
    Folded(Box<ErrorView>),
}

impl Fold for DeskError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NotStaff => ErrorCode::DeskNotStaff,
            Self::NoPlatform => ErrorCode::DeskNoPlatform,
            Self::Offline => ErrorCode::DeskOffline,
            Self::AnswerLost => ErrorCode::DeskAnswerLost,
            Self::SessionEnded | Self::NotAllowed => ErrorCode::DeskNotYours,
            Self::NotFound => ErrorCode::CasesNotFound,
            Self::Busy { .. } => ErrorCode::DeskPlatformBusy,
            Self::PlatformFailed => ErrorCode::DeskPlatformFailed,
            Self::UpdateNeeded => ErrorCode::DeskUpdateNeeded,
            Self::AnswerBad => ErrorCode::DeskAnswerBad,
            Self::ActBusy => ErrorCode::DeskBusy,
            Self::Stale => ErrorCode::DeskStale,
            Self::Rejected { detail } => code_of(detail),
            Self::BadChoice => ErrorCode::DeskBadChoice,
            Self::TooLong => ErrorCode::DraftsTooLong,
            Self::Pack(error) => error.code(),
            Self::Confirm(error) => error.code(),
            Self::Wallet(error) => error.code(),
            Self::Folded(_) => ErrorCode::Internal,
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Busy { seconds } => param("seconds", time::seconds(*seconds)),
            Self::Rejected { detail } => param("detail", detail.as_str()),
            Self::Pack(error) => error.params(),
            Self::Confirm(error) => error.params(),
            Self::Wallet(error) => error.params(),
            _ => Params::new(),
        }
    }
}

/// What the casework's own word means to who acted.
fn code_of(detail: &str) -> ErrorCode {
    match detail {
        "unknown_case" => ErrorCode::CasesNotFound,
        "not_allowed" | "not_yours" | "machine_may_only_approve" => ErrorCode::DeskNotYours,
        "closed" | "not_now" => ErrorCode::DeskNotNow,
        "unjudged" => ErrorCode::DeskUnjudged,
        "nothing_missing" => ErrorCode::DeskNothingMissing,
        "told_before" => ErrorCode::DeskToldBefore,
        "still_missing" | "still_deferred" | "not_told" => ErrorCode::DeskStillMissing,
        "ruling" => ErrorCode::DeskRulingIncomplete,
        "no_such_judgement" | "judged_before" => ErrorCode::DeskNoSuchJudgement,
        "not_right" | "not_open" => ErrorCode::DeskNotRight,
        _ => ErrorCode::DeskRejected,
    }
}

impl From<ErrorView> for DeskError {
    fn from(error: ErrorView) -> Self {
        Self::Folded(Box::new(error))
    }
}

impl DeskError {
    /// As a screen sees it.
    pub(super) fn into_view(self) -> ErrorView {
        match self {
            Self::Folded(view) => *view,
            error => error.into(),
        }
    }
}

impl From<Refusal> for DeskError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::SessionEnded => Self::SessionEnded,
            Refusal::NotAllowed => Self::NotAllowed,
            Refusal::NotFound => Self::NotFound,
            Refusal::UpdateNeeded => Self::UpdateNeeded,
            Refusal::Busy { retry_after } | Refusal::RateLimited { retry_after } => Self::Busy {
                seconds: retry_after,
            },
            Refusal::Internal => Self::PlatformFailed,
            refusal => Self::Rejected {
                detail: refusal.code().to_owned(),
            },
        }
    }
}

/// Of a question; what becomes of acts is the sync's to say.
impl From<TransportError> for DeskError {
    fn from(_: TransportError) -> Self {
        Self::Offline
    }
}

impl From<StorageError> for DeskError {
    fn from(error: StorageError) -> Self {
        Self::Wallet(error.into())
    }
}

impl From<ReadError> for DeskError {
    fn from(error: ReadError) -> Self {
        StorageError::from(error).into()
    }
}

impl From<WriteError> for DeskError {
    fn from(error: WriteError) -> Self {
        StorageError::from(error).into()
    }
}

impl From<KeyError> for DeskError {
    fn from(error: KeyError) -> Self {
        StorageError::from(error).into()
    }
}

impl From<OperationError> for DeskError {
    fn from(error: OperationError) -> Self {
        match error {
            OperationError::Key(error) => error.into(),
            OperationError::TooLong(_) => Self::TooLong,
        }
    }
}

impl From<OutOfBudget> for DeskError {
    fn from(_: OutOfBudget) -> Self {
        Self::Pack(PackError::Unreadable)
    }
}
