//! What a decision stands on, and the decision itself: read in one transaction, written in
//! another that is refused if anything has moved between them, in this process or another.

use std::collections::BTreeMap;

use sqlx::{PgConnection, Row as _, query};

use super::errors::{read, stored};
use super::{cases, enrolments, feeds, operations, read_log, status};
use crate::store::{Commit, Committed, Found, NewRow, Series, Sought, StoreError};

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
    let (mut positions, mut stable) = (BTreeMap::new(), BTreeMap::new());
    let of_case = case.as_ref().map(|case| case.entry.scope);
    for scope in sought.feeds.iter().copied().chain(of_case) {
        if !positions.contains_key(&scope) {
            let position = feeds::position(t, scope).await?;
            positions.insert(scope, position.seq);
            stable.insert(scope, position.stable);
        }
    }
    let twin = match &sought.twin_of {
        Some((resident, service)) => cases::twin(t, *resident, service).await?,
        None => None,
    };
    Ok(Found {
        epoch: feeds::present_epoch(t).await?,
        read_log: read_log::head(t).await?,
        before,
        id_used,
        blocked_by: operations::first_not_accepted(t, &sought.depends_on).await?,
        superseded_accepted: operations::first_accepted(t, &sought.supersedes).await?,
        closure: operations::closure(t, &sought.depends_on).await?,
        twin,
        keys_used: cases::keys_used(t, &sought.holder_keys).await?,
        case,
        feeds: positions,
        stable,
        numbers: last_numbers(t, sought.year).await?,
    })
}

pub(super) async fn commit(t: &mut PgConnection, commit: &Commit) -> Result<Committed, StoreError> {
    if has_moved(t, commit).await? {
        return Ok(Committed::Moved);
    }
    for (series, year, number) in &commit.numbers {
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
    append(t, commit).await?;
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

async fn has_moved(t: &mut PgConnection, commit: &Commit) -> Result<bool, StoreError> {
    for (scope, seq) in &commit.feeds {
        if feeds::position(t, *scope).await?.seq != *seq {
            return Ok(true);
        }
    }
    for (series, year, number) in &commit.numbers {
        let last = last_numbers(t, *year).await?;
        if last.get(series).copied().unwrap_or(0) + 1 != *number {
            return Ok(true);
        }
    }
    if commit.operation.is_some() || commit.receipt.is_some() {
        let epoch = feeds::present_epoch(t).await?;
        let signed = [
            commit.operation.as_ref().map(|new| new.epoch),
            commit.receipt.as_ref().map(|new| new.epoch),
        ];
        if signed.into_iter().flatten().any(|of| of != epoch) {
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
        if !under
            .iter()
            .any(|(_, one)| one.hash == new.hash && one.receipt == new.before)
        {
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
    Ok(false)
}

async fn last_numbers(
    t: &mut PgConnection,
    year: u16,
) -> Result<BTreeMap<Series, u64>, StoreError> {
    let rows = query("SELECT series, value FROM counters WHERE year = $1")
        .bind(i32::from(year))
        .fetch_all(t)
        .await?;
    let mut numbers: BTreeMap<_, _> = Series::ALL.map(|series| (series, 0)).into();
    for row in rows {
        let letter: String = row.try_get(0)?;
        if let Some(series) = Series::ALL.into_iter().find(|one| one.letter() == letter) {
            numbers.insert(series, read(row.try_get(1)?, "counters")?);
        }
    }
    Ok(numbers)
}
