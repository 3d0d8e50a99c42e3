use tongban_cose::cbor::{Item, Value};

use crate::fields::{Extra, Fields, map};
use crate::{AttachmentId, DecodeError};

/// One attachment as the signed manifest lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attachment {
    /// Its id within the operation.
    pub id: AttachmentId,
    /// Length in bytes, 1 to [`MAX_ATTACHMENT_BYTES`].
    pub length: u64,
    /// Bytes of one chunk, [`MIN_CHUNK_BYTES`] to [`MAX_CHUNK_BYTES`]; the last may be shorter.
    pub chunk_bytes: u32,
    /// SHA-256 of the whole.
    pub sha256: [u8; 32],
}

/// Longest attachment: 32 MiB.
pub const MAX_ATTACHMENT_BYTES: u64 = 32 << 20;
/// Smallest chunk: 4 KiB.
pub const MIN_CHUNK_BYTES: u32 = 4 << 10;
/// Largest chunk: 256 KiB (rule S12).
pub const MAX_CHUNK_BYTES: u32 = 256 << 10;

impl Attachment {
    /// Whether a chunk may begin at `offset` and have `length` bytes: aligned, inside, and not
    /// longer than a chunk unless it is several whole ones.
    pub fn admits(&self, offset: u64, length: u64) -> bool {
        let chunk = u64::from(self.chunk_bytes);
        let Some(end) = offset.checked_add(length) else {
            return false;
        };
        offset.is_multiple_of(chunk)
            && end <= self.length
            && (end == self.length || end.is_multiple_of(chunk))
    }

    pub(super) fn item(&self) -> Item {
        let known = vec![
            (1, self.id.item()),
            (2, self.length.into()),
            (3, self.chunk_bytes.into()),
            (4, self.sha256[..].into()),
        ];
        map(known, &Extra::default())
    }

    pub(super) fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        let fields = Fields::of(value)?;
        let length = fields.number(2, "length")?;
        if !(1..=MAX_ATTACHMENT_BYTES).contains(&length) {
            return Err(DecodeError::FieldOutOfRange("length"));
        }
        let chunk_bytes = u32::try_from(fields.number(3, "chunk_bytes")?)
            .ok()
            .filter(|bytes| (MIN_CHUNK_BYTES..=MAX_CHUNK_BYTES).contains(bytes))
            .ok_or(DecodeError::FieldOutOfRange("chunk_bytes"))?;
        Ok(Self {
            id: AttachmentId::from_value(fields.value(1, "attachment")?)?,
            length,
            chunk_bytes,
            sha256: fields.bytes(4, "sha256")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_aligned_and_inside() {
        let photo = Attachment {
            id: AttachmentId::from_bytes([1; 16]),
            length: 10_000,
            chunk_bytes: 4096,
            sha256: [0; 32],
        };
        for (offset, length) in [(0, 4096), (0, 8192), (8192, 1808), (0, 10_000), (4096, 0)] {
            assert!(photo.admits(offset, length), "{offset} {length}");
        }
        for (offset, length) in [
            (1, 4096),
            (1, 9_999),
            (0, 4097),
            (8192, 1809),
            (8192, 4096),
            (u64::MAX, 2),
            (0, 1),
        ] {
            assert!(!photo.admits(offset, length), "{offset} {length}");
        }
    }
}
