use rusqlite::{OptionalExtension, Row};

use super::{PersonDb, PersonTx};
use crate::{ReadError, RecordId, WriteError};

/// What a person is filling in. Answers and supplies are the app's bytes; the store never
/// looks into them. Personal data: no `Debug`.
pub struct StoredDraft {
    /// Its id; an application's is the id of the case that it will be.
    pub id: RecordId,
    /// Id of the service.
    pub service: String,
    /// Id of the pack by which it is filled in.
    pub pack: String,
    /// Version of that pack.
    pub pack_version: u32,
    /// Which of the two it is.
    pub kind: DraftKind,
    /// The case it belongs to, its own for an application.
    pub case: RecordId,
    /// What was typed.
    pub answers: Vec<u8>,
    /// What is handed in for the materials.
    pub supplied: Vec<u8>,
    /// The page where the person is.
    pub page: u32,
    /// Whether it was on the screen when it was last saved.
    pub open: bool,
    /// When it was begun, by the device's clock, in seconds since 1970.
    pub created_at: u64,
    /// When it was last saved.
    pub saved_at: u64,
    /// When it was thrown away, if it was.
    pub discarded_at: Option<u64>,
    /// The operation that carries it, once it was submitted.
    pub sent_as: Option<RecordId>,
    /// The newest version of its pack that the person was shown and did not follow.
    pub stayed_before: Option<u32>,
}

/// What a draft will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// A new case.
    Application,
    /// An answer to a supplement notice.
    Supplement,
}

impl PersonDb {
    /// The draft `id`, also one that was sent or thrown away.
    pub fn draft(&self, id: RecordId) -> Result<Option<StoredDraft>, ReadError> {
        let connection = self.connection();
        let sql = format!("{SELECT} WHERE id = ?1");
        Ok(connection
            .prepare_cached(&sql)?
            .query_row([id.to_bytes()], stored_draft)
            .optional()?)
    }

    /// Every draft, the last saved first.
    pub fn drafts(&self) -> Result<Vec<StoredDraft>, ReadError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached(&format!("{SELECT} ORDER BY saved_at DESC, id DESC"))?;
        let rows = statement.query_map([], stored_draft)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl PersonTx<'_> {
    /// The draft `id`, as this transaction sees it.
    pub fn draft(&self, id: RecordId) -> Result<Option<StoredDraft>, WriteError> {
        let sql = format!("{SELECT} WHERE id = ?1");
        Ok(self
            .transaction
            .prepare_cached(&sql)?
            .query_row([id.to_bytes()], stored_draft)
            .optional()?)
    }

    /// Stores a draft, new or changed; everything but its id and beginning is replaced.
    pub fn put_draft(&self, draft: &StoredDraft) -> Result<(), WriteError> {
        self.transaction.prepare_cached("INSERT INTO draft (id, service, pack, pack_version, kind, case_id, answers, supplied, \
             page, open, created_at, saved_at, discarded_at, sent_as, stayed_before) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
             ON CONFLICT (id) DO UPDATE SET service = ?2, pack = ?3, pack_version = ?4, kind = ?5, \
             case_id = ?6, answers = ?7, supplied = ?8, page = ?9, open = ?10, saved_at = ?12, \
             discarded_at = ?13, sent_as = ?14, stayed_before = ?15")?.execute(rusqlite::params![
                draft.id.to_bytes(),
                draft.service,
                draft.pack,
                draft.pack_version,
                draft.kind.name(),
                draft.case.to_bytes(),
                draft.answers,
                draft.supplied,
                draft.page,
                draft.open,
                draft.created_at,
                draft.saved_at,
                draft.discarded_at,
                draft.sent_as.map(RecordId::to_bytes),
                draft.stayed_before,
            ],
        )?;
        Ok(())
    }

    /// Notes that this draft, and no other, is on the screen; `None` when none is.
    pub fn set_open_draft(&self, open: Option<RecordId>) -> Result<(), WriteError> {
        self.transaction
            .prepare_cached("UPDATE draft SET open = (id IS ?1) WHERE open <> (id IS ?1)")?
            .execute([open.map(RecordId::to_bytes)])?;
        Ok(())
    }

    /// Removes drafts that were thrown away before `before`, with their files: after the
    /// transaction [`PersonDb::sweep_files`] takes the bytes away. Returns how many.
    pub fn purge_discarded(&self, before: u64) -> Result<usize, WriteError> {
        // A file that an operation carries stays, whatever becomes of the draft.
        self.transaction
            .prepare_cached(
                "UPDATE file SET draft = NULL WHERE operation IS NOT NULL AND draft IN \
             (SELECT id FROM draft WHERE discarded_at < ?1)",
            )?
            .execute([before])?;
        self.transaction
            .prepare_cached(
                "DELETE FROM draft_conflict WHERE draft IN \
             (SELECT id FROM draft WHERE discarded_at < ?1)",
            )?
            .execute([before])?;
        Ok(self
            .transaction
            .prepare_cached("DELETE FROM draft WHERE discarded_at < ?1")?
            .execute([before])?)
    }
}

impl DraftKind {
    fn name(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Supplement => "supplement",
        }
    }
}

fn stored_draft(row: &Row<'_>) -> rusqlite::Result<StoredDraft> {
    let kind: String = row.get(4)?;
    Ok(StoredDraft {
        id: RecordId::from_bytes(row.get(0)?),
        service: row.get(1)?,
        pack: row.get(2)?,
        pack_version: row.get(3)?,
        kind: match kind.as_str() {
            "supplement" => DraftKind::Supplement,
            _ => DraftKind::Application,
        },
        case: RecordId::from_bytes(row.get(5)?),
        answers: row.get(6)?,
        supplied: row.get(7)?,
        page: row.get(8)?,
        open: row.get(9)?,
        created_at: row.get(10)?,
        saved_at: row.get(11)?,
        discarded_at: row.get(12)?,
        sent_as: row
            .get::<_, Option<[u8; 16]>>(13)?
            .map(RecordId::from_bytes),
        stayed_before: row.get(14)?,
    })
}

const SELECT: &str = "SELECT id, service, pack, pack_version, kind, case_id, answers, supplied, \
     page, open, created_at, saved_at, discarded_at, sent_as, stayed_before FROM draft";
