use std::fs;
use std::io;
use std::path::Path;

use tempfile::TempDir;

/// A folder that goes with its owner; in memory where the machine offers that, because a seed
/// writes much and keeps nothing.
pub fn temporary() -> io::Result<TempDir> {
    let memory = Path::new("/dev/shm");
    match memory.is_dir() {
        true => TempDir::with_prefix_in("tongban-sim-", memory),
        false => TempDir::with_prefix("tongban-sim-"),
    }
}

/// Copies everything in a folder.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &target)?,
            false => fs::copy(entry.path(), &target).map(|_| ())?,
        }
    }
    Ok(())
}

/// Makes the folder with nothing in it.
pub fn empty(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::create_dir_all(folder)
}
