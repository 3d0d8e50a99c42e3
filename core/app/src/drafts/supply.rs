//! Handing a material in otherwise than by files.

use tongban_cases::{Supplied, Supply};

use super::error::DraftError;
use super::save::id;
use super::sheet::Sheet;
use super::view::{DraftSupplyRequest, MaterialsView, SupplyHowView};
use super::{attach, materials};
use crate::context::{Core, lock};

/// Chooses how. Files of the material that the draft had are taken away by it.
pub(crate) fn supply(
    core: &Core,
    request: &DraftSupplyRequest,
) -> Result<MaterialsView, DraftError> {
    let db = core.unlocked()?;
    let _turn = lock(&core.draft_turn);
    let mut sheet = Sheet::open(core, &db, id(&request.draft)?)?;
    let material = sheet.service()?.material(&request.material);
    let material = material.ok_or(DraftError::NoMaterial)?.id.clone();
    let how = match request.how {
        SupplyHowView::Nothing => None,
        SupplyHowView::OnPaper => Some(Supply::OnPaper),
        SupplyHowView::Certificate => Some(Supply::Certificate {
            certificate_type: named(&request.certificate_type)?,
        }),
        SupplyHowView::Commitment => Some(Supply::Commitment {
            commitment: named(&request.commitment)?,
        }),
    };
    let mut supplied = sheet.supplied.clone();
    supplied.retain(|supplied| supplied.material != material);
    supplied.extend(how.map(|how| Supplied {
        material: material.clone(),
        how,
    }));
    let typed = sheet.typed.clone();
    attach::save(core, &mut sheet, typed, &supplied)?;
    let replaced = sheet.files.iter().filter(|file| file.material == material);
    let replaced: Vec<_> = replaced.map(|file| file.id).collect();
    let draft = sheet.stored.id;
    db.write(|tx| {
        replaced
            .iter()
            .try_for_each(|file| tx.detach_file(draft, *file))?;
        tx.put_draft(&sheet.stored)
    })?;
    db.sweep_files()?;
    core.touch_draft(draft);
    materials::view(core, &Sheet::of(core, &db, sheet.stored)?)
}

fn named(name: &Option<String>) -> Result<String, DraftError> {
    name.clone().ok_or(DraftError::NoMaterial)
}
