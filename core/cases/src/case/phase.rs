//! The states of a case (rule L6), and who has to act in each.

use tongban_rules::StopReason;

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

impl Holder {
    /// The word under which texts and interfaces know it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Applicant => "applicant",
            Self::Intake => "intake",
            Self::Office => "office",
            Self::Waiting(_) => "waiting",
        }
    }
}
