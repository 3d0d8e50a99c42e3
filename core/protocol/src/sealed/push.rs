use tongban_cose::cbor::{Item, Limits, Value};

use crate::fields::{Extra, Fields, map};
use crate::operation::MAX_OPERATION_BYTES;
use crate::push::{MAX_PUSH, MAX_PUSH_BYTES};
use crate::{DecodeError, OperationId};

/// Sealed operations in the order in which they are to be taken: body of `POST /v1/sealed`. The
/// answer is a push's.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedPushRequest {
    /// The operations, 1 to 64.
    pub operations: Vec<SealedOperation>,
    /// What this build does not know.
    pub extra: Extra,
}

/// One sealed operation.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedOperation {
    /// Its id, which the envelope is bound to.
    pub operation: OperationId,
    /// The envelope of the signed operation.
    pub envelope: Vec<u8>,
}

impl SealedPushRequest {
    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let operations = self.operations.iter().map(SealedOperation::item).collect();
        map(vec![(1, Item::Array(operations))], &self.extra).encode()
    }

    /// Reads a body; no envelope is opened.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let operations = fields.list(1, "operations", MAX_PUSH, SealedOperation::from_value)?;
        match operations.is_empty() {
            true => Err(DecodeError::FieldOutOfRange("operations")),
            false => Ok(Self {
                operations,
                extra: fields.extra(&[1]),
            }),
        }
    }
}

impl SealedOperation {
    fn item(&self) -> Item {
        let known = vec![
            (1, self.operation.item()),
            (2, self.envelope.as_slice().into()),
        ];
        map(known, &Extra::default())
    }

    fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            operation: OperationId::from_value(fields.value(1, "operation")?)?,
            envelope: fields.blob(2, "envelope", MAX_OPERATION_BYTES + ENVELOPE_ADDS)?,
        })
    }
}

/// An encapsulated key and a tag.
const ENVELOPE_ADDS: usize = 65 + 16;
const LIMITS: Limits = Limits {
    max_bytes: MAX_PUSH_BYTES + (16 << 10),
    max_depth: 4,
    max_items: 512,
};
