use tongban_cose::cbor::{Item, Limits, Value};

use super::{SEGMENT, SEGMENT_TAG};
use crate::fields::{Extra, Fields, map};
use crate::push::{MAX_PUSH, MAX_PUSH_BYTES};
use crate::{AttachmentId, DecodeError, OperationId};

/// Segments of encrypted files: body of `POST /v1/sealed/upload`. The answer is an upload's.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedUploadRequest {
    /// The segments, 1 to 64, at most 256 KiB together.
    pub chunks: Vec<SealedChunk>,
    /// What this build does not know.
    pub extra: Extra,
}

/// One segment of the file of an attachment; none to ask how far it is.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedChunk {
    /// The operation whose manifest lists the attachment.
    pub operation: OperationId,
    /// The attachment.
    pub attachment: AttachmentId,
    /// Where the bytes of the segment begin in the attachment: a multiple of 64 KiB.
    pub offset: u64,
    /// The segment as it is in the file.
    pub segment: Vec<u8>,
    /// The envelope with the key of the file.
    pub envelope: Vec<u8>,
}

impl SealedUploadRequest {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let chunks = self.chunks.iter().map(SealedChunk::item).collect();
        map(vec![(1, Item::Array(chunks))], &self.extra).encode()
    }

    /// Reads a body; nothing is opened.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let chunks = fields.list(1, "chunks", MAX_PUSH, SealedChunk::from_value)?;
        match chunks.is_empty() {
            true => Err(DecodeError::FieldOutOfRange("chunks")),
            false => Ok(Self {
                chunks,
                extra: fields.extra(&[1]),
            }),
        }
    }
}

impl SealedChunk {
    fn item(&self) -> Item {
        let known = vec![
            (1, self.operation.item()),
            (2, self.attachment.item()),
            (3, self.offset.into()),
            (4, self.segment.as_slice().into()),
            (5, self.envelope.as_slice().into()),
        ];
        map(known, &Extra::default())
    }

    fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        let fields = Fields::of(value)?;
        let offset = fields.number(3, "offset")?;
        if !offset.is_multiple_of(SEGMENT as u64) {
            return Err(DecodeError::FieldOutOfRange("offset"));
        }
        Ok(Self {
            operation: OperationId::from_value(fields.value(1, "operation")?)?,
            attachment: AttachmentId::from_value(fields.value(2, "attachment")?)?,
            offset,
            segment: fields.blob(4, "segment", SEGMENT + SEGMENT_TAG)?,
            envelope: fields.blob(5, "envelope", 512)?,
        })
    }
}

const LIMITS: Limits = Limits {
    max_bytes: MAX_PUSH_BYTES + (64 << 10),
    max_depth: 4,
    max_items: 1024,
};
