//! Reasons for a refusal, and what can be done about a decision (rule L9).

use serde::{Deserialize, Serialize};

use crate::expression::Expr;
use crate::provision::{Citation, Provision};
use crate::{Limit, Texts};

/// A reason for which a person may refuse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// Stable name within the service.
    pub id: String,
    /// The reason as the decision says it.
    pub reason: Texts,
    /// The clause, word for word, in the language of the rules.
    pub clause_text: String,
    /// Where the clause stands.
    pub provision: Provision,
    /// The day from which applying again makes sense; unknown where it cannot be told.
    pub again_from: Option<Expr>,
    /// What would help.
    pub advice: Option<Texts>,
}

/// Something that can be done about a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// Which.
    pub kind: RemedyKind,
    /// Where to turn.
    pub where_to: Texts,
    /// Until when, counted from the day on which the decision is known; `None`: any time.
    pub within: Option<Within>,
    /// By what.
    pub basis: Citation,
}

/// Closed list of remedies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemedyKind {
    /// 行政复议.
    Reconsideration,
    /// 行政诉讼.
    Lawsuit,
    /// 投诉.
    Complaint,
    /// “办不成事”反映.
    CannotGetItDone,
}

/// A time to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Within {
    /// Days.
    Days(Limit),
    /// Months of the calendar.
    Months(u8),
}
