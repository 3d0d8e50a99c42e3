//! The root document: three keys, two needed (rule C9).
//!
//! Root *n+1* counts only if two keys of *n* and two of its own have signed it. Every root is
//! kept, so that a device that was offline for years can walk from the one it knows to the newest.

use tongban_cose::cbor::{CborError, Item, Limits, Value, read};
use tongban_cose::{CoseError, MultiToBeSigned, PublicKey, Typ, UnverifiedMultiSign};

use super::{ROOT_TYP, TrustError};

/// What a root document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootContent {
    /// Number, counted from 1 without gaps.
    pub number: u32,
    /// Instant of its making.
    pub issued_at: u64,
    /// The three root keys, all different.
    pub keys: [PublicKey; 3],
    /// The key that signs trust lists under this root.
    pub list_key: PublicKey,
}

/// A root document that its own keys and, unless it is an anchor, those before it have signed.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    pub(crate) content: RootContent,
    pub(crate) document: Vec<u8>,
}

impl Root {
    /// An anchor: trusted because it was built in or named by hand, not because of its
    /// signatures; those are still checked, so that a damaged anchor is found at once.
    pub(crate) fn anchor(document: &[u8]) -> Result<Self, TrustError> {
        let message = UnverifiedMultiSign::parse(document, &ROOT).map_err(refused)?;
        let content = read_content(message.payload_unverified())?;
        signed(&message, &content.keys)?;
        Ok(Self {
            content,
            document: document.to_vec(),
        })
    }

    /// The root after `self`.
    pub(crate) fn next(&self, document: &[u8]) -> Result<Self, TrustError> {
        let message = UnverifiedMultiSign::parse(document, &ROOT).map_err(refused)?;
        let content = read_content(message.payload_unverified())?;
        if content.number != self.content.number + 1 {
            return Err(TrustError::RootGap);
        }
        signed(&message, &self.content.keys)?;
        signed(&message, &content.keys)?;
        Ok(Self {
            content,
            document: document.to_vec(),
        })
    }

    /// The number that a document claims, to find its place in the chain.
    pub(crate) fn claimed_number(document: &[u8]) -> Result<u32, TrustError> {
        let message = UnverifiedMultiSign::parse(document, &ROOT).map_err(refused)?;
        read_content(message.payload_unverified()).map(|content| content.number)
    }
}

/// Fixes the content of a root document.
pub fn prepare_root(content: &RootContent) -> PreparedRoot {
    let keys = content
        .keys
        .iter()
        .map(|key| key.to_sec1_compressed().into())
        .collect();
    let payload = Item::Map(vec![
        (NUMBER.into(), content.number.into()),
        (ISSUED_AT.into(), content.issued_at.into()),
        (KEYS.into(), Item::Array(keys)),
        (
            LIST_KEY.into(),
            content.list_key.to_sec1_compressed().into(),
        ),
    ]);
    PreparedRoot(MultiToBeSigned::new(ROOT_TYP, payload.encode()))
}

/// A root document that collects signatures: two of its own keys, and two of the root before.
pub struct PreparedRoot(MultiToBeSigned);

impl PreparedRoot {
    /// The bytes that the owner of `key` signs.
    pub fn to_be_signed(&self, key: &PublicKey) -> Vec<u8> {
        self.0.bytes_for(key)
    }

    /// Adds the signature of `key`'s owner (raw form).
    pub fn add_signature(&mut self, key: &PublicKey, signature: &[u8; 64]) {
        self.0.add(key, signature);
    }

    /// The document with the signatures that were added.
    pub fn finish(self) -> Vec<u8> {
        self.0.finish()
    }
}

fn signed(message: &UnverifiedMultiSign<'_>, keys: &[PublicKey; 3]) -> Result<(), TrustError> {
    message
        .verify(keys, NEEDED, Typ::text(ROOT_TYP))
        .map(|_| ())
        .map_err(|_| TrustError::SignatureBroken)
}

fn read_content(payload: &[u8]) -> Result<RootContent, TrustError> {
    let map = read(payload, &ROOT).map_err(|_| TrustError::Malformed)?;
    let known = |key: &Value<'_>| {
        key.as_i64()
            .is_some_and(|key| (NUMBER..=LIST_KEY).contains(&key))
    };
    if !map
        .as_map()
        .is_some_and(|entries| entries.iter().all(|(key, _)| known(key)))
    {
        return Err(TrustError::Malformed);
    }
    let key = |value: &Value<'_>| {
        value
            .as_bytes()
            .and_then(|b| PublicKey::from_sec1_any(b).ok())
    };
    let keys = map.get(KEYS).and_then(Value::as_array).unwrap_or_default();
    let keys: Option<Vec<PublicKey>> = keys.iter().map(key).collect();
    let keys: Option<[PublicKey; 3]> = keys.and_then(|keys| keys.try_into().ok());
    let number = map
        .get(NUMBER)
        .and_then(Value::as_u64)
        .and_then(|n| u32::try_from(n).ok());
    let content = RootContent {
        number: number.filter(|n| *n >= 1).ok_or(TrustError::Malformed)?,
        issued_at: map
            .get(ISSUED_AT)
            .and_then(Value::as_u64)
            .ok_or(TrustError::Malformed)?,
        keys: keys.ok_or(TrustError::Malformed)?,
        list_key: map
            .get(LIST_KEY)
            .and_then(key)
            .ok_or(TrustError::Malformed)?,
    };
    let [a, b, c] = &content.keys;
    // One key in two places would need one signature where two are demanded; the list key is
    // used often and online, so it must be none of them (rule C8).
    if a == b || b == c || a == c || content.keys.contains(&content.list_key) {
        return Err(TrustError::Malformed);
    }
    Ok(content)
}

fn refused(error: CoseError) -> TrustError {
    match error {
        CoseError::Cbor(CborError::TooLong { .. }) => TrustError::TooLarge,
        _ => TrustError::Malformed,
    }
}

const NUMBER: i64 = 1;
const ISSUED_AT: i64 = 2;
const KEYS: i64 = 3;
const LIST_KEY: i64 = 4;
const NEEDED: usize = 2;
const ROOT: Limits = Limits {
    max_bytes: 8192,
    max_depth: 8,
    max_items: 256,
};
