use tongban_cose::cbor::Value;

use crate::fields::{Extra, Fields, map};
use crate::{CaseId, DecodeError};

/// One committed change of a scope, with the bytes in which it travelled: they are kept as they
/// are, so that a kind or a key that this build does not know survives (rule S9).
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    raw: Vec<u8>,
    seq: u64,
    kind: String,
    case: CaseId,
    version: u64,
    body: Vec<u8>,
}

/// Longest body of a row: 192 KiB.
pub const MAX_ROW_BODY: usize = 192 << 10;

impl Row {
    /// A row as the platform writes it.
    pub fn new(seq: u64, kind: &str, case: CaseId, version: u64, body: &[u8]) -> Self {
        let known = vec![
            (1, seq.into()),
            (2, kind.into()),
            (3, case.item()),
            (4, version.into()),
            (5, body.into()),
        ];
        Self {
            raw: map(known, &Extra::default()).encode(),
            seq,
            kind: kind.to_owned(),
            case,
            version,
            body: body.to_vec(),
        }
    }

    /// Takes a row with whatever else it holds.
    pub(super) fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            raw: value.raw().to_vec(),
            seq: fields.number(1, "seq")?,
            kind: fields.text(2, "kind", 64)?,
            case: CaseId::from_value(fields.value(3, "case")?)?,
            version: fields.number(4, "version")?,
            body: fields.blob(5, "body", MAX_ROW_BODY)?,
        })
    }

    /// The bytes as they travelled.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Its place in the scope, from 1 without gaps.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// What it is.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// What it is about.
    pub fn case(&self) -> CaseId {
        self.case
    }

    /// Version of the case with it; it applies only over a lower one of the same epoch (rule S4).
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Its content.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl std::fmt::Debug for Row {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "Row({} {}, {} bytes)",
            self.seq,
            self.kind,
            self.body.len()
        )
    }
}
