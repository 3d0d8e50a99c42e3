//! Everything of a person at once: what an export reads beside the other lists, and what an
//! import writes.

use super::{PersonDb, PersonTx, ReadLogHead, StoredOutboxItem, StoredRow};
use crate::{ReadError, RecordId, WriteError};

/// A message that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadMark {
    /// Id of the message.
    pub id: String,
    /// When it was read, by the device's clock, in seconds since 1970.
    pub read_at: u64,
}

impl PersonDb {
    /// Every row that came, of whatever kind, in the order of its scope and history.
    pub fn all_rows(&self) -> Result<Vec<StoredRow>, ReadError> {
        self.rows_where("1 ORDER BY scope, epoch, seq", [])
    }

    /// The messages that were read, and when.
    pub fn read_marks(&self) -> Result<Vec<ReadMark>, ReadError> {
        let connection = self.connection();
        let sql = "SELECT id, read_at FROM read_message ORDER BY id";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(ReadMark {
                id: row.get(0)?,
                read_at: row.get(1)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl PersonTx<'_> {
    /// Puts an item of another outbox of this person into this one, with all that is known of
    /// it; one that is here already stays as it is. It keeps its place where that is free.
    /// Returns whether it is new.
    pub fn put_outbox_item(&self, item: &StoredOutboxItem) -> Result<bool, WriteError> {
        if self.is_in_outbox(item.operation)? {
            return Ok(false);
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM outbox WHERE place = ?1)";
        let taken: bool = self
            .transaction
            .query_row(sql, [item.place], |row| row.get(0))?;
        self.transaction.execute(
            "INSERT INTO outbox (place, operation, case_id, bytes, offered, receipt, problem, \
             made_at, receipt_before) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            (
                (!taken).then_some(item.place),
                item.operation.to_bytes(),
                item.case.to_bytes(),
                &item.bytes,
                item.offered,
                &item.receipt,
                &item.problem,
                item.made_at,
                &item.receipt_before,
            ),
        )?;
        Ok(true)
    }

    /// Lets `operation` carry these files of the draft `from`, and gives the others to `to`.
    pub fn give_files(
        &self,
        from: RecordId,
        to: RecordId,
        operation: RecordId,
        carried: &[RecordId],
    ) -> Result<(), WriteError> {
        for id in carried {
            self.transaction.execute(
                "UPDATE file SET operation = ?2 WHERE draft = ?1 AND id = ?3",
                (from.to_bytes(), operation.to_bytes(), id.to_bytes()),
            )?;
        }
        let sql = "UPDATE file SET draft = ?2 WHERE draft = ?1 AND operation IS NULL";
        self.transaction
            .execute(sql, (from.to_bytes(), to.to_bytes()))?;
        Ok(())
    }

    /// Removes an operation that the person lets go of, and its files; the caller makes sure that
    /// nothing is lost by it. [`PersonDb::sweep_files`] takes the bytes away afterwards.
    pub fn let_go(&self, operation: RecordId) -> Result<(), WriteError> {
        let id = operation.to_bytes();
        let sql = "DELETE FROM file WHERE operation = ?1 AND draft IS NULL";
        self.transaction.execute(sql, [id])?;
        let sql = "UPDATE file SET operation = NULL WHERE operation = ?1";
        self.transaction.execute(sql, [id])?;
        let sql = "DELETE FROM outbox WHERE operation = ?1";
        match self.transaction.execute(sql, [id])? {
            0 => Err(WriteError::NotFound),
            _ => Ok(()),
        }
    }

    /// Whether the newest receipt of an operation is still this one.
    pub fn receipt_is(
        &self,
        operation: RecordId,
        receipt: Option<&[u8]>,
    ) -> Result<bool, WriteError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM outbox WHERE operation = ?1 AND receipt IS ?2)";
        let mut statement = self.transaction.prepare_cached(sql)?;
        Ok(statement.query_row((operation.to_bytes(), receipt), |row| row.get(0))?)
    }

    /// Notes a head of the read log that was refused on another device of this person.
    pub fn put_refused_head(&self, head: &ReadLogHead) -> Result<(), WriteError> {
        self.transaction.execute(
            "INSERT INTO read_log_head (seq, hash, state, received_at) \
             VALUES (?1, ?2, 'refused', ?3) ON CONFLICT (seq, hash) DO NOTHING",
            (head.seq, head.hash, head.received_at),
        )?;
        Ok(())
    }
}
