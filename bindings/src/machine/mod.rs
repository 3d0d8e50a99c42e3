//! What a shell implements, and how the core sees it.
//!
//! One file per capability: the bridge (a trait that Kotlin or Swift implements, whose every
//! method may fail), its errors, and the adapter to the contract of `tongban-device`. An
//! exception that the host did not declare becomes a typed error. Random bytes come
//! from the operating system and need no bridge.

mod clock;
mod confirm;
mod device_key;
mod presence;
mod secret_store;
mod transport;

use std::sync::Arc;

use tongban_app::Capabilities;
use tongban_device::OsEntropy;

pub use clock::{ClockBridge, ClockBridgeError};
pub use confirm::{ConfirmAnswer, ConfirmBridge, ConfirmBridgeError, ConfirmLineView, ConfirmView};
pub use device_key::{DeviceKeyBridge, DeviceKeyBridgeError};
pub use presence::{PresenceBridge, PresenceBridgeError};
pub use secret_store::{SecretStoreBridge, SecretStoreBridgeError};
pub use transport::{
    HttpHeader, HttpMethod, HttpRequest, HttpResponse, TransportBridge, TransportBridgeError,
};

use clock::BridgedClock;
use confirm::BridgedConfirm;
use device_key::BridgedDeviceKey;
use presence::BridgedPresence;
use secret_store::BridgedSecretStore;
use transport::BridgedTransport;

/// Everything a shell brings. What is absent is done without: no `keys` means a lower
/// custody level, no `presence` means the PIN.
#[derive(uniffi::Record)]
pub struct Machine {
    /// The clocks.
    pub clock: Arc<dyn ClockBridge>,
    /// A key store whose keys cannot be exported.
    pub keys: Option<Arc<dyn DeviceKeyBridge>>,
    /// Secrets kept by the operating system.
    pub secrets: Option<Arc<dyn SecretStoreBridge>>,
    /// The way to the platform.
    pub transport: Arc<dyn TransportBridge>,
    /// The screen that asks before anything irreversible.
    pub confirm: Arc<dyn ConfirmBridge>,
    /// Fingerprint, face or device code.
    pub presence: Option<Arc<dyn PresenceBridge>>,
}

impl Machine {
    pub(crate) fn capabilities(self) -> Capabilities {
        Capabilities {
            clock: Arc::new(BridgedClock::new(self.clock)),
            entropy: Arc::new(OsEntropy),
            secrets: self
                .secrets
                .map(|bridge| Arc::new(BridgedSecretStore(bridge)) as _),
            device_key: self
                .keys
                .map(|bridge| Arc::new(BridgedDeviceKey(bridge)) as _),
            transport: Arc::new(BridgedTransport(self.transport)),
            confirm: Arc::new(BridgedConfirm(self.confirm)),
            presence: self
                .presence
                .map(|bridge| Arc::new(BridgedPresence(bridge)) as _),
            // A phone's shell has ways of its own for both.
            notifier: None,
            hints: None,
        }
    }
}
