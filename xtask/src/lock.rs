//! One `cargo xtask run` over one data folder: two would share a log and two stores.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::failure::Failure;

/// Held as long as the folder is in use; the kernel gives it back however xtask ends.
#[derive(Debug)]
pub struct DataLock(File);

/// A program that is just being started holds a copy of every descriptor until it is its own;
/// closing ours would leave the lock with it, unlocking takes it from all.
impl Drop for DataLock {
    fn drop(&mut self) {
        // Nothing to be told: the kernel takes the lock back with the last descriptor anyway.
        let _ = self.0.unlock();
    }
}

impl DataLock {
    /// Takes the folder, which must exist.
    pub fn take(data: &Path) -> Result<Self, Failure> {
        let path = data.join("run.lock");
        let cannot = |error: std::io::Error| {
            Failure::new(
                format!("{} cannot be used: {error}", path.display()),
                "check rights and free space, or use --data",
            )
        };
        let file = File::create(&path).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(Failure::new(
                format!(
                    "another `cargo xtask run` is using the data in {}",
                    data.display()
                ),
                "end that one with Ctrl-C, or give this one a folder and a port of its own: \
                 cargo xtask run --data FOLDER --port 8761",
            )),
            Err(TryLockError::Error(error)) => Err(cannot(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_in_use_is_refused_until_it_is_free_again() {
        let data = std::env::temp_dir().join(format!("tongban-xtask-lock-{}", std::process::id()));
        std::fs::create_dir_all(&data).expect("a folder");
        let first = DataLock::take(&data).expect("free");
        let said = DataLock::take(&data).expect_err("in use").to_string();
        assert!(said.contains("another `cargo xtask run`"), "{said}");
        let copy = first
            .0
            .try_clone()
            .expect("as a program that is being started has");
        drop(first);
        assert!(DataLock::take(&data).is_ok());
        drop(copy);
        std::fs::remove_dir_all(&data).expect("empty");
    }
}
