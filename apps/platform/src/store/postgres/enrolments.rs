use sqlx::{PgConnection, Row as _, query};
use tongban_cose::sha256;
use tongban_protocol::{CaseId, EnrolId};

use super::errors::{bytes, stored};
use super::vouchers::{column, columns};
use crate::store::{Completed, Issued, NewEnrolment, Person, ResidentId, StoreError, StoredAnswer};

pub(super) async fn answer(
    t: &mut PgConnection,
    enrol_id: EnrolId,
) -> Result<Option<StoredAnswer>, StoreError> {
    let found = query("SELECT body_sha256, answer FROM enrolments WHERE enrol_id = $1")
        .bind(enrol_id.as_bytes().as_slice())
        .fetch_optional(t)
        .await?;
    found
        .map(|row| {
            Ok(StoredAnswer {
                body_sha256: bytes(&row, 0, "enrolments")?,
                answer: row.try_get(1)?,
            })
        })
        .transpose()
}

pub(super) async fn complete(
    t: &mut PgConnection,
    new: &NewEnrolment,
) -> Result<Completed, StoreError> {
    if let Some(before) = answer(t, new.enrol_id).await? {
        return Ok(Completed::Before(before));
    }
    let used = query("UPDATE vouchers SET used_by = $1 WHERE number = $2 AND used_by IS NULL")
        .bind(new.enrol_id.as_bytes().as_slice())
        .bind(column(new.voucher))
        .execute(&mut *t)
        .await?;
    if used.rows_affected() != 1 {
        return Ok(Completed::VoucherUsed);
    }
    let (resident, staff) = columns(new.person);
    query(
        "INSERT INTO enrolments (enrol_id, body_sha256, voucher, resident, staff, device_key,
                                 submission_key, signer, answer, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(new.enrol_id.as_bytes().as_slice())
    .bind(new.body_sha256)
    .bind(column(new.voucher))
    .bind(resident)
    .bind(staff)
    .bind(new.device_key.as_bytes().as_slice())
    .bind(new.submission_key.as_bytes().as_slice())
    .bind(sha256(new.submission_key.as_bytes()))
    .bind(&new.answer)
    .bind(stored(new.at))
    .execute(&mut *t)
    .await?;
    for issued in &new.issued {
        let Person::Resident(resident) = new.person else {
            return Err(StoreError::UnknownRow {
                table: "enrolments",
            });
        };
        insert(t, resident, Ground::Enrolment(new.enrol_id), issued, new.at).await?;
    }
    Ok(Completed::Stored)
}

/// What a certificate was issued on.
pub(super) enum Ground {
    Enrolment(EnrolId),
    Case(CaseId),
}

pub(super) async fn insert(
    t: &mut PgConnection,
    resident: ResidentId,
    ground: Ground,
    issued: &Issued,
    at: u64,
) -> Result<(), StoreError> {
    let (enrol_id, case) = match ground {
        Ground::Enrolment(id) => (Some(id.as_bytes().to_vec()), None),
        Ground::Case(id) => (None, Some(id.as_bytes().to_vec())),
    };
    query(
        "INSERT INTO certificates (serial, identifier, type_name, resident, enrol_id, case_id,
                                   valid_from, valid_until, issued_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&issued.serial)
    .bind(&issued.identifier)
    .bind(&issued.type_name)
    .bind(resident.0)
    .bind(enrol_id)
    .bind(case)
    .bind(stored(issued.valid_from))
    .bind(stored(issued.valid_until))
    .bind(stored(at))
    .execute(&mut *t)
    .await?;
    for copy in &issued.copies {
        let taken = query(
            "UPDATE status_places SET serial = $1, holder_key = $2
             WHERE shard = $3 AND place = $4 AND serial IS NULL",
        )
        .bind(&issued.serial)
        .bind(copy.holder_key.as_bytes().as_slice())
        .bind(i64::from(copy.place.shard))
        .bind(i64::from(copy.place.index))
        .execute(&mut *t)
        .await?;
        if taken.rows_affected() != 1 {
            // A place that nobody reserved, or that serves another certificate: rolled back.
            return Err(StoreError::UnknownRow {
                table: "status_places",
            });
        }
    }
    Ok(())
}
