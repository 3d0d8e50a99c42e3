//! A copy of the database as it was at one moment, while others go on writing: every table in
//! the text form of PostgreSQL's `COPY`, one file a table.

use std::path::Path;

use futures_util::TryStreamExt as _;
use sqlx::{PgConnection, query};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use tongban_protocol::{Epoch, OperationId, ScopeId};

use super::errors::{bytes, number, stored};
use super::transaction::{READ, begin, end};
use super::{PostgresStore, attachments, feeds, migrations, read_log, settings};
use crate::pepper::CHECK;
use crate::store::{Acknowledged, BackupError, FeedEnd, Inventory, StoreError};

/// Writes the copy into a folder, durably, and says what is in it.
pub(super) async fn write(store: &PostgresStore, folder: &Path) -> Result<Inventory, BackupError> {
    let mut t = begin(&store.pool, READ).await?;
    let inventory = inventory(&mut t).await?;
    for table in TABLES {
        let mut file = File::create_new(file(folder, table)).await?;
        let mut rows = t
            .copy_out_raw(&format!("COPY {table} TO STDOUT"))
            .await
            .map_err(StoreError::from)?;
        while let Some(piece) = rows.try_next().await.map_err(StoreError::from)? {
            file.write_all(&piece).await?;
        }
        drop(rows);
        file.sync_all().await?;
    }
    end(t, Ok(())).await?;
    File::open(folder).await?.sync_all().await?;
    Ok(inventory)
}

/// Fills an empty database, with a new epoch in the same transaction: no platform ever sees it
/// with the old one (rule S2).
pub(super) async fn restore(
    store: &PostgresStore,
    from: &Path,
    epoch: Epoch,
) -> Result<(), BackupError> {
    let mut t = begin(&store.pool, "BEGIN").await?;
    let filled = fill(&mut t, from, epoch).await;
    match filled {
        Ok(()) => Ok(t.commit().await.map_err(StoreError::from)?),
        Err(error) => {
            // A connection that cannot roll back is closed, which rolls back too.
            let _ = t.rollback().await;
            Err(error)
        }
    }
}

async fn fill(t: &mut PgConnection, from: &Path, epoch: Epoch) -> Result<(), BackupError> {
    let schema = tokio::fs::read_to_string(file(from, MARK)).await?;
    let schema = schema.trim_end().split('\t').nth(1).map(str::parse);
    let Some(Ok(schema)) = schema else {
        return Err(BackupError::Manifest);
    };
    migrations::make(t, schema).await?;
    for table in TABLES.into_iter().filter(|table| *table != MARK) {
        let source = File::open(file(from, table)).await?;
        let mut rows = t
            .copy_in_raw(&format!("COPY {table} FROM STDIN"))
            .await
            .map_err(StoreError::from)?;
        rows.read_from(source).await.map_err(StoreError::from)?;
        rows.finish().await.map_err(StoreError::from)?;
    }
    // What counts by itself goes on after what was restored.
    for counting in [
        "SELECT setval(pg_get_serial_sequence('address_tries', 'id'), max(id)) FROM address_tries",
        "SELECT setval(pg_get_serial_sequence('enrolments', 'place'), max(place)) FROM enrolments",
        "SELECT setval(pg_get_serial_sequence('packs', 'place'), max(place)) FROM packs",
    ] {
        let done = query(counting).execute(&mut *t).await;
        done.map_err(StoreError::from)?;
    }
    feeds::begin_epoch(t, epoch).await?;
    settings::set(t, CHECK, None).await?;
    Ok(())
}

pub(super) async fn inventory(t: &mut PgConnection) -> Result<Inventory, StoreError> {
    Ok(Inventory {
        epoch: feeds::present_epoch(t).await?,
        feeds: ends(t).await?,
        operations: operations(t).await?,
        attachments: attachments::all(t).await?,
        read_log: read_log::head(t).await?,
    })
}

/// Notes that rows up to here are in a backup; false if another history began meanwhile.
pub(super) async fn mark(t: &mut PgConnection, kept: &Inventory) -> Result<bool, StoreError> {
    if feeds::present_epoch(t).await? != kept.epoch {
        return Ok(false);
    }
    let scopes: Vec<&[u8]> = kept
        .feeds
        .iter()
        .map(|feed| feed.scope.as_bytes().as_slice())
        .collect();
    let seqs: Vec<i64> = kept.feeds.iter().map(|feed| stored(feed.seq)).collect();
    query(
        "UPDATE scopes SET stable = kept.seq FROM unnest($1::bytea[], $2::bigint[]) AS kept (id, seq)
         WHERE scopes.id = kept.id AND scopes.stable < kept.seq AND scopes.seq >= kept.seq",
    )
    .bind(scopes)
    .bind(seqs)
    .execute(t)
    .await?;
    Ok(true)
}

async fn ends(t: &mut PgConnection) -> Result<Vec<FeedEnd>, StoreError> {
    let rows = query("SELECT id, seq, hash FROM scopes ORDER BY id")
        .fetch_all(t)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(FeedEnd {
                scope: ScopeId::from_bytes(bytes(row, 0, "scopes")?),
                seq: number(row, 1, "scopes")?,
                hash: bytes(row, 2, "scopes")?,
            })
        })
        .collect()
}

async fn operations(t: &mut PgConnection) -> Result<Vec<Acknowledged>, StoreError> {
    let rows = query("SELECT id, hash, sha256(receipt) FROM operations ORDER BY id, hash")
        .fetch_all(t)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Acknowledged {
                id: OperationId::from_bytes(bytes(row, 0, "operations")?),
                hash: bytes(row, 1, "operations")?,
                receipt: bytes(row, 2, "operations")?,
            })
        })
        .collect()
}

fn file(folder: &Path, table: &str) -> std::path::PathBuf {
    folder.join(format!("{table}.copy"))
}

const MARK: &str = "tongban_schema";

/// All tables; what a row refers to stands before it.
const TABLES: [&str; 24] = [
    MARK,
    "settings",
    "residents",
    "staff",
    "vouchers",
    "address_tries",
    "enrolments",
    "snapshots",
    "read_log",
    "epoch",
    "scopes",
    "feed_rows",
    "operations",
    "operation_links",
    "attachments",
    "nonces",
    "sessions",
    "packs",
    "counters",
    "cases",
    "case_events",
    "case_holder_keys",
    "certificates",
    "status_places",
];
