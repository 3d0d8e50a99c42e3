//! What anyone may show of a case.

use std::collections::{BTreeMap, BTreeSet};

use tongban_rules::Day;

use super::{
    Action, ChosenRoute, ClockFacts, Deferred, Document, End, Event, Gap, Holder, MaterialState,
    Notice, PackRef, Phase, Role, Ruling, State, Step,
};
use crate::Id;

/// A case for a screen. The platform and a device that hold the same events have the same view.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseView {
    /// How many events there are; goes back with a command as what was seen.
    pub version: u32,
    /// Id of the service.
    pub service: String,
    /// The pack by which it is judged.
    pub pack: Option<PackRef>,
    /// In which state it is.
    pub phase: Phase,
    /// Who has to do the next thing (row 46).
    pub holder: Holder,
    /// Since when, in seconds since 1970.
    pub holder_since: u64,
    /// The officer who took it.
    pub officer: Option<Id>,
    /// The day of receipt.
    pub received: Option<Day>,
    /// Whether every photo has arrived.
    pub complete: bool,
    /// The day from which the office's time to answer counts; `None` when it does not.
    pub answer_from: Option<Day>,
    /// What the clock of the decision counts from.
    pub clock: Option<ClockFacts>,
    /// Every material with its source and judgement (row 31).
    pub materials: Vec<MaterialState>,
    /// Everything that is missing or unfit now.
    pub gaps: Vec<Gap>,
    /// The supplement notices.
    pub notices: Vec<Notice>,
    /// Materials that may come after acceptance.
    pub deferred: Vec<Deferred>,
    /// Fields that were corrected on the spot.
    pub corrected: BTreeSet<String>,
    /// Every numbered document.
    pub documents: Vec<Document>,
    /// The route by which documents are to come.
    pub route: ChosenRoute,
    /// Where to go instead.
    pub go_to: Option<String>,
    /// What happened, in order.
    pub steps: Vec<Step>,
    /// It holds an event that this version does not know: nothing can be done before an update
    /// (rule S9).
    pub update_needed: bool,
    /// What each role can do now. Some of it waits for a day: a supplement lapses after its last
    /// day only.
    pub allowed: BTreeMap<Role, Vec<Action>>,
}

/// The view of these events. Runs anywhere and decides nothing.
pub fn fold<'e>(events: impl IntoIterator<Item = &'e Event>) -> CaseView {
    CaseView::from(&State::after(events))
}

impl CaseView {
    /// Reasons and remedies of the document that ended the case, if it went against the
    /// applicant.
    pub fn ruling(&self) -> Option<&Ruling> {
        let last = self.documents.last().filter(|_| self.phase.is_ended());
        last.and_then(|document| document.ruling.as_ref())
            .filter(|_| self.phase != Phase::Ended(End::Withdrawn))
    }

    /// Whether a document has not come by the route that the applicant chose.
    pub fn awaits_service(&self) -> bool {
        waits(&self.documents)
    }

    /// Whether a role can do something now.
    pub fn allows(&self, role: Role, action: Action) -> bool {
        let allowed = self.allowed.get(&role);
        allowed.is_some_and(|actions| actions.contains(&action))
    }
}

impl From<&State> for CaseView {
    fn from(state: &State) -> Self {
        let allowed = Role::ALL.iter().map(|role| (*role, state.allowed(*role)));
        Self {
            version: state.version,
            service: state.service.clone(),
            pack: state.pack.clone(),
            phase: state.phase,
            holder: state.holder,
            holder_since: state.holder_since,
            officer: state.officer,
            received: state.received,
            complete: state.complete,
            answer_from: state.answer_from.filter(|_| state.awaits_answer()),
            clock: state.clock.clone(),
            materials: state.materials.clone(),
            gaps: state.gaps().into_iter().map(|(gap, _)| gap).collect(),
            notices: state.notices.clone(),
            deferred: state.deferred.clone(),
            corrected: state.corrected.clone(),
            documents: state.documents.clone(),
            route: state.route.clone(),
            go_to: state.go_to.clone(),
            steps: state.steps.clone(),
            update_needed: state.update_needed,
            allowed: allowed.collect(),
        }
    }
}

impl State {
    /// Whether the office owes an answer to what was handed in.
    pub(super) fn awaits_answer(&self) -> bool {
        matches!(self.phase, Phase::Intake(_))
    }

    /// What a role can do in this state; `decide` checks what only rules and days can tell.
    pub(super) fn allowed(&self, role: Role) -> Vec<Action> {
        let all = Action::ALL.iter().copied();
        let open = all.filter(|action| !self.update_needed && self.admits(*action));
        open.filter(|action| role.may(*action)).collect()
    }

    /// Whether the state admits an action at all, whoever does it.
    pub(super) fn admits(&self, action: Action) -> bool {
        let phase = self.phase;
        let intake = matches!(phase, Phase::Intake(_));
        let decision = matches!(phase, Phase::Decision(_));
        let stopped = matches!(phase, Phase::Decision(super::DecisionStage::Stopped(_)));
        let judged = !self.materials.iter().any(|m| m.judgement.is_none());
        match action {
            Action::Submit => phase == Phase::Draft,
            Action::MarkComplete => phase.is_open() && !self.complete,
            Action::Take | Action::Tick | Action::Withdraw => phase.is_open(),
            Action::Judge | Action::Correct => intake || decision,
            Action::AskSupplement => intake && judged && !self.nameable().is_empty(),
            Action::Supply => phase.is_open() && self.has_something_to_supply(),
            Action::Accept => intake && judged && self.gaps().is_empty(),
            Action::NotAccept => intake && judged,
            Action::WrongAuthority => intake,
            Action::Lapse => phase == Phase::SupplementAsked,
            Action::Stop | Action::Extend => decision && !stopped,
            Action::Resume => stopped,
            Action::Grant => {
                let in_order = judged && self.gaps().is_empty() && self.still_deferred().is_empty();
                decision && !stopped && in_order
            }
            Action::Refuse => decision && !stopped && judged,
            Action::Terminate => phase.is_open(),
            // While there are documents to come, or some that have not come by the chosen route.
            Action::ChooseRoute => phase.is_open() || waits(&self.documents),
            Action::Serve | Action::Tell => !self.documents.is_empty(),
            Action::Annul => phase == Phase::Ended(End::Granted),
            Action::Reopen => matches!(
                phase,
                Phase::Ended(
                    End::Refused
                        | End::NotAccepted
                        | End::WrongAuthority
                        | End::SupplyLapsed
                        | End::Terminated
                        | End::Annulled
                )
            ),
        }
    }

    fn has_something_to_supply(&self) -> bool {
        let open = |m: &MaterialState| m.judgement != Some(super::Judgement::Fit);
        !self.wanting.is_empty() || self.materials.iter().any(open)
    }
}

fn waits(documents: &[Document]) -> bool {
    documents.iter().any(|document| !document.delivery.honoured)
}
