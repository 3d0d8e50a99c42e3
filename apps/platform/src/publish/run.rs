use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tongban_certificate::{StatusError, StatusState, TrustError, TrustListError, TrustState};
use tongban_protocol::{StatusSnapshot, TrustSnapshot};

use super::build;
use crate::platform::Platform;
use crate::ports::sealer::SealError;
use crate::store::{Snapshot, SnapshotKind, StoreError};

/// What has been published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Version of the trust list.
    pub trust_version: u64,
    /// Date of the trust list, seconds since 1970.
    pub trust_as_of: u64,
    /// Date of the status lists, seconds since 1970.
    pub status_as_of: u64,
}

/// Why nothing was published. What was published before still stands.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// A type in the description is gone from the registry.
    #[error("trust list names an unknown certificate type")]
    UnknownType,
    /// A revoked copy lies outside its list: the lists were made shorter.
    #[error("revoked copy lies outside its status list")]
    OutsideList,
    /// The trust list cannot be built.
    #[error("trust list cannot be built")]
    List(#[from] TrustListError),
    /// A key does not sign.
    #[error("snapshot cannot be signed")]
    Seal(#[from] SealError),
    /// Every reader would refuse the trust list: keys, roots and description do not fit.
    #[error("trust list would be refused by its readers")]
    TrustRefused(#[source] TrustError),
    /// Every reader would refuse the status lists.
    #[error("status lists would be refused by their readers")]
    StatusRefused(#[source] StatusError),
    /// Others kept publishing at the same moment.
    #[error("snapshot was overtaken by other processes")]
    Overtaken,
    /// The store failed.
    #[error("snapshot cannot be stored")]
    Store(#[from] StoreError),
}

/// Publishes if the present slot has not been published by this process or another.
pub(crate) async fn publish_due(platform: &Platform) -> Result<Option<Published>, PublishError> {
    let slot = platform.schedule.slot(platform.now());
    let newest = platform.store.snapshot(SnapshotKind::Status).await?;
    if newest.is_some_and(|snapshot| snapshot.slot >= slot) {
        return Ok(None);
    }
    // Refused: another process was first, and what is due is out.
    let published = attempt(platform, true).await?;
    if published.is_some() {
        tracing::info!("snapshots published at their hour");
    }
    Ok(published)
}

/// Publishes at once if the newest trust list allows other types than the office issues now:
/// what a new pack issues must be readable from the start.
pub(crate) async fn publish_types(platform: &Platform) -> Result<Option<Published>, PublishError> {
    let before = platform.store.setting(TYPES).await?;
    if before.as_deref() == Some(types(platform).as_bytes()) {
        return Ok(None);
    }
    publish_now(platform).await.map(Some)
}

/// Publishes at once. Every revocation stored before the call is in it.
pub(crate) async fn publish_now(platform: &Platform) -> Result<Published, PublishError> {
    for _ in 0..ATTEMPTS {
        if let Some(published) = attempt(platform, false).await? {
            tracing::info!(
                trust_version = published.trust_version,
                "snapshots published"
            );
            return Ok(published);
        }
    }
    Err(PublishError::Overtaken)
}

/// Publishes at every due moment until told to stop.
pub(crate) async fn keep_publishing(platform: Arc<Platform>, mut stop: watch::Receiver<bool>) {
    let mut due = 0;
    loop {
        let now = platform.now();
        if now >= due {
            match publish_due(&platform).await {
                Ok(_) => due = platform.schedule.next(now),
                Err(error) => tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "publishing failed"
                ),
            }
        }
        tokio::select! {
            _ = tokio::time::sleep(POLL) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

async fn attempt(platform: &Platform, once: bool) -> Result<Option<Published>, PublishError> {
    let now = platform.now();
    let slot = platform.schedule.slot(now);
    let (trust_version, trust_as_of) =
        after(platform, SnapshotKind::Trust, now, FIRST_TRUST_VERSION).await?;
    let (status_version, status_as_of) = after(platform, SnapshotKind::Status, now, 1).await?;
    // Read after the newest snapshot was looked up: if another process publishes in between,
    // this attempt is refused below and the next one sees what that one saw, and more.
    let revoked = platform.store.revoked_places().await?;
    let trust = build::trust(&platform.authority, trust_version, trust_as_of).await?;
    let status = build::status(&platform.authority, status_as_of, &revoked).await?;
    refuse_unreadable(&trust, &status, trust_as_of.max(status_as_of))?;
    let trust = Snapshot {
        version: trust_version,
        as_of: trust_as_of,
        slot,
        body: trust.to_sequence(),
    };
    let status = Snapshot {
        version: status_version,
        as_of: status_as_of,
        slot,
        body: status.to_sequence(),
    };
    let new = vec![(SnapshotKind::Trust, trust), (SnapshotKind::Status, status)];
    let stored = platform.store.add_snapshots(new, once).await?;
    if stored {
        let types = types(platform).into_bytes();
        platform.store.set_setting(TYPES, Some(types)).await?;
    }
    Ok(stored.then_some(Published {
        trust_version,
        trust_as_of,
        status_as_of,
    }))
}

/// What the trust list allows, as one text.
fn types(platform: &Platform) -> String {
    platform.authority.issues.join(" ")
}

/// Version and date of the next snapshot: both above the newest one's, whatever the clock says.
async fn after(
    platform: &Platform,
    kind: SnapshotKind,
    now: u64,
    first: u64,
) -> Result<(u64, u64), StoreError> {
    Ok(match platform.store.snapshot(kind).await? {
        Some(newest) => (newest.version + 1, now.max(newest.as_of + 1)),
        None => (first, now),
    })
}

/// The platform reads what it is about to publish with its readers' own code.
fn refuse_unreadable(
    trust: &TrustSnapshot,
    status: &StatusSnapshot,
    at: u64,
) -> Result<(), PublishError> {
    let trust = TrustState::from_sequence(&trust.to_sequence(), at, at)
        .map_err(PublishError::TrustRefused)?;
    StatusState::new()
        .accept(&trust, &status.tokens, at, at)
        .map_err(PublishError::StatusRefused)?;
    Ok(())
}

/// Version 1 is the list that comes with a build.
const FIRST_TRUST_VERSION: u64 = 2;

/// Names the types of the newest trust list.
const TYPES: &str = "published-types";

const ATTEMPTS: u32 = 8;

/// How soon a moved test clock is noticed; the work itself happens a few times a day.
const POLL: Duration = Duration::from_millis(200);
