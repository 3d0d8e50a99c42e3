//! What the platform does of itself: it lets the day have its effect and notes that every photo
//! has arrived. It grants nothing and refuses nothing.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tongban_cases::{Command, Context, decide};
use tongban_protocol::OperationId;
use tongban_rules::Day;

use super::loaded::Loaded;
use super::outcome::Outcome;
use super::people::MACHINE;
use crate::platform::Platform;
use crate::store::Found;
use crate::sync::{SyncError, machine_acts};

/// What silence has become by now (rule L4).
pub(crate) async fn day_acts(
    platform: &Platform,
    found: &Found,
    now: u64,
) -> Result<Option<Outcome>, SyncError> {
    act(platform, found, &Command::Tick, None, now).await
}

/// The case's note that every photo of the application has arrived (rule S3).
pub(crate) async fn photos_complete(
    platform: &Platform,
    found: &Found,
    operation: OperationId,
    now: u64,
) -> Result<Option<Outcome>, SyncError> {
    let case = found.case.as_ref();
    match case.is_some_and(|case| case.entry.submitted_by == operation) {
        true => {
            act(
                platform,
                found,
                &Command::MarkComplete,
                Some(operation),
                now,
            )
            .await
        }
        false => Ok(None),
    }
}

async fn act(
    platform: &Platform,
    found: &Found,
    command: &Command,
    maker: Option<OperationId>,
    now: u64,
) -> Result<Option<Outcome>, SyncError> {
    let Some(record) = found.case.as_ref().filter(|case| case.entry.is_open) else {
        return Ok(None);
    };
    let loaded = Loaded::of(platform, record).await?;
    let (service, calendar) = (loaded.service()?, &loaded.published.calendar);
    let context = Context {
        service,
        calendar,
        at: now,
        actor: MACHINE,
        seen: None,
    };
    match decide(&loaded.state, command, &context) {
        Ok(events) if events.is_empty() => Ok(None),
        Ok(events) => {
            let (entry, state) = (record.entry.clone(), loaded.state.clone());
            let rules = (service, calendar);
            Ok(Some(Outcome::of(entry, state, &events, maker, rules, now)))
        }
        Err(refusal) => {
            tracing::debug!(reason = refusal.slug(), "machine does nothing");
            Ok(None)
        }
    }
}

/// Lets the day have its effect on every case whose answer is overdue, so that deemed acceptance
/// appears without anyone looking. Runs at start and once a minute.
pub(crate) async fn keep_ticking(platform: Arc<Platform>, mut stop: watch::Receiver<bool>) {
    let mut due = 0;
    loop {
        let now = platform.now();
        if now >= due {
            match tick(&platform, now).await {
                Ok(()) => due = now + EVERY_SECONDS,
                Err(error) => tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "cases were not looked through"
                ),
            }
        }
        tokio::select! {
            () = tokio::time::sleep(POLL) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

async fn tick(platform: &Platform, now: u64) -> Result<(), SyncError> {
    platform.store.compact_feeds(MOST_EMPTIED).await?;
    let today = Day::of(now).days();
    for case in platform.store.overdue_answers(today).await? {
        // One that cannot be judged holds none of the others.
        match machine_acts(platform, case).await {
            Ok(true) => tracing::info!("case accepted by silence"),
            Ok(false) => {}
            Err(error) => tracing::error!(
                error = &error as &dyn std::error::Error,
                "case cannot be looked through"
            ),
        }
    }
    Ok(())
}

/// Rows that are emptied in one transaction: what more there is, a minute later.
const MOST_EMPTIED: u32 = 1_000;
const EVERY_SECONDS: u64 = 60;

/// How soon a moved test clock is noticed.
const POLL: Duration = Duration::from_millis(200);
