use rusqlite::{OptionalExtension, Row, Transaction};
use tongban_protocol::{CaseId, DeskDue, DueKind, OperationId, PublicPoint, ScopeId};

use super::errors::{fixed, read, stored};
use crate::store::{CaseChange, CaseEntry, CaseEvent, CaseRecord, ResidentId, StoreError};

pub(super) fn record(t: &Transaction<'_>, case: CaseId) -> Result<Option<CaseRecord>, StoreError> {
    let found = t
        .prepare_cached(&format!("SELECT {COLUMNS} FROM cases WHERE id = ?1"))?
        .query_row([case.as_bytes()], Stored::of)
        .optional()?;
    let Some(entry) = found.map(Stored::typed).transpose()? else {
        return Ok(None);
    };
    Ok(Some(CaseRecord {
        entry,
        events: events(t, case)?,
        holder_keys: holder_keys(t, case)?,
    }))
}

pub(super) fn open(t: &Transaction<'_>, most: u32) -> Result<Vec<CaseEntry>, StoreError> {
    let mut query = t.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM cases WHERE is_open = 1
         ORDER BY due_day IS NULL, due_day, received_at, number LIMIT ?1"
    ))?;
    let rows = query.query_map([most], Stored::of)?;
    rows.map(|row| row?.typed()).collect()
}

pub(super) fn overdue_answers(t: &Transaction<'_>, day: i32) -> Result<Vec<CaseId>, StoreError> {
    let mut query = t.prepare_cached(
        "SELECT id FROM cases WHERE is_open = 1 AND due_kind = ?1 AND due_day < ?2 ORDER BY due_day",
    )?;
    let rows = query.query_map((DueKind::Answer.slug(), day), |row| {
        row.get::<_, Vec<u8>>(0)
    })?;
    rows.map(|row| Ok(CaseId::from_bytes(fixed(row?, TABLE)?)))
        .collect()
}

/// The oldest open case of a person and service.
pub(super) fn twin(
    t: &Transaction<'_>,
    resident: ResidentId,
    service: &str,
) -> Result<Option<CaseId>, StoreError> {
    let found: Option<Vec<u8>> = t
        .prepare_cached(
            "SELECT id FROM cases WHERE resident = ?1 AND service = ?2 AND is_open = 1
             ORDER BY received_at, number LIMIT 1",
        )?
        .query_row((resident.0, service), |row| row.get(0))
        .optional()?;
    found
        .map(|id| Ok(CaseId::from_bytes(fixed(id, TABLE)?)))
        .transpose()
}

pub(super) fn granting(
    t: &Transaction<'_>,
    resident: ResidentId,
    type_name: &str,
) -> Result<Vec<CaseId>, StoreError> {
    let mut query = t.prepare_cached(
        "SELECT DISTINCT case_id FROM certificates
         WHERE resident = ?1 AND type_name = ?2 AND case_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM status_places
                           WHERE status_places.serial = certificates.serial AND revoked_at IS NOT NULL)
         ORDER BY issued_at DESC LIMIT 32",
    )?;
    let rows = query.query_map((resident.0, type_name), |row| row.get::<_, Vec<u8>>(0))?;
    rows.map(|row| Ok(CaseId::from_bytes(fixed(row?, TABLE)?)))
        .collect()
}

/// Whether one of the keys is bound to a certificate or promised to one.
pub(super) fn keys_used(t: &Transaction<'_>, keys: &[PublicPoint]) -> Result<bool, StoreError> {
    for key in keys {
        let used: bool = t
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM case_holder_keys WHERE key = ?1)
                 OR EXISTS (SELECT 1 FROM status_places WHERE holder_key = ?1)",
            )?
            .query_row([key.as_bytes()], |row| row.get(0))?;
        if used {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn change(
    t: &Transaction<'_>,
    change: &CaseChange,
    operation: Option<OperationId>,
) -> Result<(), StoreError> {
    let entry = &change.entry;
    let due = entry.due.as_ref();
    super::feeds::ensure(t, entry.scope)?;
    t.prepare_cached(
        "INSERT INTO cases (id, scope, resident, submitted_by, service, pack, pack_version, number,
                            applicant, received_at, duplicate_of, version, is_open, phase, holder)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, 1, '', '')
         ON CONFLICT (id) DO NOTHING",
    )?
    .execute((
        entry.id.as_bytes(),
        entry.scope.as_bytes(),
        entry.resident.0,
        entry.submitted_by.as_bytes(),
        &entry.service,
        &entry.pack.0,
        entry.pack.1,
        &entry.number,
        &entry.applicant,
        stored(entry.received_at),
        entry.duplicate_of.map(|id| id.as_bytes().to_vec()),
    ))?;
    t.prepare_cached(
        "UPDATE cases SET version = ?2, is_open = ?3, phase = ?4, holder = ?5, due_day = ?6,
                          due_kind = ?7, due_provisional = ?8 WHERE id = ?1",
    )?
    .execute((
        entry.id.as_bytes(),
        stored(entry.version),
        entry.is_open,
        &entry.phase,
        &entry.holder,
        due.map(|due| due.day),
        due.map(|due| due.kind.slug()),
        due.is_some_and(|due| due.provisional),
    ))?;
    let first = entry.version + 1 - change.events.len() as u64;
    for (event, version) in change.events.iter().zip(first..) {
        t.prepare_cached(
            "INSERT INTO case_events (case_id, version, maker, event) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute((
            entry.id.as_bytes(),
            stored(version),
            event.maker.map(|maker| maker.as_bytes().to_vec()),
            &event.event,
        ))?;
    }
    for (key, place) in change.holder_keys.iter().zip(0_u32..) {
        let operation = operation.ok_or(StoreError::UnknownRow {
            table: "case_holder_keys",
        })?;
        t.prepare_cached(
            "INSERT INTO case_holder_keys (key, case_id, operation, version, place)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((
            key.as_bytes(),
            entry.id.as_bytes(),
            operation.as_bytes(),
            stored(entry.version),
            place,
        ))?;
    }
    Ok(())
}

