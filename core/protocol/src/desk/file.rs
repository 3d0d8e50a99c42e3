use tongban_cose::cbor::Limits;

use crate::fields::{Fields, map};
use crate::{AttachmentId, CaseId, DecodeError, Extra};

/// Asks for bytes of a file of a case: body of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskFileRequest {
    /// The case.
    pub case: CaseId,
    /// The file.
    pub file: AttachmentId,
    /// From which byte on.
    pub offset: u64,
    /// What this build does not know.
    pub extra: Extra,
}

/// Bytes of a file whose hash was checked. Personal data: no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct DeskFileResponse {
    /// Length of the whole file.
    pub length: u64,
    /// At most [`MAX_PIECE`], from the offset that was asked for; none beyond the end.
    pub bytes: Vec<u8>,
    /// What this build does not know.
    pub extra: Extra,
}

/// Most bytes of one answer: 1 MiB.
pub const MAX_PIECE: usize = 1 << 20;

impl DeskFileRequest {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let known = vec![
            (1, self.case.item()),
            (2, self.file.item()),
            (3, self.offset.into()),
        ];
        map(known, &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &SMALL)?;
        Ok(Self {
            case: CaseId::from_value(fields.value(1, "case")?)?,
            file: AttachmentId::from_value(fields.value(2, "file")?)?,
            offset: fields.number(3, "offset")?,
            extra: fields.extra(&[1, 2, 3]),
        })
    }
}

impl DeskFileResponse {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let known = vec![(1, self.length.into()), (2, self.bytes.as_slice().into())];
        map(known, &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &PIECE)?;
        Ok(Self {
            length: fields.number(1, "length")?,
            bytes: fields.blob(2, "bytes", MAX_PIECE)?,
            extra: fields.extra(&[1, 2]),
        })
    }
}

const SMALL: Limits = Limits {
    max_bytes: 1024,
    max_depth: 4,
    max_items: 32,
};
const PIECE: Limits = Limits {
    max_bytes: MAX_PIECE + 1024,
    max_depth: 4,
    max_items: 32,
};
