//! What a case holds besides its state: materials with their judgements, notices, documents, steps.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tongban_rules::Day;
use tongban_rules::guide::RouteKind;

use super::{ChosenRoute, Delivery, Gap, Role, Ruling, Source, TellBy, Until, Written};

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
    /// How it reached the applicant.
    pub delivery: Delivery,
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
    /// What it says of the way of documents; `None` of every other step.
    pub about: Option<StepAbout>,
}

/// What a step says of the way of documents to the applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepAbout {
    /// The route that was chosen.
    Route(ChosenRoute),
    /// A document was served.
    Served {
        /// Its number.
        document: String,
        /// By which route.
        route: RouteKind,
        /// What shows it.
        receipt: Written,
    },
    /// The applicant was told of it.
    Told {
        /// Its number.
        document: String,
        /// By what.
        by: TellBy,
        /// What shows it.
        receipt: Written,
    },
}
