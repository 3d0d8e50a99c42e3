//! The state of a case: every event applied in order.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use tongban_rules::service::ClockStart;
use tongban_rules::{Day, StopReason};

use super::listing::merged;
use super::{
    ClockFacts, Deferred, Event, Gap, GapFault, Listing, PackRef, Review, Role, Ruling, Source,
    Until, What,
};
use crate::{Answers, Id, Known, Supplied};

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
    pub(super) go_to: Option<String>,
    pub(super) holder: Holder,
    pub(super) holder_since: u64,
    pub(super) officer: Option<Id>,
    pub(super) steps: Vec<Step>,
    pub(super) update_needed: bool,
}

/// In which of its states a case is (rule L6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Not handed in: no case yet.
    #[default]
    Draft,
    /// With the office, before acceptance.
    Intake(IntakeStage),
    /// The applicant was asked for everything that is missing.
    SupplementAsked,
    /// Accepted, before the decision.
    Decision(DecisionStage),
    /// At an end.
    Ended(End),
}

/// Before acceptance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntakeStage {
    /// Handed in.
    Submitted,
    /// Corrected on the spot.
    CorrectedOnTheSpot,
    /// Supplied after a notice.
    Supplied,
    /// Opened again after a review.
    Reopened,
}

/// Before the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionStage {
    /// Accepted.
    Accepted,
    /// Accepted by the office's silence.
    DeemedAccepted,
    /// The clock stands still.
    Stopped(StopReason),
    /// Opened again after a review.
    Reopened,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Granted.
    Granted,
    /// Refused.
    Refused,
    /// Not accepted.
    NotAccepted,
    /// Another authority is the right one.
    WrongAuthority,
    /// The supplement did not come.
    SupplyLapsed,
    /// The applicant withdrew.
    Withdrawn,
    /// Terminated.
    Terminated,
    /// Granted once, annulled since.
    Annulled,
}

/// Who has to do the next thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Holder {
    /// Nobody: no case yet, or at an end.
    #[default]
    Nobody,
    /// The applicant.
    Applicant,
    /// The window, before acceptance.
    Intake,
    /// The office that decides.
    Office,
    /// Someone else for whom the clock waits.
    Waiting(StopReason),
}

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

