//! The trust and status snapshots on this device: how old, and fetch newer ones.

mod refresh;
mod state;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use refresh::refresh;
pub(crate) use state::{Etags, Fetched, Snapshots, TakeOverError, from_build, load, take_over};

use crate::context::Core;
use crate::scan;
use crate::storage::StorageError;
use crate::time;

/// The snapshots on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SnapshotsView {
    /// Version of the trust list; null when there is none.
    pub trust_version: Option<u32>,
    /// Date of the trust list, RFC 3339.
    pub trust_as_of: Option<String>,
    /// Date of the oldest status list, RFC 3339.
    pub status_as_of: Option<String>,
    /// Age of the older of the two in seconds.
    pub age_seconds: Option<u32>,
    /// How many issuers the trust list names.
    pub issuers: u32,
    /// How much the age matters.
    pub level: SnapshotLevel,
}

/// How much the age of the snapshots matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SnapshotLevel {
    /// Verdicts stand as they are.
    Fresh,
    /// Verdicts say that the snapshot is old.
    Amber,
    /// Verdicts cannot tell any more.
    Stale,
    /// There is no snapshot.
    None,
}

/// The snapshots on this device, as of now.
pub(crate) fn view(core: &Core) -> Result<SnapshotsView, StorageError> {
    let snapshots = core.snapshots()?;
    let now = core.now();
    let trust_as_of = snapshots.trust().list().map(|list| list.issued_at());
    let status_as_of = snapshots.status().and_then(|status| status.oldest());
    let age = trust_as_of
        .zip(status_as_of)
        .map(|(trust, status)| now.saturating_sub(trust.min(status)));
    Ok(SnapshotsView {
        trust_version: snapshots
            .trust()
            .list()
            .map(|list| u32::try_from(list.version()).unwrap_or(u32::MAX)),
        trust_as_of: trust_as_of.map(time::instant),
        status_as_of: status_as_of.map(time::instant),
        age_seconds: age.map(time::seconds),
        issuers: snapshots.trust().list().map_or(0, issuers),
        level: level(age),
    })
}

/// Offices, not slots: one office may have several keys.
fn issuers(list: &tongban_certificate::TrustList) -> u32 {
    let offices: std::collections::BTreeSet<_> =
        list.slots().map(|slot| slot.office.as_str()).collect();
    u32::try_from(offices.len()).unwrap_or(u32::MAX)
}

/// The same limits as the verdict's.
fn level(age_seconds: Option<u64>) -> SnapshotLevel {
    let policy = scan::policy();
    let older =
        |days: Option<u32>| days.is_some_and(|days| age_seconds > Some(u64::from(days) * DAY));
    match age_seconds {
        None => SnapshotLevel::None,
        Some(_) if older(policy.refuse_days) => SnapshotLevel::Stale,
        Some(_) if older(policy.amber_days) => SnapshotLevel::Amber,
        Some(_) => SnapshotLevel::Fresh,
    }
}

const DAY: u64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_says_what_the_verdict_would_say() {
        assert_eq!(level(None), SnapshotLevel::None);
        assert_eq!(level(Some(7 * DAY)), SnapshotLevel::Fresh);
        assert_eq!(level(Some(7 * DAY + 1)), SnapshotLevel::Amber);
        assert_eq!(level(Some(30 * DAY + 1)), SnapshotLevel::Stale);
    }
}
