//! Finishing an enrolment whose answer was lost: the same bytes again, the same answer.

use std::sync::Arc;

use serde::Deserialize;
use tongban_store::{PersonId, UserSecret};
use ts_rs::TS;

use super::error::EnrolError;
use super::pending::{Found, discard, find, pending_person};
use super::send::{EnrolOutcome, finish, send};
use super::start::EnrolView;
use crate::context::{Core, blocking};
use crate::error::ErrorView;
use crate::lock;
use crate::secret::SecretText;

/// Finishes an enrolment whose answer was lost; the voucher is already in it.
#[derive(Deserialize, TS)]
pub struct EnrolResumeRequest {
    /// The secret that was chosen when it started.
    pub secret: SecretText,
}

/// Sends the kept request once more.
pub(crate) async fn resume(
    core: &Arc<Core>,
    request: EnrolResumeRequest,
) -> Result<EnrolView, ErrorView> {
    let _turn = core.enrol_turn.try_lock().map_err(|_| EnrolError::Busy)?;
    let person = blocking(core, |core| -> Result<_, EnrolError> {
        pending_person(&*core.store()?)?.ok_or(EnrolError::NothingPending)
    })
    .await?;
    let secret = Arc::new(request.secret.into_user_secret());
    match resend(core, person, secret, None).await {
        Ok(Some(view)) => Ok(view),
        Ok(None) => Err(EnrolError::NothingPending.into()),
        Err(outcome) => Err(outcome.into_view()),
    }
}

/// The view when the enrolment is finished now; `None` when nothing of it is left and the way is
/// free for another voucher than the one of `voucher_sha256`.
pub(super) async fn resend(
    core: &Arc<Core>,
    person: PersonId,
    secret: Arc<UserSecret>,
    voucher_sha256: Option<[u8; 32]>,
) -> Result<Option<EnrolView>, EnrolOutcome> {
    let found = blocking(core, move |core| find(core, person, &secret)).await?;
    match found {
        Found::Nothing => {
            blocking(core, move |core| discard(core, person)).await?;
            Ok(None)
        }
        Found::Finished(db) => {
            let view = blocking(core, move |core| finish(core, db)).await?;
            lock::watch(core);
            Ok(Some(view))
        }
        Found::Waiting(waiting) => {
            let another_voucher =
                voucher_sha256.is_some_and(|digest| digest != waiting.voucher_sha256);
            match send(core, waiting).await {
                Ok(view) => Ok(Some(view)),
                Err(EnrolOutcome::Refused(_)) if another_voucher => Ok(None),
                Err(outcome) => Err(outcome),
            }
        }
    }
}
