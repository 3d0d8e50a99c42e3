use tongban_cose::cbor::Limits;

use super::Rejection;
use crate::fields::{Extra, Fields, map};
use crate::{DecodeError, Epoch, OperationId, ReadLogHead, ScopeId};

/// What a receipt says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The operation.
    pub operation: OperationId,
    /// SHA-256 of what was signed in it.
    pub operation_hash: [u8; 32],
    /// Its scope.
    pub scope: ScopeId,
    /// The platform's history in which this is true.
    pub epoch: Epoch,
    /// The receipt's own row in the scope.
    pub seq: u64,
    /// Every row of the scope up to here is in a backup.
    pub stable_seq: u64,
    /// What happened.
    pub fact: Fact,
    /// What people see and say; at most 32 bytes.
    pub number: String,
    /// Legal instant of the fact, seconds since 1970 by the platform's clock.
    pub at: u64,
    /// Head of the log of who read what.
    pub read_log: ReadLogHead,
    /// What this build does not know.
    pub extra: Extra,
}

/// What the platform did with an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Text and manifest are durable; attachments are missing.
    Held {
        /// Version of the case after it.
        case_version: u64,
    },
    /// All of it is durable and every hash fits.
    Complete {
        /// Version of the case after it.
        case_version: u64,
    },
    /// Nothing of it counts.
    Rejected(Rejection),
}

impl Receipt {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut known = vec![
            (1, self.operation.item()),
            (2, self.operation_hash[..].into()),
            (3, self.scope.item()),
            (4, self.epoch.item()),
            (5, self.seq.into()),
            (6, self.stable_seq.into()),
            (8, self.number.as_str().into()),
            (9, self.at.into()),
            (10, self.read_log.item()),
        ];
        match &self.fact {
            Fact::Held { case_version } => {
                known.extend([(7, HELD.into()), (12, (*case_version).into())]);
            }
            Fact::Complete { case_version } => {
                known.extend([(7, COMPLETE.into()), (12, (*case_version).into())]);
            }
            Fact::Rejected(rejection) => {
                known.extend([(7, REJECTED.into()), (11, rejection.item())]);
            }
        }
        map(known, &self.extra).encode()
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let (fact, last) = match fields.number(7, "fact")? {
            HELD => (
                Fact::Held {
                    case_version: fields.number(12, "case_version")?,
                },
                12,
            ),
            COMPLETE => (
                Fact::Complete {
                    case_version: fields.number(12, "case_version")?,
                },
                12,
            ),
            REJECTED => (
                Fact::Rejected(Rejection::from_value(fields.value(11, "reason")?)?),
                11,
            ),
            _ => return Err(DecodeError::FieldOutOfRange("fact")),
        };
        Ok(Self {
            operation: OperationId::from_value(fields.value(1, "operation")?)?,
            operation_hash: fields.bytes(2, "operation_hash")?,
            scope: ScopeId::from_value(fields.value(3, "scope")?)?,
            epoch: Epoch::from_value(fields.value(4, "epoch")?)?,
            seq: fields.number(5, "seq")?,
            stable_seq: fields.number(6, "stable_seq")?,
            fact,
            number: fields.text(8, "number", 32)?,
            at: fields.number(9, "at")?,
            read_log: ReadLogHead::from_value(fields.value(10, "read_log")?)?,
            extra: fields.extra(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, last]),
        })
    }
}

const HELD: u64 = 1;
const COMPLETE: u64 = 2;
const REJECTED: u64 = 3;

/// A reason's detail and room for what newer builds add.
const LIMITS: Limits = Limits {
    max_bytes: super::verify::MAX_BYTES,
    max_depth: 6,
    max_items: 256,
};
