//! The trust list: who may issue what, with which key, and where the status stands.

use std::collections::{BTreeMap, BTreeSet};

use tongban_cose::PublicKey;
use tongban_cose::cbor::{Limits, Value, read};

use super::TrustError;
use crate::Uscc;

/// A verified trust list.
#[derive(Clone, Debug)]
pub struct TrustList {
    pub(super) root_number: u32,
    version: u64,
    issued_at: u64,
    valid_until: Option<u64>,
    sources: Vec<StatusSource>,
    slots: BTreeMap<u32, Slot>,
}

/// One issuer key. The slot number is its `kid`: unique, and never given to another key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Number, at least 1.
    pub number: u32,
    /// The issuer's public key.
    pub key: PublicKey,
    /// The issuing office.
    pub office: Uscc,
    /// Names of the office by locale.
    pub names: BTreeMap<String, String>,
    /// Whether the key may be believed.
    pub state: SlotState,
    /// Types (`vct`) that the slot may issue.
    pub types: Vec<Vec<u8>>,
    /// Places in the list's sources that may hold the status of its certificates.
    pub status_sources: Vec<usize>,
}

/// Whether a slot's key may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotState {
    /// In use.
    Active,
    /// No longer in use: certificates that begin at or before `at` still count.
    Retired {
        /// Instant of retirement.
        at: u64,
    },
    /// Stolen: nothing that it signed counts.
    Compromised,
}

/// Where status lists of a range of shards come from, and who signs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusSource {
    /// First shard.
    pub first_shard: u32,
    /// Number of shards.
    pub shard_count: u32,
    /// Address to which the shard's number is appended in decimal.
    pub address: String,
    /// Key that signs the lists.
    pub signer: PublicKey,
}

impl Slot {
    /// The office's name in `locale`, else in the list's first locale, else its code.
    pub fn name(&self, locale: &str) -> &str {
        let name = self
            .names
            .get(locale)
            .or_else(|| self.names.values().next());
        name.map_or(self.office.as_str(), String::as_str)
    }
}

impl StatusSource {
    fn contains(&self, shard: u32) -> bool {
        shard >= self.first_shard && shard - self.first_shard < self.shard_count
    }
}

impl TrustList {
    /// Version, rising with every list of one root.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Instant of the snapshot.
    pub fn issued_at(&self) -> u64 {
        self.issued_at
    }

    /// Instant after which the list must not be used.
    pub fn valid_until(&self) -> Option<u64> {
        self.valid_until
    }

    /// All slots by number.
    pub fn slots(&self) -> impl ExactSizeIterator<Item = &Slot> {
        self.slots.values()
    }

    /// The slot with that number.
    pub fn slot(&self, number: u32) -> Option<&Slot> {
        self.slots.get(&number)
    }

    /// Where status lists come from.
    pub fn status_sources(&self) -> &[StatusSource] {
        &self.sources
    }

    /// Whether `slot` may keep the status of its certificates in `shard`.
    pub(crate) fn allows_shard(&self, slot: &Slot, shard: u32) -> bool {
        slot.status_sources
            .iter()
            .any(|place| self.sources[*place].contains(shard))
    }

    pub(crate) fn shard_address(&self, shard: u32) -> Option<String> {
        let source = self.sources.iter().find(|source| source.contains(shard))?;
        Some(format!("{}{shard}", source.address))
    }

    /// The shard that a full address names, and its source.
    pub(crate) fn source_of(&self, address: &str) -> Option<(u32, &StatusSource)> {
        self.sources.iter().find_map(|source| {
            let digits = address.strip_prefix(source.address.as_str())?;
            let shard: u32 = digits.parse().ok()?;
            (source.contains(shard) && shard.to_string() == digits).then_some((shard, source))
        })
    }

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

/// Two sources of one shard would let the weaker key speak for the other's certificates.
pub(super) fn disjoint(sources: &[StatusSource]) -> Result<(), TrustError> {
    let mut ranges = BTreeSet::new();
    for source in sources {
        let first = u64::from(source.first_shard);
        ranges.insert((first, first + u64::from(source.shard_count)));
    }
    let sorted: Vec<_> = ranges.iter().collect();
    let overlaps = sorted.windows(2).any(|pair| pair[0].1 > pair[1].0);
    match overlaps || sorted.len() != sources.len() {
        true => Err(TrustError::OverlappingSources),
        false => Ok(()),
    }
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
