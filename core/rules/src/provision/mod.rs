//! Where a rule comes from, while it is in force, and which of several applies (rules L1, L2).

mod resolve;
mod source;

pub use resolve::{Lost, Resolved, Why};
pub use source::{Citation, Source, Weight};

use serde::{Deserialize, Serialize};

use crate::Day;

/// Where one rule stands and while it is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// The source and the place in it.
    pub citation: Citation,
    /// Legal weight of the source.
    pub weight: Weight,
    /// Name of the layer that it binds: the nation, a region, a city.
    pub jurisdiction: String,
    /// How far that layer is below the nation, which is 0.
    pub depth: u8,
    /// Whether it regulates this item in particular and not items of its kind in general.
    pub special: bool,
    /// It says of itself that it gives way to other provisions of at least this weight.
    pub gives_way_to: Option<Weight>,
    /// First day in force.
    #[serde(with = "crate::pack::day")]
    pub valid_from: Day,
    /// First day no longer in force; `None` while no end is known.
    #[serde(with = "crate::pack::some_day")]
    pub valid_until: Option<Day>,
}

/// A value with the provision that gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule<T> {
    /// What is so.
    pub value: T,
    /// By what.
    pub provision: Provision,
}

/// Every rule of the pack's layers about one thing. Which one applies depends on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ruled<T>(Vec<Rule<T>>);

impl<T> Ruled<T> {
    /// These candidates, in the order of the layers.
    pub fn new(candidates: Vec<Rule<T>>) -> Self {
        Self(candidates)
    }

    /// All candidates, in force or not.
    pub fn candidates(&self) -> &[Rule<T>] {
        &self.0
    }

    /// Whether no layer says anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Ruled<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl Provision {
    /// Whether it binds on `day`: a proposal never does.
    pub fn is_in_force(&self, day: Day) -> bool {
        self.weight != Weight::Proposed
            && self.valid_from <= day
            && self.valid_until.is_none_or(|until| day < until)
    }
}
