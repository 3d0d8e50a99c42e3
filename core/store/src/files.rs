//! Names of the files of a store, and steps on files that a crash cannot leave half done.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tongban_device::{BlobError, BlobName};

use crate::PersonId;

pub(crate) const SHARED_DB: &str = "shared.db";
pub(crate) const SHARED_KEY: &str = "shared.key";
pub(crate) const LOCK: &str = "lock";
pub(crate) const RESERVE: &str = "reserve";

/// What the engine keeps beside a database file. A journal that stayed behind would be played
/// back into the next database of that name.
pub(crate) const COMPANIONS: [&str; 3] = ["-journal", "-wal", "-shm"];

pub(crate) fn person_db(person: PersonId) -> String {
    format!("person-{person}.db")
}

/// The folder of a person's encrypted files.
pub(crate) fn person_files(person: PersonId) -> String {
    format!("person-{person}.files")
}

pub(crate) fn person_key(person: PersonId) -> String {
    format!("person-{person}.key")
}

/// The person whose key file this is.
pub(crate) fn person_of_key_file(name: &str) -> Option<PersonId> {
    name.strip_prefix("person-")?
        .strip_suffix(".key")?
        .parse()
        .ok()
}

pub(crate) fn blob_name(name: &str) -> Result<BlobName, BlobError> {
    BlobName::new(name)
}

/// `path` with `suffix` behind its file name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Makes renames and removals in `dir` durable.
pub(crate) fn sync_dir(dir: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(dir)?.sync_all()?;
    }
    Ok(())
}

/// Removes `path`; true when it was there.
pub(crate) fn remove(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Removes the folder `path` with everything in it; true when it was there.
pub(crate) fn remove_dir(path: &Path) -> io::Result<bool> {
    match fs::remove_dir_all(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
