use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _, query};
use tongban_protocol::{CaseId, DeskDue, DueKind, OperationId, PublicPoint, ScopeId};

use super::errors::{bytes, bytes_if_any, number, small, stored};
use crate::store::{CaseChange, CaseEntry, CaseEvent, CaseRecord, ResidentId, StoreError};

pub(super) async fn record(
    t: &mut PgConnection,
    case: CaseId,
) -> Result<Option<CaseRecord>, StoreError> {
    let found = query(
        "SELECT id, scope, resident, submitted_by, service, pack, pack_version, number, applicant,
                received_at, duplicate_of, version, is_open, phase, holder, due_day, due_kind,
                due_provisional
         FROM cases WHERE id = $1",
    )
    .bind(case.as_bytes().as_slice())
    .fetch_optional(&mut *t)
    .await?;
    let Some(row) = found else {
        return Ok(None);
    };
    Ok(Some(CaseRecord {
        entry: entry(&row)?,
        events: events(t, case).await?,
        holder_keys: holder_keys(t, case).await?,
    }))
}

pub(super) async fn open(t: &mut PgConnection, most: u32) -> Result<Vec<CaseEntry>, StoreError> {
    let rows = query(
        "SELECT id, scope, resident, submitted_by, service, pack, pack_version, number, applicant,
                received_at, duplicate_of, version, is_open, phase, holder, due_day, due_kind,
                due_provisional
         FROM cases WHERE is_open ORDER BY due_day NULLS LAST, received_at, number LIMIT $1",
    )
    .bind(i64::from(most))
    .fetch_all(t)
    .await?;
    rows.iter().map(entry).collect()
}

pub(super) async fn overdue_answers(
    t: &mut PgConnection,
    day: i32,
) -> Result<Vec<CaseId>, StoreError> {
    let rows = query(
        "SELECT id FROM cases WHERE is_open AND due_kind = $1 AND due_day < $2 ORDER BY due_day",
    )
    .bind(DueKind::Answer.slug())
    .bind(day)
    .fetch_all(t)
    .await?;
    rows.iter().map(id).collect()
}

/// The oldest open case of a person and service.
pub(super) async fn twin(
    t: &mut PgConnection,
    resident: ResidentId,
    service: &str,
) -> Result<Option<CaseId>, StoreError> {
    let found = query(
        "SELECT id FROM cases WHERE resident = $1 AND service = $2 AND is_open
         ORDER BY received_at, number LIMIT 1",
    )
    .bind(resident.0)
    .bind(service)
    .fetch_optional(t)
    .await?;
    found.as_ref().map(id).transpose()
}

pub(super) async fn granting(
    t: &mut PgConnection,
    resident: ResidentId,
    type_name: &str,
) -> Result<Vec<CaseId>, StoreError> {
    let rows = query(
        "SELECT case_id FROM certificates
         WHERE resident = $1 AND type_name = $2 AND case_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM status_places
                           WHERE status_places.serial = certificates.serial AND revoked_at IS NOT NULL)
         GROUP BY case_id ORDER BY max(issued_at) DESC LIMIT 32",
    )
    .bind(resident.0)
    .bind(type_name)
    .fetch_all(t)
    .await?;
    rows.iter().map(id).collect()
}

/// Whether one of the keys is bound to a certificate or promised to one.
pub(super) async fn keys_used(
    t: &mut PgConnection,
    keys: &[PublicPoint],
) -> Result<bool, StoreError> {
    if keys.is_empty() {
        return Ok(false);
    }
    let keys: Vec<&[u8]> = keys.iter().map(|key| key.as_bytes().as_slice()).collect();
    let row = query(
        "SELECT EXISTS (SELECT 1 FROM case_holder_keys WHERE key = ANY ($1))
             OR EXISTS (SELECT 1 FROM status_places WHERE holder_key = ANY ($1))",
    )
    .bind(keys)
    .fetch_one(t)
    .await?;
    Ok(row.try_get(0)?)
}

pub(super) async fn change(
    t: &mut PgConnection,
    change: &CaseChange,
    operation: Option<OperationId>,
) -> Result<(), StoreError> {
    let entry = &change.entry;
    let due = entry.due.as_ref();
    super::feeds::ensure(t, entry.scope).await?;
    query(
        "INSERT INTO cases (id, scope, resident, submitted_by, service, pack, pack_version, number,
                            applicant, received_at, duplicate_of, version, is_open, phase, holder,
                            due_day, due_kind, due_provisional)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         ON CONFLICT (id) DO UPDATE SET
             version = excluded.version, is_open = excluded.is_open, phase = excluded.phase,
             holder = excluded.holder, due_day = excluded.due_day, due_kind = excluded.due_kind,
             due_provisional = excluded.due_provisional",
    )
    .bind(entry.id.as_bytes().as_slice())
    .bind(entry.scope.as_bytes().as_slice())
    .bind(entry.resident.0)
    .bind(entry.submitted_by.as_bytes().as_slice())
    .bind(&entry.service)
    .bind(&entry.pack.0)
    .bind(i64::from(entry.pack.1))
    .bind(&entry.number)
    .bind(&entry.applicant)
    .bind(stored(entry.received_at))
    .bind(entry.duplicate_of.map(|id| id.as_bytes().to_vec()))
    .bind(stored(entry.version))
    .bind(entry.is_open)
    .bind(&entry.phase)
    .bind(&entry.holder)
    .bind(due.map(|due| due.day))
    .bind(due.map(|due| due.kind.slug()))
    .bind(due.is_some_and(|due| due.provisional))
    .execute(&mut *t)
    .await?;
    add_events(t, change).await?;
    if !change.holder_keys.is_empty() {
        let operation = operation.ok_or(StoreError::UnknownRow { table: KEYS })?;
        add_holder_keys(t, change, operation).await?;
    }
    Ok(())
}

