//! The platform's log of who read what, as this person's device has seen it (rule K6).
//!
//! Every answer of the platform names the head of that log. A head only ever moves forward:
//! a lower number, or another hash under the same number, means that lines were taken out or
//! changed after they had been shown. Such a head is not taken, and stays as evidence.

use rusqlite::{OptionalExtension, Row};

use super::{PersonDb, PersonTx};
use crate::fault::Fault;
use crate::{ReadError, WriteError};

/// Position and hash of the newest line of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLogHead {
    /// Lines so far.
    pub seq: u64,
    /// Hash of the newest one over all before it.
    pub hash: [u8; 32],
    /// When it arrived, by the device's clock, in seconds since 1970.
    pub received_at: u64,
}

/// What this device knows about the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadLog {
    /// The newest head that fits all before it.
    pub head: ReadLogHead,
    /// Heads that contradict it, oldest first.
    pub refused: Vec<ReadLogHead>,
}

/// What became of a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadLogNote {
    /// It is the newest one, or it was already.
    Kept,
    /// It contradicts the newest one, which stays.
    Refused,
}

impl PersonDb {
    /// What is known about the log; `None` before the first answer.
    pub fn read_log(&self) -> Result<Option<ReadLog>, ReadError> {
        let connection = self.connection();
        let Some(head) = kept(&connection)? else {
            return Ok(None);
        };
        let mut statement =
            connection.prepare_cached(&format!("{SELECT} 'refused' ORDER BY received_at, seq"))?;
        let refused = statement
            .query_map([], read_log_head)?
            .collect::<Result<_, _>>()?;
        Ok(Some(ReadLog { head, refused }))
    }
}

impl PersonTx<'_> {
    /// Takes `head` if the log can have grown to it, and keeps it as evidence if not. A
    /// number above 2⁶³ − 1 is an error of the engine, so check it where it comes in.
    pub fn note_read_log(&self, head: &ReadLogHead) -> Result<ReadLogNote, WriteError> {
        let (note, state) = match kept(self.transaction)? {
            Some(known) if (known.seq, known.hash) == (head.seq, head.hash) => {
                return Ok(ReadLogNote::Kept);
            }
            Some(known) if head.seq <= known.seq => (ReadLogNote::Refused, "refused"),
            _ => {
                self.transaction
                    .prepare_cached("DELETE FROM read_log_head WHERE state = 'kept'")?
                    .execute([])?;
                (ReadLogNote::Kept, "kept")
            }
        };
        // The same contradiction again is one piece of evidence.
        self.transaction
            .prepare_cached(
                "INSERT INTO read_log_head (seq, hash, state, received_at) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (seq, hash) DO NOTHING",
            )?
            .execute((head.seq, head.hash, state, head.received_at))?;
        Ok(note)
    }
}

fn kept(connection: &rusqlite::Connection) -> Result<Option<ReadLogHead>, Fault> {
    let head = connection
        .prepare_cached(&format!("{SELECT} 'kept'"))?
        .query_row([], read_log_head);
    Ok(head.optional()?)
}

fn read_log_head(row: &Row<'_>) -> rusqlite::Result<ReadLogHead> {
    Ok(ReadLogHead {
        seq: row.get(0)?,
        hash: row.get(1)?,
        received_at: row.get(2)?,
    })
}

const SELECT: &str = "SELECT seq, hash, received_at FROM read_log_head WHERE state =";
