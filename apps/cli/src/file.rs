//! Files that a person names: read and written whole, with a limit and a reason.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
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
}

impl FileError {
    /// Stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            FileError::NotFound(_) => "file_not_found",
            FileError::TooLarge(_) => "file_too_large",
            FileError::NotReadable(_) => "file_not_readable",
            FileError::NotWritable(_) => "file_not_writable",
        }
    }

    /// The file as it was named.
    pub fn path(&self) -> &str {
        match self {
            FileError::NotFound(path)
            | FileError::TooLarge(path)
            | FileError::NotReadable(path)
            | FileError::NotWritable(path) => path,
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

/// Writes the whole file, in place of an older one.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    std::fs::write(path, bytes).map_err(|_| FileError::NotWritable(path.display().to_string()))
}

/// Like [`write`], and only its owner may read it.
#[cfg(feature = "demo")]
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    use std::io::Write as _;
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|_| FileError::NotWritable(path.display().to_string()))
}

/// More than the largest status list and the largest picture.
const MAX_FILE: u64 = 64 * 1024 * 1024;
