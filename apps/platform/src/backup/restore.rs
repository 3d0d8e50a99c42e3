use std::path::Path;

use tongban_device::Entropy;
use tongban_protocol::Epoch;

use super::manifest::{ATTACHMENTS, DATABASE, Manifest};
use crate::ports::blob_store::{BlobStore, ObjectBlobStore};
use crate::store::{BackupError, Database};

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// When the backup was made, RFC 3339.
    pub made_at: String,
    /// Blobs that were copied: attachments, whole or in parts.
    pub blobs: u64,
    /// Attachments that the backup lacks, because the platform had lost them.
    pub missing: u64,
}

/// Makes a platform's data from a backup, where no data is. It begins another history, so that
/// devices notice, read anew and offer again what the backup does not have (rule S2). Attachments
/// come first: what breaks off can simply be done again.
pub async fn restore(
    data: &Path,
    database: &Database,
    blobs: &dyn BlobStore,
    from: &Path,
    entropy: &dyn Entropy,
) -> Result<Restored, BackupError> {
    let folder = from.to_owned();
    let manifest = tokio::task::spawn_blocking(move || Manifest::read(&folder)).await;
    let manifest = manifest.unwrap_or(Err(BackupError::Manifest))?;
    if manifest.database != database.kind() {
        return Err(BackupError::OtherKind {
            found: manifest.database,
            wanted: database.kind(),
        });
    }
    if database.holds_something(data).await? {
        return Err(BackupError::NotEmpty);
    }
    let copies = ObjectBlobStore::in_folder(&from.join(ATTACHMENTS))?;
    let mut copied = 0;
    for name in copies.names().await? {
        if let Some(bytes) = copies.get(&name).await? {
            blobs.put(&name, bytes).await?;
            copied += 1;
        }
    }
    let epoch = Epoch::from_bytes(entropy.array()?);
    database.restore(data, &from.join(DATABASE), epoch).await?;
    Ok(Restored {
        made_at: manifest.made_at,
        blobs: copied,
        missing: manifest.missing,
    })
}
