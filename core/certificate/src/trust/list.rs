//! The trust list: who may issue what, with which key, and where the status stands.

use std::collections::{BTreeMap, BTreeSet};

use tongban_cose::PublicKey;

use super::{RootContent, TrustError};
use crate::Uscc;

/// A verified trust list.
#[derive(Clone, Debug)]
pub struct TrustList {
    pub(super) root_number: u32,
    pub(super) version: u64,
    pub(super) issued_at: u64,
    pub(super) valid_until: Option<u64>,
    pub(super) sources: Vec<StatusSource>,
    pub(super) slots: BTreeMap<u32, Slot>,
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

    /// No key has two uses (rule C8): an issuer's key is in one slot only, and neither it nor a
    /// signer of status lists signs trust lists or roots. One signer may have several sources.
    pub(super) fn keys_are_apart(&self, root: &RootContent) -> Result<(), TrustError> {
        let point = PublicKey::to_sec1_compressed;
        let mut taken: BTreeSet<_> = root.keys.iter().map(point).collect();
        taken.insert(point(&root.list_key));
        let signers: BTreeSet<_> = self.sources.iter().map(|s| point(&s.signer)).collect();
        let mut issuers = self.slots.values().map(|slot| point(&slot.key));
        let apart = taken.is_disjoint(&signers);
        taken.extend(signers);
        match apart && issuers.all(|key| taken.insert(key)) {
            true => Ok(()),
            false => Err(TrustError::KeyReused),
        }
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
