use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::path::Path;

use crate::fault::Fault;
use crate::files;

/// Held while this process has the folder open; the system takes it back when the
/// process ends, however it ends.
pub(crate) struct FolderLock {
    _file: File,
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
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::InUse),
            Err(TryLockError::Error(error)) => Err(LockError::Fault(error.into())),
        }
    }
}
