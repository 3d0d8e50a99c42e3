use tongban_cose::cbor::{Item, Limits, Value};
use tongban_cose::sha256;

use crate::fields::{Fields, fixed, list, map};
use crate::{DecodeError, Extra, ScopeId};

/// Stands for the id of something that was read, without saying it: the first 16 bytes of SHA-256
/// over a label, the scope and the id. Every device of a person makes the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReadMark([u8; 16]);

/// Marks of one request, or of one row.
pub const MAX_READ_MARKS: usize = 256;

impl ReadMark {
    /// The mark of `id` in this scope.
    ///
    /// ```
    /// use tongban_protocol::{ReadMark, ScopeId};
    /// let scope = ScopeId::from_bytes([9; 16]);
    /// assert_eq!(ReadMark::of(scope, "a.1"), ReadMark::of(scope, "a.1"));
    /// assert_ne!(ReadMark::of(scope, "a.1"), ReadMark::of(scope, "a.2"));
    /// ```
    pub fn of(scope: ScopeId, id: &str) -> Self {
        let hashed = [LABEL, scope.as_bytes(), id.as_bytes()].concat();
        let mut mark = [0; 16];
        mark.copy_from_slice(&sha256(&hashed)[..16]);
        Self(mark)
    }

    /// Takes the bytes as they travel.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes as they travel.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        fixed(value, "marks").map(Self)
    }
}

/// What a device tells as read: body of `POST /v1/read-marks`. A mark only ever says "read", so
/// that order, repetition and which device says it make no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadMarksRequest {
    /// The scope of what was read.
    pub scope: ScopeId,
    /// 1 to [`MAX_READ_MARKS`].
    pub marks: Vec<ReadMark>,
    /// What this build does not know.
    pub extra: Extra,
}

impl ReadMarksRequest {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let known = vec![(1, self.scope.item()), (2, marks_item(&self.marks))];
        map(known, &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        Ok(Self {
            scope: ScopeId::from_value(fields.value(1, "scope")?)?,
            marks: marks(fields.value(2, "marks")?)?,
            extra: fields.extra(&[1, 2]),
        })
    }
}

/// The same as a row of the scope, for the person's other devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRow {
    /// 1 to [`MAX_READ_MARKS`].
    pub marks: Vec<ReadMark>,
    /// What this build does not know.
    pub extra: Extra,
}

impl ReadRow {
    /// The body of the row.
    pub fn encode(&self) -> Vec<u8> {
        map(vec![(1, marks_item(&self.marks))], &self.extra).encode()
    }

    /// Reads the body of a row.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        Ok(Self {
            marks: marks(fields.value(1, "marks")?)?,
            extra: fields.extra(&[1]),
        })
    }
}

fn marks_item(marks: &[ReadMark]) -> Item {
    Item::Array(marks.iter().map(|mark| mark.0[..].into()).collect())
}

fn marks(value: &Value<'_>) -> Result<Vec<ReadMark>, DecodeError> {
    let marks = list(value, "marks", MAX_READ_MARKS, ReadMark::from_value)?;
    match marks.is_empty() {
        true => Err(DecodeError::FieldOutOfRange("marks")),
        false => Ok(marks),
    }
}

const LABEL: &[u8] = b"tongban read mark v1";
const LIMITS: Limits = Limits {
    max_bytes: 8 << 10,
    max_depth: 4,
    max_items: 512,
};
