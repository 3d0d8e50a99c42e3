use std::collections::BTreeSet;

use tongban_cose::cbor::{Item, Limits};

use super::Attachment;
use crate::fields::{Extra, Fields, map};
use crate::{CaseId, DecodeError, MAX_HOLDER_KEYS, OperationId, ProvenKey, ScopeId};

/// What an operation says. Its body may hold personal data, so `Debug` prints none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Operation {
    /// Idempotency key.
    pub id: OperationId,
    /// The feed in which its effects and its receipt will be rows.
    pub scope: ScopeId,
    /// What it is about.
    pub case: CaseId,
    /// The version of the case that the person saw; 0 for a new one.
    pub seen: u64,
    /// What is asked for, as `tongban-cases` names it; at most 64 bytes.
    pub kind: String,
    /// Content, at most [`MAX_BODY_BYTES`].
    pub body: Vec<u8>,
    /// Operations without which this one makes no sense, at most [`MAX_DEPENDENCIES`].
    pub depends_on: Vec<OperationId>,
    /// The rejected operation whose place this one takes, then those whose place that one took,
    /// at most [`MAX_DEPENDENCIES`]. The whole chain, because a platform that was restored may
    /// have lost a link of it.
    pub supersedes: Vec<OperationId>,
    /// What follows in chunks, at most [`MAX_ATTACHMENTS`].
    pub attachments: Vec<Attachment>,
    /// One fresh key for each copy of what a grant would issue, in the order of the service's
    /// list, each with its proof for this operation; at most [`MAX_HOLDER_KEYS`].
    pub holder_keys: Vec<ProvenKey>,
    /// What this build does not know.
    pub extra: Extra,
}

/// Longest body: 128 KiB.
pub const MAX_BODY_BYTES: usize = 128 << 10;
/// Most operations that one depends on, and most that one supersedes.
pub const MAX_DEPENDENCIES: usize = 16;
/// Most attachments of one operation.
pub const MAX_ATTACHMENTS: usize = 32;

impl Operation {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut known = vec![
            (1, self.id.item()),
            (2, self.scope.item()),
            (3, self.case.item()),
            (4, self.seen.into()),
            (5, self.kind.as_str().into()),
            (6, self.body.as_slice().into()),
        ];
        if !self.depends_on.is_empty() {
            let ids = self.depends_on.iter().map(OperationId::item).collect();
            known.push((7, Item::Array(ids)));
        }
        if !self.supersedes.is_empty() {
            let ids = self.supersedes.iter().map(OperationId::item).collect();
            known.push((8, Item::Array(ids)));
        }
        if !self.attachments.is_empty() {
            let manifest = self.attachments.iter().map(Attachment::item).collect();
            known.push((9, Item::Array(manifest)));
        }
        if !self.holder_keys.is_empty() {
            let keys = self.holder_keys.iter().map(ProvenKey::item).collect();
            known.push((10, Item::Array(keys)));
        }
        map(known, &self.extra).encode()
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let operation = Self {
            id: OperationId::from_value(fields.value(1, "id")?)?,
            scope: ScopeId::from_value(fields.value(2, "scope")?)?,
            case: CaseId::from_value(fields.value(3, "case")?)?,
            seen: fields.number(4, "seen")?,
            kind: fields.text(5, "kind", 64)?,
            body: fields.blob(6, "body", MAX_BODY_BYTES)?,
            depends_on: fields.list_or_none(7, "depends_on", MAX_DEPENDENCIES, |value| {
                OperationId::from_value(value)
            })?,
            supersedes: fields.list_or_none(8, "supersedes", MAX_DEPENDENCIES, |value| {
                OperationId::from_value(value)
            })?,
            attachments: fields.list_or_none(
                9,
                "attachments",
                MAX_ATTACHMENTS,
                Attachment::from_value,
            )?,
            holder_keys: fields.list_or_none(
                10,
                "holder_keys",
                MAX_HOLDER_KEYS,
                ProvenKey::from_value,
            )?,
            extra: fields.extra(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        };
        operation.check()?;
        Ok(operation)
    }

    /// Refuses what contradicts itself.
    fn check(&self) -> Result<(), DecodeError> {
        for (others, name) in [
            (&self.depends_on, "depends_on"),
            (&self.supersedes, "supersedes"),
        ] {
            let different: BTreeSet<_> = others.iter().collect();
            if different.len() != others.len() || different.contains(&self.id) {
                return Err(DecodeError::FieldOutOfRange(name));
            }
        }
        let attachments: BTreeSet<_> = self.attachments.iter().map(|part| part.id).collect();
        match attachments.len() == self.attachments.len() {
            true => Ok(()),
            false => Err(DecodeError::FieldOutOfRange("attachments")),
        }
    }
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (body, attachments) = (self.body.len(), self.attachments.len());
        write!(
            out,
            "Operation({} of {body} bytes, {attachments} attachments)",
            self.kind
        )
    }
}

/// The body, the manifest and room for what newer builds add.
const LIMITS: Limits = Limits {
    max_bytes: super::MAX_OPERATION_BYTES,
    max_depth: 8,
    max_items: 1024,
};
