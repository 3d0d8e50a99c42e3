//! Keys at the wallet's level of custody: in the key store, or software keys inside the
//! encrypted database (rule K1). One key has one purpose (rule C8).

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use thiserror::Error;
use tongban_device::{CustodyLevel, DeviceKeyError, KeyPurpose};
use tongban_protocol::PublicPoint;
use tongban_store::{KeyCustody, KeyId, PersonDb, PersonId, PrivateKey, StoredKey};
use zeroize::Zeroizing;

use crate::context::Core;
use crate::storage::StorageError;

/// Makes the `n`-th key of `purpose` for `person`; nothing is stored yet.
pub(crate) fn make(
    core: &Core,
    person: PersonId,
    purpose: KeyPurpose,
    n: usize,
) -> Result<StoredKey, KeyError> {
    let id = KeyId::draw(&*core.caps.clock, &*core.caps.entropy).map_err(StorageError::from)?;
    match (core.store()?.custody(), &core.caps.device_key) {
        (CustodyLevel::Hardware, Some(key_store)) => {
            let alias = alias(person, purpose, n);
            let public = key_store.generate(&alias, purpose)?;
            Ok(StoredKey {
                id,
                purpose,
                public,
                custody: KeyCustody::Hardware { alias },
            })
        }
        _ => {
            let private = draw(core)?;
            let public = public_of(&private);
            let bytes: Zeroizing<[u8; 32]> = Zeroizing::new(private.to_bytes().into());
            let custody = KeyCustody::Software(PrivateKey::new(*bytes));
            Ok(StoredKey {
                id,
                purpose,
                public,
                custody,
            })
        }
    }
}

/// Makes a fresh holder key for a wallet that has some already; nothing is stored yet.
pub(crate) fn make_holder(
    core: &Core,
    db: &PersonDb,
    made: &[StoredKey],
) -> Result<StoredKey, KeyError> {
    let stored = db.keys(KeyPurpose::Holder).map_err(StorageError::from)?;
    let taken = |n: &usize| {
        let name = alias(db.id(), KeyPurpose::Holder, *n);
        let is_it = |key: &StoredKey| matches!(&key.custody, KeyCustody::Hardware { alias } if *alias == name);
        stored.iter().chain(made).any(is_it)
    };
    let free = (0..KEYS_OF_ONE_PURPOSE).find(|n| !taken(n));
    make(
        core,
        db.id(),
        KeyPurpose::Holder,
        free.ok_or(KeyError::Unusable)?,
    )
}

/// The names of those keys that are in the key store of the machine.
pub(crate) fn aliases(keys: &[StoredKey]) -> Vec<String> {
    let named = keys.iter().filter_map(|key| match &key.custody {
        KeyCustody::Hardware { alias } => Some(alias.clone()),
        KeyCustody::Software(_) | KeyCustody::Nowhere => None,
    });
    named.collect()
}

/// The public half in compressed form.
pub(crate) fn point(key: &StoredKey) -> Result<PublicPoint, KeyError> {
    PublicPoint::from_sec1(&key.public).map_err(|_| KeyError::Unusable)
}

/// The one key of a wallet for `purpose`.
pub(crate) fn only(db: &PersonDb, purpose: KeyPurpose) -> Result<StoredKey, KeyError> {
    let keys = db.keys(purpose).map_err(StorageError::from)?;
    keys.into_iter().next().ok_or(KeyError::Unusable)
}

/// Signs `message` with ECDSA P-256/SHA-256; returns raw r ‖ s.
pub(crate) fn sign(core: &Core, key: &StoredKey, message: &[u8]) -> Result<[u8; 64], KeyError> {
    match &key.custody {
        KeyCustody::Software(private) => {
            let signing =
                SigningKey::from_slice(private.expose()).map_err(|_| KeyError::Unusable)?;
            let signature: Signature = signing.sign(message);
            Ok(signature.to_bytes().into())
        }
        KeyCustody::Hardware { alias } => {
            let key_store = core.caps.device_key.as_ref().ok_or(KeyError::Unusable)?;
            let signature = key_store.sign(alias, message)?;
            tongban_cose::p256_signature_from_any(&signature).map_err(|_| KeyError::Unusable)
        }
        KeyCustody::Nowhere => Err(DeviceKeyError::Missing.into()),
    }
}

/// Erases every key of `person` in the key store; also while the wallet is locked.
pub(crate) fn erase_all(core: &Core, person: PersonId) {
    let Some(key_store) = &core.caps.device_key else {
        return;
    };
    for purpose in [
        KeyPurpose::Device,
        KeyPurpose::Submission,
        KeyPurpose::Holder,
    ] {
        for n in 0..KEYS_OF_ONE_PURPOSE {
            // A key store that does not answer must not keep the person from erasing the rest.
            let _not_there = key_store.delete(&alias(person, purpose, n));
        }
    }
}

/// Erases single keys in the key store.
pub(crate) fn erase(core: &Core, aliases: &[String]) {
    let Some(key_store) = &core.caps.device_key else {
        return;
    };
    for alias in aliases {
        // The certificate is gone already; a key that stays behind proves nothing.
        let _not_there = key_store.delete(alias);
    }
}

fn alias(person: PersonId, purpose: KeyPurpose, n: usize) -> String {
    let purpose = match purpose {
        KeyPurpose::Device => "device",
        KeyPurpose::Submission => "submission",
        KeyPurpose::Holder => "holder",
    };
    format!("{person}-{purpose}-{n}")
}

/// Draws until the bytes are a scalar of the curve; all but about 2⁻³² of all draws are.
fn draw(core: &Core) -> Result<SigningKey, KeyError> {
    for _ in 0..DRAWS {
        let mut bytes = Zeroizing::new([0; 32]);
        core.caps
            .entropy
            .fill(&mut *bytes)
            .map_err(StorageError::from)?;
        if let Ok(key) = SigningKey::from_slice(&*bytes) {
            return Ok(key);
        }
    }
    Err(StorageError::NoEntropy.into())
}

fn public_of(key: &SigningKey) -> [u8; 65] {
    let point = key.verifying_key().to_sec1_point(false);
    let mut public = [0; 65];
    public.copy_from_slice(point.as_bytes());
    public
}

/// Why a key was not made or did not sign.
#[derive(Debug, Error)]
pub(crate) enum KeyError {
    #[error("key is of no use")]
    Unusable,
    #[error(transparent)]
    KeyStore(#[from] DeviceKeyError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What to say of a key where nothing else has to be said.
impl From<KeyError> for StorageError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Unusable => Self::KeyStore,
            KeyError::KeyStore(error) => error.into(),
            KeyError::Storage(error) => error,
        }
    }
}

const DRAWS: usize = 8;
const KEYS_OF_ONE_PURPOSE: usize = 64;
