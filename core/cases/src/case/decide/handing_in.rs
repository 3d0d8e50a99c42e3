//! What the applicant hands in: the application, and what was missing from it.

use super::Case;
use crate::case::listing::{HandedIn, list};
use crate::case::{Action, Gap, GapFault, Listing, Phase, Refusal, State, Submission, What};
use crate::{Answers, Known, Supplied};

impl Case<'_> {
    /// Nothing is refused for being incomplete: that is what a supplement notice is for. A route
    /// that was chosen is an event of its own, so that older versions still read the submission.
    pub(super) fn submit(&self, submission: &Submission) -> Result<Vec<What>, Refusal> {
        self.admit(Action::Submit)?;
        let new = HandedIn {
            answers: &submission.answers,
            known: &submission.known,
            supplied: &submission.supplied,
        };
        let service = self.context.service;
        let chosen = submission.route.as_ref();
        let chosen = chosen.map(|route| route.offered_by(service)).transpose()?;
        let submitted = What::Submitted {
            service: service.id.clone(),
            pack: submission.pack.clone(),
            answers: submission.answers.clone(),
            known: submission.known.clone(),
            supplied: submission.supplied.clone(),
            listing: list(service, self.state, &new, self.today)?,
            complete: submission.complete,
            starts: service.limits.starts_on(self.today),
        };
        let chosen = chosen.map(|route| What::RouteChosen { route });
        Ok(std::iter::once(submitted).chain(chosen).collect())
    }

    /// Only what is missing or unfit can be supplied; what is in order stays as it was judged.
    pub(super) fn supply(
        &self,
        answers: &Answers,
        known: &[Known],
        supplied: &[Supplied],
        all: bool,
    ) -> Result<What, Refusal> {
        self.admit(Action::Supply)?;
        let asked = self.state.phase == Phase::SupplementAsked;
        if answers.is_empty() && supplied.is_empty() && !(asked && all) {
            return Err(Refusal::NothingSupplied);
        }
        let closed = |field: &&str| !self.state.wanting.contains_key(*field);
        if let Some(field) = answers.iter().map(|(field, _)| field).find(closed) {
            return Err(Refusal::NotOpen(field.to_owned()));
        }
        let new = HandedIn {
            answers,
            known,
            supplied,
        };
        let listing = list(self.context.service, self.state, &new, self.today)?;
        let answered = self.state.answers_notice(&listing, answers, supplied);
        Ok(What::Supplied {
            answers: answers.clone(),
            known: known.to_vec(),
            supplied: supplied.to_vec(),
            back: asked && (all || answered),
            listing,
        })
    }
}

impl State {
    /// Whether something was done about everything that the last notice names.
    fn answers_notice(&self, listing: &Listing, answers: &Answers, supplied: &[Supplied]) -> bool {
        let now = self.notices.len();
        let gaps = self.notices.last().map(|notice| notice.gaps.as_slice());
        gaps.unwrap_or_default().iter().all(|gap| match gap {
            Gap::Material {
                material,
                fault: GapFault::Missing | GapFault::Error(_),
            } => {
                let needed = listing.materials.iter().any(|m| m.material == *material);
                let before = self.material(material).is_some_and(|m| m.round == now);
                !needed || before || supplied.iter().any(|s| s.material == *material)
            }
            Gap::Answer { field } => {
                let wanting = listing.wanting.iter().any(|w| w.field == *field);
                let before = self.wanting.get(field) == Some(&now);
                !wanting || before || answers.get(field).is_some()
            }
        })
    }
}
