//! What the device reminds of by itself, what it has told, and what was read on any device.

use std::collections::BTreeSet;

use super::{PersonDb, PersonTx};
use crate::{ReadError, RecordId, WriteError};

/// Something that the device computed and that became due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReminder {
    /// Names subject and stage.
    pub id: String,
    /// What it says: slug.
    pub code: String,
    /// The case, certificate or draft.
    pub subject: RecordId,
    /// Service or certificate type, for the time when the subject is gone.
    pub about: String,
    /// The last day that it is about, in days since 1970.
    pub last_day: i32,
    /// When it became due, in seconds since 1970.
    pub due_at: u64,
}

/// 16 bytes that stand for the id of something that was read.
pub type MarkBytes = [u8; 16];

impl PersonDb {
    /// Every reminder that became due, the oldest first.
    pub fn reminders(&self) -> Result<Vec<StoredReminder>, ReadError> {
        let connection = self.connection();
        let sql = "SELECT id, code, subject, about, last_day, due_at FROM reminder \
                   ORDER BY due_at, id";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(StoredReminder {
                id: row.get(0)?,
                code: row.get(1)?,
                subject: RecordId::from_bytes(row.get(2)?),
                about: row.get(3)?,
                last_day: row.get(4)?,
                due_at: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Ids of what is never told again.
    pub fn announced(&self) -> Result<BTreeSet<String>, ReadError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT id FROM announced")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was shown on this machine and when, by the device's clock, the oldest first.
    pub fn shown(&self) -> Result<Vec<(String, u64)>, ReadError> {
        let connection = self.connection();
        let sql = "SELECT id, at FROM announced WHERE shown = 1 ORDER BY at, id";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Marks of everything that was read on any device of this person.
    pub fn marks(&self) -> Result<BTreeSet<MarkBytes>, ReadError> {
        self.marks_where("1", [])
    }

    /// At most `most` marks that the platform's history `epoch` does not have yet.
    pub fn unsent_marks(&self, epoch: RecordId, most: u32) -> Result<Vec<MarkBytes>, ReadError> {
        let clause = "sent_in IS NOT ?1 ORDER BY mark LIMIT ?2";
        let marks = self.marks_where(clause, (epoch.to_bytes(), most))?;
        Ok(marks.into_iter().collect())
    }

    fn marks_where(
        &self,
        clause: &str,
        params: impl rusqlite::Params,
    ) -> Result<BTreeSet<MarkBytes>, ReadError> {
        let connection = self.connection();
        let sql = format!("SELECT mark FROM read_mark WHERE {clause}");
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params, |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl PersonTx<'_> {
    /// Enters a reminder; the same id again changes nothing.
    pub fn put_reminder(&self, reminder: &StoredReminder) -> Result<(), WriteError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO reminder (id, code, subject, about, last_day, due_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO NOTHING",
            )?
            .execute((
                &reminder.id,
                &reminder.code,
                reminder.subject.to_bytes(),
                &reminder.about,
                reminder.last_day,
                reminder.due_at,
            ))?;
        Ok(())
    }

    /// Notes that `id` is told, or never will be. Returns whether that is new: only then may it
    /// be shown.
    pub fn announce(&self, id: &str, at: u64, shown: bool) -> Result<bool, WriteError> {
        let noted = self.transaction.prepare_cached("INSERT INTO announced (id, at, shown) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING")?.execute((id, at, shown),
        )?;
        Ok(noted == 1)
    }

    /// Keeps the mark of something that was read; `sent_in` is the platform's history that has it.
    /// A mark is never taken back.
    pub fn put_mark(&self, mark: &MarkBytes, sent_in: Option<RecordId>) -> Result<(), WriteError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO read_mark (mark, sent_in) VALUES (?1, ?2) \
             ON CONFLICT (mark) DO UPDATE SET sent_in = coalesce(excluded.sent_in, sent_in)",
            )?
            .execute((mark, sent_in.map(|epoch| epoch.to_bytes())))?;
        Ok(())
    }
}
