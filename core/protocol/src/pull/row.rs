use tongban_cose::cbor::Value;
use tongban_cose::sha256;

use super::MAX_NUMBER;
use crate::fields::{Extra, Fields, fixed, map};
use crate::{CaseId, DecodeError};

/// One committed change of a scope, with the bytes in which it travelled: they are kept as they
/// are, so that a kind or a key that this build does not know survives (rule S9).
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    raw: Vec<u8>,
    digest: [u8; 32],
    is_gone: bool,
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
        let raw = map(known, &Extra::default()).encode();
        Self {
            digest: sha256(&raw),
            raw,
            is_gone: false,
            seq,
            kind: kind.to_owned(),
            case,
            version,
            body: body.to_vec(),
        }
    }

    /// What is left of a row that a later one replaces: its number and [`Row::digest`], so that
    /// the rolling hash goes on over it.
    pub fn gone(seq: u64, digest: [u8; 32]) -> Self {
        let known = vec![(1, seq.into()), (6, digest[..].into())];
        Self {
            raw: map(known, &Extra::default()).encode(),
            digest,
            is_gone: true,
            seq,
            kind: String::new(),
            case: CaseId::from_bytes([0; 16]),
            version: 0,
            body: Vec::new(),
        }
    }

    /// Takes a row with whatever else it holds.
    pub(super) fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        let fields = Fields::of(value)?;
        if let (Some(digest), None) = (fields.optional(6), fields.optional(2)) {
            let digest = fixed(digest, "digest")?;
            return Ok(Self::gone(number(&fields, 1, "seq")?, digest));
        }
        Ok(Self {
            raw: value.raw().to_vec(),
            digest: sha256(value.raw()),
            is_gone: false,
            seq: number(&fields, 1, "seq")?,
            kind: fields.text(2, "kind", 64)?,
            case: CaseId::from_value(fields.value(3, "case")?)?,
            version: number(&fields, 4, "version")?,
            body: fields.blob(5, "body", MAX_ROW_BODY)?,
        })
    }

    /// The bytes as they travelled.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// SHA-256 of the bytes in which it travelled first.
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// Whether a later row has replaced it and only its digest is left.
    pub fn is_gone(&self) -> bool {
        self.is_gone
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

fn number(fields: &Fields<'_>, label: i64, name: &'static str) -> Result<u64, DecodeError> {
    match fields.number(label, name)? {
        number @ ..=MAX_NUMBER => Ok(number),
        _ => Err(DecodeError::FieldOutOfRange(name)),
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
