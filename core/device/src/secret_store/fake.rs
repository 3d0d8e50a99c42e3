use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::{SecretStore, SecretStoreError};

/// A keyring in memory that a test can lock.
#[derive(Default)]
pub struct MemorySecrets {
    entries: Mutex<Entries>,
    locked: AtomicBool,
}

type Entries = BTreeMap<String, Zeroizing<Vec<u8>>>;

impl MemorySecrets {
    /// An empty, unlocked keyring.
    pub fn new() -> Self {
        Self::default()
    }

    /// Locks or unlocks the keyring.
    pub fn set_locked(&self, locked: bool) {
        self.locked.store(locked, Ordering::SeqCst);
    }

    /// The names that hold a value.
    pub fn names(&self) -> Vec<String> {
        self.entries().keys().cloned().collect()
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<MutexGuard<'_, Entries>, SecretStoreError> {
        match self.locked.load(Ordering::SeqCst) {
            true => Err(SecretStoreError::Locked),
            false => Ok(self.entries()),
        }
    }
}

impl SecretStore for MemorySecrets {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretStoreError> {
        Ok(self.open()?.get(name).cloned())
    }

    fn set(&self, name: &str, value: &[u8]) -> Result<(), SecretStoreError> {
        self.open()?
            .insert(name.to_owned(), Zeroizing::new(value.to_vec()));
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), SecretStoreError> {
        self.open()?.remove(name);
        Ok(())
    }
}
