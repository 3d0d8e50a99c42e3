//! The file `shared.key`: where the key of `shared.db` is.
//!
//! With a login keyring the key is there and the file only names the entry; without one
//! the key stands in the file, readable by this account. Then it protects against a copied
//! database alone, not against a copied folder: what is not personal is all that
//! `shared.db` holds, so that snapshots and settings are there before anyone unlocks.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use tongban_device::{BlobFiles, DiskBlobs, Entropy, EntropyError, SecretStore};
use zeroize::Zeroizing;

use crate::fault::Fault;
use crate::files;
use crate::wrapped_key::Key;

pub(crate) enum SharedKeyError {
    /// The keyring that holds the key does not answer.
    Unavailable,
    /// The key is gone, or another one stands in its place.
    Lost,
    /// The file that says where the key is is damaged.
    Damaged,
    Newer {
        found: u32,
    },
    Entropy,
    Fault(Fault),
}

/// Reads the key from the key file `name`; `None` when there is none.
pub(crate) fn load(
    blobs: &DiskBlobs,
    name: &str,
    secrets: Option<&dyn SecretStore>,
) -> Result<Option<Key>, SharedKeyError> {
    let Some(bytes) = blobs.read(&files::blob_name(name)?)? else {
        return Ok(None);
    };
    let bytes = Zeroizing::new(bytes);
    let (place, field, check) = parse(&bytes)?;
    let key = match place {
        Place::File => field,
        Place::Keyring => {
            let secrets = secrets.ok_or(SharedKeyError::Unavailable)?;
            let found = secrets
                .get(&entry_name(&field))
                .map_err(|_| SharedKeyError::Unavailable)?;
            let found = found.ok_or(SharedKeyError::Lost)?;
            Zeroizing::new(
                found
                    .as_slice()
                    .try_into()
                    .map_err(|_| SharedKeyError::Lost)?,
            )
        }
    };
    match check_value(&key) == check {
        true => Ok(Some(key)),
        false => Err(SharedKeyError::Lost),
    }
}

/// Takes away what the keyring holds for a key file of these bytes; what stays opens nothing.
pub(crate) fn forget(bytes: &[u8], secrets: Option<&dyn SecretStore>) {
    if let (Ok((Place::Keyring, field, _)), Some(secrets)) = (parse(bytes), secrets) {
        secrets.delete(&entry_name(&field)).ok();
    }
}

/// Draws a key and stores it: in the keyring when there is one, else in the file `name`.
pub(crate) fn make(
    blobs: &DiskBlobs,
    name: &str,
    secrets: Option<&dyn SecretStore>,
    entropy: &dyn Entropy,
) -> Result<Key, SharedKeyError> {
    let key: Key = Zeroizing::new(entropy.array()?);
    let mut field: Key = Zeroizing::new([0; 32]);
    let place = match secrets {
        Some(secrets) => {
            let entry: [u8; 16] = entropy.array()?;
            field[..16].copy_from_slice(&entry);
            secrets
                .set(&entry_name(&field), key.as_slice())
                .map_err(|_| SharedKeyError::Unavailable)?;
            Place::Keyring
        }
        None => {
            field.copy_from_slice(key.as_slice());
            Place::File
        }
    };
    let mut bytes = Zeroizing::new(Vec::with_capacity(LENGTH));
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&[VERSION, place as u8]);
    bytes.extend_from_slice(field.as_slice());
    bytes.extend_from_slice(&check_value(&key));
    let digest = Sha256::digest(bytes.as_slice());
    bytes.extend_from_slice(&digest);
    blobs.write(&files::blob_name(name)?, &bytes)?;
    Ok(key)
}

#[derive(Clone, Copy)]
enum Place {
    File = 1,
    Keyring = 2,
}

fn parse(bytes: &[u8]) -> Result<(Place, Key, [u8; 16]), SharedKeyError> {
    let (content, digest) = bytes
        .split_last_chunk::<32>()
        .ok_or(SharedKeyError::Damaged)?;
    if Sha256::digest(content).as_slice() != digest || !content.starts_with(MAGIC) {
        return Err(SharedKeyError::Damaged);
    }
    match content.get(4).copied() {
        Some(VERSION) => {}
        Some(found) => {
            return Err(SharedKeyError::Newer {
                found: found.into(),
            });
        }
        None => return Err(SharedKeyError::Damaged),
    }
    let place = match content.get(5) {
        Some(1) => Place::File,
        Some(2) => Place::Keyring,
        _ => return Err(SharedKeyError::Damaged),
    };
    let field = content.get(6..38).and_then(|field| field.try_into().ok());
    let check = content.get(38..).and_then(|check| check.try_into().ok());
    match (field, check) {
        (Some(field), Some(check)) => Ok((place, Zeroizing::new(field), check)),
        _ => Err(SharedKeyError::Damaged),
    }
}

fn entry_name(field: &Key) -> String {
    let name = field[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>();
    format!("shared-{name}")
}

/// Tells a wrong key from a damaged database; says nothing about the key.
fn check_value(key: &Key) -> [u8; 16] {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key.as_slice()).expect("HMAC takes a key of any length");
    mac.update(b"tongban shared key check v1");
    let mut check = [0; 16];
    check.copy_from_slice(&mac.finalize().into_bytes()[..16]);
    check
}

impl SharedKeyError {
    /// For a store that is open, where a key that is not to be had is a failure like others.
    pub(crate) fn into_fault(self) -> Fault {
        match self {
            Self::Fault(fault) => fault,
            Self::Newer { found } => Fault::Newer {
                found,
                known: VERSION.into(),
            },
            Self::Damaged => Fault::Damaged,
            Self::Unavailable | Self::Lost | Self::Entropy => {
                Fault::Disk(std::io::ErrorKind::NotFound)
            }
        }
    }
}

impl From<Fault> for SharedKeyError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<tongban_device::BlobError> for SharedKeyError {
    fn from(error: tongban_device::BlobError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<EntropyError> for SharedKeyError {
    fn from(_: EntropyError) -> Self {
        Self::Entropy
    }
}

pub(crate) const VERSION: u8 = 1;
const MAGIC: &[u8; 4] = b"TBSK";
const LENGTH: usize = 4 + 2 + 32 + 16 + 32;
