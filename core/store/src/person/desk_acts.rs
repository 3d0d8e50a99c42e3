use rusqlite::OptionalExtension;

use super::{PersonDb, PersonTx};
use crate::{ReadError, RecordId, WriteError};

/// What an operation of a member of staff is about. It names no applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskAct {
    /// Id of the service.
    pub service: String,
    /// Id of the pack by which the case is judged.
    pub pack: String,
    /// Its version.
    pub pack_version: u32,
    /// What people call the case.
    pub number: String,
}

impl PersonDb {
    /// What an operation of the outbox is about, if it was made at the desk.
    pub fn desk_act(&self, operation: RecordId) -> Result<Option<DeskAct>, ReadError> {
        let connection = self.connection();
        let sql = "SELECT service, pack, pack_version, number FROM desk_act WHERE operation = ?1";
        let found = connection.query_row(sql, [operation.to_bytes()], |row| {
            Ok(DeskAct {
                service: row.get(0)?,
                pack: row.get(1)?,
                pack_version: row.get(2)?,
                number: row.get(3)?,
            })
        });
        Ok(found.optional()?)
    }
}

impl PersonTx<'_> {
    /// Notes what an operation of the outbox is about; belongs into the transaction that puts it
    /// there, and goes with it.
    pub fn put_desk_act(&self, operation: RecordId, act: &DeskAct) -> Result<(), WriteError> {
        self.transaction.execute(
            "INSERT INTO desk_act (operation, service, pack, pack_version, number) \
             VALUES (?1, ?2, ?3, ?4, ?5)",
            (
                operation.to_bytes(),
                &act.service,
                &act.pack,
                act.pack_version,
                &act.number,
            ),
        )?;
        Ok(())
    }
}
