use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tongban_cose::sha256;
use tongban_protocol::{
    Chunk, DecodeError, Extra, UploadProgress, UploadRequest, UploadResponse, UploadStanding,
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
        progress: store_each(platform, chunks).await?,
        receipts: Vec::new(),
        extra: Extra::default(),
    };
    let mut asked = BTreeSet::new();
    for chunk in chunks {
        if asked.insert(chunk.operation) {
            let _turn = platform.turn.lock().await;
            response
                .receipts
                .extend(complete(platform, chunk.operation).await?);
        }
    }
    // Whatever is told now must be true after a power cut too (rule S1).
    platform.store.durable().await?;
    Ok(response.encode())
}

/// Stores the chunks, those of one attachment in their order, several attachments at once: most of
/// the time goes into waiting for the disk.
async fn store_each(
    platform: &Platform,
    chunks: &[Chunk],
) -> Result<Vec<UploadProgress>, SyncError> {
    let mut by_attachment: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, chunk) in chunks.iter().enumerate() {
        let attachment = (chunk.operation, chunk.attachment);
        by_attachment.entry(attachment).or_default().push(place);
    }
    let stored = by_attachment.into_values().map(|places| async move {
        let mut standings = Vec::with_capacity(places.len());
        for place in places {
            standings.push((place, store_chunk(platform, &chunks[place]).await?));
        }
        Ok::<_, SyncError>(standings)
    });
    let mut standings = stream::iter(stored)
        .buffer_unordered(AT_ONCE)
        .try_concat()
        .await?;
    standings.sort_by_key(|(place, _)| *place);
    let told = standings.into_iter().zip(chunks);
    Ok(told
        .map(|((_, standing), chunk)| UploadProgress {
            operation: chunk.operation,
            attachment: chunk.attachment,
            standing,
        })
        .collect())
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
    if length == found.manifest.length && found.confirmed == 0 {
        return store_whole(platform, &found, chunk.bytes.clone()).await;
    }
    let mut confirmed = found.confirmed;
    if length > 0 && chunk.offset == confirmed {
        let name = BlobName::part(operation.as_bytes(), attachment.as_bytes(), chunk.offset);
        platform.blobs.put(&name, chunk.bytes.clone()).await?;
        confirmed = chunk.offset + length;
        if !change(platform, &found, found.confirmed, confirmed, false).await? {
            confirmed = confirmed_now(platform, &found).await?;
        }
    }
    match confirmed == found.manifest.length {
        true => finish(platform, &found).await,
        false => Ok(UploadStanding::Confirmed(confirmed)),
    }
}

/// An attachment that comes in one piece never lies in parts.
async fn store_whole(
    platform: &Platform,
    found: &StoredAttachment,
    bytes: Vec<u8>,
) -> Result<UploadStanding, SyncError> {
    let length = found.manifest.length;
    if !keep_whole(platform, found, bytes).await? {
        return Ok(UploadStanding::Damaged);
    }
    Ok(UploadStanding::Confirmed(
        match change(platform, found, 0, length, true).await? {
            true => length,
            false => confirmed_now(platform, found).await?,
        },
    ))
}

/// How far it is after somebody else's piece came in between.
async fn confirmed_now(platform: &Platform, found: &StoredAttachment) -> Result<u64, SyncError> {
    let (operation, id) = (found.operation, found.manifest.id);
    let now = platform.store.attachment(operation, id).await?;
    Ok(now.map_or(0, |now| now.confirmed))
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
                let confirmed = match change(platform, found, length, offset, false).await? {
                    true => offset,
                    // Somebody else has joined them meanwhile.
                    false => confirmed_now(platform, found).await?,
                };
                return Ok(UploadStanding::Confirmed(confirmed));
            }
        }
    }
    let kept = keep_whole(platform, found, whole).await?;
    let confirmed = if kept { length } else { 0 };
    change(platform, found, length, confirmed, kept).await?;
    // The parts are not needed once no power cut can take that back.
    platform.store.durable().await?;
    for part in parts {
        if let Err(error) = platform.blobs.delete(&part).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "part of an attachment stays"
            );
        }
    }
    Ok(match kept {
        true => UploadStanding::Confirmed(length),
        false => UploadStanding::Damaged,
    })
}

/// Keeps an attachment that is what its manifest says; false where it is not.
async fn keep_whole(
    platform: &Platform,
    found: &StoredAttachment,
    whole: Vec<u8>,
) -> Result<bool, SyncError> {
    let (sha, media_type) = (found.manifest.sha256, found.media_type.clone());
    let checked = tokio::task::spawn_blocking(move || {
        let fits = sha256(&whole) == sha && media::is(&whole, &media_type);
        fits.then_some(whole)
    });
    let Ok(Some(whole)) = checked.await else {
        return Ok(false);
    };
    let name = BlobName::whole(found.operation.as_bytes(), found.manifest.id.as_bytes());
    platform.blobs.put(&name, whole).await?;
    Ok(true)
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

/// Attachments of one request that are stored at the same time.
const AT_ONCE: usize = 8;