impl State {
    /// The state after these events.
    pub fn after<'e>(events: impl IntoIterator<Item = &'e Event>) -> Self {
        let mut state = Self::default();
        events.into_iter().for_each(|event| state.apply(event));
        state
    }

    /// Adds one event. Total: an order of events that no command makes leads to some state too.
    pub fn apply(&mut self, event: &Event) {
        let day = Day::of(event.at);
        self.version = self.version.saturating_add(1);
        self.last_at = self.last_at.max(event.at);
        self.steps.push(Step {
            at: event.at,
            by: event.by.role,
            kind: event.what.kind().to_owned(),
        });
        if let Some((number, ruling)) = event.what.document() {
            self.documents.push(Document {
                number: number.to_owned(),
                kind: event.what.kind().to_owned(),
                day,
                ruling: ruling.cloned(),
            });
        }
        match &event.what {
            What::Submitted {
                service,
                pack,
                answers,
                known,
                supplied,
                listing,
                complete,
                starts,
            } => {
                self.service.clone_from(service);
                self.pack = Some(pack.clone());
                self.received = day;
                self.complete = *complete;
                self.answer_from = day.filter(|_| *complete || *starts == ClockStart::Held);
                self.hand_in(answers, known, supplied, listing);
                self.phase = Phase::Intake(IntakeStage::Submitted);
            }
            What::PhotosComplete => {
                self.complete = true;
                self.answer_from = self.answer_from.or(day);
            }
            What::Taken => self.officer = Some(event.by.id),
            What::Judged {
                material,
                judgement,
            } => {
                let found = self.materials.iter_mut().find(|m| m.material == *material);
                if let Some(found) = found {
                    found.judgement = Some(judgement.clone());
                }
            }
            What::CorrectedOnTheSpot {
                field,
                value,
                listing,
            } => {
                let mut answers = Answers::new();
                answers.set(field, value.clone());
                self.hand_in(&answers, &[], &[], listing);
                self.corrected.insert(field.clone());
                if let Phase::Intake(_) = self.phase {
                    self.phase = Phase::Intake(IntakeStage::CorrectedOnTheSpot);
                }
            }
            What::SupplementAsked {
                document,
                gaps,
                until,
            } => {
                self.notices.push(Notice {
                    document: document.clone(),
                    gaps: gaps.clone(),
                    until: *until,
                });
                self.phase = Phase::SupplementAsked;
            }
            What::Supplied {
                answers,
                known,
                supplied,
                listing,
                back,
            } => {
                self.hand_in(answers, known, supplied, listing);
                if *back {
                    self.answer_from = day;
                    self.phase = Phase::Intake(IntakeStage::Supplied);
                }
            }
            What::Accepted { deferred, .. } => {
                self.deferred.clone_from(deferred);
                self.clock = day.map(ClockFacts::started);
                self.phase = Phase::Decision(DecisionStage::Accepted);
            }
            What::DeemedAccepted { from } => {
                self.clock = Some(ClockFacts::started(*from));
                self.phase = Phase::Decision(DecisionStage::DeemedAccepted);
            }
            What::Stopped { reason, document } => {
                if let (Some(clock), Some(day)) = (&mut self.clock, day) {
                    clock.stopped(*reason, document, day);
                }
                self.phase = Phase::Decision(DecisionStage::Stopped(*reason));
            }
            What::Resumed => {
                if let (Some(clock), Some(day)) = (&mut self.clock, day) {
                    clock.resumed(day);
                }
                self.phase = Phase::Decision(DecisionStage::Accepted);
            }
            What::Extended {
                days,
                approver,
                reason,
                document,
            } => {
                if let (Some(clock), Some(day)) = (&mut self.clock, day) {
                    clock.extended(*days, *approver, reason, document, day);
                }
            }
            What::Granted { .. } => self.phase = Phase::Ended(End::Granted),
            What::Refused { .. } => self.phase = Phase::Ended(End::Refused),
            What::NotAccepted { .. } => self.phase = Phase::Ended(End::NotAccepted),
            What::WrongAuthority { go_to, .. } => {
                self.go_to = Some(go_to.clone());
                self.phase = Phase::Ended(End::WrongAuthority);
            }
            What::SupplyLapsed { .. } => self.phase = Phase::Ended(End::SupplyLapsed),
            What::Withdrawn => self.phase = Phase::Ended(End::Withdrawn),
            What::Terminated { .. } => self.phase = Phase::Ended(End::Terminated),
            What::Annulled { .. } => self.phase = Phase::Ended(End::Annulled),
            What::Reopened { .. } => self.reopen(day),
            What::Unknown { .. } => self.update_needed = true,
        }
        let holder = self.next_to_act();
        if holder != self.holder {
            self.holder = holder;
            self.holder_since = event.at;
            self.officer = None;
        }
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

    /// Takes over what was handed in and what is needed now.
    fn hand_in(
        &mut self,
        answers: &Answers,
        known: &[Known],
        supplied: &[Supplied],
        listing: &Listing,
    ) {
        self.answers = merged(&self.answers, answers);
        self.known.splice(0..0, known.iter().cloned());
        self.supplied.extend_from_slice(supplied);
        let now = self.notices.len();
        let listed = listing.materials.iter().map(|listed| {
            let before = self.material(&listed.material).filter(|_| !listed.fresh);
            MaterialState {
                material: listed.material.clone(),
                source: listed.source.clone(),
                deferrable: listed.deferrable,
                judgement: before.and_then(|before| before.judgement.clone()),
                round: before.map_or(now, |before| before.round),
            }
        });
        self.materials = listed.collect();
        let wanting = listing.wanting.iter().map(|wanting| {
            let before = self.wanting.get(&wanting.field).filter(|_| !wanting.fresh);
            (wanting.field.clone(), before.copied().unwrap_or(now))
        });
        self.wanting = wanting.collect();
    }

    /// A case that was never accepted goes back to the window, any other to who decides; the time
    /// of the office begins again.
    fn reopen(&mut self, day: Option<Day>) {
        self.go_to = None;
        if self.clock.is_some() {
            self.clock = day.map(ClockFacts::started);
            self.phase = Phase::Decision(DecisionStage::Reopened);
        } else {
            self.answer_from = day;
            self.phase = Phase::Intake(IntakeStage::Reopened);
        }
    }

    fn next_to_act(&self) -> Holder {
        match self.phase {
            Phase::Draft | Phase::Ended(_) => Holder::Nobody,
            Phase::Intake(_) => Holder::Intake,
            Phase::SupplementAsked => Holder::Applicant,
            Phase::Decision(DecisionStage::Stopped(reason)) => Holder::Waiting(reason),
            Phase::Decision(_) => Holder::Office,
        }
    }
}

impl Phase {
    /// Whether the case is at an end.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Ended(_))
    }

    /// Whether something is still to be done.
    pub fn is_open(self) -> bool {
        !self.is_ended() && self != Self::Draft
    }

    /// The word under which texts and interfaces know it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Intake(IntakeStage::Submitted) => "submitted",
            Self::Intake(IntakeStage::CorrectedOnTheSpot) => "corrected_on_the_spot",
            Self::Intake(IntakeStage::Supplied) => "supplied",
            Self::Intake(IntakeStage::Reopened) => "reopened_intake",
            Self::SupplementAsked => "supplement_asked",
            Self::Decision(DecisionStage::Accepted) => "accepted",
            Self::Decision(DecisionStage::DeemedAccepted) => "deemed_accepted",
            Self::Decision(DecisionStage::Stopped(_)) => "stopped",
            Self::Decision(DecisionStage::Reopened) => "reopened",
            Self::Ended(End::Granted) => "granted",
            Self::Ended(End::Refused) => "refused",
            Self::Ended(End::NotAccepted) => "not_accepted",
            Self::Ended(End::WrongAuthority) => "wrong_authority",
            Self::Ended(End::SupplyLapsed) => "supply_lapsed",
            Self::Ended(End::Withdrawn) => "withdrawn",
            Self::Ended(End::Terminated) => "terminated",
            Self::Ended(End::Annulled) => "annulled",
        }
    }
}

impl Review {
    /// Every review.
    pub const ALL: &[Self] = &[Self::Reconsideration, Self::Lawsuit, Self::OwnCorrection];
}
