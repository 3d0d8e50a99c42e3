use std::sync::Arc;

use tongban_device::{SecretStore, SecretStoreError};
use uniffi::UnexpectedUniFFICallbackError;
use zeroize::Zeroizing;

/// Small secrets that the operating system keeps for this app.
#[uniffi::export(foreign)]
pub trait SecretStoreBridge: Send + Sync {
    /// The value of `name`, or nothing when there is none.
    fn get(&self, name: String) -> Result<Option<Vec<u8>>, SecretStoreBridgeError>;

    /// Stores at most 2 kB under `name`, replacing what was there.
    fn set(&self, name: String, value: Vec<u8>) -> Result<(), SecretStoreBridgeError>;

    /// Erases `name`; a name that is not there is a success.
    fn delete(&self, name: String) -> Result<(), SecretStoreBridgeError>;
}

/// Why a secret was not read or stored.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum SecretStoreBridgeError {
    /// There is no store, or it threw something unexpected.
    #[error("secret store is unavailable")]
    Unavailable,
    /// The store is locked.
    #[error("secret store is locked")]
    Locked,
    /// The store refused the name or the value.
    #[error("secret store refused the entry")]
    Refused,
}

impl From<UnexpectedUniFFICallbackError> for SecretStoreBridgeError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable
    }
}

impl From<SecretStoreBridgeError> for SecretStoreError {
    fn from(error: SecretStoreBridgeError) -> Self {
        match error {
            SecretStoreBridgeError::Unavailable => Self::Unavailable,
            SecretStoreBridgeError::Locked => Self::Locked,
            SecretStoreBridgeError::Refused => Self::Refused,
        }
    }
}

pub(super) struct BridgedSecretStore(pub(super) Arc<dyn SecretStoreBridge>);

impl SecretStore for BridgedSecretStore {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretStoreError> {
        Ok(self.0.get(name.to_owned())?.map(Zeroizing::new))
    }

    fn set(&self, name: &str, value: &[u8]) -> Result<(), SecretStoreError> {
        Ok(self.0.set(name.to_owned(), value.to_vec())?)
    }

    fn delete(&self, name: &str) -> Result<(), SecretStoreError> {
        Ok(self.0.delete(name.to_owned())?)
    }
}

#[cfg(test)]
mod tests {
    use tongban_device::secret_store::{MemorySecrets, secret_store_contract};

    use super::*;

    struct Shell(MemorySecrets);

    impl SecretStoreBridge for Shell {
        fn get(&self, name: String) -> Result<Option<Vec<u8>>, SecretStoreBridgeError> {
            self.0
                .get(&name)
                .map(|value| value.map(|bytes| bytes.to_vec()))
                .map_err(bridge_error)
        }

        fn set(&self, name: String, value: Vec<u8>) -> Result<(), SecretStoreBridgeError> {
            self.0.set(&name, &value).map_err(bridge_error)
        }

        fn delete(&self, name: String) -> Result<(), SecretStoreBridgeError> {
            self.0.delete(&name).map_err(bridge_error)
        }
    }

    fn bridge_error(error: SecretStoreError) -> SecretStoreBridgeError {
        match error {
            SecretStoreError::Unavailable => SecretStoreBridgeError::Unavailable,
            SecretStoreError::Locked => SecretStoreBridgeError::Locked,
            SecretStoreError::Refused => SecretStoreBridgeError::Refused,
        }
    }

    #[test]
    fn a_bridged_secret_store_keeps_the_contract() {
        secret_store_contract(&BridgedSecretStore(Arc::new(Shell(MemorySecrets::new()))));
    }

    #[test]
    fn a_locked_secret_store_says_so_through_the_bridge() {
        let secrets = MemorySecrets::new();
        secrets.set_locked(true);
        let bridged = BridgedSecretStore(Arc::new(Shell(secrets)));
        assert_eq!(bridged.get("name").err(), Some(SecretStoreError::Locked));
    }
}
