//! What a decision stands on, and the decision itself: read in one transaction, written in
//! another that is refused if anything has moved between them, in this process or another.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{PgConnection, Row as _, query};
use tongban_protocol::Epoch;

use super::errors::{bytes_if_any, read, stored};
use super::{cases, enrolments, feeds, operations, status};
use crate::store::{
    Commit, Committed, Found, NewRow, ReadLogHead, Series, Sought, StoreError, StoredOperation,
};

pub(super) async fn find(t: &mut PgConnection, sought: &Sought) -> Result<Found, StoreError> {
    let (mut before, mut id_used) = (None, false);
    if let Some((id, hash)) = sought.operation {
        let under = operations::under(t, id).await?;
        id_used = !under.is_empty();
        before = under
            .into_iter()
            .find_map(|(_, one)| (one.hash == hash).then_some(one));
        id_used &= before.is_none();
    }
    let case = cases::record(t, sought.case).await?;
    let of_case = case.as_ref().map(|case| case.entry.scope);
    let scopes: Vec<_> = sought.feeds.iter().copied().chain(of_case).collect();
    let twin = match &sought.twin_of {
        Some((resident, service)) => cases::twin(t, *resident, service).await?,
        None => None,
    };
    let feeds = feeds::positions(t, &scopes).await?;
    let moment = moment(t, sought.year).await?;
    Ok(Found {
        epoch: moment.epoch,
        read_log: moment.read_log,
        before,
        id_used,
        blocked_by: operations::first_not_accepted(t, &sought.depends_on).await?,
        superseded_accepted: operations::first_accepted(t, &sought.supersedes).await?,
        closure: operations::closure(t, &sought.depends_on).await?,
        twin,
        keys_used: cases::keys_used(t, &sought.holder_keys).await?,
        case,
        stable: feeds.iter().map(|(id, at)| (*id, at.stable)).collect(),
        feeds: feeds.into_iter().map(|(id, at)| (id, at.seq)).collect(),
        numbers: moment.numbers,
    })
}

pub(super) async fn commit(t: &mut PgConnection, commit: &Commit) -> Result<Committed, StoreError> {
    if has_moved(t, commit).await? {
        return Ok(Committed::Moved);
    }
    give_numbers(t, &commit.numbers).await?;
    append(t, commit).await?;
    feeds::replace(t, &commit.replaced).await?;
    if let Some(operation) = &commit.operation {
        operations::insert(t, operation, commit.at).await?;
    }
    if let Some(receipt) = &commit.receipt
        && !operations::renew(t, receipt).await?
    {
        return Err(StoreError::UnknownRow {
            table: "operations",
        });
    }
    if let Some(change) = &commit.case {
        let operation = commit.operation.as_ref().map(|operation| operation.id);
        cases::change(t, change, operation).await?;
        if change.revokes {
            status::revoke_of_case(t, change.entry.id, commit.at).await?;
        }
        for issued in &commit.issued {
            let ground = enrolments::Ground::Case(change.entry.id);
            enrolments::insert(t, change.entry.resident, ground, issued, commit.at).await?;
        }
    }
    Ok(Committed::Stored)
}

/// The rows of each feed in their order. Feeds are taken in the order of their ids, so that two
/// decisions never wait for each other.
async fn append(t: &mut PgConnection, commit: &Commit) -> Result<(), StoreError> {
    let epoch = feeds::present_epoch(t).await?;
    let mut feeds: BTreeMap<_, Vec<&NewRow>> = BTreeMap::new();
    for row in &commit.rows {
        feeds.entry(row.scope).or_default().push(row);
    }
    for (scope, rows) in feeds {
        feeds::append(t, epoch, scope, &rows).await?;
    }
    Ok(())
}

