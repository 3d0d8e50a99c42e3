//! Reading the content of a trust list: known keys only, every place inside its table.
//!
//! The slots are one zlib stream, because names and codes of offices repeat each other; their keys
//! stand beside it, because keys do not. Both were signed, and that has been checked before.

use std::collections::BTreeMap;

use tongban_cose::cbor::{Limits, Value, read};
use tongban_cose::{PublicKey, Suite};

use super::list::disjoint;
use super::{Slot, SlotState, StatusSource, TrustError, TrustList};
use crate::Uscc;
use crate::deflate::inflate;

impl TrustList {
    pub(super) fn read(payload: &[u8]) -> Result<Self, TrustError> {
        let map = read(payload, &Limits::LIST).map_err(|_| TrustError::Malformed)?;
        let known = |key: &Value<'_>| key.as_i64().is_some_and(|k| (ROOT..=KEYS).contains(&k));
        if !map
            .as_map()
            .is_some_and(|entries| entries.iter().all(|(key, _)| known(key)))
        {
            return Err(TrustError::Malformed);
        }
        let parsed = Parts::read(&map).ok_or(TrustError::Malformed)?;
        disjoint(&parsed.sources)?;
        let slots = parsed.slots(&map)?;
        Ok(Self {
            root_number: number(&map, ROOT).ok_or(TrustError::Malformed)?,
            version: map
                .get(VERSION)
                .and_then(Value::as_u64)
                .ok_or(TrustError::Malformed)?,
            issued_at: map
                .get(ISSUED_AT)
                .and_then(Value::as_u64)
                .ok_or(TrustError::Malformed)?,
            valid_until: match map.get(VALID_UNTIL) {
                Some(until) => Some(until.as_u64().ok_or(TrustError::Malformed)?),
                None => None,
            },
            sources: parsed.sources,
            slots,
        })
    }
}

/// The tables that slots point into.
struct Parts {
    locales: Vec<String>,
    types: Vec<Vec<u8>>,
    sources: Vec<StatusSource>,
}

impl Parts {
    fn read(map: &Value<'_>) -> Option<Self> {
        let texts = map.get(LOCALES)?.as_array()?.iter();
        let types = map.get(TYPES)?.as_array()?.iter();
        let sources = map.get(SOURCES)?.as_array()?.iter();
        Some(Self {
            locales: texts
                .map(|text| text.as_text().map(str::to_owned))
                .collect::<Option<_>>()?,
            types: types
                .map(|vct| vct.as_bytes().map(<[u8]>::to_vec))
                .collect::<Option<_>>()?,
            sources: sources.map(source).collect::<Option<_>>()?,
        })
    }

    fn slots(&self, map: &Value<'_>) -> Result<BTreeMap<u32, Slot>, TrustError> {
        let bytes = map
            .get(SLOTS)
            .and_then(inflated)
            .ok_or(TrustError::Malformed)?;
        let table = read(&bytes, &Limits::LIST).map_err(|_| TrustError::Malformed)?;
        let entries = table.as_array().ok_or(TrustError::Malformed)?;
        let keys = map.get(KEYS).and_then(Value::as_bytes).unwrap_or_default();
        if keys.len() != entries.len() * KEY_BYTES {
            return Err(TrustError::Malformed);
        }
        let mut slots: BTreeMap<u32, Slot> = BTreeMap::new();
        for (entry, key) in entries.iter().zip(keys.chunks_exact(KEY_BYTES)) {
            let slot = self.slot(entry, key).ok_or(TrustError::Malformed)?;
            match slots.last_key_value() {
                Some((last, _)) if *last == slot.number => return Err(TrustError::DuplicateSlot),
                // In order, so that one list has one spelling.
                Some((last, _)) if *last > slot.number => return Err(TrustError::Malformed),
                _ => slots.insert(slot.number, slot),
            };
        }
        Ok(slots)
    }

    fn slot(&self, value: &Value<'_>, key: &[u8]) -> Option<Slot> {
        let [number, office, names, state, types, sources] = value.as_array()? else {
            return None;
        };
        let names = names.as_array()?;
        if names.len() > self.locales.len() {
            return None;
        }
        let mut by_locale = BTreeMap::new();
        for (locale, name) in self.locales.iter().zip(names) {
            if let Some(name) = name.as_text().filter(|name| !name.is_empty()) {
                by_locale.insert(locale.clone(), name.to_owned());
            }
        }
        Some(Slot {
            number: u32::try_from(number.as_u64()?)
                .ok()
                .filter(|number| *number >= 1)?,
            key: PublicKey::from_sec1(Suite::P256, key).ok()?,
            office: Uscc::parse(office.as_text()?).ok()?,
            names: by_locale,
            state: slot_state(state)?,
            types: places(types, self.types.len())?
                .map(|at| self.types[at].clone())
                .collect(),
            status_sources: places(sources, self.sources.len())?.collect(),
        })
    }
}

/// The CBOR of the slots: exactly as long as announced, and no longer than a list may be (rule C11).
fn inflated(value: &Value<'_>) -> Option<Vec<u8>> {
    let [length, deflated] = value.as_array()? else {
        return None;
    };
    let length = usize::try_from(length.as_u64()?)
        .ok()
        .filter(|length| *length <= Limits::LIST.max_bytes)?;
    inflate(deflated.as_bytes()?, length).filter(|bytes| bytes.len() == length)
}

fn source(value: &Value<'_>) -> Option<StatusSource> {
    let [first, count, address, signer] = value.as_array()? else {
        return None;
    };
    Some(StatusSource {
        first_shard: u32::try_from(first.as_u64()?).ok()?,
        shard_count: u32::try_from(count.as_u64()?).ok()?,
        address: address.as_text()?.to_owned(),
        signer: PublicKey::from_sec1_any(signer.as_bytes()?).ok()?,
    })
}

fn slot_state(value: &Value<'_>) -> Option<SlotState> {
    match (value.as_u64(), value.as_array()) {
        (Some(0), _) => Some(SlotState::Active),
        (Some(2), _) => Some(SlotState::Compromised),
        (None, Some([kind, at])) if kind.as_u64() == Some(1) => {
            Some(SlotState::Retired { at: at.as_u64()? })
        }
        _ => None,
    }
}

/// Places in a table of `len` entries.
fn places(value: &Value<'_>, len: usize) -> Option<impl Iterator<Item = usize>> {
    let places: Option<Vec<usize>> = value
        .as_array()?
        .iter()
        .map(|place| {
            usize::try_from(place.as_u64()?)
                .ok()
                .filter(|place| *place < len)
        })
        .collect();
    places.map(Vec::into_iter)
}

fn number(map: &Value<'_>, label: i64) -> Option<u32> {
    map.get(label)
        .and_then(Value::as_u64)
        .and_then(|n| u32::try_from(n).ok())
}

pub(super) const ROOT: i64 = 1;
pub(super) const VERSION: i64 = 2;
pub(super) const ISSUED_AT: i64 = 3;
pub(super) const VALID_UNTIL: i64 = 4;
pub(super) const LOCALES: i64 = 5;
pub(super) const TYPES: i64 = 6;
pub(super) const SOURCES: i64 = 7;
pub(super) const SLOTS: i64 = 8;
pub(super) const KEYS: i64 = 9;
/// A compressed point of P-256.
const KEY_BYTES: usize = 33;
