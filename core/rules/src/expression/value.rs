//! What an expression computes with.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Day;

/// An answer, a known value or an intermediate result. Personal data: `Debug` prints the type
/// only. It is `Clone` because one answer is shown, sent and kept at the same time.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number; money is in fen.
    Number(i64),
    /// Text; for a choice, the id of the chosen option.
    Text(String),
    /// A day.
    Day(#[serde(with = "crate::pack::day")] Day),
    /// The ids of the chosen options.
    Choices(BTreeSet<String>),
}

/// The type of a [`Value`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Yes or no.
    Bool,
    /// A whole number.
    Number,
    /// Text.
    Text,
    /// A day.
    Day,
    /// A set of option ids.
    Choices,
}

impl Value {
    /// What it is.
    pub fn value_type(&self) -> ValueType {
        match self {
            Self::Bool(_) => ValueType::Bool,
            Self::Number(_) => ValueType::Number,
            Self::Text(_) => ValueType::Text,
            Self::Day(_) => ValueType::Day,
            Self::Choices(_) => ValueType::Choices,
        }
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.value_type())
    }
}

impl std::fmt::Display for ValueType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Bool => "yes or no",
            Self::Number => "number",
            Self::Text => "text",
            Self::Day => "day",
            Self::Choices => "choices",
        })
    }
}
