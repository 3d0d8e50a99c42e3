//! Attachments in chunks (rule S12). The signed manifest of the operation is the permission; the
//! answer says how many bytes are durable, and that may be fewer than it said before.

use tongban_cose::cbor::{Item, Limits, Value};

use crate::fields::{Extra, Fields, map};
use crate::operation::MAX_CHUNK_BYTES;
use crate::push::{MAX_PUSH, MAX_PUSH_BYTES, MAX_RECEIPT};
use crate::{AttachmentId, DecodeError, OperationId};

/// Chunks: body of `POST /v1/upload`.
#[derive(Clone, PartialEq, Eq)]
pub struct UploadRequest {
    /// The chunks, 1 to 64, at most 256 KiB together.
    pub chunks: Vec<Chunk>,
    /// What this build does not know.
    pub extra: Extra,
}

/// Consecutive bytes of one attachment; none to ask how far it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Chunk {
    /// The operation whose manifest lists the attachment.
    pub operation: OperationId,
    /// The attachment.
    pub attachment: AttachmentId,
    /// Where the bytes begin.
    pub offset: u64,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl UploadRequest {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let chunks = self.chunks.iter().map(Chunk::item).collect();
        map(vec![(1, Item::Array(chunks))], &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let chunks = fields.list(1, "chunks", MAX_PUSH, Chunk::from_value)?;
        match chunks.is_empty() {
            true => Err(DecodeError::FieldOutOfRange("chunks")),
            false => Ok(Self {
                chunks,
                extra: fields.extra(&[1]),
            }),
        }
    }
}

impl UploadRequest {
    /// The chunks at the beginning of a body that broke off; the last may have come in part. What
    /// is not as [`UploadRequest::encode`] writes it ends the list.
    pub fn prefix(bytes: &[u8]) -> Vec<Chunk> {
        let mut rest = Rest(bytes);
        let mut chunks = Vec::new();
        if rest.head() == Some((5, 1)) && rest.head() == Some((0, 1)) {
            let count = rest.head().filter(|(kind, _)| *kind == 4);
            for _ in 0..count.map_or(0, |(_, count)| count.min(MAX_PUSH as u64)) {
                let Some(chunk) = rest.chunk() else { break };
                chunks.push(chunk);
            }
        }
        chunks
    }
}

/// Bytes that are read from the front while they last.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    /// Major type and number of the next item.
    fn head(&mut self) -> Option<(u8, u64)> {
        let (first, rest) = self.0.split_first()?;
        let (kind, small) = (first >> 5, first & 0x1f);
        let more = match small {
            0..=23 => 0,
            24..=27 => 1 << (small - 24),
            _ => return None,
        };
        let (number, rest) = rest.split_at_checked(more)?;
        self.0 = rest;
        let number = match more {
            0 => u64::from(small),
            _ => number
                .iter()
                .fold(0, |all, byte| all << 8 | u64::from(*byte)),
        };
        Some((kind, number))
    }

    fn expect(&mut self, kind: u8, number: u64) -> Option<()> {
        (self.head()? == (kind, number)).then_some(())
    }

    fn id(&mut self, label: u64) -> Option<[u8; 16]> {
        self.expect(0, label)?;
        self.expect(2, 16)?;
        let (id, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*id)
    }

    fn chunk(&mut self) -> Option<Chunk> {
        self.expect(5, 4)?;
        let operation = OperationId::from_bytes(self.id(1)?);
        let attachment = AttachmentId::from_bytes(self.id(2)?);
        self.expect(0, 3)?;
        let (0, offset) = self.head()? else {
            return None;
        };
        self.expect(0, 4)?;
        let (2, length) = self.head()? else {
            return None;
        };
        if length > u64::from(MAX_CHUNK_BYTES) {
            return None;
        }
        let there = self.0.len().min(usize::try_from(length).ok()?);
        let (bytes, rest) = self.0.split_at(there);
        self.0 = rest;
        Some(Chunk {
            operation,
            attachment,
            offset,
            bytes: bytes.to_vec(),
        })
    }
}

