use std::path::{Path, PathBuf};
use std::time::Instant;

use tongban_device::Entropy;
use tongban_protocol::Cursor;

use super::{Operations, OpsError};
use crate::backup::{self, BackedUp, Restored};
use crate::platform::{self, Platform};
use crate::ports::blob_store::BlobStore;
use crate::read_log::check_read_log;
use crate::storage::Storage;
use crate::store::{Acknowledged, BackupError, FeedPage, Inventory, PlatformStore};

/// What a drill has found.
#[derive(Debug, Clone, PartialEq)]
pub struct Drilled {
    /// Feeds that were compared.
    pub feeds: u64,
    /// Rows in them.
    pub rows: u64,
    /// Operations with their receipts.
    pub operations: u64,
    /// Attachments that had arrived whole.
    pub attachments: u64,
    /// Lines of the read log.
    pub read_log_lines: u64,
    /// Of all these, what the restored copy lacks or has otherwise.
    pub lost: u64,
    /// Which kind of database was drilled.
    pub database: &'static str,
    /// How long it took.
    pub seconds: f64,
}

impl Operations {
    /// Writes a backup into a new or empty folder, beside a running platform. Once it is durable,
    /// devices may free what is in it (rule S2).
    pub async fn back_up(&self, folder: &Path) -> Result<BackedUp, OpsError> {
        let platform = &self.0;
        let (inventory, backed_up) = backup::make(platform, folder).await?;
        if backed_up.missing == 0 && !platform.store.mark_backed_up(inventory).await? {
            tracing::warn!("another history began meanwhile; nothing was marked");
        }
        Ok(backed_up)
    }

    /// Proves that nothing is lost: makes a backup, restores it where nothing else is, and
    /// compares that with all that was acknowledged before. The platform goes on meanwhile, and
    /// nothing of the drill is left.
    pub async fn drill(&self) -> Result<Drilled, OpsError> {
        let mark = u64::from_be_bytes(self.0.entropy.array()?);
        let scratch = self.0.folder.join(format!("drill-{mark:016x}"));
        let live = &self.0.storage.database;
        let lost: Storage = live.scratch(mark).await.map_err(BackupError::from)?.into();
        let drilled = drill(&self.0, &scratch, &lost).await;
        let removed = std::fs::remove_dir_all(&scratch);
        let dropped = live.remove_scratch(&lost.database).await;
        let drilled = drilled?;
        removed.map_err(BackupError::from)?;
        dropped.map_err(BackupError::from)?;
        Ok(drilled)
    }
}

/// Makes a platform's data from a backup, where no data is, with another history (rule S2). To be
/// done before any platform answers there.
pub async fn restore(
    data_dir: &Path,
    storage: &Storage,
    from: &Path,
    entropy: &dyn Entropy,
) -> Result<Restored, OpsError> {
    let blobs = storage.attachments.open(&platform::blob_folder(data_dir)?);
    let blobs = blobs.map_err(BackupError::from)?;
    Ok(backup::restore(data_dir, &storage.database, &blobs, from, entropy).await?)
}

async fn drill(
    platform: &Platform,
    scratch: &Path,
    storage: &Storage,
) -> Result<Drilled, OpsError> {
    let begun = Instant::now();
    let before = platform.store.inventory().await?;
    let (copy, lost): (PathBuf, PathBuf) = (scratch.join("backup"), scratch.join("restored"));
    backup::make(platform, &copy).await?;
    let after = platform.store.inventory().await?;
    restore(&lost, storage, &copy, platform.entropy.as_ref()).await?;
    let restored = storage.database.open(&lost, None).await;
    let restored = restored.map_err(BackupError::from)?;
    let found = restored.inventory().await?;
    let log = restored.read_log().await?;
    check_read_log(&log, before.read_log)?;
    let blobs = storage.attachments.open(&platform::blob_folder(&lost)?);
    let blobs = blobs.map_err(BackupError::from)?;
    let blobs: &dyn BlobStore = &blobs;
    let damaged = backup::damaged(&before.attachments, blobs);
    let lost = lost_feeds(&before, &found, restored.as_ref()).await?
        + lost_operations(&before, &after, &found)
        + damaged.await.map_err(BackupError::from)?;
    Ok(Drilled {
        feeds: before.feeds.len() as u64,
        rows: before.feeds.iter().map(|feed| feed.seq).sum(),
        operations: before.operations.len() as u64,
        attachments: before.attachments.iter().filter(|one| one.checked).count() as u64,
        read_log_lines: before.read_log.seq,
        lost,
        database: storage.database.kind(),
        seconds: begun.elapsed().as_secs_f64(),
    })
}

/// Feeds of which the restored store has not every row as it was, up to where they were.
async fn lost_feeds(
    before: &Inventory,
    found: &Inventory,
    restored: &dyn PlatformStore,
) -> Result<u64, OpsError> {
    let mut lost = 0;
    for feed in &before.feeds {
        let there = Cursor {
            epoch: found.epoch,
            seq: feed.seq,
            rolling_hash: feed.hash,
        };
        let page = restored.page(feed.scope, Some(there), 1, 1).await?;
        lost += u64::from(matches!(page, FeedPage::Fork(_)));
    }
    Ok(lost)
}

/// Operations that are gone, or whose receipt is neither the one before the backup nor one that
/// came while it was made.
fn lost_operations(before: &Inventory, after: &Inventory, found: &Inventory) -> u64 {
    let known = |all: &[Acknowledged], one: &Acknowledged| all.binary_search(one).is_ok();
    let same = |one: &Acknowledged| {
        let key = |other: &Acknowledged| (other.id, other.hash);
        let place = found.operations.binary_search_by_key(&key(one), key);
        place.is_ok_and(|place| {
            let kept = &found.operations[place];
            kept == one || known(&after.operations, kept)
        })
    };
    before.operations.iter().filter(|one| !same(one)).count() as u64
}
