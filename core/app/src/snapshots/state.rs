//! Trust and status in memory and in the store, always changed together.

use std::sync::Arc;

use thiserror::Error;
use tongban_certificate::{StatusError, StatusState, TrustError, TrustState};
use tongban_protocol::{StatusSnapshot, TrustSnapshot};
use tongban_store::{Snapshot, SnapshotKind, Store};

use crate::config::AppConfig;
use crate::context::{Core, lock};
use crate::storage::StorageError;

/// Trust and status as they were verified; never changed in place.
pub(crate) struct Snapshots {
    trust: TrustState,
    status: StatusState,
    etags: Etags,
}

/// The platform's names for the versions that are here; asking with them saves the bytes.
#[derive(Clone, Default)]
pub(crate) struct Etags {
    pub(crate) trust: Option<String>,
    pub(crate) status: Option<String>,
}

impl Snapshots {
    pub(crate) fn trust(&self) -> &TrustState {
        &self.trust
    }

    /// `None` while there is no status list at all.
    pub(crate) fn status(&self) -> Option<&StatusState> {
        Some(&self.status).filter(|status| !status.is_empty())
    }

    pub(crate) fn etags(&self) -> &Etags {
        &self.etags
    }

    /// The trusted floor of the clock (rule C10): the build or the newest verified snapshot.
    pub(crate) fn floor(&self, build_floor: u64) -> u64 {
        self.trust.floor(build_floor).max(self.status.floor())
    }

    /// The office behind a slot in the chosen locale; its code where the list does not name it.
    pub(crate) fn office_name(&self, slot: u32, office: &str, locale: &str) -> String {
        let listed = self.trust.list().and_then(|list| list.slot(slot));
        listed.map_or(office, |slot| slot.name(locale)).to_owned()
    }

    /// An office by its code alone; the code where the list does not name it.
    pub(crate) fn office_of(&self, office: &str, locale: &str) -> String {
        let mut slots = self.trust.list().into_iter().flat_map(|list| list.slots());
        let listed = slots.find(|slot| slot.office.as_str() == office);
        listed.map_or(office, |slot| slot.name(locale)).to_owned()
    }
}

/// What came with the build: the anchor and, if there is one, its list.
pub(crate) fn from_build(config: &AppConfig, now: u64) -> Result<Snapshots, TrustError> {
    let anchor = config
        .anchors
        .first()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let mut trust = TrustState::from_anchor(anchor)?;
    if let Some(list) = &config.built_in_list {
        trust.accept(&config.anchors[1..], list, now, config.build_floor)?;
    }
    Ok(Snapshots {
        trust,
        status: StatusState::new(),
        etags: Etags::default(),
    })
}

/// What the store has; without it, or under another anchor, what came with the build. What can
/// no longer be read there is set aside, never replaced in silence: with it goes the memory of
/// the newest list, so that an older one would be taken again (rules C3, C9).
pub(crate) fn load(store: &Store, config: &AppConfig, now: u64) -> Result<Snapshots, StorageError> {
    let built_in = from_build(config, now).map_err(|_| StorageError::Failed)?;
    let Some(stored) = store.snapshot(SnapshotKind::TrustState)? else {
        return Ok(built_in);
    };
    let trust = match TrustState::decode(&stored.bytes) {
        Ok(trust) => trust,
        Err(_) => {
            store.set_snapshot_aside(SnapshotKind::TrustState)?;
            // Without its trust list nobody can say what is in it.
            store.set_snapshot_aside(SnapshotKind::Status)?;
            return Ok(built_in);
        }
    };
    if trust.roots().next() != config.anchors.first().map(Vec::as_slice) {
        return Ok(built_in);
    }
    let mut etags = Etags {
        trust: stored.etag,
        status: None,
    };
    let status = match store.snapshot(SnapshotKind::Status)? {
        Some(stored) => match StatusState::decode(&stored.bytes, &trust) {
            Ok(status) => {
                etags.status = stored.etag;
                status
            }
            Err(_) => {
                store.set_snapshot_aside(SnapshotKind::Status)?;
                StatusState::new()
            }
        },
        None => StatusState::new(),
    };
    Ok(Snapshots {
        trust,
        status,
        etags,
    })
}

/// What was fetched; `None` where the platform said that nothing is newer.
pub(crate) struct Fetched {
    pub(crate) trust: Option<TrustSnapshot>,
    pub(crate) status: Option<StatusSnapshot>,
    pub(crate) etags: Etags,
}

/// Verifies what was fetched against what is here, stores both in one transaction, and only then
/// uses it; a refusal leaves everything as it was. One at a time: a slower one would otherwise
/// put its older lists over newer ones.
pub(crate) fn take_over(core: &Core, fetched: Fetched) -> Result<(), TakeOverError> {
    let _turn = lock(&core.take_over_turn);
    let (store, current, now) = (core.store()?, core.snapshots()?, core.now());
    let build_floor = core.config.build_floor;
    // By the build's floor alone, a lost clock would make every honest list one from the future,
    // which raises nothing, and so an older one could be put back (rule C10).
    let floor = current.floor(build_floor);
    let mut trust = current.trust.clone();
    if let Some(newer) = &fetched.trust {
        trust.accept(&newer.roots, &newer.list, now, floor)?;
    }
    // What was remembered under an earlier root ends with it.
    let floor = match trust.root_number() == current.trust.root_number() {
        true => trust.floor(floor),
        false => trust.floor(build_floor),
    };
    // Decoded under the newer trust, so that what a withdrawn signer signed does not stay.
    let mut status = StatusState::decode(&current.status.encode(), &trust)
        .unwrap_or_else(|_| StatusState::new());
    if let Some(newer) = &fetched.status {
        status.accept(&trust, &newer.tokens, now, floor)?;
    }
    let stored = |kind, bytes, etag| Snapshot {
        kind,
        bytes,
        etag,
        fetched_at: now,
    };
    store
        .set_snapshots(&[
            stored(
                SnapshotKind::TrustState,
                trust.encode(),
                fetched.etags.trust.clone(),
            ),
            stored(
                SnapshotKind::Status,
                status.encode(),
                fetched.etags.status.clone(),
            ),
        ])
        .map_err(StorageError::from)?;
    core.replace_snapshots(Arc::new(Snapshots {
        trust,
        status,
        etags: fetched.etags,
    }));
    Ok(())
}

/// Why what was fetched is not used.
#[derive(Debug, Error)]
pub(crate) enum TakeOverError {
    #[error(transparent)]
    Trust(#[from] TrustError),
    #[error(transparent)]
    Status(#[from] StatusError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}