impl Chunk {
    fn item(&self) -> Item {
        let known = vec![
            (1, self.operation.item()),
            (2, self.attachment.item()),
            (3, self.offset.into()),
            (4, self.bytes.as_slice().into()),
        ];
        map(known, &Extra::default())
    }

    fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            operation: OperationId::from_value(fields.value(1, "operation")?)?,
            attachment: AttachmentId::from_value(fields.value(2, "attachment")?)?,
            offset: fields.number(3, "offset")?,
            bytes: fields.blob(4, "bytes", MAX_CHUNK_BYTES as usize)?,
        })
    }
}

/// How far each attachment of an upload is, and what that completed.
#[derive(Clone, PartialEq, Eq)]
pub struct UploadResponse {
    /// One entry an attachment.
    pub progress: Vec<UploadProgress>,
    /// Signed receipts of operations that are complete now.
    pub receipts: Vec<Vec<u8>>,
    /// What this build does not know.
    pub extra: Extra,
}

/// How far one attachment is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadProgress {
    /// The operation.
    pub operation: OperationId,
    /// The attachment.
    pub attachment: AttachmentId,
    /// Where it stands.
    pub standing: UploadStanding,
}

/// Where an attachment stands on the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadStanding {
    /// So many bytes from the beginning are durable.
    Confirmed(u64),
    /// The platform does not know this attachment of this operation.
    Unknown,
    /// All bytes came and their hash is wrong: none of them counts.
    Damaged,
}

impl UploadResponse {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let progress = self.progress.iter().map(UploadProgress::item).collect();
        let receipts = self
            .receipts
            .iter()
            .map(|bytes| bytes.as_slice().into())
            .collect();
        let known = vec![(1, Item::Array(progress)), (2, Item::Array(receipts))];
        map(known, &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &ANSWER_LIMITS)?;
        Ok(Self {
            progress: fields.list(1, "progress", MAX_PUSH, UploadProgress::from_value)?,
            receipts: fields.list(2, "receipts", MAX_PUSH, |value| {
                value
                    .as_bytes()
                    .filter(|bytes| bytes.len() <= MAX_RECEIPT)
                    .map(<[u8]>::to_vec)
                    .ok_or(DecodeError::FieldOutOfRange("receipts"))
            })?,
            extra: fields.extra(&[1, 2]),
        })
    }
}

impl UploadProgress {
    fn item(&self) -> Item {
        let mut known = vec![(1, self.operation.item()), (2, self.attachment.item())];
        match self.standing {
            UploadStanding::Confirmed(bytes) => known.push((3, bytes.into())),
            UploadStanding::Unknown => known.push((4, 1.into())),
            UploadStanding::Damaged => known.push((4, 2.into())),
        }
        map(known, &Extra::default())
    }

    fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        let fields = Fields::of(value)?;
        let standing = match fields.optional(4).map(Value::as_u64) {
            None => UploadStanding::Confirmed(fields.number(3, "confirmed")?),
            Some(Some(1)) => UploadStanding::Unknown,
            Some(Some(2)) => UploadStanding::Damaged,
            Some(_) => return Err(DecodeError::FieldOutOfRange("problem")),
        };
        Ok(Self {
            operation: OperationId::from_value(fields.value(1, "operation")?)?,
            attachment: AttachmentId::from_value(fields.value(2, "attachment")?)?,
            standing,
        })
    }
}

const LIMITS: Limits = Limits {
    max_bytes: MAX_PUSH_BYTES + (16 << 10),
    max_depth: 6,
    max_items: 1024,
};
const ANSWER_LIMITS: Limits = Limits {
    max_bytes: MAX_PUSH * (MAX_RECEIPT + 256),
    max_depth: 6,
    max_items: 2048,
};
