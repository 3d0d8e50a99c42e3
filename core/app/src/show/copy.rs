//! Which copy a code is made of, and when it counts as spent.

use tongban_store::{CertificateId, PersonDb, Spent, StoredCopy, WriteError};

use super::error::ShowError;
use crate::certificates::CertificateError;
use crate::context::Core;
use crate::storage::StorageError;
use crate::time;

/// The copy of today, or a fresh one, or the linkable one (rule C2).
pub(super) fn choose_copy(
    core: &Core,
    db: &PersonDb,
    certificate: CertificateId,
) -> Result<StoredCopy, ShowError> {
    let mut copies = db.copies(certificate).map_err(StorageError::from)?;
    let today = time::day(core.now());
    let of_today = |copy: &StoredCopy| copy.spent.as_ref().is_some_and(|spent| spent.on == today);
    let fresh = |copy: &StoredCopy| copy.spent.is_none() && !copy.linkable;
    let chosen = copies
        .iter()
        .position(of_today)
        .or_else(|| copies.iter().position(fresh))
        .or_else(|| copies.iter().position(|copy| copy.linkable))
        .or_else(|| copies.len().checked_sub(1))
        .ok_or(CertificateError::NotFound)?;
    Ok(copies.swap_remove(chosen))
}

/// A copy is spent from the first code made of it, for the rest of that day (rule C2).
pub(super) fn spend(
    core: &Core,
    db: &PersonDb,
    certificate: CertificateId,
    copy: &StoredCopy,
) -> Result<(), StorageError> {
    if copy.spent.is_some() {
        return Ok(());
    }
    let spent = Spent {
        at: core.now(),
        on: time::day(core.now()),
    };
    db.write(|tx| tx.mark_spent(certificate, copy.position, &spent))
        .map_err(|error: WriteError| error.into())
}
