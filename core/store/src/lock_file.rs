use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::path::Path;

use crate::fault::Fault;
use crate::files;

/// Held while this process has the folder open; the system takes it back when the
/// process ends, however it ends.
pub(crate) struct FolderLock {
    file: File,
}

/// A program that is just being started holds a copy of every descriptor until it is its own;
/// closing ours would leave the lock with it, unlocking takes it from all.
impl Drop for FolderLock {
    fn drop(&mut self) {
        // Nothing to be told: the system takes the lock back with the last descriptor anyway.
        let _ = self.file.unlock();
    }
}

pub(crate) enum LockError {
    InUse,
    Fault(Fault),
}

impl FolderLock {
    /// Locks `dir`, making it for this account only when it is not there.
    pub(crate) fn take(dir: &Path) -> Result<Self, LockError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(dir)
            .map_err(|error| LockError::Fault(error.into()))?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        let file = options
            .open(dir.join(files::LOCK))
            .map_err(|error| LockError::Fault(error.into()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(LockError::InUse),
            Err(TryLockError::Error(error)) => Err(LockError::Fault(error.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_the_descriptor_does_not_keep_the_folder_in_use() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = FolderLock::take(folder.path()).ok().expect("free");
        let copy = first.file.try_clone().expect("a copy");
        assert!(matches!(
            FolderLock::take(folder.path()),
            Err(LockError::InUse)
        ));
        drop(first);
        assert!(FolderLock::take(folder.path()).is_ok());
        drop(copy);
    }
}
