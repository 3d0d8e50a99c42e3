use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _, query};
use tongban_protocol::{Attachment, AttachmentId, CaseId, OperationId};

use super::errors::{bytes, number, small, stored};
use crate::store::{Confirmation, NewOperation, StoreError, StoredAttachment};

pub(super) async fn insert(t: &mut PgConnection, new: &NewOperation) -> Result<(), StoreError> {
    for (attachment, media_type) in &new.attachments {
        query(
            "INSERT INTO attachments (operation, id, case_id, length, chunk_bytes, sha256, media_type)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(new.id.as_bytes().as_slice())
        .bind(attachment.id.as_bytes().as_slice())
        .bind(new.case.as_bytes().as_slice())
        .bind(stored(attachment.length))
        .bind(i64::from(attachment.chunk_bytes))
        .bind(attachment.sha256)
        .bind(media_type)
        .execute(&mut *t)
        .await?;
    }
    Ok(())
}

pub(super) async fn find(
    t: &mut PgConnection,
    operation: OperationId,
    attachment: AttachmentId,
) -> Result<Option<StoredAttachment>, StoreError> {
    let found = query(
        "SELECT operation, id, length, chunk_bytes, sha256, media_type, confirmed, checked
         FROM attachments WHERE operation = $1 AND id = $2",
    )
    .bind(operation.as_bytes().as_slice())
    .bind(attachment.as_bytes().as_slice())
    .fetch_optional(t)
    .await?;
    found.map(|row| typed(&row)).transpose()
}

pub(super) async fn all(t: &mut PgConnection) -> Result<Vec<StoredAttachment>, StoreError> {
    let rows = query(
        "SELECT operation, id, length, chunk_bytes, sha256, media_type, confirmed, checked
         FROM attachments ORDER BY operation, id",
    )
    .fetch_all(t)
    .await?;
    rows.iter().map(typed).collect()
}

/// Of two under one id the one that is there, if one is.
pub(super) async fn of_case(
    t: &mut PgConnection,
    case: CaseId,
    file: Option<AttachmentId>,
) -> Result<Vec<StoredAttachment>, StoreError> {
    let rows = query(
        "SELECT operation, id, length, chunk_bytes, sha256, media_type, confirmed, checked
         FROM attachments WHERE case_id = $1 AND ($2::bytea IS NULL OR id = $2)
         ORDER BY id, checked DESC, operation",
    )
    .bind(case.as_bytes().as_slice())
    .bind(file.map(|file| file.as_bytes().to_vec()))
    .fetch_all(t)
    .await?;
    let mut files: Vec<StoredAttachment> = Vec::new();
    for row in &rows {
        let found = typed(row)?;
        if files.last().map(|last| last.manifest.id) != Some(found.manifest.id) {
            files.push(found);
        }
    }
    Ok(files)
}

pub(super) async fn confirm(t: &mut PgConnection, new: &Confirmation) -> Result<bool, StoreError> {
    let changed = query(
        "UPDATE attachments SET confirmed = $1, checked = $2
         WHERE operation = $3 AND id = $4 AND confirmed = $5 AND NOT checked",
    )
    .bind(stored(new.confirmed))
    .bind(new.checked)
    .bind(new.operation.as_bytes().as_slice())
    .bind(new.attachment.as_bytes().as_slice())
    .bind(stored(new.before))
    .execute(t)
    .await?;
    Ok(changed.rows_affected() == 1)
}

fn typed(row: &PgRow) -> Result<StoredAttachment, StoreError> {
    Ok(StoredAttachment {
        operation: OperationId::from_bytes(bytes(row, 0, TABLE)?),
        manifest: Attachment {
            id: AttachmentId::from_bytes(bytes(row, 1, TABLE)?),
            length: number(row, 2, TABLE)?,
            chunk_bytes: small(row, 3, TABLE)?,
            sha256: bytes(row, 4, TABLE)?,
        },
        media_type: row.try_get(5)?,
        confirmed: number(row, 6, TABLE)?,
        checked: row.try_get(7)?,
    })
}

const TABLE: &str = "attachments";
