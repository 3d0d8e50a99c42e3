use rusqlite::Row;

use super::{PersonDb, PersonTx};
use crate::{ReadError, RecordId, WriteError};

/// Answers that a person wants to begin with again; the store never looks into them. Personal
/// data: no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredTemplate {
    /// Its id.
    pub id: RecordId,
    /// What the person calls it.
    pub name: String,
    /// Id of the service.
    pub service: String,
    /// Id of the pack that it was made by.
    pub pack: String,
    /// Version of that pack.
    pub pack_version: u32,
    /// The answers.
    pub answers: Vec<u8>,
    /// When it was made, by the device's clock, in seconds since 1970.
    pub made_at: u64,
}

impl PersonDb {
    /// Every template, the newest first.
    pub fn templates(&self) -> Result<Vec<StoredTemplate>, ReadError> {
        let connection = self.connection();
        let sql = "SELECT id, name, service, pack, pack_version, answers, made_at FROM template \
                   ORDER BY made_at DESC, id DESC";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], stored_template)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl PersonTx<'_> {
    /// Stores a template, new or changed.
    pub fn put_template(&self, template: &StoredTemplate) -> Result<(), WriteError> {
        self.transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO template (id, name, service, pack, pack_version, answers, \
             made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute((
                template.id.to_bytes(),
                &template.name,
                &template.service,
                &template.pack,
                template.pack_version,
                &template.answers,
                template.made_at,
            ))?;
        Ok(())
    }

    /// Removes a template.
    pub fn delete_template(&self, id: RecordId) -> Result<(), WriteError> {
        let sql = "DELETE FROM template WHERE id = ?1";
        match self
            .transaction
            .prepare_cached(sql)?
            .execute([id.to_bytes()])?
        {
            0 => Err(WriteError::NotFound),
            _ => Ok(()),
        }
    }
}

fn stored_template(row: &Row<'_>) -> rusqlite::Result<StoredTemplate> {
    Ok(StoredTemplate {
        id: RecordId::from_bytes(row.get(0)?),
        name: row.get(1)?,
        service: row.get(2)?,
        pack: row.get(3)?,
        pack_version: row.get(4)?,
        answers: row.get(5)?,
        made_at: row.get(6)?,
    })
}
