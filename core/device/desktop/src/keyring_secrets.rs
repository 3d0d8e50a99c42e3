//! The login keyring through the Secret Service of the session (`gnome-keyring`,
//! KWallet and others).
//!
//! What is stored outlives a restart and is readable by every program of this login: it
//! protects against a copied disk, not against other programs of the same person.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use keyring::{Entry, Error};
use tongban_device::{SecretStore, SecretStoreError};
use zeroize::Zeroizing;

/// The login keyring, tried and found usable.
#[derive(Debug)]
pub struct KeyringSecrets {
    service: String,
}

impl KeyringSecrets {
    /// Opens the keyring for entries of `service` and tries it: stores, reads and erases
    /// an entry. An unusable keyring is an error here, not at first use.
    pub fn open(service: &str) -> Result<Self, SecretStoreError> {
        let secrets = Self {
            service: service.to_owned(),
        };
        let probe = format!("probe-{}", std::process::id());
        secrets.set(&probe, PROBE)?;
        let read = secrets.get(&probe);
        secrets.delete(&probe)?;
        match read? {
            Some(value) if value.as_slice() == PROBE => Ok(secrets),
            _ => Err(SecretStoreError::Refused),
        }
    }

    fn entry<T: Send + 'static>(
        &self,
        name: &str,
        use_entry: impl FnOnce(Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, SecretStoreError> {
        let (service, name) = (self.service.clone(), name.to_owned());
        on_own_thread(move || use_entry(Entry::new(&service, &name)?))
    }
}

impl SecretStore for KeyringSecrets {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretStoreError> {
        self.entry(name, |entry| match entry.get_secret() {
            Ok(value) => Ok(Some(Zeroizing::new(value))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn set(&self, name: &str, value: &[u8]) -> Result<(), SecretStoreError> {
        if value.len() > LONGEST_VALUE {
            return Err(SecretStoreError::Refused);
        }
        let value = Zeroizing::new(value.to_vec());
        self.entry(name, move |entry| entry.set_secret(&value))
    }

    fn delete(&self, name: &str) -> Result<(), SecretStoreError> {
        self.entry(name, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }
}

/// The login keyring for a program beside the app: it reads the app's entries and changes
/// nothing. Making one touches no keyring; one that is not usable answers so at the first read.
#[derive(Debug)]
pub struct KeyringReader(KeyringSecrets);

impl KeyringReader {
    /// The entries of `service`.
    pub fn of(service: &str) -> Self {
        Self(KeyringSecrets {
            service: service.to_owned(),
        })
    }

    /// The entries of the app on this desktop.
    pub fn of_the_app() -> Self {
        Self::of(KEYRING_SERVICE)
    }
}

impl SecretStore for KeyringReader {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretStoreError> {
        self.0.get(name)
    }

    fn set(&self, _: &str, _: &[u8]) -> Result<(), SecretStoreError> {
        Err(SecretStoreError::Refused)
    }

    fn delete(&self, _: &str) -> Result<(), SecretStoreError> {
        Err(SecretStoreError::Refused)
    }
}

/// The name under which the app keeps its entries.
pub(crate) const KEYRING_SERVICE: &str = "tongban";

/// The keyring's client blocks on a runtime of its own, which must not happen on a thread
/// of another runtime; and a keyring whose unlock prompt nobody answers must not hang us.
fn on_own_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, SecretStoreError> {
    let (sender, receiver) = mpsc::sync_channel(1);
    thread::spawn(move || sender.send(work().map_err(|error| typed(&error))).ok());
    match receiver.recv_timeout(PROMPT_TIMEOUT) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Timeout) => Err(SecretStoreError::Locked),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(SecretStoreError::Unavailable),
    }
}

fn typed(error: &Error) -> SecretStoreError {
    match error {
        Error::NoStorageAccess(_) => SecretStoreError::Locked,
        Error::NoDefaultStore | Error::PlatformFailure(_) | Error::NotSupportedByStore(_) => {
            SecretStoreError::Unavailable
        }
        _ => SecretStoreError::Refused,
    }
}

const PROBE: &[u8] = b"tongban keyring probe";
const LONGEST_VALUE: usize = 2_048;
const PROMPT_TIMEOUT: Duration = Duration::from_secs(60);
