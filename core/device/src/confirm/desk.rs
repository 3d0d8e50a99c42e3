use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::token::Challenge;
use super::{ConfirmError, ConfirmId, ConfirmRequest, ConfirmText, ConfirmToken};
use crate::Entropy;

/// The core's side of the confirmation: makes each question and accepts its token once.
///
/// ```text
/// open(text, sha256(request)) → the host's screen → redeem(token) → Confirmed → the use case runs
/// ```
#[derive(Default)]
pub struct ConfirmDesk {
    open: Mutex<BTreeMap<ConfirmId, Challenge>>,
}

impl ConfirmDesk {
    /// A desk without open questions.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks through `port` and returns only if the person said yes to exactly the request
    /// whose SHA-256 is `request_sha256`. For tests of hosts: a use case opens and redeems by
    /// itself, because it has to announce the question in between.
    #[cfg(feature = "fakes")]
    pub async fn ask(
        &self,
        port: &dyn super::Confirm,
        entropy: &dyn Entropy,
        text: ConfirmText,
        request_sha256: [u8; 32],
        timeout: Duration,
    ) -> Result<Confirmed, ConfirmError> {
        let request = self.open(entropy, text, request_sha256, timeout)?;
        let id = request.id();
        let _closes = CloseOnDrop { desk: self, id };
        let token = port.confirm(request).await?;
        self.redeem(id, &request_sha256, token)
    }

    /// Opens a question; for hosts that show it and answer later. Pair with
    /// [`ConfirmDesk::redeem`] or [`ConfirmDesk::close`].
    pub fn open(
        &self,
        entropy: &dyn Entropy,
        text: ConfirmText,
        request_sha256: [u8; 32],
        timeout: Duration,
    ) -> Result<ConfirmRequest, ConfirmError> {
        let id = ConfirmId(entropy.array().map_err(|_| ConfirmError::Unavailable)?);
        let challenge = Challenge::new(entropy.array().map_err(|_| ConfirmError::Unavailable)?);
        self.questions().insert(id, challenge.clone());
        Ok(ConfirmRequest {
            id,
            text,
            request_sha256,
            timeout,
            challenge,
        })
    }

    /// Accepts `token` once, for the question and the request it was made for. Whatever
    /// the outcome, the question is closed: there is no second try.
    pub fn redeem(
        &self,
        id: ConfirmId,
        request_sha256: &[u8; 32],
        token: ConfirmToken,
    ) -> Result<Confirmed, ConfirmError> {
        let challenge = self.questions().remove(&id).ok_or(ConfirmError::Refused)?;
        match challenge.accepts(&token, id, request_sha256) {
            true => Ok(Confirmed {
                request_sha256: *request_sha256,
            }),
            false => Err(ConfirmError::Refused),
        }
    }

    /// Closes a question without an answer.
    pub fn close(&self, id: ConfirmId) {
        self.questions().remove(&id);
    }

    fn questions(&self) -> MutexGuard<'_, BTreeMap<ConfirmId, Challenge>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The fact that a person confirmed one request; nothing else can make this value.
#[must_use]
#[derive(Debug)]
pub struct Confirmed {
    request_sha256: [u8; 32],
}

impl Confirmed {
    /// Spends the confirmation on the request with this digest; any other is refused.
    pub fn spend_on(self, request_sha256: &[u8; 32]) -> Result<(), ConfirmError> {
        match self.request_sha256 == *request_sha256 {
            true => Ok(()),
            false => Err(ConfirmError::Refused),
        }
    }
}

/// Without it a dropped or failed question would stay redeemable.
#[cfg(feature = "fakes")]
struct CloseOnDrop<'a> {
    desk: &'a ConfirmDesk,
    id: ConfirmId,
}

#[cfg(feature = "fakes")]
impl Drop for CloseOnDrop<'_> {
    fn drop(&mut self) {
        self.desk.close(self.id);
    }
}
