//! Reading the content of a trust list: known keys only, every place inside its table.

use std::collections::BTreeMap;

use tongban_cose::PublicKey;
use tongban_cose::cbor::{Limits, Value, read};

use super::list::disjoint;
use super::{Slot, SlotState, StatusSource, TrustError, TrustList};
use crate::Uscc;

impl TrustList {
    pub(super) fn read(payload: &[u8]) -> Result<Self, TrustError> {
        let map = read(payload, &Limits::LIST).map_err(|_| TrustError::Malformed)?;
        let known = |key: &Value<'_>| key.as_i64().is_some_and(|k| (ROOT..=SLOTS).contains(&k));
        if !map
            .as_map()
            .is_some_and(|entries| entries.iter().all(|(key, _)| known(key)))
        {
            return Err(TrustError::Malformed);
        }
        let parsed = Parts::read(&map).ok_or(TrustError::Malformed)?;
        disjoint(&parsed.sources)?;
        let mut slots = BTreeMap::new();
        for slot in map
            .get(SLOTS)
            .and_then(Value::as_array)
            .ok_or(TrustError::Malformed)?
        {
            let slot = parsed.slot(slot).ok_or(TrustError::Malformed)?;
            if slots.insert(slot.number, slot).is_some() {
                return Err(TrustError::DuplicateSlot);
            }
        }
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

    fn slot(&self, value: &Value<'_>) -> Option<Slot> {
        let [number, key, office, names, state, types, sources] = value.as_array()? else {
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
            key: PublicKey::from_sec1_any(key.as_bytes()?).ok()?,
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
