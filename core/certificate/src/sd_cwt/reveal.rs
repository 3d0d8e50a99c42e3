//! Putting disclosures back into a payload, by all rules of the draft: nested redaction, redacted
//! array elements, decoys.
//!
//! Guarantees that every disclosure is used exactly once, that no digest stands twice, and that a
//! disclosed key never replaces another; anything else is an error, not a smaller result.

use std::collections::HashMap;

use tongban_cose::cbor::{Kind, Value};

use super::{Disclosure, DisclosureKind};
use crate::{FormatError, labels};

/// A payload with its disclosures in place.
pub(crate) enum Revealed<'a> {
    Leaf(Value<'a>),
    Array(Vec<Revealed<'a>>),
    Map(Vec<(Value<'a>, Revealed<'a>)>),
    Tag(Box<Revealed<'a>>),
}

/// The payload with `disclosures` in place.
pub(crate) fn reveal<'a>(
    payload: &Value<'a>,
    disclosures: &[Disclosure<'a>],
) -> Result<Revealed<'a>, FormatError> {
    let mut by_digest = HashMap::new();
    for disclosure in disclosures {
        if by_digest
            .insert(disclosure.digest, &disclosure.kind)
            .is_some()
        {
            return Err(FormatError::DisclosureMismatch);
        }
    }
    let mut revealer = Revealer {
        unused: by_digest,
        seen: HashMap::new(),
    };
    let revealed = revealer.value(payload, 0)?;
    match revealer.unused.is_empty() {
        true => Ok(revealed),
        false => Err(FormatError::DisclosureMismatch),
    }
}

struct Revealer<'d, 'a> {
    unused: HashMap<[u8; 32], &'d DisclosureKind<'a>>,
    seen: HashMap<[u8; 32], ()>,
}

impl<'d, 'a> Revealer<'d, 'a> {
    fn value(&mut self, value: &Value<'a>, depth: usize) -> Result<Revealed<'a>, FormatError> {
        if depth > MAX_DEPTH {
            return Err(FormatError::DisclosureMismatch);
        }
        Ok(match value.kind() {
            Kind::Map(entries) => Revealed::Map(self.map(entries, depth)?),
            Kind::Array(elements) => Revealed::Array(self.array(elements, depth)?),
            Kind::Tag(labels::REDACTED_ELEMENT, _) => return Err(FormatError::DisclosureMismatch),
            Kind::Tag(_, content) => Revealed::Tag(Box::new(self.value(content, depth + 1)?)),
            _ => Revealed::Leaf(value.clone()),
        })
    }

    fn map(
        &mut self,
        entries: &[(Value<'a>, Value<'a>)],
        depth: usize,
    ) -> Result<Vec<(Value<'a>, Revealed<'a>)>, FormatError> {
        let mut revealed = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            if !key.is_simple(labels::REDACTED_KEYS) {
                revealed.push((key.clone(), self.value(value, depth + 1)?));
                continue;
            }
            for digest in value.as_array().ok_or(FormatError::DisclosureMismatch)? {
                match self.take(digest)? {
                    Some(DisclosureKind::Claim { key, value }) => {
                        revealed.push((key.clone(), self.value(value, depth + 1)?));
                    }
                    Some(DisclosureKind::Element(_)) => {
                        return Err(FormatError::DisclosureMismatch);
                    }
                    Some(DisclosureKind::Decoy) | None => {}
                }
            }
        }
        let mut keys: Vec<&[u8]> = revealed.iter().map(|(key, _)| key.raw()).collect();
        keys.sort_unstable();
        match keys.windows(2).any(|pair| pair[0] == pair[1]) {
            true => Err(FormatError::DisclosureMismatch),
            false => Ok(revealed),
        }
    }

    fn array(
        &mut self,
        elements: &[Value<'a>],
        depth: usize,
    ) -> Result<Vec<Revealed<'a>>, FormatError> {
        let mut revealed = Vec::with_capacity(elements.len());
        for element in elements {
            let Some(digest) = element.as_tagged(labels::REDACTED_ELEMENT) else {
                revealed.push(self.value(element, depth + 1)?);
                continue;
            };
            match self.take(digest)? {
                Some(DisclosureKind::Element(value)) => {
                    revealed.push(self.value(value, depth + 1)?);
                }
                Some(DisclosureKind::Claim { .. }) => return Err(FormatError::DisclosureMismatch),
                Some(DisclosureKind::Decoy) | None => {}
            }
        }
        Ok(revealed)
    }

    fn take(&mut self, digest: &Value<'a>) -> Result<Option<&'d DisclosureKind<'a>>, FormatError> {
        let digest = digest.as_bytes().and_then(|bytes| bytes.try_into().ok());
        let digest: [u8; 32] = digest.ok_or(FormatError::DisclosureMismatch)?;
        match self.seen.insert(digest, ()) {
            Some(()) => Err(FormatError::DisclosureMismatch),
            None => Ok(self.unused.remove(&digest)),
        }
    }
}

/// Disclosures may nest as deeply as one item may.
const MAX_DEPTH: usize = 16;
