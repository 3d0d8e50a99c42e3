//! One code: the chosen fields, a fresh signature, the modules.

use tongban_certificate::{HeldCertificate, Presentation, TimedProofRequest, prepare_timed_proof};
use tongban_code::{Ec, draw_modules};
use tongban_store::{PersonDb, StoredCopy};

use super::error::ShowError;
use super::{ShowCode, ShowView};
use crate::certificates::CertificateError;
use crate::context::Core;
use crate::storage::StorageError;
use crate::{keys, presence, time};

/// Signs and draws; the key is used last, after everything that can be refused.
pub(super) fn make_code(
    core: &Core,
    db: &PersonDb,
    copy: &StoredCopy,
    show_id: &str,
    fields: &[String],
) -> Result<ShowCode, ShowError> {
    let held = HeldCertificate::parse(&copy.bytes, &core.types())
        .map_err(|_| CertificateError::Unreadable)?;
    let now = core.now();
    let presentation = sign_proof(core, db, copy, &held, fields, now)?;
    let text = presentation.code_text();
    let modules = draw_modules(&text, Ec::L).map_err(|_| ShowError::TooDense)?;
    let view = ShowView {
        show_id: show_id.to_owned(),
        size: u32::try_from(modules.size()).map_err(|_| ShowError::TooDense)?,
        version: u32::from(modules.version()),
        made_at: time::instant(now),
        valid_seconds: NEW_CODE_EVERY_SECONDS,
        next_in_ms: NEW_CODE_EVERY_SECONDS * 1000,
        bytes_len: u32::try_from(presentation.bytes().len()).map_err(|_| ShowError::TooDense)?,
        dense: presentation.is_dense(),
        discloses: fields.to_vec(),
        presence_until: presence::until(core),
        text,
    };
    Ok(ShowCode {
        view,
        modules: modules.cells().to_vec(),
    })
}

fn sign_proof(
    core: &Core,
    db: &PersonDb,
    copy: &StoredCopy,
    held: &HeldCertificate,
    fields: &[String],
    now: u64,
) -> Result<Presentation, ShowError> {
    let disclose = labels(held, fields)?;
    let floor = core.floor()?;
    let prepared = prepare_timed_proof(&TimedProofRequest {
        certificate: held,
        disclose: &disclose,
        now,
        floor,
    })
    .map_err(|error| ShowError::present(error, held))?;
    let key = db
        .key(copy.key)
        .map_err(StorageError::from)?
        .ok_or(ShowError::CannotProve)?;
    let signature = keys::sign(core, &key, prepared.to_be_signed())?;
    Ok(prepared.finish(&signature))
}

fn labels(held: &HeldCertificate, fields: &[String]) -> Result<Vec<i64>, ShowError> {
    let description = held.description().ok_or(CertificateError::Unreadable)?;
    let label = |name: &String| match description.field_named(name) {
        Some(field) if held.claim(name).is_some() => Ok(field.label),
        _ => Err(ShowError::FieldUnknown(name.clone())),
    };
    fields.iter().map(label).collect()
}

/// Rule C5: a new proof every 30 s, accepted for 60.
const NEW_CODE_EVERY_SECONDS: u32 = 30;
