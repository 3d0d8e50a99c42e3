use rusqlite::{OptionalExtension, Row};

use super::{PersonDb, PersonTx};
use crate::{ReadError, RecordId, WriteError};

/// What a person asked for and the platform has not settled for good. The signed bytes and
/// the receipt are the app's; the store never looks into them.
pub struct StoredOutboxItem {
    /// Its place: rising, never used twice (rule S11).
    pub place: u64,
    /// Id of the operation.
    pub operation: RecordId,
    /// The case it is about.
    pub case: RecordId,
    /// The signed operation.
    pub bytes: Vec<u8>,
    /// Whether it may have reached the platform.
    pub offered: bool,
    /// The newest verified receipt for it.
    pub receipt: Option<Vec<u8>>,
    /// What the platform had said before it lost it (rule S2); counts for nothing.
    pub receipt_before: Option<Vec<u8>>,
    /// Why it needs the person, if it does.
    pub problem: Option<String>,
    /// When it was made, by the device's clock, in seconds since 1970.
    pub made_at: u64,
    /// Whether it is in the sealed outbox too, or was.
    pub sealed: bool,
}

/// An operation as it enters the outbox.
pub struct NewOutboxItem {
    /// Id of the operation.
    pub operation: RecordId,
    /// The case it is about.
    pub case: RecordId,
    /// The signed operation.
    pub bytes: Vec<u8>,
    /// When it was made, by the device's clock, in seconds since 1970.
    pub made_at: u64,
}

impl PersonDb {
    /// Everything in the outbox, in its order.
    pub fn outbox(&self) -> Result<Vec<StoredOutboxItem>, ReadError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&format!("{SELECT} ORDER BY place"))?;
        let rows = statement.query_map([], stored_item)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The item of an operation.
    pub fn outbox_item(&self, operation: RecordId) -> Result<Option<StoredOutboxItem>, ReadError> {
        let connection = self.connection();
        let sql = format!("{SELECT} WHERE operation = ?1");
        Ok(connection
            .prepare_cached(&sql)?
            .query_row([operation.to_bytes()], stored_item)
            .optional()?)
    }
}

