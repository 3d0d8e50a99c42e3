use rusqlite::{OptionalExtension, Row, Transaction};
use tongban_protocol::{Attachment, AttachmentId, CaseId, OperationId};

use super::errors::{fixed, read, stored};
use crate::store::{Confirmation, NewOperation, StoreError, StoredAttachment};

pub(super) fn insert(t: &Transaction<'_>, new: &NewOperation) -> Result<(), StoreError> {
    for (attachment, media_type) in &new.attachments {
        t.prepare_cached("INSERT INTO attachments (operation, id, case_id, length, chunk_bytes, sha256, media_type)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute((
                new.id.as_bytes(),
                attachment.id.as_bytes(),
                new.case.as_bytes(),
                stored(attachment.length),
                attachment.chunk_bytes,
                attachment.sha256,
                media_type,
            ),
        )?;
    }
    Ok(())
}

pub(super) fn find(
    t: &Transaction<'_>,
    operation: OperationId,
    attachment: AttachmentId,
) -> Result<Option<StoredAttachment>, StoreError> {
    let found = t
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM attachments WHERE operation = ?1 AND id = ?2"
        ))?
        .query_row((operation.as_bytes(), attachment.as_bytes()), Stored::of)
        .optional()?;
    found.map(Stored::typed).transpose()
}

pub(super) fn all(t: &Transaction<'_>) -> Result<Vec<StoredAttachment>, StoreError> {
    let mut query = t.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM attachments ORDER BY operation, id"
    ))?;
    let rows = query.query_map([], Stored::of)?;
    rows.map(|row| row?.typed()).collect()
}

/// Of two under one id the one that is there, if one is.
pub(super) fn of_case(
    t: &Transaction<'_>,
    case: CaseId,
    file: Option<AttachmentId>,
) -> Result<Vec<StoredAttachment>, StoreError> {
    let mut query = t.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM attachments WHERE case_id = ?1 AND (?2 IS NULL OR id = ?2)
         ORDER BY id, checked DESC, operation"
    ))?;
    let file = file.map(|file| file.as_bytes().to_vec());
    let rows = query.query_map((case.as_bytes(), file), Stored::of)?;
    let mut files: Vec<StoredAttachment> = Vec::new();
    for row in rows {
        let found = row?.typed()?;
        if files.last().map(|last| last.manifest.id) != Some(found.manifest.id) {
            files.push(found);
        }
    }
    Ok(files)
}

pub(super) fn confirm(t: &Transaction<'_>, new: &Confirmation) -> Result<bool, StoreError> {
    let changed = t
        .prepare_cached(
            "UPDATE attachments SET confirmed = ?1, checked = ?2
         WHERE operation = ?3 AND id = ?4 AND confirmed = ?5 AND checked = 0",
        )?
        .execute((
            stored(new.confirmed),
            new.checked,
            new.operation.as_bytes(),
            new.attachment.as_bytes(),
            stored(new.before),
        ))?;
    Ok(changed == 1)
}

/// A row as SQLite gives it.
struct Stored {
    operation: Vec<u8>,
    id: Vec<u8>,
    length: i64,
    chunk_bytes: u32,
    sha256: Vec<u8>,
    media_type: String,
    confirmed: i64,
    checked: bool,
}

const COLUMNS: &str = "operation, id, length, chunk_bytes, sha256, media_type, confirmed, checked";

impl Stored {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            operation: row.get(0)?,
            id: row.get(1)?,
            length: row.get(2)?,
            chunk_bytes: row.get(3)?,
            sha256: row.get(4)?,
            media_type: row.get(5)?,
            confirmed: row.get(6)?,
            checked: row.get(7)?,
        })
    }

    fn typed(self) -> Result<StoredAttachment, StoreError> {
        Ok(StoredAttachment {
            operation: OperationId::from_bytes(fixed(self.operation, TABLE)?),
            manifest: Attachment {
                id: AttachmentId::from_bytes(fixed(self.id, TABLE)?),
                length: read(self.length, TABLE)?,
                chunk_bytes: self.chunk_bytes,
                sha256: fixed(self.sha256, TABLE)?,
            },
            media_type: self.media_type,
            confirmed: read(self.confirmed, TABLE)?,
            checked: self.checked,
        })
    }
}

const TABLE: &str = "attachments";
