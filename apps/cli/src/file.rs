//! Files that a person names: read and written whole, with a limit and a reason.

use std::fs::File;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

/// Why a named file could not be used; the code names the text for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error("file not found: {0}")]
    NotFound(String),
    #[error("file is larger than the limit: {0}")]
    TooLarge(String),
    #[error("file cannot be read: {0}")]
    NotReadable(String),
    #[error("file cannot be written: {0}")]
    NotWritable(String),
    #[error("file is there already: {0}")]
    Exists(String),
    #[error("file can be written with these endings only: {0}")]
    Ending(String),
}

impl FileError {
    /// Stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            FileError::NotFound(_) => "file_not_found",
            FileError::TooLarge(_) => "file_too_large",
            FileError::NotReadable(_) => "file_not_readable",
            FileError::NotWritable(_) => "file_not_writable",
            FileError::Exists(_) => "file_exists",
            FileError::Ending(_) => "ending_unknown",
        }
    }

    /// The file as it was named; the endings that work, where its own does not.
    pub fn path(&self) -> &str {
        match self {
            FileError::NotFound(path)
            | FileError::TooLarge(path)
            | FileError::NotReadable(path)
            | FileError::NotWritable(path)
            | FileError::Exists(path)
            | FileError::Ending(path) => path,
        }
    }
}

/// The whole file; `-` is standard input.
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin()
            .lock()
            .take(MAX_FILE + 1)
            .read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(MAX_FILE + 1).read_to_end(&mut bytes))
    };
    match read {
        Ok(_) if bytes.len() as u64 > MAX_FILE => Err(FileError::TooLarge(name)),
        Ok(_) => Ok(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(FileError::NotFound(name)),
        Err(_) => Err(FileError::NotReadable(name)),
    }
}

/// Writes the whole file; an older one is written over only by `force`.
pub fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), FileError> {
    let name = || path.display().to_string();
    if force {
        return std::fs::write(path, bytes).map_err(|_| FileError::NotWritable(name()));
    }
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => FileError::Exists(name()),
        _ => FileError::NotWritable(name()),
    })?;
    file.write_all(bytes).map_err(|_| {
        // Half a file would stand in the way of the next try.
        let _ = std::fs::remove_file(path);
        FileError::NotWritable(name())
    })
}

/// Which of the endings a file's name has; a name without any gets the first. Nothing is written
/// in one form under the name of another.
pub fn ending(path: &Path, known: &[&'static str]) -> Result<&'static str, FileError> {
    let Some(given) = path.extension() else {
        return Ok(known[0]);
    };
    let fits = |known: &&&str| {
        given
            .to_str()
            .is_some_and(|given| given.eq_ignore_ascii_case(known))
    };
    known.iter().find(fits).copied().ok_or_else(|| {
        let known: Vec<_> = known.iter().map(|known| format!(".{known}")).collect();
        FileError::Ending(known.join(", "))
    })
}

/// Fails with [`FileError::Exists`] where [`write_private`] would, so that nothing is made for a
/// file that cannot be written.
pub fn must_be_new(path: &Path) -> Result<(), FileError> {
    match path.symlink_metadata() {
        Ok(_) => Err(FileError::Exists(path.display().to_string())),
        Err(_) => Ok(()),
    }
}

/// Writes a new file that only its owner may read. What is there already stays as it is, a link
/// too: somebody else may have put it there, readable to them or leading to their place.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let name = || path.display().to_string();
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => FileError::Exists(name()),
        _ => FileError::NotWritable(name()),
    })?;
    file.write_all(bytes).map_err(|_| {
        // Half a file would stand in the way of the next try.
        let _ = std::fs::remove_file(path);
        FileError::NotWritable(name())
    })
}

/// More than the largest status list and the largest picture.
const MAX_FILE: u64 = 64 * 1024 * 1024;
