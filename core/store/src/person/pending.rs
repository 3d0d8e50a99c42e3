use super::{PersonDb, PersonTx};
use crate::{ReadError, WriteError};

/// A request that may have been sent and whose answer is not stored yet. It is written
/// before it is sent, so that a lost answer can be asked for again with the same id.
pub struct Pending {
    /// Its idempotency id.
    pub id: [u8; 16],
    /// What kind of request it is.
    pub kind: String,
    /// What the app needs to send it again.
    pub body: Vec<u8>,
    /// When it was made, by the device's clock, in seconds since 1970.
    pub created_at: u64,
}

impl PersonDb {
    /// The unanswered requests of one kind, oldest first.
    pub fn pending(&self, kind: &str) -> Result<Vec<Pending>, ReadError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT id, kind, body, created_at FROM pending WHERE kind = ?1 ORDER BY created_at, id",
        )?;
        let rows = statement.query_map([kind], |row| {
            Ok(Pending {
                id: row.get(0)?,
                kind: row.get(1)?,
                body: row.get(2)?,
                created_at: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl PersonTx<'_> {
    /// Notes a request; the same id again replaces what was noted.
    pub fn put_pending(&self, pending: &Pending) -> Result<(), WriteError> {
        self.transaction.prepare_cached("INSERT OR REPLACE INTO pending (id, kind, body, created_at) VALUES (?1, ?2, ?3, ?4)")?.execute((pending.id, &pending.kind, &pending.body, pending.created_at),
        )?;
        Ok(())
    }

    /// Forgets a request: its answer is stored in this transaction, or it is given up.
    pub fn clear_pending(&self, id: &[u8; 16]) -> Result<(), WriteError> {
        match self
            .transaction
            .prepare_cached("DELETE FROM pending WHERE id = ?1")?
            .execute([id])?
        {
            0 => Err(WriteError::NotFound),
            _ => Ok(()),
        }
    }
}
