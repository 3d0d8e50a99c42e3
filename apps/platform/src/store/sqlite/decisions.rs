//! What a decision stands on, and the decision itself: read in one transaction, written in
//! another that is refused if anything has moved between them.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Transaction};

use super::errors::{read, stored};
use super::{cases, enrolments, feeds, operations, read_log, status};
use crate::store::{Commit, Committed, Found, Series, Sought, StoreError};

pub(super) fn find(t: &Transaction<'_>, sought: &Sought) -> Result<Found, StoreError> {
    let (mut before, mut id_used) = (None, false);
    if let Some((id, hash)) = sought.operation {
        before = operations::same(t, id, hash)?;
        id_used = before.is_none() && operations::first(t, id)?.is_some();
    }
    let case = cases::record(t, sought.case)?;
    let (mut positions, mut stable) = (BTreeMap::new(), BTreeMap::new());
    let of_case = case.as_ref().map(|case| case.entry.scope);
    for scope in sought.feeds.iter().copied().chain(of_case) {
        positions.insert(scope, feeds::newest(t, scope)?);
        stable.insert(scope, feeds::stable(t, scope)?);
    }
    let mut numbers = BTreeMap::new();
    for series in Series::ALL {
        numbers.insert(series, last_number(t, series, sought.year)?);
    }
    let twin = match &sought.twin_of {
        Some((resident, service)) => cases::twin(t, *resident, service)?,
        None => None,
    };
    Ok(Found {
        epoch: feeds::present_epoch(t)?,
        read_log: read_log::head(t)?,
        before,
        id_used,
        blocked_by: operations::first_not_accepted(t, &sought.depends_on)?,
        superseded_accepted: operations::first_accepted(t, &sought.supersedes)?,
        closure: operations::closure(t, &sought.depends_on)?,
        twin,
        keys_used: cases::keys_used(t, &sought.holder_keys)?,
        case,
        feeds: positions,
        stable,
        numbers,
    })
}

pub(super) fn commit(t: &Transaction<'_>, commit: &Commit) -> Result<Committed, StoreError> {
    if has_moved(t, commit)? {
        return Ok(Committed::Moved);
    }
    let epoch = feeds::present_epoch(t)?;
    for (series, year, number) in &commit.numbers {
        t.prepare_cached(
            "INSERT INTO counters (series, year, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (series, year) DO UPDATE SET value = excluded.value",
        )?
        .execute((series.letter(), year, stored(*number)))?;
    }
    for row in &commit.rows {
        feeds::append(t, epoch, row)?;
    }
    for (scope, seq) in &commit.replaced {
        feeds::replace(t, *scope, *seq)?;
    }
    if let Some(operation) = &commit.operation {
        operations::insert(t, operation, commit.at)?;
    }
    if let Some(receipt) = &commit.receipt
        && !operations::renew(t, receipt)?
    {
        return Err(StoreError::UnknownRow {
            table: "operations",
        });
    }
    if let Some(change) = &commit.case {
        let operation = commit.operation.as_ref().map(|operation| operation.id);
        cases::change(t, change, operation)?;
        if change.revokes {
            status::revoke_of_case(t, change.entry.id, commit.at)?;
        }
        for issued in &commit.issued {
            enrolments::insert_of_case(
                t,
                change.entry.resident,
                change.entry.id,
                issued,
                commit.at,
            )?;
        }
    }
    Ok(Committed::Stored)
}

fn has_moved(t: &Transaction<'_>, commit: &Commit) -> Result<bool, StoreError> {
    let epoch = feeds::present_epoch(t)?;
    for (scope, seq) in &commit.feeds {
        if feeds::newest(t, *scope)? != *seq {
            return Ok(true);
        }
    }
    for (series, year, number) in &commit.numbers {
        if last_number(t, *series, *year)? + 1 != *number {
            return Ok(true);
        }
    }
    if let Some(new) = &commit.operation {
        let first = operations::first(t, new.id)?;
        let same = operations::same(t, new.id, new.hash)?;
        if new.epoch != epoch || same.is_some() || first.is_some() != new.reused {
            return Ok(true);
        }
    }
    if let Some(new) = &commit.receipt {
        let same = operations::same(t, new.operation, new.hash)?;
        if new.epoch != epoch || same.is_none_or(|same| same.receipt != new.before) {
            return Ok(true);
        }
    }
    if let Some(change) = &commit.case {
        let before = change.entry.version - change.events.len() as u64;
        if cases::version(t, change.entry.id)? != before
            || cases::keys_used(t, &change.holder_keys)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn last_number(t: &Transaction<'_>, series: Series, year: u16) -> Result<u64, StoreError> {
    let value: Option<i64> = t
        .prepare_cached("SELECT value FROM counters WHERE series = ?1 AND year = ?2")?
        .query_row((series.letter(), year), |row| row.get(0))
        .optional()?;
    value.map_or(Ok(0), |value| read(value, "counters"))
}
