use std::sync::Arc;

use tongban_device::{
    Clock, Entropy, Notifier, OsEntropy, PushHint, SecretStore, SecretStoreError, Transport,
    UserPresence,
};

use crate::keyring_secrets::KEYRING_SERVICE;
use crate::{
    BaseAddressError, DesktopNotifier, HttpTransport, KeyringSecrets, NoPlatform, NoSystemPresence,
    SystemClock,
};

/// The capabilities of this desktop; a host adds its own Confirm.
pub struct Desktop {
    /// The system's clocks.
    pub clock: Arc<dyn Clock>,
    /// The system's random source.
    pub entropy: Arc<dyn Entropy>,
    /// The login keyring, when it is usable and wanted.
    pub secrets: Option<Arc<dyn SecretStore>>,
    /// Why there are no secrets; `None` when there are, or when none were wanted.
    pub keyring_error: Option<SecretStoreError>,
    /// The way to the platform; answers "offline" when no address was given.
    pub transport: Arc<dyn Transport>,
    /// How the platform says "pull now".
    pub hints: Arc<dyn PushHint>,
    /// What shows notifications, where the session has it and it is wanted.
    pub notifier: Option<Arc<dyn Notifier>>,
    /// Answers "unavailable": the app asks for the PIN or passphrase.
    pub presence: Arc<dyn UserPresence>,
}

/// What a host chooses.
pub struct DesktopOptions {
    /// Base address of the platform.
    pub platform: Option<String>,
    /// Whether to use the login keyring.
    pub keyring: bool,
    /// Whether to show notifications of the desktop.
    pub notifications: bool,
}

/// The options are not usable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DesktopError {
    /// The platform's address is not usable.
    #[error("platform address is not usable: {0}")]
    Address(#[from] BaseAddressError),
}

impl Desktop {
    /// Assembles the capabilities and tries the keyring once. A keyring that is not
    /// usable is no failure: the wallet then needs a passphrase (rule K1).
    pub fn open(options: DesktopOptions) -> Result<Self, DesktopError> {
        let (transport, hints): (Arc<dyn Transport>, Arc<dyn PushHint>) = match options.platform {
            Some(address) => {
                let http = Arc::new(HttpTransport::new(&address)?);
                (http.clone(), http)
            }
            None => (Arc::new(NoPlatform), Arc::new(NoPlatform)),
        };
        let notifier = match options.notifications {
            true => DesktopNotifier::open().ok(),
            false => None,
        };
        let keyring = options
            .keyring
            .then(|| KeyringSecrets::open(KEYRING_SERVICE));
        let (secrets, keyring_error) = match keyring {
            Some(Ok(secrets)) => (Some(Arc::new(secrets) as Arc<dyn SecretStore>), None),
            Some(Err(error)) => (None, Some(error)),
            None => (None, None),
        };
        Ok(Self {
            clock: Arc::new(SystemClock::new()),
            entropy: Arc::new(OsEntropy),
            secrets,
            keyring_error,
            transport,
            hints,
            notifier: notifier.map(|notifier| Arc::new(notifier) as Arc<dyn Notifier>),
            presence: Arc::new(NoSystemPresence),
        })
    }
}
