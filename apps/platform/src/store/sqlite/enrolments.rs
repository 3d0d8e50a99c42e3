use rusqlite::{OptionalExtension, Transaction};
use tongban_protocol::EnrolId;

use super::errors::{fixed, stored};
use crate::store::{Completed, Issued, NewEnrolment, StoreError, StoredAnswer};

pub(super) fn answer(
    t: &Transaction<'_>,
    enrol_id: EnrolId,
) -> Result<Option<StoredAnswer>, StoreError> {
    let found = t
        .query_row(
            "SELECT body_sha256, answer FROM enrolments WHERE enrol_id = ?1",
            [enrol_id.as_bytes()],
            |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?)),
        )
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
    let used = t.execute(
        "UPDATE vouchers SET used_by = ?1 WHERE number = ?2 AND used_by IS NULL",
        (new.enrol_id.as_bytes(), new.voucher.get()),
    )?;
    if used != 1 {
        return Ok(Completed::VoucherUsed);
    }
    t.execute(
        "INSERT INTO enrolments (enrol_id, body_sha256, voucher, resident, device_key, submission_key, answer, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            new.enrol_id.as_bytes(),
            new.body_sha256,
            new.voucher.get(),
            new.resident.0,
            new.device_key.as_bytes(),
            new.submission_key.as_bytes(),
            &new.answer,
            stored(new.at),
        ),
    )?;
    for issued in &new.issued {
        insert(t, new, issued)?;
    }
    Ok(Completed::Stored)
}

fn insert(t: &Transaction<'_>, new: &NewEnrolment, issued: &Issued) -> Result<(), StoreError> {
    t.execute(
        "INSERT INTO certificates (serial, identifier, type_name, resident, enrol_id, valid_from, valid_until, issued_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            &issued.serial,
            &issued.identifier,
            &issued.type_name,
            new.resident.0,
            new.enrol_id.as_bytes(),
            stored(issued.valid_from),
            stored(issued.valid_until),
            stored(new.at),
        ),
    )?;
    for copy in &issued.copies {
        let taken = t.execute(
            "UPDATE status_places SET serial = ?1, holder_key = ?2 WHERE shard = ?3 AND place = ?4 AND serial IS NULL",
            (&issued.serial, copy.holder_key.as_bytes(), copy.place.shard, copy.place.index),
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
