use tongban_cose::sha256;
use tongban_protocol::{
    Chunk, DecodeError, Extra, OperationId, UploadProgress, UploadRequest, UploadResponse,
    UploadStanding,
};

use super::SyncError;
use super::intake::complete;
use crate::media;
use crate::platform::Platform;
use crate::ports::blob_store::BlobName;
use crate::store::{Confirmation, StoredAttachment};

/// Stores chunks that continue what is there and says how far each attachment is (rule S12). The
/// answer to the last chunk of the last attachment, and to every later question, has the
/// *complete* receipt.
pub(crate) async fn upload(platform: &Platform, body: &[u8]) -> Result<Vec<u8>, SyncError> {
    store_all(platform, &UploadRequest::decode(body)?.chunks).await
}

/// The answer to an upload of these chunks, however they came.
pub(super) async fn store_all(platform: &Platform, chunks: &[Chunk]) -> Result<Vec<u8>, SyncError> {
    let _place = platform
        .waiting
        .try_acquire()
        .map_err(|_| SyncError::Crowded)?;
    let mut response = UploadResponse {
        progress: Vec::with_capacity(chunks.len()),
        receipts: Vec::new(),
        extra: Extra::default(),
    };
    let mut asked: Vec<OperationId> = Vec::new();
    for chunk in chunks {
        response.progress.push(UploadProgress {
            operation: chunk.operation,
            attachment: chunk.attachment,
            standing: store_chunk(platform, chunk).await?,
        });
        if !asked.contains(&chunk.operation) {
            asked.push(chunk.operation);
        }
    }
    for operation in asked {
        let _turn = platform.turn.lock().await;
        response
            .receipts
            .extend(complete(platform, operation).await?);
    }
    Ok(response.encode())
}

/// Keeps what came of an upload whose connection broke. Nobody hears of it now: the device asks how
/// far the platform is (rule S12).
pub(crate) async fn salvage(platform: &Platform, prefix: &[u8]) {
    for chunk in UploadRequest::prefix(prefix) {
        if let Err(error) = salvage_chunk(platform, chunk).await {
            tracing::debug!(
                error = &error as &dyn std::error::Error,
                "part of a broken upload is not kept"
            );
            return;
        }
    }
}

async fn salvage_chunk(platform: &Platform, mut chunk: Chunk) -> Result<(), SyncError> {
    let (operation, attachment) = (chunk.operation, chunk.attachment);
    let Some(found) = platform.store.attachment(operation, attachment).await? else {
        return Ok(());
    };
    let manifest = found.manifest;
    let end = chunk.offset.saturating_add(chunk.bytes.len() as u64);
    if end != manifest.length {
        let whole = chunk.bytes.len() - chunk.bytes.len() % (manifest.chunk_bytes as usize).max(1);
        chunk.bytes.truncate(whole);
    }
    if !chunk.bytes.is_empty() {
        store_chunk(platform, &chunk).await?;
    }
    Ok(())
}

async fn store_chunk(platform: &Platform, chunk: &Chunk) -> Result<UploadStanding, SyncError> {
    let (operation, attachment) = (chunk.operation, chunk.attachment);
    let Some(found) = platform.store.attachment(operation, attachment).await? else {
        return Ok(UploadStanding::Unknown);
    };
    if found.checked {
        return Ok(UploadStanding::Confirmed(found.manifest.length));
    }
    let length = chunk.bytes.len() as u64;
    if !found.manifest.admits(chunk.offset, length) {
        return Err(DecodeError::FieldOutOfRange("offset").into());
    }
    let mut confirmed = found.confirmed;
    if length > 0 && chunk.offset == confirmed {
        let name = BlobName::part(operation.as_bytes(), attachment.as_bytes(), chunk.offset);
        platform.blobs.put(&name, chunk.bytes.clone()).await?;
        confirmed = chunk.offset + length;
        if !change(platform, &found, found.confirmed, confirmed, false).await? {
            let now = platform.store.attachment(operation, attachment).await?;
            confirmed = now.map_or(0, |now| now.confirmed);
        }
    }
    match confirmed == found.manifest.length {
        true => finish(platform, &found).await,
        false => Ok(UploadStanding::Confirmed(confirmed)),
    }
}

/// Every byte came: joins the parts, checks them, and keeps them as one. A part that is gone
/// lowers what is confirmed to where it began.
async fn finish(
    platform: &Platform,
    found: &StoredAttachment,
) -> Result<UploadStanding, SyncError> {
    let _turn = platform.turn.lock().await;
    let (operation, id) = (found.operation.as_bytes(), found.manifest.id.as_bytes());
    let length = found.manifest.length;
    let mut whole: Vec<u8> = Vec::new();
    let mut parts = Vec::new();
    while (whole.len() as u64) < length {
        let offset = whole.len() as u64;
        let name = BlobName::part(operation, id, offset);
        match platform.blobs.get(&name).await? {
            Some(part) if !part.is_empty() && offset + part.len() as u64 <= length => {
                whole.extend_from_slice(&part);
                parts.push(name);
            }
            _ => {
                change(platform, found, length, offset, false).await?;
                return Ok(UploadStanding::Confirmed(offset));
            }
        }
    }
    let (sha, media_type) = (found.manifest.sha256, found.media_type.clone());
    let checked = tokio::task::spawn_blocking(move || {
        let fits = sha256(&whole) == sha && media::is(&whole, &media_type);
        fits.then_some(whole)
    });
    let Ok(Some(whole)) = checked.await else {
        change(platform, found, length, 0, false).await?;
        return Ok(UploadStanding::Damaged);
    };
    let name = BlobName::whole(operation, id);
    platform.blobs.put(&name, whole).await?;
    change(platform, found, length, length, true).await?;
    for part in parts {
        if let Err(error) = platform.blobs.delete(&part).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "part of an attachment stays"
            );
        }
    }
    Ok(UploadStanding::Confirmed(length))
}

async fn change(
    platform: &Platform,
    found: &StoredAttachment,
    before: u64,
    confirmed: u64,
    checked: bool,
) -> Result<bool, SyncError> {
    let confirmation = Confirmation {
        operation: found.operation,
        attachment: found.manifest.id,
        before,
        confirmed,
        checked,
    };
    Ok(platform.store.confirm(confirmation).await?)
}
