use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{DeviceKey, DeviceKeyError, KeyPurpose};
use crate::CustodyLevel;

/// A key store in memory whose keys follow from a seed; a test can make it fail.
pub struct FakeDeviceKey {
    state: Mutex<State>,
}

struct State {
    seed: u64,
    made: u64,
    signing: BTreeMap<String, SigningKey>,
    wrapping: BTreeMap<String, Aes256Gcm>,
    failure: Option<DeviceKeyError>,
}

impl FakeDeviceKey {
    /// An empty key store.
    pub fn new(seed: u64) -> Self {
        let (signing, wrapping) = (BTreeMap::new(), BTreeMap::new());
        Self {
            state: Mutex::new(State {
                seed,
                made: 0,
                signing,
                wrapping,
                failure: None,
            }),
        }
    }

    /// Makes every use of a key fail with `failure` until it is `None`.
    pub fn set_failure(&self, failure: Option<DeviceKeyError>) {
        self.state().failure = failure;
    }

    /// The aliases that hold a key.
    pub fn aliases(&self) -> Vec<String> {
        let state = self.state();
        state
            .signing
            .keys()
            .chain(state.wrapping.keys())
            .cloned()
            .collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn working(&self) -> Result<MutexGuard<'_, State>, DeviceKeyError> {
        let state = self.state();
        match state.failure.clone() {
            Some(failure) => Err(failure),
            None => Ok(state),
        }
    }
}

impl State {
    fn next_key(&mut self) -> [u8; 32] {
        self.made += 1;
        Sha256::digest([self.seed.to_be_bytes(), self.made.to_be_bytes()].concat()).into()
    }
}

impl DeviceKey for FakeDeviceKey {
    fn level(&self) -> CustodyLevel {
        CustodyLevel::Hardware
    }

    fn generate(&self, alias: &str, _: KeyPurpose) -> Result<[u8; 65], DeviceKeyError> {
        let mut state = self.working()?;
        if state.signing.contains_key(alias) {
            return Err(DeviceKeyError::Exists);
        }
        let key = SigningKey::from_slice(&state.next_key()).map_err(|_| DeviceKeyError::Refused)?;
        let point = key.verifying_key().to_sec1_point(false);
        let public = point
            .as_bytes()
            .try_into()
            .map_err(|_| DeviceKeyError::Refused)?;
        state.signing.insert(alias.to_owned(), key);
        Ok(public)
    }

    fn sign(&self, alias: &str, message: &[u8]) -> Result<Vec<u8>, DeviceKeyError> {
        let state = self.working()?;
        let key = state.signing.get(alias).ok_or(DeviceKeyError::Missing)?;
        let signature: Signature = key.sign(message);
        Ok(signature.to_der().as_bytes().to_vec())
    }

    fn wrap(&self, alias: &str, secret: &[u8]) -> Result<Vec<u8>, DeviceKeyError> {
        let mut state = self.working()?;
        if secret.len() > 64 {
            return Err(DeviceKeyError::Refused);
        }
        let fresh = state.next_key();
        let key = state
            .wrapping
            .entry(alias.to_owned())
            .or_insert_with(|| Aes256Gcm::new(&fresh.into()));
        let nonce: [u8; 12] = fresh[..12]
            .try_into()
            .map_err(|_| DeviceKeyError::Refused)?;
        let sealed = key
            .encrypt(&Nonce::from(nonce), secret)
            .map_err(|_| DeviceKeyError::Refused)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn unwrap(&self, alias: &str, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, DeviceKeyError> {
        let state = self.working()?;
        let key = state.wrapping.get(alias).ok_or(DeviceKeyError::Missing)?;
        let (nonce, sealed) = wrapped
            .split_at_checked(12)
            .ok_or(DeviceKeyError::Refused)?;
        let nonce: [u8; 12] = nonce.try_into().map_err(|_| DeviceKeyError::Refused)?;
        let secret = key
            .decrypt(&Nonce::from(nonce), sealed)
            .map_err(|_| DeviceKeyError::Refused)?;
        Ok(Zeroizing::new(secret))
    }

    fn delete(&self, alias: &str) -> Result<(), DeviceKeyError> {
        let mut state = self.working()?;
        state.signing.remove(alias);
        state.wrapping.remove(alias);
        Ok(())
    }
}