impl PersonTx<'_> {
    /// Puts an operation at the end of the outbox; belongs into the transaction of the edit
    /// (rule S8). Returns its place.
    pub fn enqueue(&self, item: &NewOutboxItem) -> Result<u64, WriteError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO outbox (operation, case_id, bytes, made_at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute((
                item.operation.to_bytes(),
                item.case.to_bytes(),
                &item.bytes,
                item.made_at,
            ))?;
        let place = self.transaction.last_insert_rowid();
        Ok(u64::try_from(place).unwrap_or_default())
    }

    /// Notes that an operation may reach the platform from now on.
    pub fn mark_offered(&self, operation: RecordId) -> Result<(), WriteError> {
        self.change(
            "UPDATE outbox SET offered = 1 WHERE operation = ?1",
            operation,
        )
    }

    /// Notes that an operation is in the sealed outbox as well (rule S8).
    pub fn mark_sealed(&self, operation: RecordId) -> Result<(), WriteError> {
        self.change(
            "UPDATE outbox SET sealed = 1 WHERE operation = ?1",
            operation,
        )
    }

    /// Keeps the newest receipt of an operation.
    pub fn set_receipt(&self, operation: RecordId, receipt: &[u8]) -> Result<(), WriteError> {
        let sql = "UPDATE outbox SET receipt = ?2 WHERE operation = ?1";
        found(
            self.transaction
                .prepare_cached(sql)?
                .execute((operation.to_bytes(), receipt))?,
        )
    }

    /// The platform lost what the receipt said: it is history from now on, and the operation waits
    /// as it did before.
    pub fn lose_receipt(&self, operation: RecordId) -> Result<(), WriteError> {
        self.change(
            "UPDATE outbox SET receipt_before = COALESCE(receipt, receipt_before), receipt = NULL \
             WHERE operation = ?1",
            operation,
        )
    }

    /// Notes why an operation needs the person, or that it no longer does.
    pub fn set_problem(
        &self,
        operation: RecordId,
        problem: Option<&str>,
    ) -> Result<(), WriteError> {
        let sql = "UPDATE outbox SET problem = ?2 WHERE operation = ?1";
        found(
            self.transaction
                .prepare_cached(sql)?
                .execute((operation.to_bytes(), problem))?,
        )
    }

    /// Takes an operation back that was never offered: [`WriteError::Conflict`] where it may
    /// have reached the platform. Drafts and files are what they were before it.
    pub fn take_back(&self, operation: RecordId) -> Result<(), WriteError> {
        let id = operation.to_bytes();
        let sql = "DELETE FROM outbox WHERE operation = ?1 AND offered = 0";
        if self.transaction.prepare_cached(sql)?.execute([id])? == 0 {
            return match self.is_in_outbox(operation)? {
                true => Err(WriteError::Conflict),
                false => Err(WriteError::NotFound),
            };
        }
        self.transaction
            .prepare_cached("UPDATE draft SET sent_as = NULL WHERE sent_as = ?1")?
            .execute([id])?;
        // What belongs to no draft has no owner any more.
        self.transaction
            .prepare_cached("DELETE FROM file WHERE operation = ?1 AND draft IS NULL")?
            .execute([id])?;
        self.transaction
            .prepare_cached("UPDATE file SET operation = NULL WHERE operation = ?1")?
            .execute([id])?;
        Ok(())
    }

    /// Opens the draft of a rejected operation for correction; the operation stays until the one
    /// that supersedes it is received.
    pub fn reopen_draft(&self, operation: RecordId) -> Result<(), WriteError> {
        let id = operation.to_bytes();
        self.transaction
            .prepare_cached(
                "UPDATE file SET operation = NULL WHERE operation = ?1 AND draft IS NOT NULL",
            )?
            .execute([id])?;
        self.change(
            "UPDATE draft SET sent_as = NULL WHERE sent_as = ?1",
            operation,
        )
    }

    /// The draft that an operation carries.
    pub fn draft_of(&self, operation: RecordId) -> Result<Option<RecordId>, WriteError> {
        let sql = "SELECT id FROM draft WHERE sent_as = ?1";
        let id = self
            .transaction
            .prepare_cached(sql)?
            .query_row([operation.to_bytes()], |row| row.get(0));
        Ok(id.optional()?.map(RecordId::from_bytes))
    }

    /// Frees what the platform has for good (rule S2): the payload and the draft that it came
    /// from. Its files stay to be looked at until [`PersonDb::evict_files`] needs their room.
    pub fn free(&self, operation: RecordId) -> Result<(), WriteError> {
        let id = operation.to_bytes();
        self.keep_files(operation)?;
        self.transaction
            .prepare_cached("DELETE FROM draft WHERE sent_as = ?1")?
            .execute([id])?;
        self.change("DELETE FROM outbox WHERE operation = ?1", operation)
    }

    /// Whether an operation is in the outbox.
    pub fn is_in_outbox(&self, operation: RecordId) -> Result<bool, WriteError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM outbox WHERE operation = ?1)";
        Ok(self
            .transaction
            .prepare_cached(sql)?
            .query_row([operation.to_bytes()], |row| row.get(0))?)
    }

    fn change(&self, sql: &str, operation: RecordId) -> Result<(), WriteError> {
        found(
            self.transaction
                .prepare_cached(sql)?
                .execute([operation.to_bytes()])?,
        )
    }
}

fn found(changed: usize) -> Result<(), WriteError> {
    match changed {
        0 => Err(WriteError::NotFound),
        _ => Ok(()),
    }
}

fn stored_item(row: &Row<'_>) -> rusqlite::Result<StoredOutboxItem> {
    Ok(StoredOutboxItem {
        place: row.get(0)?,
        operation: RecordId::from_bytes(row.get(1)?),
        case: RecordId::from_bytes(row.get(2)?),
        bytes: row.get(3)?,
        offered: row.get(4)?,
        receipt: row.get(5)?,
        problem: row.get(6)?,
        made_at: row.get(7)?,
        sealed: row.get(8)?,
        receipt_before: row.get(9)?,
    })
}

const SELECT: &str = "SELECT place, operation, case_id, bytes, offered, receipt, problem, made_at, \
     sealed, receipt_before FROM outbox";
