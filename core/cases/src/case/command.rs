//! What someone wants to happen to a case.

use tongban_rules::expression::Value;
use tongban_rules::guide::RouteKind;
use tongban_rules::service::Service;
use tongban_rules::{Approver, Calendar, StopReason};

use super::{Action, Actor, ChosenRoute, Judgement, PackRef, Review, TellBy, Termination, Written};
use crate::{Answers, Known, Supplied};

/// A command. Numbers of documents come from the caller.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Hand in the application.
    Submit(Submission),
    /// Every photo has arrived.
    MarkComplete,
    /// Take the case.
    Take,
    /// Judge a material.
    Judge {
        /// The material.
        material: String,
        /// How.
        judgement: Judgement,
    },
    /// Correct an answer on the spot.
    Correct {
        /// The field.
        field: String,
        /// The new answer.
        value: Value,
    },
    /// Ask for everything that is missing. What is missing follows from the judgements and the
    /// form; nobody can leave anything out.
    AskSupplement {
        /// Number of the notice.
        document: String,
    },
    /// Supply what is missing.
    Supply {
        /// New answers.
        answers: Answers,
        /// New known values.
        known: Vec<Known>,
        /// New materials.
        supplied: Vec<Supplied>,
        /// "This is all I have": the case goes back even if something is still open.
        all: bool,
    },
    /// Accept.
    Accept {
        /// Number of the document.
        document: String,
    },
    /// Refuse to accept: for listed reasons, or, without any, because what was asked for is still
    /// missing.
    NotAccept {
        /// Number of the document.
        document: String,
        /// Ids of reasons from the service's list.
        reasons: Vec<String>,
    },
    /// Another authority is the right one.
    WrongAuthority {
        /// Number of the document.
        document: String,
        /// Where to go.
        go_to: String,
    },
    /// Close a case whose supplement did not come in time.
    Lapse {
        /// Number of the document.
        document: String,
    },
    /// Stop the clock.
    Stop {
        /// For which listed reason.
        reason: StopReason,
        /// Number of the document.
        document: String,
    },
    /// Let the clock go on.
    Resume,
    /// Extend the limit.
    Extend {
        /// By how many days.
        days: u16,
        /// Who consented.
        approver: Approver,
        /// The reason as the applicant is told it.
        reason: String,
        /// Number of the document.
        document: String,
    },
    /// Grant.
    Grant {
        /// Number of the decision.
        document: String,
    },
    /// Refuse.
    Refuse {
        /// Number of the decision.
        document: String,
        /// Ids of reasons from the service's list.
        reasons: Vec<String>,
    },
    /// Withdraw.
    Withdraw,
    /// Terminate.
    Terminate {
        /// Number of the document.
        document: String,
        /// Why.
        why: Termination,
    },
    /// Annul what was granted.
    Annul {
        /// Number of the decision.
        document: String,
        /// Ids of reasons from the service's list.
        reasons: Vec<String>,
    },
    /// Open again after a review.
    Reopen {
        /// Number of the review's document.
        document: String,
        /// Which review.
        review: Review,
    },
    /// Choose the route by which documents come.
    ChooseRoute {
        /// The route.
        route: ChosenRoute,
    },
    /// Record that a document was served.
    Serve {
        /// Number of a document of the case.
        document: String,
        /// By which route.
        route: RouteKind,
        /// What shows it: a courier's number, who signed for it.
        receipt: Written,
    },
    /// Record that the applicant was told that there is a document.
    Tell {
        /// Number of a document of the case.
        document: String,
        /// By what.
        by: TellBy,
        /// What shows it: who answered, the number that the message went to.
        receipt: Written,
    },
    /// Let the day have its effect.
    Tick,
}

/// An application.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// The pack by which it was filled in.
    pub pack: PackRef,
    /// The answers, as [`crate::FormView::to_submit`] gives them.
    pub answers: Answers,
    /// The known values that the form uses.
    pub known: Vec<Known>,
    /// What is handed in, as [`crate::Checklist::to_submit`] gives it.
    pub supplied: Vec<Supplied>,
    /// Whether every photo has arrived.
    pub complete: bool,
    /// The route by which documents are to come; the app where nothing is said.
    pub route: Option<ChosenRoute>,
}

/// By which rules, when and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The service, from the pack that the case names.
    pub service: &'a Service,
    /// The calendar of that pack.
    pub calendar: &'a Calendar,
    /// Now, in seconds since 1970.
    pub at: u64,
    /// Who acts.
    pub actor: Actor,
    /// The version of the case that the actor saw (rule S6); `None` for those who need not have
    /// seen any: an applicant who withdraws, the machine.
    pub seen: Option<u32>,
}

impl Command {
    /// What it does.
    pub fn action(&self) -> Action {
        match self {
            Self::Submit(_) => Action::Submit,
            Self::MarkComplete => Action::MarkComplete,
            Self::Take => Action::Take,
            Self::Judge { .. } => Action::Judge,
            Self::Correct { .. } => Action::Correct,
            Self::AskSupplement { .. } => Action::AskSupplement,
            Self::Supply { .. } => Action::Supply,
            Self::Accept { .. } => Action::Accept,
            Self::NotAccept { .. } => Action::NotAccept,
            Self::WrongAuthority { .. } => Action::WrongAuthority,
            Self::Lapse { .. } => Action::Lapse,
            Self::Stop { .. } => Action::Stop,
            Self::Resume => Action::Resume,
            Self::Extend { .. } => Action::Extend,
            Self::Grant { .. } => Action::Grant,
            Self::Refuse { .. } => Action::Refuse,
            Self::Withdraw => Action::Withdraw,
            Self::Terminate { .. } => Action::Terminate,
            Self::Annul { .. } => Action::Annul,
            Self::Reopen { .. } => Action::Reopen,
            Self::ChooseRoute { .. } => Action::ChooseRoute,
            Self::Serve { .. } => Action::Serve,
            Self::Tell { .. } => Action::Tell,
            Self::Tick => Action::Tick,
        }
    }

    /// The number of the document that it makes.
    pub(super) fn document(&self) -> Option<&str> {
        match self {
            Self::AskSupplement { document }
            | Self::Accept { document }
            | Self::NotAccept { document, .. }
            | Self::WrongAuthority { document, .. }
            | Self::Lapse { document }
            | Self::Stop { document, .. }
            | Self::Extend { document, .. }
            | Self::Grant { document }
            | Self::Refuse { document, .. }
            | Self::Terminate { document, .. }
            | Self::Annul { document, .. }
            | Self::Reopen { document, .. } => Some(document),
            _ => None,
        }
    }
}
