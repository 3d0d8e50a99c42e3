//! After acceptance: the clock, the decision, and what can follow it.

use tongban_rules::expression::OutOfBudget;
use tongban_rules::{Approver, Extension, StopReason};

use super::Case;
use crate::case::{
    Action, ClockChange, DecisionStage, Ground, Phase, Refusal, Ruling, Termination, What,
};

impl Case<'_> {
    /// For a reason that the pack lists; never for a supplement, which is a notice.
    pub(super) fn stop(&self, reason: StopReason, document: &str) -> Result<What, Refusal> {
        self.admit(Action::Stop)?;
        if reason == StopReason::Supplement {
            return Err(Refusal::SupplementIsANotice);
        }
        self.changes_clock(ClockChange::Stopped {
            reason,
            document: document.to_owned(),
            on: self.today,
        })?;
        Ok(What::Stopped {
            reason,
            document: document.to_owned(),
        })
    }

    pub(super) fn resume(&self) -> Result<What, Refusal> {
        self.admit(Action::Resume)?;
        self.changes_clock(ClockChange::Resumed { on: self.today })?;
        Ok(What::Resumed)
    }

    /// Once, as the pack allows, with the consent that it names (row 50).
    pub(super) fn extend(
        &self,
        days: u16,
        approver: Approver,
        reason: &str,
        document: &str,
    ) -> Result<What, Refusal> {
        self.admit(Action::Extend)?;
        self.changes_clock(ClockChange::Extended(Extension {
            days,
            approver,
            reason: reason.to_owned(),
            document: document.to_owned(),
            granted: self.today,
        }))?;
        Ok(What::Extended {
            days,
            approver,
            reason: reason.to_owned(),
            document: document.to_owned(),
        })
    }

    /// Also by the machine, where every material is in order and every condition can be told by a
    /// machine and holds.
    pub(super) fn grant(&self, document: &str) -> Result<What, Refusal> {
        self.in_decision(Action::Grant)?;
        self.all_judged()?;
        self.nothing_missing()?;
        let deferred = self.state.still_deferred();
        if !deferred.is_empty() {
            return Err(Refusal::StillDeferred(deferred));
        }
        if self.is_machine() && !(self.all_fit() && self.conditions_hold()?) {
            return Err(Refusal::MachineMayOnlyApprove);
        }
        Ok(What::Granted {
            document: document.to_owned(),
        })
    }

    pub(super) fn refuse(&self, document: &str, reasons: &[String]) -> Result<What, Refusal> {
        self.in_decision(Action::Refuse)?;
        self.all_judged()?;
        Ok(What::Refused {
            document: document.to_owned(),
            ruling: Ruling::listed(self.context.service, reasons, self.today)?,
        })
    }

    /// A material that was allowed to come later has lapsed only after its last day.
    pub(super) fn terminate(&self, document: &str, why: Termination) -> Result<What, Refusal> {
        self.admit(Action::Terminate)?;
        if why == Termination::DeferralLapsed {
            let open = self.state.still_deferred();
            let deferred = self.state.deferred.iter();
            let of_open = deferred.filter(|deferred| open.contains(&deferred.material));
            let until = of_open.map(|deferred| deferred.until.day).min();
            if until.is_none_or(|until| self.today <= until) {
                return Err(Refusal::NotLapsed { until });
            }
        }
        Ok(What::Terminated {
            document: document.to_owned(),
            why,
            ruling: self.general(&Ground::Terminated(why), self.answered_by())?,
        })
    }

    pub(super) fn annul(&self, document: &str, reasons: &[String]) -> Result<What, Refusal> {
        self.admit(Action::Annul)?;
        Ok(What::Annulled {
            document: document.to_owned(),
            ruling: Ruling::listed(self.context.service, reasons, self.today)?,
        })
    }

    fn in_decision(&self, action: Action) -> Result<(), Refusal> {
        match self.state.phase {
            Phase::Decision(DecisionStage::Stopped(_)) => Err(Refusal::NotNow(action)),
            Phase::Decision(_) => Ok(()),
            _ => Err(Refusal::NotNow(action)),
        }
    }

    fn changes_clock(&self, change: ClockChange) -> Result<(), Refusal> {
        let (service, calendar) = (self.context.service, self.context.calendar);
        self.state.with_change(change, service, calendar)
    }

    fn conditions_hold(&self) -> Result<bool, OutOfBudget> {
        let service = self.context.service;
        let Some(form) = self.state.form(service)? else {
            return Ok(false);
        };
        for condition in &service.conditions {
            let holds = match &condition.holds {
                Some(expr) => form.holds(expr)?,
                None => None,
            };
            if holds != Some(true) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
