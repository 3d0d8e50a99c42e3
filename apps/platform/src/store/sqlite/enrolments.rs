use rusqlite::{OptionalExtension, Transaction};
use tongban_cose::sha256;
use tongban_protocol::{CaseId, EnrolId};

use super::errors::{fixed, stored};
use super::vouchers::columns;
use crate::store::{Completed, Issued, NewEnrolment, Person, ResidentId, StoreError, StoredAnswer};

pub(super) fn answer(
    t: &Transaction<'_>,
    enrol_id: EnrolId,
) -> Result<Option<StoredAnswer>, StoreError> {
    let found = t
        .prepare_cached("SELECT body_sha256, answer FROM enrolments WHERE enrol_id = ?1")?
        .query_row([enrol_id.as_bytes()], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?))
        })
        .optional()?;
    found
        .map(|(hash, answer)| {
            Ok(StoredAnswer {
                body_sha256: fixed(hash, "enrolments")?,
                answer,
            })
        })
        .transpose()
}

pub(super) fn complete(t: &Transaction<'_>, new: &NewEnrolment) -> Result<Completed, StoreError> {
    if let Some(before) = answer(t, new.enrol_id)? {
        return Ok(Completed::Before(before));
    }
    let used = t
        .prepare_cached("UPDATE vouchers SET used_by = ?1 WHERE number = ?2 AND used_by IS NULL")?
        .execute((new.enrol_id.as_bytes(), new.voucher.get()))?;
    if used != 1 {
        return Ok(Completed::VoucherUsed);
    }
    let (resident, staff) = columns(new.person);
    t.prepare_cached(
        "INSERT INTO enrolments (enrol_id, body_sha256, voucher, resident, staff, device_key,
                                 submission_key, signer, answer, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute((
        new.enrol_id.as_bytes(),
        new.body_sha256,
        new.voucher.get(),
        resident,
        staff,
        new.device_key.as_bytes(),
        new.submission_key.as_bytes(),
        sha256(new.submission_key.as_bytes()),
        &new.answer,
        stored(new.at),
    ))?;
    for issued in &new.issued {
        let Person::Resident(resident) = new.person else {
            return Err(StoreError::UnknownRow {
                table: "enrolments",
            });
        };
        let from = (Some(new.enrol_id.as_bytes().to_vec()), None);
        insert(t, resident, from, issued, new.at)?;
    }
    Ok(Completed::Stored)
}

/// A certificate that a grant issued.
pub(super) fn insert_of_case(
    t: &Transaction<'_>,
    resident: ResidentId,
    case: CaseId,
    issued: &Issued,
    at: u64,
) -> Result<(), StoreError> {
    insert(
        t,
        resident,
        (None, Some(case.as_bytes().to_vec())),
        issued,
        at,
    )
}

fn insert(
    t: &Transaction<'_>,
    resident: ResidentId,
    (enrol_id, case): (Option<Vec<u8>>, Option<Vec<u8>>),
    issued: &Issued,
    at: u64,
) -> Result<(), StoreError> {
    t.prepare_cached(
        "INSERT INTO certificates (serial, identifier, type_name, resident, enrol_id, case_id,
                                   valid_from, valid_until, issued_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute((
        &issued.serial,
        &issued.identifier,
        &issued.type_name,
        resident.0,
        enrol_id,
        case,
        stored(issued.valid_from),
        stored(issued.valid_until),
        stored(at),
    ))?;
    for copy in &issued.copies {
        let taken = t.prepare_cached("UPDATE status_places SET serial = ?1, holder_key = ?2 WHERE shard = ?3 AND place = ?4 AND serial IS NULL")?.execute((&issued.serial, copy.holder_key.as_bytes(), copy.place.shard, copy.place.index),
        )?;
        if taken != 1 {
            // A place that nobody reserved, or that serves another certificate: rolled back.
            return Err(StoreError::UnknownRow {
                table: "status_places",
            });
        }
    }
    Ok(())
}
