//! What rings, when, and in which words: settings of this device.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use tongban_store::Store;
use ts_rs::TS;

use super::plan::{Quiet, Rings};
use crate::context::Core;
use crate::error::{ErrorCode, Fold, Params};
use crate::events::EventView;
use crate::settings::{keep, setting};
use crate::storage::StorageError;

/// What rings on this device. A kind that is off still stands in the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RemindersView {
    /// What the office did.
    pub cases: bool,
    /// Limits of the person's and of the office's.
    pub deadlines: bool,
    /// Certificates that expire.
    pub certificates: bool,
    /// Drafts that go for good.
    pub drafts: bool,
    /// What the system shows names neither service nor person nor day.
    pub discreet: bool,
    /// Whether there are hours in which nothing rings; it rings after them.
    pub quiet: bool,
    /// Their beginning in the legal zone, HH:MM.
    pub quiet_from: String,
    /// Their end in the legal zone, HH:MM.
    pub quiet_to: String,
    /// Whether this machine can show something outside of the app's window.
    pub shows: bool,
    /// When the next one becomes due, RFC 3339; null while the wallet is locked, or for none.
    pub next_at: Option<String>,
}

/// Changes only what is given.
#[derive(Debug, Default, Deserialize, TS)]
#[ts(optional_fields)]
#[serde(default)]
pub struct RemindersSetRequest {
    /// What the office did.
    pub cases: Option<bool>,
    /// Limits of the person's and of the office's.
    pub deadlines: Option<bool>,
    /// Certificates that expire.
    pub certificates: Option<bool>,
    /// Drafts that go for good.
    pub drafts: Option<bool>,
    /// What the system shows names neither service nor person nor day.
    pub discreet: Option<bool>,
    /// Whether there are hours in which nothing rings.
    pub quiet: Option<bool>,
    /// Their beginning in the legal zone, HH:MM.
    pub quiet_from: Option<String>,
    /// Their end in the legal zone, HH:MM.
    pub quiet_to: Option<String>,
}

/// The settings, as they are.
pub(crate) fn get(core: &Core) -> Result<RemindersView, RemindersError> {
    let store = core.store()?;
    let next_at = core.next_reminder().map(crate::time::instant);
    let (from, to) = hours(&store);
    Ok(RemindersView {
        cases: is_on(&store, CASES),
        deadlines: is_on(&store, DEADLINES),
        certificates: is_on(&store, CERTIFICATES),
        drafts: is_on(&store, DRAFTS),
        discreet: is_on(&store, DISCREET),
        quiet: is_on(&store, QUIET),
        quiet_from: clock(from),
        quiet_to: clock(to),
        shows: core.caps.notifier.is_some(),
        next_at,
    })
}

/// Changes what is given, in one transaction.
pub(crate) fn set(
    core: &Core,
    request: &RemindersSetRequest,
) -> Result<RemindersView, RemindersError> {
    let switches = [
        (CASES, request.cases),
        (DEADLINES, request.deadlines),
        (CERTIFICATES, request.certificates),
        (DRAFTS, request.drafts),
        (DISCREET, request.discreet),
        (QUIET, request.quiet),
    ];
    let switches = switches.into_iter();
    let mut changes: Vec<(&str, String)> = switches
        .filter_map(|(name, on)| Some((name, on?.to_string())))
        .collect();
    for (name, text) in [(FROM, &request.quiet_from), (TO, &request.quiet_to)] {
        if let Some(text) = text {
            let minute = minute(text).ok_or(RemindersError::Quiet)?;
            changes.push((name, clock(minute)));
        }
    }
    keep(core, &changes)?;
    let view = get(core)?;
    core.publish(EventView::RemindersChanged(view.clone()));
    Ok(view)
}

/// What rings, for the plan.
pub(crate) fn rings(store: &Store) -> Rings {
    let (from, to) = hours(store);
    Rings {
        cases: is_on(store, CASES),
        deadlines: is_on(store, DEADLINES),
        certificates: is_on(store, CERTIFICATES),
        drafts: is_on(store, DRAFTS),
        quiet: is_on(store, QUIET).then_some(Quiet { from, to }),
    }
}

pub(crate) fn is_discreet(store: &Store) -> bool {
    is_on(store, DISCREET)
}

/// Everything is on until it is switched off; a setting that cannot be read counts as not set.
fn is_on(store: &Store, name: &str) -> bool {
    setting(store, name).as_deref() != Some("false")
}

fn hours(store: &Store) -> (u16, u16) {
    let hour = |name, default| {
        setting(store, name)
            .and_then(|text| minute(&text))
            .unwrap_or(default)
    };
    (hour(FROM, 22 * 60), hour(TO, 7 * 60))
}

/// Minutes of the day that `HH:MM` names.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str, below: u16| {
        let is_two = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number: u16 = is_two.then(|| text.parse().ok())??;
        (number < below).then_some(number)
    };
    Some(number(hours, 24)? * 60 + number(minutes, 60)?)
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Why a setting was not taken.
#[derive(Debug, Error)]
pub(crate) enum RemindersError {
    #[error("quiet hours are no time of a day")]
    Quiet,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Fold for RemindersError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Quiet => ErrorCode::RemindersQuiet,
            Self::Storage(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Quiet => Params::new(),
            Self::Storage(error) => error.params(),
        }
    }
}

const CASES: &str = "reminders_cases";
const DEADLINES: &str = "reminders_deadlines";
const CERTIFICATES: &str = "reminders_certificates";
const DRAFTS: &str = "reminders_drafts";
const DISCREET: &str = "reminders_discreet";
const QUIET: &str = "reminders_quiet";
const FROM: &str = "reminders_quiet_from";
const TO: &str = "reminders_quiet_to";
