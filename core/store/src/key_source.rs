//! The half of a database key that is not in a person's head (rule K1).

use tongban_device::{CustodyLevel, DeviceKeyError, EntropyError, SecretStoreError};
use zeroize::Zeroizing;

use crate::PersonId;
use crate::kept_tries;
use crate::open::Capabilities;
use crate::wrapped_key::{Key, WrappedKey};

/// Why the other half of the key is not to be had; the secret was not even tried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeySourceError {
    /// The hardware key store did not do it.
    #[error("hardware key store did not answer: {0}")]
    DeviceKey(#[from] DeviceKeyError),
    /// The login keyring did not do it.
    #[error("login keyring did not answer: {0}")]
    Keyring(#[from] SecretStoreError),
    /// The keyring entry of this wallet is gone.
    #[error("keyring entry of the wallet is gone")]
    Missing,
    /// The wallet was made where a key store exists that this host does not offer.
    #[error("key store of the wallet is not offered here")]
    NotOffered,
}

/// A fresh half: the clear bytes, and what goes into the header.
pub(crate) struct FreshHalf {
    pub(crate) half: Option<Key>,
    pub(crate) wrapped: Vec<u8>,
}

pub(crate) enum FreshHalfError {
    Source(KeySourceError),
    Entropy,
}

/// Draws a half and puts it where `level` keeps it.
pub(crate) fn make_half(
    capabilities: &Capabilities,
    level: CustodyLevel,
    person: PersonId,
) -> Result<FreshHalf, FreshHalfError> {
    if level == CustodyLevel::Passphrase {
        return Ok(FreshHalf {
            half: None,
            wrapped: Vec::new(),
        });
    }
    let half: Key = Zeroizing::new(capabilities.entropy.array()?);
    let wrapped = match level {
        CustodyLevel::Hardware => {
            let keys = capabilities
                .device_key
                .as_ref()
                .ok_or(KeySourceError::NotOffered)?;
            keys.wrap(&wrapping_alias(person), half.as_slice())?
        }
        _ => {
            let secrets = capabilities
                .secrets
                .as_ref()
                .ok_or(KeySourceError::NotOffered)?;
            secrets.set(&keyring_entry(person), half.as_slice())?;
            Vec::new()
        }
    };
    Ok(FreshHalf {
        half: Some(half),
        wrapped,
    })
}

/// Fetches the half that belongs to `header`.
pub(crate) fn fetch_half(
    capabilities: &Capabilities,
    header: &WrappedKey,
) -> Result<Option<Key>, KeySourceError> {
    let bytes = match header.custody {
        CustodyLevel::Passphrase => return Ok(None),
        CustodyLevel::Hardware => {
            let keys = capabilities
                .device_key
                .as_ref()
                .ok_or(KeySourceError::NotOffered)?;
            keys.unwrap(&wrapping_alias(header.person), &header.wrapped_half)?
        }
        CustodyLevel::OsKeyring => {
            let secrets = capabilities
                .secrets
                .as_ref()
                .ok_or(KeySourceError::NotOffered)?;
            secrets
                .get(&keyring_entry(header.person))?
                .ok_or(KeySourceError::Missing)?
        }
    };
    let half: [u8; 32] = bytes
        .as_slice()
        .try_into()
        .map_err(|_| KeySourceError::Missing)?;
    Ok(Some(Zeroizing::new(half)))
}

/// Erases the half wherever it may be; true when nothing is left behind.
pub(crate) fn erase_half(capabilities: &Capabilities, person: PersonId) -> bool {
    let keyring = capabilities.secrets.as_ref().is_none_or(|secrets| {
        [keyring_entry(person), kept_tries::entry(person)]
            .iter()
            .all(|entry| secrets.delete(entry).is_ok())
    });
    let hardware = capabilities
        .device_key
        .as_ref()
        .is_none_or(|keys| keys.delete(&wrapping_alias(person)).is_ok());
    keyring && hardware
}

fn wrapping_alias(person: PersonId) -> String {
    format!("{person}-database")
}

fn keyring_entry(person: PersonId) -> String {
    format!("wallet-{person}")
}

impl From<EntropyError> for FreshHalfError {
    fn from(_: EntropyError) -> Self {
        Self::Entropy
    }
}

impl From<KeySourceError> for FreshHalfError {
    fn from(error: KeySourceError) -> Self {
        Self::Source(error)
    }
}

impl From<DeviceKeyError> for FreshHalfError {
    fn from(error: DeviceKeyError) -> Self {
        Self::Source(error.into())
    }
}

impl From<SecretStoreError> for FreshHalfError {
    fn from(error: SecretStoreError) -> Self {
        Self::Source(error.into())
    }
}
