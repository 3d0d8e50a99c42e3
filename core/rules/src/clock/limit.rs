//! A limit as a rule's text has it.

use serde::{Deserialize, Serialize};

/// So many days, for someone's duty. Never longer than [`MAX_DAYS`], and a range never runs
/// backwards.
///
/// In a pack: `{ days: 20, unit: working, duty: office }`; `days: [5, 10]` is a range, and a
/// unit that the text leaves open is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Limit {
    amount: Amount,
    unit: Unit,
    duty: Duty,
}

/// How many days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Amount {
    /// A number.
    One(u16),
    /// "Five to ten days".
    Range(u16, u16),
}

/// What kind of days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 工作日.
    Working,
    /// 自然日.
    Calendar,
    /// The text says 日 and nothing more (rule L3).
    #[default]
    Unstated,
}

/// Who must act within the limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// An office.
    #[default]
    Office,
    /// The applicant.
    Applicant,
}

/// Why a limit is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// More than [`MAX_DAYS`].
    #[error("limit is longer than {MAX_DAYS} days")]
    TooLong,
    /// The second number of a range is not larger than the first.
    #[error("range of days runs backwards")]
    Backwards,
}

/// Ten years; no limit of an application is longer.
pub const MAX_DAYS: u16 = 3660;

impl Limit {
    /// A limit of `amount` days.
    pub fn new(amount: Amount, unit: Unit, duty: Duty) -> Result<Self, LimitError> {
        if amount.most() > MAX_DAYS {
            return Err(LimitError::TooLong);
        }
        match amount {
            Amount::Range(least, most) if least >= most => Err(LimitError::Backwards),
            _ => Ok(Self { amount, unit, duty }),
        }
    }

    /// So many working days for an office: the usual limit of a decision.
    pub fn working_days(days: u16) -> Result<Self, LimitError> {
        Self::new(Amount::One(days), Unit::Working, Duty::Office)
    }

    /// How many days.
    pub fn amount(&self) -> Amount {
        self.amount
    }

    /// What kind of days.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// Who must act.
    pub fn duty(&self) -> Duty {
        self.duty
    }

    /// The same limit with `days` more of its own unit.
    pub(super) fn longer_by(&self, days: u16) -> Result<Self, LimitError> {
        let amount = match self.amount {
            Amount::One(number) => Amount::One(number.saturating_add(days)),
            Amount::Range(least, most) => {
                Amount::Range(least.saturating_add(days), most.saturating_add(days))
            }
        };
        Self::new(amount, self.unit, self.duty)
    }
}

impl Amount {
    /// The smaller number.
    pub fn least(self) -> u16 {
        match self {
            Self::One(number) | Self::Range(number, _) => number,
        }
    }

    /// The larger number.
    pub fn most(self) -> u16 {
        match self {
            Self::One(number) | Self::Range(_, number) => number,
        }
    }
}

impl TryFrom<Written> for Limit {
    type Error = LimitError;

    fn try_from(written: Written) -> Result<Self, LimitError> {
        Self::new(written.days, written.unit, written.duty)
    }
}

impl From<Limit> for Written {
    fn from(limit: Limit) -> Self {
        Self {
            days: limit.amount,
            unit: limit.unit,
            duty: limit.duty,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    days: Amount,
    #[serde(default)]
    unit: Unit,
    #[serde(default)]
    duty: Duty,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_reads_as_a_pack_writes_it() {
        let limit: Limit = serde_json::from_str(r#"{"days": 20, "unit": "working"}"#).unwrap();
        assert_eq!(limit, Limit::working_days(20).unwrap());
        let range: Limit =
            serde_json::from_str(r#"{"days": [5, 10], "duty": "applicant"}"#).unwrap();
        assert_eq!(range.amount(), Amount::Range(5, 10));
        assert_eq!(
            (range.unit(), range.duty()),
            (Unit::Unstated, Duty::Applicant)
        );
        let back = serde_json::to_string(&range).unwrap();
        assert_eq!(serde_json::from_str::<Limit>(&back).unwrap(), range);
    }

    #[test]
    fn a_limit_that_cannot_be_meant_is_refused() {
        let refused = |days, unit| Limit::new(days, unit, Duty::Office).unwrap_err();
        assert_eq!(
            refused(Amount::One(MAX_DAYS + 1), Unit::Working),
            LimitError::TooLong
        );
        assert_eq!(
            refused(Amount::Range(10, 5), Unit::Calendar),
            LimitError::Backwards
        );
        assert_eq!(
            refused(Amount::Range(5, 5), Unit::Calendar),
            LimitError::Backwards
        );
        for text in [
            r#"{"days": -1}"#,
            r#"{"days": 5, "units": "working"}"#,
            r#"{"days": 70000}"#,
        ] {
            assert!(serde_json::from_str::<Limit>(text).is_err(), "{text}");
        }
        let long = Limit::working_days(MAX_DAYS).unwrap();
        assert_eq!(long.longer_by(1), Err(LimitError::TooLong));
    }
}
