//! Expressions of a form: when a field is visible or required, what it computes, what it must be.
//!
//! An expression is a small typed tree in data; no text is ever evaluated. It is checked when the
//! pack is built and again when it is read ([`Expr::check`]), so that evaluation cannot meet a wrong
//! type. Evaluation is total and pays for every node out of a budget. An answer that is not there
//! makes the result unknown (`None`), by Kleene's logic: `all` with one false part is false even if
//! another part is unknown.

mod check;
mod evaluate;
mod format;
mod value;

pub use check::{ExprError, FieldTypes};
pub use evaluate::{Budget, OutOfBudget, Scope};
pub use value::{Value, ValueType};

use serde::{Deserialize, Serialize};

use crate::form::{FieldIndex, KnownRef};

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Expr {
    /// A constant.
    Literal(Value),
    /// The answer of a field; unknown while it has none or is not visible.
    Field(FieldIndex),
    /// A value that a certificate of the wallet, or an earlier form, gives; always text or a day.
    Known(KnownRef, KnownType),
    /// The day of the evaluation in the legal zone.
    Today,
    /// Whether a field has an answer; never unknown.
    Answered(FieldIndex),
    /// The opposite.
    Not(Box<Expr>),
    /// Whether every part is true.
    All(Vec<Expr>),
    /// Whether some part is true.
    Any(Vec<Expr>),
    /// Compares two values of one type; only `Equal` and `Unequal` for yes/no, text and choices.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// Whether a text is one of these.
    OneOf(Box<Expr>, Vec<String>),
    /// Whether the choices include this option.
    Includes(Box<Expr>, String),
    /// How many options are chosen.
    Count(Box<Expr>),
    /// How many characters a text has.
    Length(Box<Expr>),
    /// Whether a text has this form.
    HasFormat(Box<Expr>, Format),
    /// The sum of numbers.
    Sum(Vec<Expr>),
    /// The first number less the second.
    Minus(Box<Expr>, Box<Expr>),
    /// The product of two numbers.
    Times(Box<Expr>, Box<Expr>),
    /// Whole years from the first day to the second: an age in completed years.
    YearsBetween(Box<Expr>, Box<Expr>),
    /// Whole months from the first day to the second.
    MonthsBetween(Box<Expr>, Box<Expr>),
    /// Days from the first day to the second.
    DaysBetween(Box<Expr>, Box<Expr>),
    /// The day that many days later.
    PlusDays(Box<Expr>, Box<Expr>),
    /// The day that many months later; the last day of the month where that day does not exist.
    PlusMonths(Box<Expr>, Box<Expr>),
    /// The second if the first is true, the third if it is false.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// Texts one after the other.
    Join(Vec<Expr>),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The same.
    Equal,
    /// Not the same.
    Unequal,
    /// Smaller, or earlier.
    Less,
    /// At most, or not later.
    AtMost,
    /// Larger, or later.
    More,
    /// At least, or not earlier.
    AtLeast,
}

/// The type that a known value is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownType {
    /// Text.
    Text,
    /// A day.
    Day,
}

/// Closed list of forms that a text can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A mobile number of mainland China: 11 digits beginning with 1.
    MobilePhone,
    /// A citizen's ID number of 18 characters with its check character (GB 11643).
    CitizenId,
    /// A unified social credit code with its check character (GB 32100).
    CreditCode,
    /// Six digits.
    Postcode,
    /// Digits only.
    Digits,
}
