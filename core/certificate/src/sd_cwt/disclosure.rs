//! Salted disclosures and the digests that stand for them.

use tongban_cose::cbor::{Item, Limits, Value, read};
use tongban_cose::sha256;

use crate::{FormatError, labels};

/// One disclosure with the digest that must stand for it in the signed payload.
pub(crate) struct Disclosure<'a> {
    /// SHA-256 over the disclosure *with* its byte-string header. Hashing the content alone is the
    /// mistake of the draft's older examples.
    pub(crate) digest: [u8; 32],
    /// The encoded byte string.
    pub(crate) encoded: &'a [u8],
    pub(crate) kind: DisclosureKind<'a>,
}

pub(crate) enum DisclosureKind<'a> {
    Claim { key: Value<'a>, value: Value<'a> },
    Element(Value<'a>),
    Decoy,
}

/// The disclosures of an unprotected header; none if the header has no `sd_claims`.
pub(crate) fn read_disclosures<'a>(
    unprotected: &Value<'a>,
    limits: &Limits,
) -> Result<Vec<Disclosure<'a>>, FormatError> {
    let Some(list) = unprotected.get(labels::SD_CLAIMS) else {
        return Ok(Vec::new());
    };
    let list = list.as_array().ok_or(FormatError::Disclosure)?;
    list.iter()
        .map(|entry| Disclosure::read(entry, limits))
        .collect()
}

impl<'a> Disclosure<'a> {
    fn read(entry: &Value<'a>, limits: &Limits) -> Result<Self, FormatError> {
        let content = entry.as_bytes().ok_or(FormatError::Disclosure)?;
        let parts = read(content, limits)?;
        let parts = parts.as_array().ok_or(FormatError::Disclosure)?;
        let salt = parts.first().and_then(Value::as_bytes);
        if salt.is_none_or(|salt| salt.len() != SALT_BYTES) {
            return Err(FormatError::Disclosure);
        }
        let kind = match &parts[1..] {
            [] => DisclosureKind::Decoy,
            [value] => DisclosureKind::Element(value.clone()),
            [value, key] if is_label(key) => DisclosureKind::Claim {
                key: key.clone(),
                value: value.clone(),
            },
            _ => return Err(FormatError::Disclosure),
        };
        Ok(Self {
            digest: sha256(entry.raw()),
            encoded: entry.raw(),
            kind,
        })
    }
}

/// The encoded disclosure of a claim, and its digest.
pub(crate) fn encode_claim(salt: [u8; SALT_BYTES], label: i64, value: Item) -> (Vec<u8>, [u8; 32]) {
    encode(vec![salt[..].into(), value, label.into()])
}

/// The digest of a disclosure that nobody can make: it hides how many fields a person has.
pub(crate) fn encode_decoy(salt: [u8; SALT_BYTES]) -> [u8; 32] {
    encode(vec![salt[..].into()]).1
}

fn encode(parts: Vec<Item>) -> (Vec<u8>, [u8; 32]) {
    let encoded = Item::Array(parts).wrapped().encode();
    let digest = sha256(&encoded);
    (encoded, digest)
}

fn is_label(key: &Value<'_>) -> bool {
    key.as_i64().is_some()
        || key
            .as_text()
            .is_some_and(|text| (1..=255).contains(&text.len()))
}

const SALT_BYTES: usize = 16;
