//! Publishing a trust list.

use std::collections::BTreeSet;

use tongban_cose::cbor::Item;
use tongban_cose::{SigningInput, Suite, ToBeSigned, labels as cose};

use super::list::disjoint;
use super::list_read as list;
use super::{LIST_TYP, Slot, SlotState, StatusSource};
use crate::deflate::deflate;

/// What a trust list is to say.
#[derive(Clone, Debug)]
pub struct TrustListContent {
    /// Number of the root that the list belongs to.
    pub root_number: u32,
    /// Version, higher than every version before under the same root.
    pub version: u64,
    /// Instant of the snapshot.
    pub issued_at: u64,
    /// Instant after which the list must not be used.
    pub valid_until: Option<u64>,
    /// Where status lists come from.
    pub status_sources: Vec<StatusSource>,
    /// The slots.
    pub slots: Vec<Slot>,
}

/// Why a list cannot be published: every reader would refuse it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrustListError {
    /// Two entries share a slot number.
    #[error("slot {0} stands twice")]
    DuplicateSlot(u32),
    /// A slot number is zero.
    #[error("slot number is zero")]
    SlotZero,
    /// Two sources claim one shard.
    #[error("status sources overlap")]
    OverlappingSources,
    /// A slot names a source that the list does not have.
    #[error("slot {0} names an unknown status source")]
    UnknownSource(u32),
    /// Certificates of this profile are signed on P-256; a slot has a key of another curve.
    #[error("slot {0} has a key of another suite")]
    OtherSuite(u32),
}

/// Fixes the content of a trust list.
pub fn prepare_trust_list(content: &TrustListContent) -> Result<PreparedTrustList, TrustListError> {
    check(content)?;
    let locales = ordered(content.slots.iter().flat_map(|slot| slot.names.keys()));
    let types = ordered(content.slots.iter().flat_map(|slot| &slot.types));
    let mut slots: Vec<&Slot> = content.slots.iter().collect();
    slots.sort_by_key(|slot| slot.number);
    let keys: Vec<u8> = slots
        .iter()
        .flat_map(|slot| slot.key.to_sec1_compressed())
        .collect();
    let slots: Vec<Item> = slots
        .iter()
        .map(|slot| slot_item(slot, &locales, &types))
        .collect();
    let slots = Item::Array(slots).encode();
    let sources = content.status_sources.iter().map(source_item).collect();
    let mut payload = vec![
        (list::ROOT.into(), content.root_number.into()),
        (list::VERSION.into(), content.version.into()),
        (list::ISSUED_AT.into(), content.issued_at.into()),
        (
            list::LOCALES.into(),
            Item::Array(locales.iter().map(|l| l.as_str().into()).collect()),
        ),
        (
            list::TYPES.into(),
            Item::Array(types.iter().map(|vct| vct[..].into()).collect()),
        ),
        (list::SOURCES.into(), Item::Array(sources)),
        (
            list::SLOTS.into(),
            Item::Array(vec![(slots.len() as u64).into(), deflate(&slots).into()]),
        ),
        (list::KEYS.into(), keys.into()),
    ];
    if let Some(until) = content.valid_until {
        payload.push((list::VALID_UNTIL.into(), until.into()));
    }
    let input = SigningInput {
        protected: vec![(cose::TYP.into(), LIST_TYP.into())],
        unprotected: Vec::new(),
        payload: Item::Map(payload).encode(),
        suite: Suite::P256,
    };
    Ok(PreparedTrustList(input.prepare()))
}

/// A trust list that waits for the list key's signature.
pub struct PreparedTrustList(ToBeSigned);

impl PreparedTrustList {
    /// The bytes that the list key signs (ECDSA P-256 with SHA-256).
    pub fn to_be_signed(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The list with that signature (raw form).
    pub fn finish(self, signature: &[u8; 64]) -> Vec<u8> {
        self.0.finish(signature)
    }
}

fn check(content: &TrustListContent) -> Result<(), TrustListError> {
    disjoint(&content.status_sources).map_err(|_| TrustListError::OverlappingSources)?;
    let mut numbers = BTreeSet::new();
    for slot in &content.slots {
        if slot.number == 0 {
            return Err(TrustListError::SlotZero);
        }
        if !numbers.insert(slot.number) {
            return Err(TrustListError::DuplicateSlot(slot.number));
        }
        if slot.key.suite() != Suite::P256 {
            return Err(TrustListError::OtherSuite(slot.number));
        }
        if slot
            .status_sources
            .iter()
            .any(|place| *place >= content.status_sources.len())
        {
            return Err(TrustListError::UnknownSource(slot.number));
        }
    }
    Ok(())
}

fn slot_item(slot: &Slot, locales: &[&String], types: &[&Vec<u8>]) -> Item {
    let place = |vct: &Vec<u8>| {
        types
            .iter()
            .position(|t| *t == vct)
            .map(|at| (at as u64).into())
    };
    let name = |locale: &&String| {
        slot.names
            .get(*locale)
            .map_or(Item::Null, |n| n.as_str().into())
    };
    let state = match slot.state {
        SlotState::Active => 0u64.into(),
        SlotState::Retired { at } => Item::Array(vec![1u64.into(), at.into()]),
        SlotState::Compromised => 2u64.into(),
    };
    Item::Array(vec![
        slot.number.into(),
        slot.office.as_str().into(),
        Item::Array(locales.iter().map(name).collect()),
        state,
        Item::Array(slot.types.iter().filter_map(place).collect()),
        Item::Array(
            slot.status_sources
                .iter()
                .map(|at| (*at as u64).into())
                .collect(),
        ),
    ])
}

fn source_item(source: &StatusSource) -> Item {
    Item::Array(vec![
        source.first_shard.into(),
        source.shard_count.into(),
        source.address.as_str().into(),
        source.signer.to_sec1_compressed().into(),
    ])
}

fn ordered<'a, T: Ord>(values: impl Iterator<Item = &'a T>) -> Vec<&'a T> {
    values.collect::<BTreeSet<_>>().into_iter().collect()
}
