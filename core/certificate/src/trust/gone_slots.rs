//! Slots that newer lists of a root no longer name (rule C9: a number is never reused).
//!
//! The list in hand remembers its own slots; this remembers the ones before it, so that a
//! number cannot come back with another key, or a stolen key as a good one, by leaving one
//! list out. A new root starts anew, as the ratchets do.

use std::collections::BTreeMap;

use tongban_cose::cbor::{Item, Value};

use super::{Slot, SlotState, TrustError, TrustList};

/// What is kept of each slot that is gone: a fingerprint, and whether its key was stolen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GoneSlots(BTreeMap<u32, Gone>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Gone {
    key: [u8; 32],
    compromised: bool,
}

impl GoneSlots {
    /// Refuses a list in which a number means something else than before, or in which a stolen
    /// key is believed again.
    pub(super) fn allow(&self, held: &TrustList, next: &TrustList) -> Result<(), TrustError> {
        for slot in next.slots() {
            if let Some(old) = held.slot(slot.number) {
                same(old.key == slot.key && old.office == slot.office)?;
                stays_stolen(old.state == SlotState::Compromised, slot)?;
            }
            if let Some(gone) = self.0.get(&slot.number) {
                same(gone.key == fingerprint(slot))?;
                stays_stolen(gone.compromised, slot)?;
            }
        }
        Ok(())
    }

    /// Remembers the slots of `held` that `next` no longer names.
    pub(super) fn remember(&mut self, held: &TrustList, next: &TrustList) {
        for slot in held.slots() {
            if next.slot(slot.number).is_none() {
                let gone = Gone {
                    key: fingerprint(slot),
                    compromised: slot.state == SlotState::Compromised,
                };
                self.0.insert(slot.number, gone);
            }
        }
    }

    pub(super) fn encode(&self) -> Item {
        let entries = self.0.iter().map(|(number, gone)| {
            Item::Array(vec![
                u64::from(*number).into(),
                gone.key.as_slice().into(),
                Item::Bool(gone.compromised),
            ])
        });
        Item::Array(entries.collect())
    }

    /// Absent in states that were stored before slots were remembered.
    pub(super) fn decode(stored: Option<&Value<'_>>) -> Result<Self, TrustError> {
        let Some(stored) = stored else {
            return Ok(Self::default());
        };
        let entries = stored.as_array().ok_or(TrustError::Malformed)?;
        entries
            .iter()
            .map(read_one)
            .collect::<Option<_>>()
            .map(Self)
            .ok_or(TrustError::Malformed)
    }
}

fn read_one(entry: &Value<'_>) -> Option<(u32, Gone)> {
    let [number, key, compromised] = entry.as_array()? else {
        return None;
    };
    let gone = Gone {
        key: key.as_bytes()?.try_into().ok()?,
        compromised: compromised.as_bool()?,
    };
    Some((number.as_u64()?.try_into().ok()?, gone))
}

fn same(is_same: bool) -> Result<(), TrustError> {
    is_same.then_some(()).ok_or(TrustError::SlotReused)
}

fn stays_stolen(was_stolen: bool, slot: &Slot) -> Result<(), TrustError> {
    match was_stolen && slot.state != SlotState::Compromised {
        true => Err(TrustError::StolenKeyRevived),
        false => Ok(()),
    }
}

/// Key and office together: a slot is one office's key.
fn fingerprint(slot: &Slot) -> [u8; 32] {
    tongban_cose::sha256(
        &[
            slot.key.fingerprint().as_slice(),
            slot.office.as_str().as_bytes(),
        ]
        .concat(),
    )
}
