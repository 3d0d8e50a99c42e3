//! Limits of time of a service (rules L1, L3, L4, S3).

use serde::{Deserialize, Serialize};

use crate::provision::{Provision, Ruled};
use crate::{AcceptanceRule, ClockRules, Day, ExtensionRule, Limit, StopReason, Texts};

/// Every limit of a service. An empty one does not exist for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Which fact starts the clock.
    pub starts: Ruled<ClockStart>,
    /// Accept, refuse to accept, or name every gap at once; and what follows from silence.
    pub answer: Ruled<AcceptanceRule>,
    /// How long the applicant has to fill the gaps of a supplement notice.
    pub supply: Ruled<Limit>,
    /// Decide, by law.
    pub decide: Ruled<Limit>,
    /// Decide, as promised. Where it is shorter than the law's limit it binds.
    pub promise: Ruled<Limit>,
    /// How much longer the decision may take, and who must consent.
    pub extend: Ruled<ExtensionRule>,
    /// Deliver the result after the decision.
    pub deliver: Ruled<Limit>,
    /// Legal reasons for which the clock stops, each with its own limit. No other stops it.
    pub stops: Vec<AllowedStop>,
}

/// Which fact starts the legal clock (rule S3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockStart {
    /// Text and list of photos are durable: in the applicant's favour, so it is the default.
    #[default]
    Held,
    /// Every photo has arrived as well.
    Complete,
}

/// A reason for which the clock stops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowedStop {
    /// Which reason.
    pub reason: StopReason,
    /// Its name on the case.
    pub name: Texts,
    /// Longest stop, where it is fixed.
    pub within: Option<Limit>,
    /// By what.
    pub provision: Provision,
}

impl Limits {
    /// Which fact starts the clock on `day`; `held` where no rule says otherwise.
    pub fn starts_on(&self, day: Day) -> ClockStart {
        self.starts
            .on(day)
            .applies
            .map_or_else(ClockStart::default, |rule| rule.value)
    }

    /// What may happen to the clock of a decision whose rules are those of `day`.
    pub fn clock_rules(&self, day: Day) -> ClockRules {
        let in_force = |stop: &&AllowedStop| stop.provision.is_in_force(day);
        ClockRules {
            stops: self
                .stops
                .iter()
                .filter(in_force)
                .map(|stop| stop.reason)
                .collect(),
            extension: self.extend.on(day).applies.map(|rule| rule.value),
        }
    }
}
