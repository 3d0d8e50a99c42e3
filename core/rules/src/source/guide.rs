//! `guide.yaml` and the Markdown beside it.

use serde::Deserialize;

use super::Problem;
use super::place::Place;
use super::sample::{Folder, SampleFile};
use crate::Texts;
use crate::guide::{Channel, Contact, Gets, Guide, ResultRoute, Step, Visits};
use crate::materials::CommonError;

/// A guide; the notes stand in `notes.<locale>.md`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GuideFile {
    summary: Texts,
    gets: Vec<Gets>,
    who: Texts,
    channels: Vec<Channel>,
    #[serde(default)]
    routes: Vec<ResultRoute>,
    hours: Texts,
    steps: Vec<Step>,
    #[serde(default)]
    contacts: Vec<Contact>,
    visits: Visits,
    #[serde(default)]
    blank_forms: Vec<SampleFile>,
    #[serde(default)]
    filled_forms: Vec<SampleFile>,
    #[serde(default)]
    common_errors: Vec<CommonError>,
}

impl GuideFile {
    /// The guide.
    pub(super) fn guide(self, place: Place<'_>, folder: &Folder<'_>) -> Result<Guide, Problem> {
        Ok(Guide {
            summary: self.summary,
            gets: self.gets,
            who: self.who,
            channels: self.channels,
            routes: self.routes,
            hours: self.hours,
            steps: self.steps,
            contacts: self.contacts,
            notes: folder.texts("notes")?,
            visits: self.visits,
            blank_forms: folder.samples(place, &self.blank_forms)?,
            filled_forms: folder.samples(place, &self.filled_forms)?,
            common_errors: self.common_errors,
        })
    }
}
