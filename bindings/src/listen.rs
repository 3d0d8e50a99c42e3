use tokio::sync::broadcast::{Receiver, error::RecvError};
use tongban_app::EventView;
use uniffi::UnexpectedUniFFICallbackError;

/// Receives what happens without being asked for.
#[uniffi::export(foreign)]
pub trait EventListener: Send + Sync {
    /// Takes one event: JSON with `name` and `payload`, as the web UI gets it. An error ends
    /// the listening.
    fn on_event(&self, json: String) -> Result<(), EventListenerError>;
}

/// Why a listener takes no more events.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum EventListenerError {
    /// It has heard enough.
    #[error("listener is closed")]
    Closed,
    /// The host threw something unexpected.
    #[error("listener failed unexpectedly")]
    Unexpected,
}

impl From<UnexpectedUniFFICallbackError> for EventListenerError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Unexpected
    }
}

/// Hands events over until the wallet is gone or the listener says stop. Events missed by a
/// slow listener are skipped: each one only says "look again".
pub(crate) async fn pump(mut events: Receiver<EventView>, listener: &dyn EventListener) {
    loop {
        let taken = match events.recv().await {
            Ok(event) => listener.on_event(json(&event)),
            Err(RecvError::Lagged(_)) => Ok(()),
            Err(RecvError::Closed) => Err(EventListenerError::Closed),
        };
        if taken.is_err() {
            return;
        }
    }
}

fn json(event: &EventView) -> String {
    serde_json::to_string(event).expect("views have text keys only")
}
