//! The platform's receipt keys: signed by the list key of the newest root (rule C9), and never
//! an older list than the newest that was seen.

use std::sync::{Arc, Weak};

use tongban_cose::PublicKey;
use tongban_device::{Transport, TransportRequest};
use tongban_protocol::{
    MEDIA_TYPE, PlatformKeys, PublicPoint, ReceiptKeys, UnverifiedPlatformKeys, paths,
};
use tongban_store::{Snapshot, SnapshotKind};

use crate::context::{Core, lock};
use crate::snapshots::Snapshots;
use crate::storage::StorageError;

impl Core {
    /// The keys whose receipts count; none before the first time they were fetched.
    pub(crate) fn receipt_keys(&self) -> Result<ReceiptKeys, StorageError> {
        if let Some(keys) = &*lock(&self.receipt_keys) {
            return Ok(keys.clone());
        }
        let keys = load_keys(self)?.map_or_else(ReceiptKeys::default, |keys| keys.receipt_keys);
        *lock(&self.receipt_keys) = Some(keys.clone());
        Ok(keys)
    }
}

/// What is stored, if the newest root still stands behind it.
pub(crate) fn load_keys(core: &Core) -> Result<Option<PlatformKeys>, StorageError> {
    let stored = core.store()?.snapshot(SnapshotKind::PlatformKeys)?;
    let snapshots = core.snapshots()?;
    Ok(stored.and_then(|stored| verified(&snapshots, &stored.bytes)))
}

/// Fetches the keys. `None` where they are the same, or do not check out; the old ones stay.
pub(crate) async fn fetch_keys(
    core: Weak<Core>,
    transport: Arc<dyn Transport>,
) -> Option<ReceiptKeys> {
    let mut request = TransportRequest::get(paths::KEYS).header("accept", MEDIA_TYPE);
    request.response_limit = LIMIT;
    let response = transport.request(request).await.ok()?;
    if response.status != 200 {
        return None;
    }
    let core = core.upgrade()?;
    let taken = crate::context::blocking(&core, move |core| take_over(core, response.body)).await;
    taken.ok().flatten()
}

fn take_over(core: &Core, bytes: Vec<u8>) -> Result<Option<ReceiptKeys>, StorageError> {
    let Some(newer) = verified(&*core.snapshots()?, &bytes) else {
        return Ok(None);
    };
    if let Some(known) = load_keys(core)?
        && newer.version < known.version
    {
        return Ok(None);
    }
    // The same keys are no news: told to the engine, they would make it try again at once.
    let changed = core.receipt_keys()? != newer.receipt_keys;
    core.store()?.set_snapshots(&[Snapshot {
        kind: SnapshotKind::PlatformKeys,
        bytes,
        etag: None,
        fetched_at: core.now(),
    }])?;
    *lock(&core.receipt_keys) = Some(newer.receipt_keys.clone());
    Ok(changed.then_some(newer.receipt_keys))
}

fn verified(snapshots: &Snapshots, bytes: &[u8]) -> Option<PlatformKeys> {
    let key = point(snapshots.trust().list_key())?;
    UnverifiedPlatformKeys::parse(bytes).ok()?.verify(&key).ok()
}

fn point(key: &PublicKey) -> Option<PublicPoint> {
    PublicPoint::from_sec1(&key.to_sec1_compressed()).ok()
}

const LIMIT: usize = 16 << 10;
