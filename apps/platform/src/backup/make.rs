use std::path::Path;

use super::attachments;
use super::manifest::{ATTACHMENTS, DATABASE, Manifest};
use crate::platform::Platform;
use crate::ports::blob_store::ObjectBlobStore;
use crate::store::{BackupError, Inventory, make_private};

/// What is in a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// Feeds.
    pub feeds: u64,
    /// Operations with their receipts.
    pub operations: u64,
    /// Attachments, whole or in part.
    pub attachments: u64,
    /// Attachments that the platform itself has lost or that are damaged. While there are any,
    /// devices are not told to free what they hold.
    pub missing: u64,
    /// Seconds since 1970.
    pub made_at: u64,
}

/// Writes a backup into a new or empty folder, durably. Nothing is marked yet.
pub(crate) async fn make(
    platform: &Platform,
    folder: &Path,
) -> Result<(Inventory, BackedUp), BackupError> {
    make_private(folder)?;
    if std::fs::read_dir(folder)?.next().is_some() {
        return Err(BackupError::Name);
    }
    let made_at = platform.now();
    let database = folder.join(DATABASE);
    make_private(&database)?;
    // First the database: every attachment that it calls checked is in the blob store already.
    let inventory = platform.store.back_up(&database).await?;
    let copies = ObjectBlobStore::in_folder(&folder.join(ATTACHMENTS))?;
    let all = &inventory.attachments;
    let missing = attachments::copy(all, platform.blobs.as_ref(), &copies).await?;
    let at = jiff::Timestamp::from_second(made_at as i64).map_err(|_| BackupError::Manifest)?;
    let (kind, whole) = (platform.storage.database.kind(), folder.to_owned());
    let written = tokio::task::spawn_blocking(move || {
        Manifest::of(&whole, kind, at.to_string(), missing)?.write(&whole)
    });
    written.await.unwrap_or(Err(BackupError::Manifest))?;
    let backed_up = BackedUp {
        feeds: inventory.feeds.len() as u64,
        operations: inventory.operations.len() as u64,
        attachments: all.len() as u64,
        missing,
        made_at,
    };
    Ok((inventory, backed_up))
}
