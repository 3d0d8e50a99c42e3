use tongban_cose::sha256;

use crate::ports::blob_store::{BlobError, BlobName, BlobStore};
use crate::store::StoredAttachment;

/// Copies what is durable of each attachment; returns how many are gone or damaged, which the
/// copy then lacks.
pub(super) async fn copy(
    all: &[StoredAttachment],
    from: &dyn BlobStore,
    to: &dyn BlobStore,
) -> Result<u64, BlobError> {
    let mut missing = 0;
    for one in all {
        let (operation, id) = (one.operation.as_bytes(), one.manifest.id.as_bytes());
        if one.checked {
            let name = BlobName::whole(operation, id);
            match whole(one, from).await? {
                Some(bytes) => to.put(&name, bytes).await?,
                None => missing += 1,
            }
            continue;
        }
        // Parts may be made into a whole meanwhile; then the device sends them again (rule S12).
        let mut offset = 0;
        while offset < one.confirmed {
            let name = BlobName::part(operation, id, offset);
            match from.get(&name).await? {
                Some(bytes) if !bytes.is_empty() => {
                    offset += bytes.len() as u64;
                    to.put(&name, bytes).await?;
                }
                _ => break,
            }
        }
    }
    Ok(missing)
}

/// How many of the checked attachments are not there as they were handed in.
pub(crate) async fn damaged(
    all: &[StoredAttachment],
    store: &dyn BlobStore,
) -> Result<u64, BlobError> {
    let mut damaged = 0;
    for one in all.iter().filter(|one| one.checked) {
        damaged += u64::from(whole(one, store).await?.is_none());
    }
    Ok(damaged)
}

/// The bytes of a checked attachment, if they are still those of the signed manifest.
async fn whole(
    one: &StoredAttachment,
    store: &dyn BlobStore,
) -> Result<Option<Vec<u8>>, BlobError> {
    let name = BlobName::whole(one.operation.as_bytes(), one.manifest.id.as_bytes());
    let bytes = store.get(&name).await?;
    Ok(bytes.filter(|bytes| sha256(bytes) == one.manifest.sha256))
}
