//! Small secrets kept by the operating system for this login.

use zeroize::Zeroizing;

/// The login keyring.
///
/// Names are of this app only; what another app stores is out of reach. Values are bytes
/// of at most 2 kB. An implementation that can be constructed has been tried: it stores,
/// reads and erases.
pub trait SecretStore: Send + Sync {
    /// The value of `name`, or `None` when nothing was stored under it.
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretStoreError>;

    /// Stores `value` under `name`, replacing what was there; it outlives a restart.
    fn set(&self, name: &str, value: &[u8]) -> Result<(), SecretStoreError>;

    /// Erases `name`; a name that is not there is a success.
    fn delete(&self, name: &str) -> Result<(), SecretStoreError>;
}

/// Why the keyring did not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretStoreError {
    /// No keyring runs in this session.
    #[error("no keyring runs in this session")]
    Unavailable,
    /// A keyring runs but is locked, or has no collection to store in.
    #[error("keyring is locked")]
    Locked,
    /// The keyring refused the name or the value.
    #[error("keyring refused the entry")]
    Refused,
}
