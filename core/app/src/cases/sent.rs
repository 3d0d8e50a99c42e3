//! The files that were handed in, as this device still has them (rule S12).
//!
//! Once the platform has them for good they stay to be looked at while there is room; the one that
//! was not looked at for longest goes first. Unsent files never go.

use tongban_store::{PersonDb, RecordId, Room, StoredFile};

use super::error::CaseError;
use super::file::CaseFile;
use super::get::files_of;
use super::view::{CaseFileRequest, CaseFileView};
use crate::context::Core;
use crate::drafts::PictureView;
use crate::storage::StorageError;

/// The most that sent files take of this device, in bytes.
const BUDGET: u64 = 64 << 20;

/// Evicts what is beyond the budget; on a full disk, everything that the platform has for good.
pub(crate) fn evict(core: &Core, db: &PersonDb) -> Result<usize, StorageError> {
    let budget = match core.store()?.room()? {
        Room::Enough => BUDGET,
        Room::Low => 0,
    };
    Ok(db.evict_files(budget)?)
}

/// The files of a material, and which of them are here.
pub(super) fn views(
    db: &PersonDb,
    file: &CaseFile,
    material: &str,
) -> Result<Vec<CaseFileView>, CaseError> {
    let told = files_of(file, material).into_iter().map(|told| {
        let here = stored(db, &told.id)?.is_some();
        Ok(CaseFileView {
            here,
            id: told.id,
            media_type: told.media_type,
            size: told.size,
        })
    });
    told.collect()
}

/// A file that was handed in: what it is, and its bytes.
pub(crate) fn file(
    core: &Core,
    request: &CaseFileRequest,
) -> Result<(PictureView, Vec<u8>), CaseError> {
    let db = core.unlocked()?;
    let case = request.case.parse().map_err(|_| CaseError::NotFound)?;
    let case = CaseFile::read(&db, &core.receipt_keys()?, case)?.ok_or(CaseError::NotFound)?;
    let is_told = case.state.supplied().iter().any(|supplied| {
        let told = files_of(&case, &supplied.material);
        told.iter().any(|told| told.id == request.file)
    });
    let stored = stored(&db, &request.file)?.filter(|_| is_told);
    let stored = stored.ok_or(CaseError::FileNotHere)?;
    let bytes = db.read_file(stored.id, 0..stored.length);
    let bytes = bytes.map_err(|_| CaseError::FileNotHere)?;
    // That it was looked at is worth no error: it may go a little earlier.
    db.use_file(stored.id).ok();
    let media_type = stored.media_type;
    Ok((PictureView { media_type }, bytes))
}

fn stored(db: &PersonDb, id: &str) -> Result<Option<StoredFile>, CaseError> {
    let id: RecordId = id.parse().map_err(|_| CaseError::FileNotHere)?;
    Ok(db.file(id).map_err(StorageError::from)?)
}
