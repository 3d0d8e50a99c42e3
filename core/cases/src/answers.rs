//! What an applicant answered, and what is known without asking (row 24).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tongban_rules::expression::Value;
use tongban_rules::form::KnownRef;

/// Answers by the id of their field. Answers to fields that a form does not have, or that have the
/// wrong type, stay where they are: nothing that a person wrote is thrown away here.
///
/// Personal data: `Debug` prints the number of answers. It is `Clone` and `Serialize` because the
/// same answers stand in a draft, in a submission and in the case.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Value>);

/// A value that need not be asked, with where it comes from. Personal data: `Debug` prints the
/// place only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// What it is.
    pub reference: KnownRef,
    /// The value; text or a day where a form can use it.
    pub value: Value,
    /// Who vouches for it, as the screen names it: the issuing office, or the service that asked
    /// earlier.
    pub source: String,
}

impl Answers {
    /// No answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the answer of a field, whatever it was before.
    pub fn set(&mut self, field: impl Into<String>, value: Value) {
        self.0.insert(field.into(), value);
    }

    /// Takes the answer of a field away and hands it back.
    pub fn take(&mut self, field: &str) -> Option<Value> {
        self.0.remove(field)
    }

    /// The answer of a field.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }

    /// Every answer, ordered by field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(field, value)| (field.as_str(), value))
    }

    /// How many answers there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<F: Into<String>> FromIterator<(F, Value)> for Answers {
    fn from_iter<I: IntoIterator<Item = (F, Value)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        Self(pairs.map(|(field, value)| (field.into(), value)).collect())
    }
}

impl std::fmt::Debug for Answers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answers({})", self.len())
    }
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Known({:?})", self.reference)
    }
}
