//! The state of a case: every event applied in order.

use std::collections::{BTreeMap, BTreeSet};

use tongban_rules::Day;
use tongban_rules::expression::OutOfBudget;
use tongban_rules::service::Service;

use super::{
    ChosenRoute, ClockFacts, Deferred, Document, Event, Gap, GapFault, Holder, Judgement,
    MaterialState, Notice, PackRef, Phase, Step,
};
use crate::{Answers, FormView, Id, Known, Supplied, evaluate};

/// A case, or nothing yet. Made by applying events; what it holds of the applicant is personal
/// data, and `Debug` prints none of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub(super) phase: Phase,
    pub(super) version: u32,
    pub(super) last_at: u64,
    pub(super) service: String,
    pub(super) pack: Option<PackRef>,
    pub(super) answers: Answers,
    pub(super) known: Vec<Known>,
    pub(super) supplied: Vec<Supplied>,
    pub(super) materials: Vec<MaterialState>,
    /// Field → number of notices before it came to be wanting.
    pub(super) wanting: BTreeMap<String, usize>,
    pub(super) notices: Vec<Notice>,
    pub(super) received: Option<Day>,
    pub(super) complete: bool,
    pub(super) answer_from: Option<Day>,
    pub(super) clock: Option<ClockFacts>,
    pub(super) deferred: Vec<Deferred>,
    pub(super) corrected: BTreeSet<String>,
    pub(super) documents: Vec<Document>,
    pub(super) route: ChosenRoute,
    pub(super) go_to: Option<String>,
    pub(super) holder: Holder,
    pub(super) holder_since: u64,
    pub(super) officer: Option<Id>,
    pub(super) steps: Vec<Step>,
    pub(super) update_needed: bool,
}

impl State {
    /// The state after these events.
    pub fn after<'e>(events: impl IntoIterator<Item = &'e Event>) -> Self {
        let mut state = Self::default();
        events.into_iter().for_each(|event| state.apply(event));
        state
    }

    /// How many events there are: the version that a command must have seen.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// In which state it is.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The answers, for who grants and for who looks with a case.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The known values that came with them.
    pub fn known(&self) -> &[Known] {
        &self.known
    }

    /// What was handed in, in order; of two for one material the last counts.
    pub fn supplied(&self) -> &[Supplied] {
        &self.supplied
    }

    /// The form as it was handed in, by the day of receipt: what a grant is computed from. `None`
    /// before there is a case.
    pub fn form<'a>(&'a self, service: &'a Service) -> Result<Option<FormView<'a>>, OutOfBudget> {
        let evaluated = |day| evaluate(&service.form, &self.answers, &self.known, day);
        self.received.map(evaluated).transpose()
    }

    pub(super) fn material(&self, id: &str) -> Option<&MaterialState> {
        self.materials.iter().find(|found| found.material == id)
    }

    /// Materials without a judgement.
    pub(super) fn unjudged(&self) -> Vec<String> {
        let open = self.materials.iter().filter(|m| m.judgement.is_none());
        open.map(|m| m.material.clone()).collect()
    }

    /// Everything that is missing or unfit; a deferrable material is not. With each, how many
    /// notices went out before it came to be so.
    pub(super) fn gaps(&self) -> Vec<(Gap, usize)> {
        let mut gaps = Vec::new();
        for found in self.materials.iter().filter(|m| !m.deferrable) {
            let material = &found.material;
            let gap = |fault| Gap::Material {
                material: material.clone(),
                fault,
            };
            match &found.judgement {
                Some(Judgement::Missing) => gaps.push((gap(GapFault::Missing), found.round)),
                Some(Judgement::Unfit(errors)) => gaps.extend(
                    errors
                        .iter()
                        .map(|error| (gap(GapFault::Error(error.clone())), found.round)),
                ),
                _ => {}
            }
        }
        let answers = self.wanting.iter().map(|(field, round)| {
            let field = field.clone();
            (Gap::Answer { field }, *round)
        });
        gaps.extend(answers);
        gaps
    }

    /// Gaps that a notice may name now: those that no earlier notice could have named (row 40,
    /// rule L6).
    pub(super) fn nameable(&self) -> Vec<Gap> {
        let told = |gap: &Gap| self.notices.iter().any(|notice| notice.gaps.contains(gap));
        let gaps = self.gaps().into_iter();
        gaps.filter(|(gap, round)| *round == self.notices.len() && !told(gap))
            .map(|(gap, _)| gap)
            .collect()
    }

    /// Materials that were allowed to come later and are not in order yet.
    pub(super) fn still_deferred(&self) -> Vec<String> {
        let open = |m: &&MaterialState| m.deferrable && m.judgement != Some(Judgement::Fit);
        let open = self.materials.iter().filter(open);
        open.map(|m| m.material.clone()).collect()
    }
}