/// The version of a case; 0 if there is none.
pub(super) fn version(t: &Transaction<'_>, case: CaseId) -> Result<u64, StoreError> {
    let version: Option<i64> = t
        .prepare_cached("SELECT version FROM cases WHERE id = ?1")?
        .query_row([case.as_bytes()], |row| row.get(0))
        .optional()?;
    version.map_or(Ok(0), |version| read(version, TABLE))
}

fn events(t: &Transaction<'_>, case: CaseId) -> Result<Vec<CaseEvent>, StoreError> {
    let mut query = t.prepare_cached(
        "SELECT event, maker FROM case_events WHERE case_id = ?1 ORDER BY version",
    )?;
    let rows = query.query_map([case.as_bytes()], |row| {
        Ok((row.get(0)?, row.get::<_, Option<Vec<u8>>>(1)?))
    })?;
    rows.map(|row| {
        let (event, maker) = row?;
        let maker = maker.map(|id| fixed(id, "case_events")).transpose()?;
        Ok(CaseEvent {
            event,
            maker: maker.map(OperationId::from_bytes),
        })
    })
    .collect()
}

fn holder_keys(t: &Transaction<'_>, case: CaseId) -> Result<Vec<PublicPoint>, StoreError> {
    const KEYS: &str = "case_holder_keys";
    let mut query = t.prepare_cached(
        "SELECT key FROM case_holder_keys WHERE case_id = ?1 AND version =
             (SELECT max(version) FROM case_holder_keys WHERE case_id = ?1)
             AND NOT EXISTS (SELECT 1 FROM status_places WHERE holder_key = key) ORDER BY place",
    )?;
    let rows = query.query_map([case.as_bytes()], |row| row.get::<_, Vec<u8>>(0))?;
    rows.map(|key| {
        PublicPoint::from_sec1(&key?).map_err(|_| StoreError::UnknownRow { table: KEYS })
    })
    .collect()
}

/// A row as SQLite gives it.
struct Stored {
    id: Vec<u8>,
    scope: Vec<u8>,
    resident: Vec<u8>,
    submitted_by: Vec<u8>,
    service: String,
    pack: String,
    pack_version: u32,
    number: String,
    applicant: String,
    received_at: i64,
    duplicate_of: Option<Vec<u8>>,
    version: i64,
    is_open: bool,
    phase: String,
    holder: String,
    due: Option<(i32, String, bool)>,
}

const COLUMNS: &str = "id, scope, resident, submitted_by, service, pack, pack_version, number,
    applicant, received_at, duplicate_of, version, is_open, phase, holder, due_day, due_kind,
    due_provisional";

impl Stored {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let due = match (row.get(15)?, row.get(16)?) {
            (Some(day), Some(kind)) => Some((day, kind, row.get(17)?)),
            _ => None,
        };
        Ok(Self {
            id: row.get(0)?,
            scope: row.get(1)?,
            resident: row.get(2)?,
            submitted_by: row.get(3)?,
            service: row.get(4)?,
            pack: row.get(5)?,
            pack_version: row.get(6)?,
            number: row.get(7)?,
            applicant: row.get(8)?,
            received_at: row.get(9)?,
            duplicate_of: row.get(10)?,
            version: row.get(11)?,
            is_open: row.get(12)?,
            phase: row.get(13)?,
            holder: row.get(14)?,
            due,
        })
    }

    fn typed(self) -> Result<CaseEntry, StoreError> {
        let duplicate_of = self.duplicate_of.map(|id| fixed(id, TABLE)).transpose()?;
        Ok(CaseEntry {
            id: CaseId::from_bytes(fixed(self.id, TABLE)?),
            scope: ScopeId::from_bytes(fixed(self.scope, TABLE)?),
            resident: ResidentId(fixed(self.resident, TABLE)?),
            submitted_by: OperationId::from_bytes(fixed(self.submitted_by, TABLE)?),
            service: self.service,
            pack: (self.pack, self.pack_version),
            number: self.number,
            applicant: self.applicant,
            received_at: read(self.received_at, TABLE)?,
            duplicate_of: duplicate_of.map(CaseId::from_bytes),
            version: read(self.version, TABLE)?,
            is_open: self.is_open,
            phase: self.phase,
            holder: self.holder,
            due: self.due.map(due).transpose()?,
        })
    }
}

fn due((day, kind, provisional): (i32, String, bool)) -> Result<DeskDue, StoreError> {
    let kinds = [DueKind::Answer, DueKind::Supply, DueKind::Decision];
    let kind = kinds.into_iter().find(|known| known.slug() == kind);
    Ok(DeskDue {
        day,
        kind: kind.ok_or(StoreError::UnknownRow { table: TABLE })?,
        provisional,
    })
}

const TABLE: &str = "cases";
