//! What two devices made of one draft: the versions that both had, and the fields that a person
//! has to choose (rule S6).

use rusqlite::Row;

use super::{PersonDb, PersonTx};
use crate::{ReadError, RecordId, WriteError};

/// A version of a draft that left this device in a file or came in one. Personal data: no `Debug`.
#[derive(PartialEq, Eq)]
pub struct DraftVersion {
    /// The draft.
    pub draft: RecordId,
    /// What was typed.
    pub answers: Vec<u8>,
    /// What is handed in for the materials.
    pub supplied: Vec<u8>,
}

/// A field of a draft that two devices changed to different values. Personal data: no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct DraftConflict {
    /// Its id.
    pub id: RecordId,
    /// The draft, which may be gone.
    pub draft: RecordId,
    /// The field, as the app names it.
    pub field: String,
    /// The value of this device; `None` where it was taken away. The app's bytes.
    pub mine: Option<Vec<u8>>,
    /// The value of the other device.
    pub theirs: Option<Vec<u8>>,
    /// When the other device last saved its version, by that device's clock.
    pub theirs_saved_at: u64,
    /// When the two met, by this device's clock, in seconds since 1970.
    pub found_at: u64,
    /// What the person chose, once they did.
    pub chosen: Option<Chosen>,
}

/// A person's choice; it is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Which value.
    pub side: Side,
    /// When, by this device's clock, in seconds since 1970.
    pub at: u64,
    /// The platform's name for the person who chose.
    pub by: Vec<u8>,
}

/// One of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The one of this device.
    Mine,
    /// The one of the other device.
    Theirs,
}

impl PersonDb {
    /// The versions of drafts that went in files, oldest first.
    pub fn draft_versions(&self) -> Result<Vec<DraftVersion>, ReadError> {
        let connection = self.connection();
        let sql = "SELECT draft, answers, supplied FROM draft_version ORDER BY place";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(DraftVersion {
                draft: RecordId::from_bytes(row.get(0)?),
                answers: row.get(1)?,
                supplied: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every conflict, chosen or not, the first found first.
    pub fn draft_conflicts(&self) -> Result<Vec<DraftConflict>, ReadError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached(&format!("{SELECT} ORDER BY found_at, field, id"))?;
        let rows = statement.query_map([], stored_conflict)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether a draft has a conflict that nobody has chosen in.
    pub fn has_open_conflict(&self, draft: RecordId) -> Result<bool, ReadError> {
        let connection = self.connection();
        Ok(connection
            .prepare_cached(HAS_OPEN)?
            .query_row([draft.to_bytes()], |row| row.get(0))?)
    }
}

impl PersonTx<'_> {
    /// Notes a version that goes into a file or came in one; of the same one only the newest
    /// place is kept.
    pub fn note_draft_version(&self, version: &DraftVersion) -> Result<(), WriteError> {
        let values = (
            version.draft.to_bytes(),
            &version.answers,
            &version.supplied,
        );
        self.transaction
            .prepare_cached(
                "DELETE FROM draft_version WHERE draft = ?1 AND answers = ?2 AND supplied = ?3",
            )?
            .execute(values)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO draft_version (draft, answers, supplied) VALUES (?1, ?2, ?3)",
            )?
            .execute(values)?;
        Ok(())
    }

    /// Keeps a conflict; one that is here already stays as it is.
    pub fn put_draft_conflict(&self, conflict: &DraftConflict) -> Result<(), WriteError> {
        let chosen = conflict.chosen.as_ref();
        self.transaction
            .prepare_cached(
                "INSERT INTO draft_conflict (id, draft, field, mine, theirs, theirs_saved_at, \
             found_at, choice, chosen_at, chosen_by) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING",
            )?
            .execute((
                conflict.id.to_bytes(),
                conflict.draft.to_bytes(),
                &conflict.field,
                &conflict.mine,
                &conflict.theirs,
                conflict.theirs_saved_at,
                conflict.found_at,
                chosen.map(|chosen| chosen.side.name()),
                chosen.map(|chosen| chosen.at),
                chosen.map(|chosen| &chosen.by),
            ))?;
        Ok(())
    }

    /// Notes a person's choice with the two values as they were seen; a conflict that was chosen
    /// in before is a [`WriteError::Conflict`].
    pub fn choose(
        &self,
        conflict: RecordId,
        mine: Option<&[u8]>,
        chosen: &Chosen,
    ) -> Result<(), WriteError> {
        let changed = self
            .transaction
            .prepare_cached(
                "UPDATE draft_conflict SET mine = ?2, choice = ?3, chosen_at = ?4, chosen_by = ?5 \
             WHERE id = ?1 AND choice IS NULL",
            )?
            .execute((
                conflict.to_bytes(),
                mine,
                chosen.side.name(),
                chosen.at,
                &chosen.by,
            ))?;
        match changed {
            0 => Err(WriteError::Conflict),
            _ => Ok(()),
        }
    }

    /// Whether a draft has a conflict that nobody has chosen in, as this transaction sees it.
    pub fn has_open_conflict(&self, draft: RecordId) -> Result<bool, WriteError> {
        let found = self
            .transaction
            .prepare_cached(HAS_OPEN)?
            .query_row([draft.to_bytes()], |row| row.get(0))?;
        Ok(found)
    }
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Theirs => "theirs",
        }
    }
}

fn stored_conflict(row: &Row<'_>) -> rusqlite::Result<DraftConflict> {
    let choice: Option<String> = row.get(7)?;
    let chosen = match choice.as_deref() {
        None => None,
        Some(side) => Some(Chosen {
            side: match side {
                "theirs" => Side::Theirs,
                _ => Side::Mine,
            },
            at: row.get(8)?,
            by: row.get(9)?,
        }),
    };
    Ok(DraftConflict {
        id: RecordId::from_bytes(row.get(0)?),
        draft: RecordId::from_bytes(row.get(1)?),
        field: row.get(2)?,
        mine: row.get(3)?,
        theirs: row.get(4)?,
        theirs_saved_at: row.get(5)?,
        found_at: row.get(6)?,
        chosen,
    })
}

const SELECT: &str = "SELECT id, draft, field, mine, theirs, theirs_saved_at, found_at, choice, \
     chosen_at, chosen_by FROM draft_conflict";
const HAS_OPEN: &str =
    "SELECT EXISTS (SELECT 1 FROM draft_conflict WHERE draft = ?1 AND choice IS NULL)";
