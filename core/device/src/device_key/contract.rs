//! Keys that never leave the machine: an alias and bytes in, a signature out.

use zeroize::Zeroizing;

use crate::CustodyLevel;

/// The key store of the machine.
///
/// One key has one purpose (rule C8). Signing keys are P-256; a wrapping key encrypts the
/// secret that half of a database key is made of (rule K1). `sign` and `unwrap` may ask
/// the person to be present, so they can take seconds: never call them on a UI thread.
pub trait DeviceKey: Send + Sync {
    /// How well this key store keeps keys.
    fn level(&self) -> CustodyLevel;

    /// Makes the key pair `alias` and returns its public key as an uncompressed SEC1
    /// point (0x04 ‖ x ‖ y); fails with [`DeviceKeyError::Exists`] rather than replace.
    fn generate(&self, alias: &str, purpose: KeyPurpose) -> Result<[u8; 65], DeviceKeyError>;

    /// Signs `message` (hashed here with SHA-256) with ECDSA; returns DER or raw r ‖ s,
    /// as the key store gives it.
    fn sign(&self, alias: &str, message: &[u8]) -> Result<Vec<u8>, DeviceKeyError>;

    /// Makes the wrapping key `alias` when it does not exist yet, and encrypts `secret`
    /// (at most 64 bytes) so that only [`DeviceKey::unwrap`] of this machine reads it.
    fn wrap(&self, alias: &str, secret: &[u8]) -> Result<Vec<u8>, DeviceKeyError>;

    /// Returns what was wrapped under `alias`; a changed byte is
    /// [`DeviceKeyError::Refused`], never other bytes.
    fn unwrap(&self, alias: &str, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, DeviceKeyError>;

    /// Erases the key `alias`; a key that is not there is a success.
    fn delete(&self, alias: &str) -> Result<(), DeviceKeyError>;
}

/// What a signing key is for; a key store may ask for presence by purpose (rule K5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyPurpose {
    /// Signs the platform's nonce; opens reading only.
    Device,
    /// Signs every write.
    Submission,
    /// Proves one copy of one certificate.
    Holder,
}

/// What a key store answers instead of a signature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceKeyError {
    /// There is no such key.
    #[error("key is not in the key store")]
    Missing,
    /// A key of this name exists already.
    #[error("key exists already")]
    Exists,
    /// The key was invalidated, for example by a new fingerprint (rule K3).
    #[error("key was invalidated by the machine")]
    Invalidated,
    /// The person did not confirm to be present.
    #[error("presence was not given")]
    NotPresent,
    /// The key store refused the input or the use.
    #[error("key store refused the operation")]
    Refused,
    /// The key store does not answer, or the host threw something unexpected.
    #[error("key store is unavailable")]
    Unavailable,
}
