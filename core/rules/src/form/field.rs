//! One field of a form.

use serde::{Deserialize, Serialize};

use super::KnownRef;
use crate::expression::{Expr, ValueType};
use crate::provision::Citation;
use crate::{Day, Texts};

/// A field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Stable name within the form: lower-case words joined by `_`.
    pub id: String,
    /// What can be answered.
    pub kind: FieldKind,
    /// Its name on the screen.
    pub label: Texts,
    /// One sentence that helps to answer.
    pub help: Option<Texts>,
    /// What the answer is needed for.
    pub purpose: Texts,
    /// The name under which other forms know the same datum.
    pub datum: Option<String>,
    /// Where the answer may come from, best source first.
    pub prefill: Vec<Prefill>,
    /// Shown only while this is true; what is not shown has no answer. `None`: always shown.
    pub visible_if: Option<Expr>,
    /// Whether an answer is needed while the field is shown.
    pub need: Need,
    /// The answer is computed and cannot be typed.
    pub calculate: Option<Expr>,
    /// What the answer must be, in the order of reporting. An unknown condition is no failure.
    pub checks: Vec<Check>,
    /// The published common error that an answer of the wrong form is an example of: an id in
    /// [`crate::guide::Guide::common_errors`].
    pub common_error: Option<String>,
}

/// Closed list of field kinds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FieldKind {
    /// One line.
    Text {
        /// Most characters.
        max: u16,
    },
    /// Several lines.
    LongText {
        /// Most characters.
        max: u16,
    },
    /// A whole number.
    Number {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// An amount in fen.
    Money {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A day.
    Date {
        /// Earliest.
        #[serde(default, with = "crate::pack::some_day")]
        earliest: Option<Day>,
        /// Latest.
        #[serde(default, with = "crate::pack::some_day")]
        latest: Option<Day>,
    },
    /// Yes or no.
    YesNo,
    /// A sentence that the applicant declares to be true; only yes counts.
    Declaration,
    /// One of several options.
    Choice {
        /// The options.
        options: Vec<Choice>,
    },
    /// Some of several options.
    Choices {
        /// The options.
        options: Vec<Choice>,
        /// Fewest.
        min: u16,
        /// Most.
        max: u16,
    },
    /// A person's name.
    PersonName,
    /// A citizen's ID number.
    CitizenId,
    /// A unified social credit code.
    CreditCode,
    /// A mobile number.
    Phone,
    /// A postal address in one line.
    Address,
}

/// An option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stable name; the answer.
    pub id: String,
    /// Its name on the screen.
    pub label: Texts,
}

/// Whether something is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Need {
    /// Always.
    Always,
    /// Never.
    Never,
    /// While this is true; unknown counts as not needed.
    If(Expr),
}

/// A source of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prefill {
    /// The source.
    pub from: KnownRef,
    /// Whether the applicant may change what came from there.
    pub editable: bool,
    /// The rule by which it is not asked again.
    pub basis: Citation,
}

/// A condition on the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Stable name within the field.
    pub id: String,
    /// What must hold.
    pub must: Expr,
    /// What to say if it does not.
    pub message: Texts,
    /// The published common error that this is.
    pub common_error: Option<String>,
}

impl FieldKind {
    /// The type of its answer.
    pub fn value_type(&self) -> ValueType {
        match self {
            Self::Text { .. }
            | Self::LongText { .. }
            | Self::Choice { .. }
            | Self::PersonName
            | Self::CitizenId
            | Self::CreditCode
            | Self::Phone
            | Self::Address => ValueType::Text,
            Self::Number { .. } | Self::Money { .. } => ValueType::Number,
            Self::Date { .. } => ValueType::Day,
            Self::YesNo | Self::Declaration => ValueType::Bool,
            Self::Choices { .. } => ValueType::Choices,
        }
    }

    /// Whether any answer can be right: ranges are not empty, choices offer something.
    pub fn has_an_answer(&self) -> bool {
        match self {
            Self::Text { max } | Self::LongText { max } => *max > 0,
            Self::Number { min, max } | Self::Money { min, max } => min <= max,
            Self::Date { earliest, latest } => earliest
                .zip(*latest)
                .is_none_or(|(earliest, latest)| earliest <= latest),
            Self::Choice { options } => !options.is_empty(),
            Self::Choices { options, min, max } => {
                min <= max && *max > 0 && usize::from(*max) <= options.len()
            }
            _ => true,
        }
    }

    /// The options of a choice; none for other kinds.
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::Choice { options } | Self::Choices { options, .. } => options,
            _ => &[],
        }
    }
}
