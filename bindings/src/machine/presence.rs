use std::sync::Arc;
use std::time::Duration;

use tongban_device::{PresenceError, UserPresence};
use uniffi::UnexpectedUniFFICallbackError;

/// Fingerprint, face or device code. A shell that has none passes none, and presence is
/// then given with the wallet's PIN.
#[uniffi::export(foreign)]
#[async_trait::async_trait]
pub trait PresenceBridge: Send + Sync {
    /// Returns when the person has proved to be present, and fails otherwise.
    async fn ask(&self, reason: String, timeout: Duration) -> Result<(), PresenceBridgeError>;
}

/// Why presence was not shown.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum PresenceBridgeError {
    /// The person said no, or is not the one the machine knows.
    #[error("presence was declined")]
    Declined,
    /// Nobody answered in time.
    #[error("presence was not shown in time")]
    TimedOut,
    /// The machine cannot ask, or threw something unexpected.
    #[error("machine cannot check presence")]
    Unavailable,
}

impl From<UnexpectedUniFFICallbackError> for PresenceBridgeError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable
    }
}

impl From<PresenceBridgeError> for PresenceError {
    fn from(error: PresenceBridgeError) -> Self {
        match error {
            PresenceBridgeError::Declined => Self::Declined,
            PresenceBridgeError::TimedOut => Self::TimedOut,
            PresenceBridgeError::Unavailable => Self::Unavailable,
        }
    }
}

pub(super) struct BridgedPresence(pub(super) Arc<dyn PresenceBridge>);

#[async_trait::async_trait]
impl UserPresence for BridgedPresence {
    async fn ask(&self, request: tongban_device::PresenceRequest) -> Result<(), PresenceError> {
        Ok(self.0.ask(request.reason, request.timeout).await?)
    }
}

#[cfg(test)]
mod tests {
    use tongban_device::user_presence::user_presence_contract;

    use super::*;

    struct Shell(fn() -> Result<(), PresenceBridgeError>);

    #[async_trait::async_trait]
    impl PresenceBridge for Shell {
        async fn ask(&self, _: String, _: Duration) -> Result<(), PresenceBridgeError> {
            (self.0)()
        }
    }

    fn bridged(answer: fn() -> Result<(), PresenceBridgeError>) -> BridgedPresence {
        BridgedPresence(Arc::new(Shell(answer)))
    }

    #[tokio::test]
    async fn every_answer_of_the_person_keeps_its_meaning() {
        user_presence_contract(&bridged(|| Ok(())), Ok(())).await;
        let declined = bridged(|| Err(PresenceBridgeError::Declined));
        user_presence_contract(&declined, Err(PresenceError::Declined)).await;
        let timed_out = bridged(|| Err(PresenceBridgeError::TimedOut));
        user_presence_contract(&timed_out, Err(PresenceError::TimedOut)).await;
        let unavailable = bridged(|| Err(PresenceBridgeError::Unavailable));
        user_presence_contract(&unavailable, Err(PresenceError::Unavailable)).await;
    }
}
