//! The snapshots of an app's data folder, for a command line beside the running app.

use std::path::Path;

use tongban_certificate::{StatusState, TrustState};
use tongban_device::SecretStore;
use tongban_store::{SnapshotKind, read_snapshots};

/// Trust and status as the app last verified them.
pub struct DeviceSnapshots {
    /// Roots and trust list.
    pub trust: TrustState,
    /// Status lists; empty where the app has none.
    pub status: StatusState,
}

/// Reads without a lock and changes nothing; `None` where the folder holds no snapshots that can
/// be read.
pub fn device_snapshots(
    data_dir: &Path,
    secrets: Option<&dyn SecretStore>,
) -> Option<DeviceSnapshots> {
    let stored = read_snapshots(data_dir, secrets).ok()?;
    let bytes = |kind| {
        stored
            .iter()
            .find(|snapshot| snapshot.kind == kind)
            .map(|snapshot| &snapshot.bytes)
    };
    let trust = TrustState::decode(bytes(SnapshotKind::TrustState)?).ok()?;
    let status =
        bytes(SnapshotKind::Status).and_then(|bytes| StatusState::decode(bytes, &trust).ok());
    Some(DeviceSnapshots {
        trust,
        status: status.unwrap_or_else(StatusState::new),
    })
}
