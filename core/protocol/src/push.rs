//! Handing over operations: each is signed by itself, so the push is only their order.

use tongban_cose::cbor::{Item, Limits, Value};

use crate::fields::{Extra, Fields, map};
use crate::operation::MAX_OPERATION_BYTES;
use crate::{DecodeError, OperationId};

/// Operations in the order in which they are to be taken: body of `POST /v1/push`.
#[derive(Clone, PartialEq, Eq)]
pub struct PushRequest {
    /// Signed operations, 1 to [`MAX_PUSH`].
    pub operations: Vec<Vec<u8>>,
    /// What this build does not know.
    pub extra: Extra,
}

/// Most operations of one push, and most chunks of one upload.
pub const MAX_PUSH: usize = 64;
/// Most bytes of operations in one push, and of chunks in one upload: 256 KiB.
pub const MAX_PUSH_BYTES: usize = 256 << 10;

impl PushRequest {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let operations = self
            .operations
            .iter()
            .map(|bytes| bytes.as_slice().into())
            .collect();
        map(vec![(1, Item::Array(operations))], &self.extra).encode()
    }

    /// Reads a body; what is inside each operation is not looked at.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let operations = fields.list(1, "operations", MAX_PUSH, |value| {
            value
                .as_bytes()
                .filter(|bytes| bytes.len() <= MAX_OPERATION_BYTES)
                .map(<[u8]>::to_vec)
                .ok_or(DecodeError::FieldOutOfRange("operations"))
        })?;
        match operations.is_empty() {
            true => Err(DecodeError::FieldOutOfRange("operations")),
            false => Ok(Self {
                operations,
                extra: fields.extra(&[1]),
            }),
        }
    }
}

/// What happened to each operation of a push.
#[derive(Clone, PartialEq, Eq)]
pub struct PushResponse {
    /// One entry an operation, in any order; one that is missing is undecided.
    pub outcomes: Vec<PushOutcome>,
    /// What this build does not know.
    pub extra: Extra,
}

/// What happened to one operation.
#[derive(Clone, PartialEq, Eq)]
pub struct PushOutcome {
    /// The operation.
    pub operation: OperationId,
    /// What happened.
    pub verdict: PushVerdict,
}

/// What the platform says to an operation.
#[derive(Clone, PartialEq, Eq)]
pub enum PushVerdict {
    /// A signed receipt: held, complete or rejected.
    Receipt(Vec<u8>),
    /// Not taken, because that operation is not accepted. Nothing was stored (rule S5).
    BlockedBy(OperationId),
    /// Not taken now; offer it again.
    Undecided,
}

impl PushResponse {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let outcomes = self.outcomes.iter().map(PushOutcome::item).collect();
        map(vec![(1, Item::Array(outcomes))], &self.extra).encode()
    }

    /// Reads a body.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &ANSWER_LIMITS)?;
        Ok(Self {
            outcomes: fields.list(1, "outcomes", MAX_PUSH, PushOutcome::from_value)?,
            extra: fields.extra(&[1]),
        })
    }
}

impl PushOutcome {
    fn item(&self) -> Item {
        let mut known = vec![(1, self.operation.item())];
        match &self.verdict {
            PushVerdict::Receipt(bytes) => known.push((2, bytes.as_slice().into())),
            PushVerdict::BlockedBy(id) => known.push((3, id.item())),
            PushVerdict::Undecided => {}
        }
        map(known, &Extra::default())
    }

    fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        let fields = Fields::of(value)?;
        let verdict = match (fields.optional(2), fields.optional(3)) {
            (Some(_), _) => PushVerdict::Receipt(fields.blob(2, "receipt", MAX_RECEIPT)?),
            (None, Some(id)) => PushVerdict::BlockedBy(OperationId::from_value(id)?),
            (None, None) => PushVerdict::Undecided,
        };
        Ok(Self {
            operation: OperationId::from_value(fields.value(1, "operation")?)?,
            verdict,
        })
    }
}

/// Longest receipt that travels inside an answer.
pub(crate) const MAX_RECEIPT: usize = 16 << 10;

const LIMITS: Limits = Limits {
    max_bytes: MAX_PUSH_BYTES + (8 << 10),
    max_depth: 6,
    max_items: 512,
};
const ANSWER_LIMITS: Limits = Limits {
    max_bytes: MAX_PUSH * (MAX_RECEIPT + 256),
    max_depth: 6,
    max_items: 2048,
};
