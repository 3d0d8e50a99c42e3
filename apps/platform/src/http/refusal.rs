use std::error::Error;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;
use tongban_protocol::{DecodeError, EnrolFormatError, MEDIA_TYPE, Refusal};

use crate::enrol::EnrolError;
use crate::issue::IssueError;
use crate::ports::identity_proofing::ProofRefusal;
use crate::ports::sealer::SealError;
use crate::store::StoreError;
use crate::sync::SyncError;

/// A refusal on its way out.
pub(super) struct Refused(pub Refusal);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, [(CONTENT_TYPE, MEDIA_TYPE)], self.0.encode()).into_response();
        if let Some(seconds) = self.0.retry_after() {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<DecodeError> for Refused {
    fn from(_: DecodeError) -> Self {
        bad("message")
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        tracing::error!(error = &error as &dyn Error, "store failed");
        Self(match error {
            StoreError::Busy
            | StoreError::Unreachable
            | StoreError::DiskFull
            | StoreError::Disk
            | StoreError::ReadOnly => Refusal::Busy {
                retry_after: RETRY_SECONDS,
            },
            StoreError::Corrupt | StoreError::UnknownRow { .. } | StoreError::Refused { .. } => {
                Refusal::Internal
            }
        })
    }
}

impl From<ProofRefusal> for Refused {
    fn from(refusal: ProofRefusal) -> Self {
        Self(match refusal {
            ProofRefusal::Unknown => Refusal::VoucherUnknown,
            ProofRefusal::Expired => Refusal::VoucherExpired,
            ProofRefusal::Used => Refusal::VoucherUsed,
            ProofRefusal::TriesLeft { left } => Refusal::VoucherTriesLeft { left },
            ProofRefusal::Blocked => Refusal::VoucherBlocked,
            ProofRefusal::RateLimited { retry_after } => Refusal::RateLimited { retry_after },
            ProofRefusal::Store(error) => return error.into(),
        })
    }
}

impl From<EnrolError> for Refused {
    fn from(error: EnrolError) -> Self {
        match error {
            EnrolError::Format(EnrolFormatError::NotSigned(_)) => bad("not_signed"),
            EnrolError::Format(EnrolFormatError::Message(_)) => bad("message"),
            EnrolError::Proof(_) => bad("key_not_proven"),
            EnrolError::IdReused => bad("enrol_id_reused"),
            EnrolError::UnknownType => bad("certificate_type"),
            EnrolError::Issue(IssueError::HolderKey) => bad("holder_key"),
            EnrolError::Issue(IssueError::TooManyCopies) => bad("too_many_copies"),
            EnrolError::Person(refusal) => refusal.into(),
            EnrolError::Store(error) | EnrolError::Issue(IssueError::Store(error)) => error.into(),
            EnrolError::NotPublished
            | EnrolError::Issue(IssueError::Seal(SealError::Unavailable)) => {
                tracing::error!(error = &error as &dyn Error, "enrolment must wait");
                Self(Refusal::Busy {
                    retry_after: RETRY_SECONDS,
                })
            }
            EnrolError::NoRecord | EnrolError::Issue(_) => {
                tracing::error!(error = &error as &dyn Error, "enrolment failed");
                Self(Refusal::Internal)
            }
        }
    }
}

impl From<SyncError> for Refused {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Message(_) => bad("message"),
            SyncError::NotSigned => bad("not_signed"),
            SyncError::NotSealed => bad("not_sealed"),
            SyncError::NotProven => bad("key_not_proven"),
            SyncError::SessionEnded => Self(Refusal::SessionEnded),
            SyncError::NotAllowed => Self(Refusal::NotAllowed),
            SyncError::NotFound => Self(Refusal::NotFound),
            SyncError::UpdateNeeded => Self(Refusal::UpdateNeeded),
            SyncError::Store(error) | SyncError::Issue(IssueError::Store(error)) => error.into(),
            SyncError::TooFast { retry_after } => Self(Refusal::RateLimited { retry_after }),
            SyncError::Crowded => Self(Refusal::Busy {
                retry_after: RETRY_SECONDS,
            }),
            SyncError::Overtaken
            | SyncError::Blob(_)
            | SyncError::Seal(SealError::Unavailable)
            | SyncError::Issue(IssueError::Seal(SealError::Unavailable)) => {
                tracing::error!(error = &error as &dyn Error, "device must ask again");
                Self(Refusal::Busy {
                    retry_after: RETRY_SECONDS,
                })
            }
            SyncError::Receipt(_)
            | SyncError::Case
            | SyncError::Seal(_)
            | SyncError::Issue(_)
            | SyncError::Pack(_)
            | SyncError::Entropy(_) => {
                tracing::error!(error = &error as &dyn Error, "device was not answered");
                Self(Refusal::Internal)
            }
        }
    }
}

/// Nothing is served at this path.
pub(super) async fn nothing_here() -> Refused {
    Refused(Refusal::NotFound)
}

/// The path exists, but not for this method.
pub(super) async fn wrong_method() -> Refused {
    bad("method")
}

/// When a request is over, for what goes on after nobody waits for its answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Until(pub Instant);

/// Ends a request that takes too long, a slow upload included.
pub(super) async fn within(
    State(limit): State<Duration>,
    mut request: Request,
    next: Next,
) -> Response {
    let until = Instant::now() + limit;
    request.extensions_mut().insert(Until(until));
    match tokio::time::timeout_at(until, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refused(Refusal::Busy {
            retry_after: RETRY_SECONDS,
        })
        .into_response(),
    }
}

fn bad(what: &str) -> Refused {
    Refused(Refusal::BadRequest {
        what: what.to_owned(),
    })
}

const RETRY_SECONDS: u64 = 5;