async fn add_events(t: &mut PgConnection, change: &CaseChange) -> Result<(), StoreError> {
    let first = change.entry.version + 1 - change.events.len() as u64;
    let (mut makers, mut events) = (Vec::new(), Vec::new());
    for one in &change.events {
        makers.push(one.maker.map(|maker| maker.as_bytes().to_vec()));
        events.push(one.event.as_slice());
    }
    query(
        "INSERT INTO case_events (case_id, version, maker, event)
         SELECT $1, $2 + place - 1, maker, event
         FROM unnest($3::bytea[], $4::bytea[]) WITH ORDINALITY AS new (maker, event, place)",
    )
    .bind(change.entry.id.as_bytes().as_slice())
    .bind(stored(first))
    .bind(makers)
    .bind(events)
    .execute(t)
    .await?;
    Ok(())
}

async fn add_holder_keys(
    t: &mut PgConnection,
    change: &CaseChange,
    operation: OperationId,
) -> Result<(), StoreError> {
    let keys = change.holder_keys.iter();
    let keys: Vec<&[u8]> = keys.map(|key| key.as_bytes().as_slice()).collect();
    query(
        "INSERT INTO case_holder_keys (key, case_id, operation, version, place)
         SELECT key, $1, $2, $3, place - 1
         FROM unnest($4::bytea[]) WITH ORDINALITY AS new (key, place)",
    )
    .bind(change.entry.id.as_bytes().as_slice())
    .bind(operation.as_bytes().as_slice())
    .bind(stored(change.entry.version))
    .bind(keys)
    .execute(t)
    .await?;
    Ok(())
}

/// The version of a case; 0 if there is none.
pub(super) async fn version(t: &mut PgConnection, case: CaseId) -> Result<u64, StoreError> {
    let found = query("SELECT version FROM cases WHERE id = $1")
        .bind(case.as_bytes().as_slice())
        .fetch_optional(t)
        .await?;
    found.map_or(Ok(0), |row| number(&row, 0, TABLE))
}

async fn events(t: &mut PgConnection, case: CaseId) -> Result<Vec<CaseEvent>, StoreError> {
    let rows = query("SELECT event, maker FROM case_events WHERE case_id = $1 ORDER BY version")
        .bind(case.as_bytes().as_slice())
        .fetch_all(t)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(CaseEvent {
                event: row.try_get(0)?,
                maker: bytes_if_any(row, 1, "case_events")?.map(OperationId::from_bytes),
            })
        })
        .collect()
}

async fn holder_keys(t: &mut PgConnection, case: CaseId) -> Result<Vec<PublicPoint>, StoreError> {
    let rows = query(
        "SELECT key FROM case_holder_keys WHERE case_id = $1 AND version =
             (SELECT max(version) FROM case_holder_keys WHERE case_id = $1)
             AND NOT EXISTS (SELECT 1 FROM status_places WHERE holder_key = key) ORDER BY place",
    )
    .bind(case.as_bytes().as_slice())
    .fetch_all(t)
    .await?;
    rows.iter()
        .map(|row| {
            let key: Vec<u8> = row.try_get(0)?;
            PublicPoint::from_sec1(&key).map_err(|_| StoreError::UnknownRow { table: KEYS })
        })
        .collect()
}

fn id(row: &PgRow) -> Result<CaseId, StoreError> {
    Ok(CaseId::from_bytes(bytes(row, 0, TABLE)?))
}

fn entry(row: &PgRow) -> Result<CaseEntry, StoreError> {
    let due: (Option<i32>, Option<String>) = (row.try_get(15)?, row.try_get(16)?);
    let due = match due {
        (Some(day), Some(kind)) => Some(due_of(day, &kind, row.try_get(17)?)?),
        _ => None,
    };
    Ok(CaseEntry {
        id: id(row)?,
        scope: ScopeId::from_bytes(bytes(row, 1, TABLE)?),
        resident: ResidentId(bytes(row, 2, TABLE)?),
        submitted_by: OperationId::from_bytes(bytes(row, 3, TABLE)?),
        service: row.try_get(4)?,
        pack: (row.try_get(5)?, small(row, 6, TABLE)?),
        number: row.try_get(7)?,
        applicant: row.try_get(8)?,
        received_at: number(row, 9, TABLE)?,
        duplicate_of: bytes_if_any(row, 10, TABLE)?.map(CaseId::from_bytes),
        version: number(row, 11, TABLE)?,
        is_open: row.try_get(12)?,
        phase: row.try_get(13)?,
        holder: row.try_get(14)?,
        due,
    })
}

fn due_of(day: i32, kind: &str, provisional: bool) -> Result<DeskDue, StoreError> {
    let kinds = [DueKind::Answer, DueKind::Supply, DueKind::Decision];
    let kind = kinds.into_iter().find(|known| known.slug() == kind);
    Ok(DeskDue {
        day,
        kind: kind.ok_or(StoreError::UnknownRow { table: TABLE })?,
        provisional,
    })
}

const TABLE: &str = "cases";
const KEYS: &str = "case_holder_keys";
