use tongban_device::{PresenceError, PresenceRequest, UserPresence};

/// A desktop has no presence check of its own: the app asks for the PIN or passphrase.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSystemPresence;

#[async_trait::async_trait]
impl UserPresence for NoSystemPresence {
    async fn ask(&self, _: PresenceRequest) -> Result<(), PresenceError> {
        Err(PresenceError::Unavailable)
    }
}
