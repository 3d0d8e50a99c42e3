//! Adding a photo or file to a material, taking it away, looking at it.

use sha2::{Digest as _, Sha256};
use tongban_cases::{Answers, Supplied, Supply};
use tongban_protocol::{MAX_ATTACHMENTS, MIN_CHUNK_BYTES};
use tongban_rules::materials::Paper;
use tongban_store::{MayBeFull as _, RecordId, StoredFile, WriteError};

use super::error::DraftError;
use super::form::count;
use super::picture::prepare;
use super::save::id;
use super::sheet::Sheet;
use super::view::{
    DraftAttachRequest, DraftDetachRequest, DraftFileRequest, MaterialsView, PictureView,
};
use super::{materials, picture};
use crate::context::{Core, lock};

/// Adds what the bytes hold. On any failure nothing of it is left, and the draft is as it was.
pub(crate) fn attach(
    core: &Core,
    request: &DraftAttachRequest,
    bytes: &[u8],
) -> Result<MaterialsView, DraftError> {
    let db = core.unlocked()?;
    // One decoded picture at a time, whatever screens do.
    let _turn = lock(&core.picture_turn);
    let draft = id(&request.draft)?;
    let media_types = {
        let sheet = Sheet::open(core, &db, draft)?;
        room(&sheet, request)?.0.media_types.clone()
    };
    let picture::Prepared { bytes, media_type } = prepare(bytes, &media_types)?;
    // The picture took its time; what was typed or sent meanwhile is the draft to add it to.
    let _draft = lock(&core.draft_turn);
    let mut sheet = Sheet::open(core, &db, draft)?;
    let (_, last) = room(&sheet, request)?;
    let file = StoredFile {
        id: RecordId::draw(&*core.caps.clock, &*core.caps.entropy)?,
        draft: Some(sheet.stored.id),
        operation: None,
        material: request.material.clone(),
        position: last,
        media_type: media_type.to_owned(),
        length: bytes.len() as u64,
        sha256: Sha256::digest(&bytes).into(),
        chunk_bytes: CHUNK_BYTES,
        is_urgent: false,
        used: None,
    };
    // Files take the place of whatever else was chosen for this material.
    let variant = request
        .variant
        .clone()
        .or_else(|| chosen_variant(&sheet, &request.material));
    let mut supplied = sheet.supplied.clone();
    supplied.retain(|supplied| supplied.material != request.material);
    supplied.push(Supplied {
        material: request.material.clone(),
        how: Supply::Files {
            variant,
            files: Vec::new(),
        },
    });
    let typed = sheet.typed.clone();
    save(core, &mut sheet, typed, &supplied)?;
    let add = || db.add_file(&file, &bytes, |tx| tx.put_draft(&sheet.stored));
    match add() {
        // The new one counts more than those that the platform has for good (rule S12).
        Err(error) if error.is_disk_full() && db.evict_files(0).is_ok_and(|gone| gone > 0) => {
            add()?;
        }
        done => done?,
    }
    core.touch_draft(sheet.stored.id);
    materials::view(core, &Sheet::of(core, &db, sheet.stored)?)
}

/// What may be handed in for the material, and the place that the next file gets.
fn room<'s>(
    sheet: &'s Sheet,
    request: &DraftAttachRequest,
) -> Result<(&'s Paper, u32), DraftError> {
    let material = sheet.service()?.material(&request.material);
    let material = material.ok_or(DraftError::NoMaterial)?;
    let paper = material.way.paper().ok_or(DraftError::NoMaterial)?;
    if let Some(variant) = &request.variant
        && !material.variants.iter().any(|known| known.id == *variant)
    {
        return Err(DraftError::NoMaterial);
    }
    let of_material = sheet.files.iter();
    let of_material = of_material.filter(|file| file.material == request.material);
    let (there, next) = of_material.fold((0, 0), |(count, next), file| {
        (count + 1, next.max(file.position + 1))
    });
    let max = usize::from(paper.max_files);
    match there >= max || sheet.files.len() >= MAX_ATTACHMENTS {
        true => Err(DraftError::TooManyFiles {
            max: count(max.min(MAX_ATTACHMENTS)),
        }),
        false => Ok((paper, next)),
    }
}

/// Takes a file away.
pub(crate) fn detach(
    core: &Core,
    request: &DraftDetachRequest,
) -> Result<MaterialsView, DraftError> {
    let db = core.unlocked()?;
    let _turn = lock(&core.draft_turn);
    let mut sheet = Sheet::open(core, &db, id(&request.draft)?)?;
    let file: RecordId = request.file.parse().map_err(|_| DraftError::NoFile)?;
    sheet.stored.saved_at = core.now();
    db.write(|tx| -> Result<_, WriteError> {
        tx.detach_file(sheet.stored.id, file)?;
        tx.put_draft(&sheet.stored)
    })
    .map_err(|error| match error {
        WriteError::NotFound => DraftError::NoFile,
        WriteError::Conflict => DraftError::Sent,
        error => error.into(),
    })?;
    db.sweep_files()?;
    materials::view(core, &Sheet::of(core, &db, sheet.stored)?)
}

/// A file of a draft, sent or not: what it is, and its bytes.
pub(crate) fn file(
    core: &Core,
    request: &DraftFileRequest,
) -> Result<(PictureView, Vec<u8>), DraftError> {
    let db = core.unlocked()?;
    let draft = id(&request.draft)?;
    let file: RecordId = request.file.parse().map_err(|_| DraftError::NoFile)?;
    let stored = db.file(file)?.filter(|file| file.draft == Some(draft));
    let stored = stored.ok_or(DraftError::NoFile)?;
    let bytes = db.read_file(file, 0..stored.length)?;
    let media_type = stored.media_type;
    Ok((PictureView { media_type }, bytes))
}

fn chosen_variant(sheet: &Sheet, material: &str) -> Option<String> {
    let mut chosen = sheet.supplied.iter().rev();
    let chosen = chosen.find(|supplied| supplied.material == material)?;
    match &chosen.how {
        Supply::Files { variant, .. } => variant.clone(),
        _ => None,
    }
}

pub(super) fn save(
    core: &Core,
    sheet: &mut Sheet,
    typed: Answers,
    supplied: &[Supplied],
) -> Result<(), DraftError> {
    sheet.keep(typed, supplied)?;
    sheet.stored.saved_at = core.now();
    sheet.stored.open = true;
    Ok(())
}

/// What is sent again at most when the line breaks in the middle of it. A request carries as many
/// as the line is good for.
const CHUNK_BYTES: u32 = MIN_CHUNK_BYTES;
