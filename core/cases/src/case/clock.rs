//! The clocks of a case: the facts that the events give, counted by `tongban_rules::Clock`.

use tongban_rules::service::Service;
use tongban_rules::{
    Acceptance, Approver, BindingBy, Calendar, Clock, ClockError, ClockReading, CountError, Day,
    Extension, Limit, StopReason, acceptance,
};

use super::State;

/// What happened to the clock of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockFacts {
    /// The day of acceptance, which does not count itself.
    pub started: Day,
    /// What happened since, in order.
    pub changes: Vec<ClockChange>,
}

/// One change of a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockChange {
    /// It stands still after this day.
    Stopped {
        /// Why.
        reason: StopReason,
        /// Number of the document that told the applicant.
        document: String,
        /// The day.
        on: Day,
    },
    /// It goes on after this day.
    Resumed {
        /// The day.
        on: Day,
    },
    /// The limit is longer.
    Extended(Extension),
}

/// When a decision is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionDue {
    /// What counts: the promise where it is earlier (row 49).
    pub binding: ClockReading,
    /// Whose limit that is.
    pub by: BindingBy,
    /// The law's limit, shown second.
    pub statutory: ClockReading,
}

/// When the decision of an accepted case is due by the rules of the day of acceptance; `None` if the
/// case was not accepted or no rule sets a limit. An extension lengthens the law's limit only: a
/// promise stays what it was.
pub fn decision_due(
    facts: Option<&ClockFacts>,
    service: &Service,
    calendar: &Calendar,
) -> Result<Option<DecisionDue>, ClockError> {
    let Some(facts) = facts else {
        return Ok(None);
    };
    let limits = &service.limits;
    let Some(law) = limits.decide.on(facts.started).applies else {
        return Ok(None);
    };
    let statutory = facts.clock(law.value, true, service, calendar)?;
    let statutory = statutory.read(calendar)?;
    let promise = match limits.promise.on(facts.started).applies {
        Some(promise) => {
            let clock = facts.clock(promise.value, false, service, calendar)?;
            Some(clock.read(calendar)?).filter(|promise| earlier(promise, &statutory))
        }
        None => None,
    };
    Ok(Some(match promise {
        Some(binding) => DecisionDue {
            binding,
            by: BindingBy::Promise,
            statutory,
        },
        None => DecisionDue {
            binding: statutory.clone(),
            by: BindingBy::Statute,
            statutory,
        },
    }))
}

/// Where an application stands that waits for the office's answer since `from`; `None` if no rule
/// sets a limit.
pub fn answer_due(
    from: Day,
    service: &Service,
    calendar: &Calendar,
    today: Day,
) -> Result<Option<Acceptance>, CountError> {
    let rule = service.limits.answer.on(from).applies;
    rule.map(|rule| acceptance(calendar, &rule.value, from, None, today))
        .transpose()
}

impl ClockFacts {
    pub(super) fn started(day: Day) -> Self {
        Self {
            started: day,
            changes: Vec::new(),
        }
    }

    pub(super) fn stopped(&mut self, reason: StopReason, document: &str, on: Day) {
        self.changes.push(ClockChange::Stopped {
            reason,
            document: document.to_owned(),
            on,
        });
    }

    pub(super) fn resumed(&mut self, on: Day) {
        self.changes.push(ClockChange::Resumed { on });
    }

    pub(super) fn extended(
        &mut self,
        days: u16,
        approver: Approver,
        reason: &str,
        document: &str,
        granted: Day,
    ) {
        self.changes.push(ClockChange::Extended(Extension {
            days,
            approver,
            reason: reason.to_owned(),
            document: document.to_owned(),
            granted,
        }));
    }

    /// The clock with everything that happened to it. Of a promise's clock, which ends earlier,
    /// a stop after its end is left out: it is overdue already.
    pub(super) fn clock(
        &self,
        limit: Limit,
        is_law: bool,
        service: &Service,
        calendar: &Calendar,
    ) -> Result<Clock, ClockError> {
        let rules = service.limits.clock_rules(self.started);
        let mut clock = Clock::start(self.started, limit);
        for change in &self.changes {
            let changed = match change {
                ClockChange::Stopped {
                    reason,
                    document,
                    on,
                } => clock.stop(&rules, calendar, *reason, document, *on),
                ClockChange::Resumed { on } => clock.resume(*on),
                ClockChange::Extended(extension) if is_law => {
                    clock.extend(&rules, calendar, extension.clone())
                }
                ClockChange::Extended(_) => Ok(()),
            };
            match changed {
                Err(ClockError::TooLate | ClockError::NotStopped) if !is_law => {}
                changed => changed?,
            }
        }
        Ok(clock)
    }
}

impl State {
    /// What `change` would make of the law's clock.
    pub(super) fn with_change(
        &self,
        change: ClockChange,
        service: &Service,
        calendar: &Calendar,
    ) -> Result<(), super::Refusal> {
        let mut facts = self.clock.clone().ok_or(super::Refusal::NoLimit)?;
        let law = service.limits.decide.on(facts.started).applies;
        let law = law.ok_or(super::Refusal::NoLimit)?;
        facts.changes.push(change);
        facts.clock(law.value, true, service, calendar)?;
        Ok(())
    }
}

/// Two clocks of one case stop together; while they stand still, the one with fewer days left is
/// earlier.
fn earlier(one: &ClockReading, other: &ClockReading) -> bool {
    match (one, other) {
        (ClockReading::Running(one), ClockReading::Running(other)) => one.due < other.due,
        (ClockReading::Stopped(one), ClockReading::Stopped(other)) => one.left < other.left,
        (ClockReading::Running(_), ClockReading::Stopped(_)) => true,
        (ClockReading::Stopped(_), ClockReading::Running(_)) => false,
    }
}
