//! The status lists that a device holds.

use std::collections::BTreeMap;

use tongban_cose::cbor::{Item, Limits, Value, read};

use super::token::UnverifiedStatusToken;
use super::{Status, StatusBits, StatusError};
use crate::trust::{FAST_FORWARD_SECONDS, TrustList};
use crate::{StatusReference, TrustState};

/// All status lists of a device with what it remembers about their dates.
///
/// Per shard the highest `iat` is kept and older tokens are refused; what is remembered belongs
/// to one root and starts anew with the next (rules C3, C10). A token dated in the future is used
/// but raises neither that memory nor the floor.
#[derive(Default)]
pub struct StatusState {
    root: u32,
    shards: BTreeMap<u32, Shard>,
    ratchets: BTreeMap<u32, u64>,
}

struct Shard {
    token: Vec<u8>,
    address: String,
    issued_at: u64,
    valid_until: Option<u64>,
    statuses: StatusBits,
}

/// What a call of [`StatusState::accept`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatusUpdate {
    /// Shards that are newer now.
    pub changed: usize,
    /// Tokens that were there already.
    pub unchanged: usize,
    /// Tokens dated more than a day after what the device holds for now.
    pub fast_forwarded: usize,
}

pub(crate) struct Lookup {
    pub(crate) status: Status,
    pub(crate) issued_at: u64,
    pub(crate) valid_until: Option<u64>,
}

impl StatusState {
    /// A device that has no list yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a whole set of tokens, or none of it: one bad token leaves everything as it was.
    /// `floor` is the trusted floor so far.
    pub fn accept(
        &mut self,
        trust: &TrustState,
        tokens: &[Vec<u8>],
        now: u64,
        floor: u64,
    ) -> Result<StatusUpdate, StatusError> {
        let list = trust.list().ok_or(StatusError::NoTrustList)?;
        let same_root = self.root == trust.root_number();
        let ratchets = if same_root {
            self.ratchets.clone()
        } else {
            BTreeMap::new()
        };
        let latest = now.max(floor).saturating_add(FAST_FORWARD_SECONDS);
        let mut update = StatusUpdate::default();
        let mut raised = ratchets.clone();
        let mut taken = Vec::new();
        for token in tokens {
            let (number, shard) = read_shard(list, token)?;
            if ratchets
                .get(&number)
                .is_some_and(|seen| shard.issued_at < *seen)
            {
                return Err(StatusError::RolledBack);
            }
            if shard
                .valid_until
                .is_some_and(|until| now.max(floor) >= until)
            {
                return Err(StatusError::Expired);
            }
            if shard.issued_at > latest {
                update.fast_forwarded += 1;
            } else {
                let highest = raised.entry(number).or_default();
                *highest = shard.issued_at.max(*highest);
            }
            match self
                .shards
                .get(&number)
                .is_some_and(|held| same_root && held.token == shard.token)
            {
                true => update.unchanged += 1,
                false => update.changed += 1,
            }
            taken.push((number, shard));
        }
        if !same_root {
            self.shards.clear();
            self.root = trust.root_number();
        }
        self.ratchets = raised;
        self.shards.extend(taken);
        Ok(update)
    }

    /// The lists as bytes for the store.
    pub fn encode(&self) -> Vec<u8> {
        let tokens = self
            .shards
            .values()
            .map(|shard| shard.token.as_slice().into())
            .collect();
        let ratchets = self
            .ratchets
            .iter()
            .map(|(shard, seen)| ((*shard).into(), (*seen).into()))
            .collect();
        Item::Map(vec![
            (1.into(), self.root.into()),
            (2.into(), Item::Array(tokens)),
            (3.into(), Item::Map(ratchets)),
        ])
        .encode()
    }

    /// Reads what [`StatusState::encode`] wrote and verifies every token anew. A token that the
    /// present trust list no longer covers is left out; its ratchet stays.
    pub fn decode(bytes: &[u8], trust: &TrustState) -> Result<Self, StatusError> {
        let stored = read(bytes, &STORED).map_err(|_| StatusError::Malformed)?;
        let root = stored
            .get(1)
            .and_then(Value::as_u64)
            .and_then(|n| u32::try_from(n).ok());
        let tokens = stored
            .get(2)
            .and_then(Value::as_array)
            .ok_or(StatusError::Malformed)?;
        let ratchets = stored
            .get(3)
            .and_then(Value::as_map)
            .ok_or(StatusError::Malformed)?;
        let mut state = Self {
            root: root.ok_or(StatusError::Malformed)?,
            ..Self::default()
        };
        for (shard, seen) in ratchets {
            let shard = shard.as_u64().and_then(|n| u32::try_from(n).ok());
            let (Some(shard), Some(seen)) = (shard, seen.as_u64()) else {
                return Err(StatusError::Malformed);
            };
            state.ratchets.insert(shard, seen);
        }
        let list = trust.list().ok_or(StatusError::NoTrustList)?;
        for token in tokens {
            let token = token.as_bytes().ok_or(StatusError::Malformed)?;
            match read_shard(list, token) {
                Ok((number, shard)) => {
                    state.shards.insert(number, shard);
                }
                Err(StatusError::UnknownSource | StatusError::SignatureBroken) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(state)
    }

    /// Instant of a shard's snapshot.
    pub fn as_of(&self, shard: u32) -> Option<u64> {
        self.shards.get(&shard).map(|shard| shard.issued_at)
    }

    /// Instant of the oldest snapshot: what a screen may call the age of all.
    pub fn oldest(&self) -> Option<u64> {
        self.shards.values().map(|shard| shard.issued_at).min()
    }

    /// Instant of the newest snapshot.
    pub fn newest(&self) -> Option<u64> {
        self.shards.values().map(|shard| shard.issued_at).max()
    }

    /// What these lists contribute to the trusted floor.
    pub fn floor(&self) -> u64 {
        self.ratchets.values().copied().max().unwrap_or(0)
    }

    /// Whether there is no list.
    pub fn is_empty(&self) -> bool {
        self.shards.is_empty()
    }

    pub(crate) fn look_up(&self, reference: StatusReference) -> Option<Lookup> {
        let shard = self.shards.get(&reference.shard)?;
        let status = shard.statuses.get(usize::try_from(reference.index).ok()?)?;
        Some(Lookup {
            status,
            issued_at: shard.issued_at,
            valid_until: shard.valid_until,
        })
    }

    /// The look-up for a verdict: the list must come from the address that `list` names today.
    pub(crate) fn look_up_in(
        &self,
        list: &TrustList,
        reference: StatusReference,
    ) -> Option<Lookup> {
        let address = list.shard_address(reference.shard)?;
        let same = self
            .shards
            .get(&reference.shard)
            .is_some_and(|held| held.address == address);
        if same { self.look_up(reference) } else { None }
    }
}

fn read_shard(list: &TrustList, bytes: &[u8]) -> Result<(u32, Shard), StatusError> {
    let unverified = UnverifiedStatusToken::read(bytes)?;
    let address = unverified.address();
    let (number, source) = list.source_of(address).ok_or(StatusError::UnknownSource)?;
    let token = unverified.verify(&source.signer)?;
    let shard = Shard {
        token: bytes.to_vec(),
        address: address.to_owned(),
        issued_at: token.issued_at,
        valid_until: token.valid_until,
        statuses: token.statuses,
    };
    Ok((number, shard))
}

const STORED: Limits = Limits {
    max_bytes: 256 << 20,
    max_depth: 4,
    max_items: 1 << 20,
};
