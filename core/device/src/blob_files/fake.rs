use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{BlobError, BlobFiles, BlobName};

/// A folder in memory with a size that a test can set.
pub struct MemoryBlobs {
    files: Mutex<BTreeMap<BlobName, Vec<u8>>>,
    capacity: AtomicUsize,
}

impl MemoryBlobs {
    /// An empty folder without a limit.
    pub fn new() -> Self {
        Self {
            files: Mutex::default(),
            capacity: AtomicUsize::new(usize::MAX),
        }
    }

    /// Sets how many bytes fit in all files together.
    pub fn set_capacity(&self, bytes: usize) {
        self.capacity.store(bytes, Ordering::SeqCst);
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<BlobName, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryBlobs {
    fn default() -> Self {
        Self::new()
    }
}

impl BlobFiles for MemoryBlobs {
    fn read(&self, name: &BlobName) -> Result<Option<Vec<u8>>, BlobError> {
        Ok(self.files().get(name).cloned())
    }

    fn write(&self, name: &BlobName, bytes: &[u8]) -> Result<(), BlobError> {
        let mut files = self.files();
        let used: usize = files.values().map(Vec::len).sum();
        if used.saturating_add(bytes.len()) > self.capacity.load(Ordering::SeqCst) {
            return Err(BlobError::DiskFull);
        }
        files.insert(name.clone(), bytes.to_vec());
        Ok(())
    }

    fn delete(&self, name: &BlobName) -> Result<(), BlobError> {
        self.files().remove(name);
        Ok(())
    }

    fn list(&self) -> Result<Vec<BlobName>, BlobError> {
        Ok(self.files().keys().cloned().collect())
    }
}
