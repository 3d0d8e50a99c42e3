//! What a case holds besides its state: materials with their judgements, notices, documents, steps.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tongban_rules::Day;

use super::{Gap, Role, Ruling, Source, Until};

/// A material of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaterialState {
    /// Its id.
    pub material: String,
    /// Where it comes from.
    pub source: Source,
    /// Whether it may come after acceptance.
    pub deferrable: bool,
    /// How it was judged; `None` until it is.
    pub judgement: Option<Judgement>,
    /// How many notices went out before it came in this form.
    pub(super) round: usize,
}

/// How a material was judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// In order.
    Fit,
    /// Not there.
    Missing,
    /// Unfit, for these published common errors.
    Unfit(BTreeSet<String>),
    /// The office's own records do not show it; for materials that the office looks up.
    NotConfirmed,
}

/// A supplement notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its number.
    pub document: String,
    /// Everything that it names.
    pub gaps: Vec<Gap>,
    /// Until when.
    pub until: Option<Until>,
}

/// A numbered document of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its number.
    pub number: String,
    /// The kind of the event that made it.
    pub kind: String,
    /// The day it was made.
    pub day: Option<Day>,
    /// Reasons and remedies, where it goes against the applicant.
    pub ruling: Option<Ruling>,
}

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When, in seconds since 1970.
    pub at: u64,
    /// In which role someone acted.
    pub by: Role,
    /// The kind of the event.
    pub kind: String,
}
