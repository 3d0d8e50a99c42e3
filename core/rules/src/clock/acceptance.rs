//! Silence counts as acceptance.

use serde::{Deserialize, Serialize};

use super::count::{CountError, count};
use super::{Due, Limit};
use crate::Day;
use crate::calendar::Calendar;

/// What follows from silence after receipt: data of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptanceRule {
    /// Within which the office must accept, refuse to accept, or name all that is missing.
    pub notice: Limit,
    /// From which day an application counts as accepted when it does not.
    #[serde(default)]
    pub deemed_from: DeemedFrom,
}

/// From which day silence is acceptance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeemedFrom {
    /// The day of receipt: licensing law (行政许可法) article 32(4), rule L4.
    #[default]
    Receipt,
    /// The last day of the limit.
    EndOfLimit,
    /// Silence is only overdue.
    Never,
}

/// Where an application that was received stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// The office has until `until` to say something.
    Open {
        /// The end of its limit.
        until: Due,
    },
    /// The office said something in time; what it said counts.
    InTime {
        /// The end of its limit.
        until: Due,
    },
    /// Nobody said anything in time: the application is accepted as of `from`, and a supplement
    /// notice after that is too late.
    Deemed {
        /// The day of acceptance, from which the decision's limit counts.
        from: Day,
        /// The end of the limit that passed.
        until: Due,
    },
    /// Nobody said anything in time, and the rule draws no conclusion from it.
    Overdue {
        /// The end of the limit that passed.
        until: Due,
    },
}

/// Where an application stands on the day `today` that was received on the day `received` and
/// answered on the day `answered`.
pub fn acceptance(
    calendar: &Calendar,
    rule: &AcceptanceRule,
    received: Day,
    answered: Option<Day>,
    today: Day,
) -> Result<Acceptance, CountError> {
    let until = count(calendar, received, &rule.notice)?;
    Ok(match (answered, rule.deemed_from) {
        (Some(answered), _) if answered <= until.due => Acceptance::InTime { until },
        (None, _) if today <= until.due => Acceptance::Open { until },
        (_, DeemedFrom::Receipt) => Acceptance::Deemed {
            from: received,
            until,
        },
        (_, DeemedFrom::EndOfLimit) => Acceptance::Deemed {
            from: until.due,
            until,
        },
        (_, DeemedFrom::Never) => Acceptance::Overdue { until },
    })
}
