use std::sync::Arc;

use tongban_device::{CustodyLevel, DeviceKey, DeviceKeyError, KeyPurpose};
use uniffi::UnexpectedUniFFICallbackError;
use zeroize::Zeroizing;

/// A key store whose keys cannot be exported. A shell that has none passes none, and the
/// wallet then keeps its keys at a lower level that the settings name.
///
/// The private key never crosses: alias and bytes in, signature out. Methods may ask the
/// person to be present and are never called on a UI thread.
#[uniffi::export(foreign)]
pub trait DeviceKeyBridge: Send + Sync {
    /// Makes the P-256 pair `alias`; returns the public key as uncompressed SEC1 point (65
    /// bytes). Fails with `Exists` rather than replace.
    fn generate(&self, alias: String, purpose: KeyPurpose)
    -> Result<Vec<u8>, DeviceKeyBridgeError>;

    /// Signs `message` with ECDSA over SHA-256; DER or raw r ‖ s.
    fn sign(&self, alias: String, message: Vec<u8>) -> Result<Vec<u8>, DeviceKeyBridgeError>;

    /// Encrypts at most 64 bytes with the wrapping key `alias`, made when it is not there.
    fn wrap(&self, alias: String, secret: Vec<u8>) -> Result<Vec<u8>, DeviceKeyBridgeError>;

    /// Decrypts what `wrap` made; a changed byte is `Refused`.
    fn unwrap(&self, alias: String, wrapped: Vec<u8>) -> Result<Vec<u8>, DeviceKeyBridgeError>;

    /// Erases the key; a key that is not there is a success.
    fn delete(&self, alias: String) -> Result<(), DeviceKeyBridgeError>;
}

/// What a signing key is for.
#[uniffi::remote(Enum)]
pub enum KeyPurpose {
    /// Signs the platform's nonce; opens reading only.
    Device,
    /// Signs every write.
    Submission,
    /// Proves one copy of one certificate.
    Holder,
}

/// What a key store answers instead.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum DeviceKeyBridgeError {
    /// There is no such key.
    #[error("key is not in the key store")]
    Missing,
    /// A key of this name exists already.
    #[error("key exists already")]
    Exists,
    /// The key was invalidated, for example by a new fingerprint.
    #[error("key was invalidated by the machine")]
    Invalidated,
    /// The person did not show to be present.
    #[error("presence was not given")]
    NotPresent,
    /// The key store refused the input or the use.
    #[error("key store refused the operation")]
    Refused,
    /// The key store does not answer, or threw something unexpected.
    #[error("key store is unavailable")]
    Unavailable,
}

impl From<UnexpectedUniFFICallbackError> for DeviceKeyBridgeError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable
    }
}

impl From<DeviceKeyBridgeError> for DeviceKeyError {
    fn from(error: DeviceKeyBridgeError) -> Self {
        match error {
            DeviceKeyBridgeError::Missing => Self::Missing,
            DeviceKeyBridgeError::Exists => Self::Exists,
            DeviceKeyBridgeError::Invalidated => Self::Invalidated,
            DeviceKeyBridgeError::NotPresent => Self::NotPresent,
            DeviceKeyBridgeError::Refused => Self::Refused,
            DeviceKeyBridgeError::Unavailable => Self::Unavailable,
        }
    }
}

pub(super) struct BridgedDeviceKey(pub(super) Arc<dyn DeviceKeyBridge>);

impl DeviceKey for BridgedDeviceKey {
    fn level(&self) -> CustodyLevel {
        CustodyLevel::Hardware
    }

    fn generate(&self, alias: &str, purpose: KeyPurpose) -> Result<[u8; 65], DeviceKeyError> {
        let point = self.0.generate(alias.to_owned(), purpose)?;
        point.try_into().map_err(|_| DeviceKeyError::Unavailable)
    }

    fn sign(&self, alias: &str, message: &[u8]) -> Result<Vec<u8>, DeviceKeyError> {
        Ok(self.0.sign(alias.to_owned(), message.to_vec())?)
    }

    fn wrap(&self, alias: &str, secret: &[u8]) -> Result<Vec<u8>, DeviceKeyError> {
        Ok(self.0.wrap(alias.to_owned(), secret.to_vec())?)
    }

    fn unwrap(&self, alias: &str, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, DeviceKeyError> {
        Ok(Zeroizing::new(
            self.0.unwrap(alias.to_owned(), wrapped.to_vec())?,
        ))
    }

    fn delete(&self, alias: &str) -> Result<(), DeviceKeyError> {
        Ok(self.0.delete(alias.to_owned())?)
    }
}

#[cfg(test)]
mod tests {
    use tongban_device::device_key::{FakeDeviceKey, device_key_contract};

    use super::*;

    struct Shell(FakeDeviceKey);

    impl DeviceKeyBridge for Shell {
        fn generate(
            &self,
            alias: String,
            purpose: KeyPurpose,
        ) -> Result<Vec<u8>, DeviceKeyBridgeError> {
            self.0
                .generate(&alias, purpose)
                .map(Vec::from)
                .map_err(bridge_error)
        }

        fn sign(&self, alias: String, message: Vec<u8>) -> Result<Vec<u8>, DeviceKeyBridgeError> {
            self.0.sign(&alias, &message).map_err(bridge_error)
        }

        fn wrap(&self, alias: String, secret: Vec<u8>) -> Result<Vec<u8>, DeviceKeyBridgeError> {
            self.0.wrap(&alias, &secret).map_err(bridge_error)
        }

        fn unwrap(&self, alias: String, wrapped: Vec<u8>) -> Result<Vec<u8>, DeviceKeyBridgeError> {
            self.0
                .unwrap(&alias, &wrapped)
                .map(|bytes| bytes.to_vec())
                .map_err(bridge_error)
        }

        fn delete(&self, alias: String) -> Result<(), DeviceKeyBridgeError> {
            self.0.delete(&alias).map_err(bridge_error)
        }
    }

    fn bridge_error(error: DeviceKeyError) -> DeviceKeyBridgeError {
        match error {
            DeviceKeyError::Missing => DeviceKeyBridgeError::Missing,
            DeviceKeyError::Exists => DeviceKeyBridgeError::Exists,
            DeviceKeyError::Invalidated => DeviceKeyBridgeError::Invalidated,
            DeviceKeyError::NotPresent => DeviceKeyBridgeError::NotPresent,
            DeviceKeyError::Refused => DeviceKeyBridgeError::Refused,
            DeviceKeyError::Unavailable => DeviceKeyBridgeError::Unavailable,
        }
    }

    fn bridged(fake: FakeDeviceKey) -> BridgedDeviceKey {
        BridgedDeviceKey(Arc::new(Shell(fake)))
    }

    #[test]
    fn a_bridged_key_store_keeps_the_contract() {
        device_key_contract(&bridged(FakeDeviceKey::new(1)));
    }

    #[test]
    fn every_refusal_of_the_key_store_keeps_its_meaning() {
        let refusals = [
            DeviceKeyError::Missing,
            DeviceKeyError::Exists,
            DeviceKeyError::Invalidated,
            DeviceKeyError::NotPresent,
            DeviceKeyError::Refused,
            DeviceKeyError::Unavailable,
        ];
        for refusal in refusals {
            let fake = FakeDeviceKey::new(1);
            fake.set_failure(Some(refusal.clone()));
            assert_eq!(bridged(fake).sign("alias", b"message").err(), Some(refusal));
        }
    }
}
