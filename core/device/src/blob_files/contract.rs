//! Whole files by name, written so that a crash leaves the old bytes or the new ones.

/// A folder of files that are read and written whole (rule S12).
pub trait BlobFiles: Send + Sync {
    /// The bytes of `name`, or `None` when there is no such file.
    fn read(&self, name: &BlobName) -> Result<Option<Vec<u8>>, BlobError>;

    /// Writes all of `bytes` under `name` and returns when they are durable; on any error
    /// the previous bytes are still there.
    fn write(&self, name: &BlobName, bytes: &[u8]) -> Result<(), BlobError>;

    /// Removes `name`; a file that is not there is a success.
    fn delete(&self, name: &BlobName) -> Result<(), BlobError>;

    /// The names of all files, sorted; unfinished writes are not among them.
    fn list(&self) -> Result<Vec<BlobName>, BlobError>;
}

/// A file name that cannot leave its folder: 1 to 100 of `a-z 0-9 - _ .`, beginning with a
/// letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlobName(String);

impl BlobName {
    /// Checks `text`.
    pub fn new(text: impl Into<String>) -> Result<Self, BlobError> {
        let text = text.into();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let starts = text.bytes().next().is_some_and(plain);
        let allowed = text
            .bytes()
            .all(|byte| plain(byte) || matches!(byte, b'-' | b'_' | b'.'));
        match starts && allowed && text.len() <= 100 {
            true => Ok(Self(text)),
            false => Err(BlobError::BadName),
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a file was not read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BlobError {
    /// The name is empty, too long or has a character that is not allowed.
    #[error("file name is not allowed")]
    BadName,
    /// There is no room; what was there before is still there.
    #[error("disk is full")]
    DiskFull,
    /// The folder may not be used by this account, or is read-only.
    #[error("folder may not be used")]
    NotPermitted,
    /// The disk reports another failure.
    #[error("disk failed: {0}")]
    Disk(std::io::ErrorKind),
}
