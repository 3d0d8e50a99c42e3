//! Judging one material, and correcting an answer on the spot.

use tongban_rules::expression::Value;
use tongban_rules::materials::Material;

use super::Case;
use crate::Answers;
use crate::case::listing::{HandedIn, list, merged};
use crate::case::{Action, Judgement, Phase, Refusal, Source, What};
use crate::evaluate;

impl Case<'_> {
    /// One material, in one way that goes with it. After a notice, and after acceptance, what was
    /// judged and has not changed since is judged anew in the applicant's favour only.
    pub(super) fn judge(&self, id: &str, judgement: &Judgement) -> Result<What, Refusal> {
        self.admit(Action::Judge)?;
        if self.is_machine() && *judgement != Judgement::Fit {
            return Err(Refusal::MachineMayOnlyApprove);
        }
        let not_asked = || Refusal::NotAsked(id.to_owned());
        let found = self.state.material(id).ok_or_else(not_asked)?;
        let material = self.context.service.material(id).ok_or_else(not_asked)?;
        if !goes_with(judgement, &found.source, material) {
            return Err(Refusal::NoSuchJudgement(id.to_owned()));
        }
        let settled = match self.state.phase {
            Phase::Intake(_) => found.round < self.state.notices.len(),
            _ => true,
        };
        if settled && found.judgement.is_some() && *judgement != Judgement::Fit {
            return Err(Refusal::JudgedBefore(id.to_owned()));
        }
        Ok(What::Judged {
            material: id.to_owned(),
            judgement: judgement.clone(),
        })
    }

    /// A field that the applicant fills in, to an answer that is right.
    pub(super) fn correct(&self, field: &str, value: &Value) -> Result<What, Refusal> {
        self.admit(Action::Correct)?;
        let service = self.context.service;
        let mut answers = Answers::new();
        answers.set(field, value.clone());
        let corrected = merged(&self.state.answers, &answers);
        let received = self.state.received.unwrap_or(self.today);
        let form = evaluate(&service.form, &corrected, &self.state.known, received)?;
        let view = form
            .find(field)
            .filter(|view| view.visible && view.editable);
        let view = view.ok_or_else(|| Refusal::NotOpen(field.to_owned()))?;
        if !view.problems.is_empty() || view.value.as_deref() != Some(value) {
            return Err(Refusal::NotRight(field.to_owned()));
        }
        let new = HandedIn {
            answers: &answers,
            known: &[],
            supplied: &[],
        };
        Ok(What::CorrectedOnTheSpot {
            field: field.to_owned(),
            value: value.clone(),
            listing: list(service, self.state, &new, self.today)?,
        })
    }
}

fn goes_with(judgement: &Judgement, source: &Source, material: &Material) -> bool {
    let published = |id: &String| material.common_errors.iter().any(|error| error.id == *id);
    match (judgement, source) {
        (Judgement::Fit, Source::Nothing) => false,
        (Judgement::Fit, _) => true,
        (Judgement::NotConfirmed, source) => *source == Source::Office,
        (Judgement::Missing, Source::Office) => false,
        (Judgement::Missing, _) => true,
        (Judgement::Unfit(_), Source::Nothing | Source::Office) => false,
        (Judgement::Unfit(errors), _) => !errors.is_empty() && errors.iter().all(published),
    }
}
