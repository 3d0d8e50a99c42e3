use std::fmt::{Display, Formatter, Write};

use async_trait::async_trait;

/// Keeps bytes under names. What was stored is durable when the call returns, whole or not at
/// all, and is there for every process of the platform.
#[async_trait]
pub trait BlobStore: Send + Sync {
    /// Stores bytes; what was under the name is replaced.
    async fn put(&self, name: &BlobName, bytes: Vec<u8>) -> Result<(), BlobError>;

    /// All bytes under a name; none if there is nothing.
    async fn get(&self, name: &BlobName) -> Result<Option<Vec<u8>>, BlobError>;

    /// At most `most` bytes from `offset` on; empty beyond the end, none if there is nothing.
    async fn piece(
        &self,
        name: &BlobName,
        offset: u64,
        most: usize,
    ) -> Result<Option<Vec<u8>>, BlobError>;

    /// Forgets a name; no error if there is nothing.
    async fn delete(&self, name: &BlobName) -> Result<(), BlobError>;
}

/// A name of ids only: nothing of a person or a path is ever in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BlobName(String);

impl BlobName {
    /// The whole of an attachment.
    pub fn whole(operation: &[u8; 16], attachment: &[u8; 16]) -> Self {
        Self(format!("whole/{}/{}", hex(operation), hex(attachment)))
    }

    /// The bytes of an attachment that begin at `offset`.
    pub fn part(operation: &[u8; 16], attachment: &[u8; 16], offset: u64) -> Self {
        let (operation, attachment) = (hex(operation), hex(attachment));
        Self(format!("parts/{operation}/{attachment}/{offset:012x}"))
    }
}

impl BlobName {
    /// Reads a name back; none if it is not one that this build gives.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = |text: &str, digits: usize| {
            text.len() == digits
                && text
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        let parts: Vec<&str> = text.split('/').collect();
        let known = match parts[..] {
            ["whole", operation, id] => is_hex(operation, 32) && is_hex(id, 32),
            ["parts", operation, id, offset] => {
                is_hex(operation, 32) && is_hex(id, 32) && is_hex(offset, 12)
            }
            _ => false,
        };
        known.then(|| Self(text.to_owned()))
    }
}

impl Display for BlobName {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Bytes that could not be kept or read. Nothing of them is in the text.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The folder cannot be made or used.
    #[error("folder of the attachments cannot be used")]
    Folder(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The disk is full or does not answer; asking again later may help.
    #[error("attachment cannot be kept or read now")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}
