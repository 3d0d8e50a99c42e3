//! A clock that starts, stands still for listed reasons, and may be extended once.

use serde::{Deserialize, Serialize};

use super::count::{CountError, Counted, read};
use super::{Due, Extension, ExtensionRule, Limit, Step, Stop, StopReason};
use crate::Day;
use crate::calendar::{Calendar, Certainty};

/// What may happen to a clock: data of a pack. Nothing is allowed that is not listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRules {
    /// What the clock may wait for.
    #[serde(default)]
    pub stops: Vec<StopReason>,
    /// By how much it may be extended.
    #[serde(default)]
    pub extension: Option<ExtensionRule>,
}

/// The clock of one duty in one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    started: Day,
    limit: Limit,
    stops: Vec<Stop>,
    extension: Option<Extension>,
}

/// What a clock shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockReading {
    /// It runs, or ran, to this end.
    Running(Due),
    /// It stands still, and its end is not known yet.
    Stopped(Stopped),
}

/// A clock that stands still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// What it waits for.
    pub reason: StopReason,
    /// The last day that counted.
    pub since: Day,
    /// Days counted so far.
    pub counted: u16,
    /// Days left when it goes on; in a range, of the larger number.
    pub left: u16,
    /// Whether a day so far is computed or unannounced.
    pub provisional: bool,
    /// Every day from the event to the stop.
    pub steps: Vec<Step>,
}

/// Why nothing was done to a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The reason is not among those that the rules list.
    #[error("clock may not stop for this reason")]
    ReasonNotListed,
    /// A stop or an extension needs the number of the document that the applicant was given.
    #[error("clock cannot change without a document")]
    NoDocument,
    /// An extension needs a reason that the applicant is told.
    #[error("extension has no reason")]
    NoReason,
    /// It stands still already.
    #[error("clock stands still already")]
    AlreadyStopped,
    /// It does not stand still.
    #[error("clock does not stand still")]
    NotStopped,
    /// Earlier than what happened before.
    #[error("clock cannot change before its last change")]
    OutOfOrder,
    /// The limit is over: an office cannot win back time that it has lost.
    #[error("limit is over")]
    TooLate,
    /// The rules allow no extension.
    #[error("limit may not be extended")]
    NotExtendable,
    /// An extension is allowed once.
    #[error("limit was extended before")]
    AlreadyExtended,
    /// More days than the rule has, or none.
    #[error("extension has more days than the rule allows, or none")]
    ExtensionTooLong,
    /// Someone else's consent is needed.
    #[error("extension needs the consent of someone else")]
    WrongApprover,
    /// The limit cannot be counted.
    #[error(transparent)]
    Count(#[from] CountError),
}

impl Clock {
    /// A clock for an event on the day `started`, which does not count.
    pub fn start(started: Day, limit: Limit) -> Self {
        Self {
            started,
            limit,
            stops: Vec::new(),
            extension: None,
        }
    }

    /// The day of the event.
    pub fn started(&self) -> Day {
        self.started
    }

    /// The limit as the rule has it, without the extension.
    pub fn limit(&self) -> Limit {
        self.limit
    }

    /// The times during which it stood still.
    pub fn stops(&self) -> &[Stop] {
        &self.stops
    }

    /// The extension, with who granted it and why.
    pub fn extension(&self) -> Option<&Extension> {
        self.extension.as_ref()
    }

    /// Stands still after the day `since`, for a reason that the rules list. Never after the end
    /// of the limit.
    pub fn stop(
        &mut self,
        rules: &ClockRules,
        calendar: &Calendar,
        reason: StopReason,
        document: &str,
        since: Day,
    ) -> Result<(), ClockError> {
        if !rules.stops.contains(&reason) {
            return Err(ClockError::ReasonNotListed);
        }
        if document.trim().is_empty() {
            return Err(ClockError::NoDocument);
        }
        self.may_change(since)?;
        match self.read(calendar)? {
            ClockReading::Stopped(_) => return Err(ClockError::AlreadyStopped),
            ClockReading::Running(due) if since > due.due => return Err(ClockError::TooLate),
            ClockReading::Running(_) => {}
        }
        self.stops.push(Stop {
            reason,
            document: document.to_owned(),
            since,
            until: None,
        });
        Ok(())
    }

    /// Goes on after the day `until`.
    pub fn resume(&mut self, until: Day) -> Result<(), ClockError> {
        self.may_change(until)?;
        let stop = self.stops.last_mut().filter(|stop| stop.until.is_none());
        stop.ok_or(ClockError::NotStopped)?.until = Some(until);
        Ok(())
    }

    /// Makes the limit longer, once, before it is over.
    pub fn extend(
        &mut self,
        rules: &ClockRules,
        calendar: &Calendar,
        extension: Extension,
    ) -> Result<(), ClockError> {
        let rule = rules.extension.ok_or(ClockError::NotExtendable)?;
        if self.extension.is_some() {
            return Err(ClockError::AlreadyExtended);
        }
        if extension.document.trim().is_empty() {
            return Err(ClockError::NoDocument);
        }
        if extension.reason.trim().is_empty() {
            return Err(ClockError::NoReason);
        }
        if extension.days == 0 || extension.days > rule.days {
            return Err(ClockError::ExtensionTooLong);
        }
        if extension.approver != rule.approver {
            return Err(ClockError::WrongApprover);
        }
        self.may_change(extension.granted)?;
        if let ClockReading::Running(due) = self.read(calendar)?
            && extension.granted > due.due
        {
            return Err(ClockError::TooLate);
        }
        self.limit_with(extension.days)?;
        self.extension = Some(extension);
        Ok(())
    }

    /// What the clock shows, day by day.
    pub fn read(&self, calendar: &Calendar) -> Result<ClockReading, CountError> {
        let more = self
            .extension
            .as_ref()
            .map_or(0, |extension| extension.days);
        let limit = self.limit_with(more)?;
        let (counted, steps) = match read(calendar, self.started, &limit, &self.stops)? {
            Counted::Ended(due) => return Ok(ClockReading::Running(due)),
            Counted::Standing { counted, steps } => (counted, steps),
        };
        let open = self.stops.iter().find(|stop| stop.until.is_none());
        let stop = open.ok_or(CountError::OutsideCalendar)?;
        let judged = steps.iter().skip(1);
        Ok(ClockReading::Stopped(Stopped {
            reason: stop.reason,
            since: stop.since,
            counted,
            left: limit.amount().most().saturating_sub(counted),
            provisional: judged
                .clone()
                .any(|step| step.certainty != Certainty::Announced),
            steps,
        }))
    }

    fn limit_with(&self, more: u16) -> Result<Limit, CountError> {
        self.limit
            .longer_by(more)
            .map_err(|_| CountError::OutsideCalendar)
    }

    /// What happens to a clock happens in order.
    fn may_change(&self, day: Day) -> Result<(), ClockError> {
        let stops = self
            .stops
            .iter()
            .flat_map(|stop| [Some(stop.since), stop.until]);
        let extended = self.extension.as_ref().map(|extension| extension.granted);
        let last = stops
            .flatten()
            .chain(extended)
            .max()
            .unwrap_or(self.started);
        match day >= last.max(self.started) {
            true => Ok(()),
            false => Err(ClockError::OutOfOrder),
        }
    }
}
