//! Staff look at a case: line in the read log, row in the resident's feed and what is shown, in
//! one transaction (rule K6).

use rusqlite::Transaction;
use zeroize::Zeroizing;

use super::{attachments, cases, feeds, read_log};
use crate::store::{Look, Looked, StoreError};

pub(super) fn look(t: &Transaction<'_>, look: &Look) -> Result<Option<Looked>, StoreError> {
    let Some(record) = cases::record(t, look.case)? else {
        return Ok(None);
    };
    let files = attachments::of_case(t, look.case, look.file)?;
    if look.file.is_some() && files.is_empty() {
        return Ok(None);
    }
    read_log::append(t, Some(record.entry.resident), &look.access())?;
    let row = look.row(record.entry.scope, &read_log::head(t)?);
    feeds::append(t, feeds::present_epoch(t)?, &row)?;
    let name: String = t
        .prepare_cached("SELECT name FROM residents WHERE id = ?1")?
        .query_row([record.entry.resident.0], |row| row.get(0))?;
    Ok(Some(Looked {
        record,
        applicant: Zeroizing::new(name),
        files,
    }))
}
