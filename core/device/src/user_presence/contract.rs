//! Asks the person in front of the machine to show that they are there (rule K5).

use std::time::Duration;

/// Fingerprint, face or device code of the machine itself.
///
/// A machine without one answers [`PresenceError::Unavailable`]; the app then asks for
/// the PIN or passphrase of the wallet, which counts as presence too.
#[async_trait::async_trait]
pub trait UserPresence: Send + Sync {
    /// Returns when the person has proved to be present, and not otherwise.
    async fn ask(&self, request: PresenceRequest) -> Result<(), PresenceError>;
}

/// What the machine shows while it asks.
pub struct PresenceRequest {
    /// One sentence, in the person's language.
    pub reason: String,
    /// How long to wait.
    pub timeout: Duration,
}

/// Why presence was not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PresenceError {
    /// The person said no, or is not the one the machine knows.
    #[error("presence was declined")]
    Declined,
    /// Nobody answered in time.
    #[error("presence was not shown in time")]
    TimedOut,
    /// This machine cannot ask.
    #[error("machine cannot check presence")]
    Unavailable,
}
