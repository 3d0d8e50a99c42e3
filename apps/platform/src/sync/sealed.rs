//! Sealed operations and the files that go with them (rule K4): opened here, then taken like any
//! other. Who brings them does not matter; who signed what is inside does.

use tongban_protocol::{
    Chunk, FileKey, SEGMENT, SealedChunk, SealedPushRequest, SealedUploadRequest, Sealing,
};

use super::SyncError;
use super::push::take_all;
use super::upload::store_all;
use crate::platform::Platform;

/// Opens every envelope before the first operation is stored; one that does not open refuses the
/// push.
pub(crate) async fn push_sealed(platform: &Platform, body: &[u8]) -> Result<Vec<u8>, SyncError> {
    let request = SealedPushRequest::decode(body)?;
    let mut operations = Vec::with_capacity(request.operations.len());
    for sealed in &request.operations {
        let sealing = Sealing::Operation(sealed.operation);
        let opened = platform.authority.sealer.open(sealing, &sealed.envelope);
        operations.push(opened.await.ok_or(SyncError::NotSealed)?.to_vec());
    }
    take_all(platform, &operations).await
}

/// Opens segments with the key of their file and stores them as the chunks that they are.
pub(crate) async fn upload_sealed(platform: &Platform, body: &[u8]) -> Result<Vec<u8>, SyncError> {
    let request = SealedUploadRequest::decode(body)?;
    let mut chunks = Vec::with_capacity(request.chunks.len());
    for sealed in &request.chunks {
        chunks.push(Chunk {
            operation: sealed.operation,
            attachment: sealed.attachment,
            offset: sealed.offset,
            bytes: open_segment(platform, sealed).await?,
        });
    }
    store_all(platform, &chunks).await
}

/// Nothing for a question, and for an attachment that is not known here: the answer says so.
async fn open_segment(platform: &Platform, sealed: &SealedChunk) -> Result<Vec<u8>, SyncError> {
    let found = platform
        .store
        .attachment(sealed.operation, sealed.attachment)
        .await?;
    let Some(found) = found.filter(|_| !sealed.segment.is_empty()) else {
        return Ok(Vec::new());
    };
    let sealing = Sealing::FileKey(sealed.operation, sealed.attachment);
    let key = platform.authority.sealer.open(sealing, &sealed.envelope);
    let key = key.await.ok_or(SyncError::NotSealed)?;
    let key = FileKey::from_bytes(&key).ok_or(SyncError::NotSealed)?;
    let number = sealed.offset / SEGMENT as u64;
    let number = u32::try_from(number).map_err(|_| SyncError::NotSealed)?;
    key.open_segment(number, found.manifest.length, &sealed.segment)
        .ok_or(SyncError::NotSealed)
}