/// Whether anything that the decision stands on is another now; what is compared is read in one
/// look, and stays as it is until this transaction ends.
async fn has_moved(t: &mut PgConnection, commit: &Commit) -> Result<bool, StoreError> {
    let scopes: Vec<_> = commit.feeds.iter().map(|(scope, _)| *scope).collect();
    let feeds = feeds::positions(t, &scopes).await?;
    if commit
        .feeds
        .iter()
        .any(|(scope, seq)| feeds[scope].seq != *seq)
    {
        return Ok(true);
    }
    let years: BTreeSet<u16> = commit.numbers.iter().map(|(_, year, _)| *year).collect();
    for year in years {
        let last = moment(t, year).await?.numbers;
        let next = |series| last.get(series).copied().unwrap_or(0) + 1;
        let of_year = commit.numbers.iter().filter(|(_, of, _)| *of == year);
        if of_year
            .clone()
            .any(|(series, _, number)| next(series) != *number)
        {
            return Ok(true);
        }
    }
    if let Some(new) = &commit.operation {
        let under = operations::under(t, new.id).await?;
        if under.iter().any(|(_, one)| one.hash == new.hash) || under.is_empty() == new.reused {
            return Ok(true);
        }
    }
    if let Some(new) = &commit.receipt {
        let under = operations::under(t, new.operation).await?;
        let same = |one: &StoredOperation| one.hash == new.hash && one.receipt == new.before;
        if !under.iter().any(|(_, one)| same(one)) {
            return Ok(true);
        }
    }
    if let Some(change) = &commit.case {
        let before = change.entry.version - change.events.len() as u64;
        if cases::version(t, change.entry.id).await? != before
            || cases::keys_used(t, &change.holder_keys).await?
        {
            return Ok(true);
        }
    }
    let signed = [
        commit.operation.as_ref().map(|new| new.epoch),
        commit.receipt.as_ref().map(|new| new.epoch),
    ];
    let epoch = feeds::present_epoch(t).await?;
    Ok(signed.into_iter().flatten().any(|of| of != epoch))
}

async fn give_numbers(
    t: &mut PgConnection,
    given: &[(Series, u16, u64)],
) -> Result<(), StoreError> {
    for (series, year, number) in given {
        query(
            "INSERT INTO counters (series, year, value) VALUES ($1, $2, $3)
             ON CONFLICT (series, year) DO UPDATE SET value = excluded.value",
        )
        .bind(series.letter())
        .bind(i32::from(*year))
        .bind(stored(*number))
        .execute(&mut *t)
        .await?;
    }
    Ok(())
}

/// What every decision is signed with.
struct Moment {
    epoch: Epoch,
    read_log: ReadLogHead,
    numbers: BTreeMap<Series, u64>,
}

/// The history, the newest line of the read log and the last numbers of a year.
async fn moment(t: &mut PgConnection, year: u16) -> Result<Moment, StoreError> {
    let row = query(
        "SELECT (SELECT epoch FROM epoch),
                (SELECT value FROM counters WHERE series = $1 AND year = $3),
                (SELECT value FROM counters WHERE series = $2 AND year = $3),
                newest.seq, newest.hash
         FROM (SELECT 1) AS one
         LEFT JOIN (SELECT seq, hash FROM read_log ORDER BY seq DESC LIMIT 1) AS newest ON TRUE",
    )
    .bind(Series::Receipt.letter())
    .bind(Series::Document.letter())
    .bind(i32::from(year))
    .fetch_one(t)
    .await?;
    let epoch = bytes_if_any(&row, 0, "epoch")?;
    let last = |column: usize| {
        let value: Option<i64> = row.try_get(column)?;
        read(value.unwrap_or(0), "counters")
    };
    let line: Option<i64> = row.try_get(3)?;
    Ok(Moment {
        epoch: Epoch::from_bytes(epoch.ok_or(StoreError::UnknownRow { table: "epoch" })?),
        read_log: ReadLogHead {
            seq: read(line.unwrap_or(0), "read_log")?,
            hash: bytes_if_any(&row, 4, "read_log")?.unwrap_or([0; 32]),
        },
        numbers: [(Series::Receipt, last(1)?), (Series::Document, last(2)?)].into(),
    })
}
