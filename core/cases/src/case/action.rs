//! Who may do what.

use serde::{Deserialize, Serialize};

use crate::Id;

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// In which role.
    pub role: Role,
    /// The person, or the machine's own id.
    pub id: Id,
}

/// In which role someone acts on a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Whose case it is; a helper within a mandate acts in this role.
    Applicant,
    /// At the window.
    Intake,
    /// Handles the case.
    Caseworker,
    /// Decides.
    Decider,
    /// The platform itself. It may approve and never refuse.
    Machine,
}

/// What can be done to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Hand in the application.
    Submit,
    /// Note that every photo has arrived.
    MarkComplete,
    /// Take the case into one's hands.
    Take,
    /// Judge one material.
    Judge,
    /// Correct an answer with the applicant, on the spot.
    Correct,
    /// Ask for everything that is missing, at once (补正).
    AskSupplement,
    /// Supply what is missing.
    Supply,
    /// Accept the application (受理).
    Accept,
    /// Refuse to accept it (不予受理).
    NotAccept,
    /// Say that another authority is the right one, and which.
    WrongAuthority,
    /// Close a case whose supplement did not come in time.
    Lapse,
    /// Stop the clock for a listed reason.
    Stop,
    /// Let the clock go on.
    Resume,
    /// Extend the limit.
    Extend,
    /// Grant.
    Grant,
    /// Refuse (不予许可).
    Refuse,
    /// Withdraw the application.
    Withdraw,
    /// Terminate the procedure (终止).
    Terminate,
    /// Annul what was granted (撤销).
    Annul,
    /// Open it again after a review.
    Reopen,
    /// Choose the route by which documents come.
    ChooseRoute,
    /// Record that a document was served (送达).
    Serve,
    /// Record that the applicant was told by telephone or message (告知).
    Tell,
    /// Let the day have its effect: silence becomes acceptance.
    Tick,
}

impl Role {
    /// Every role.
    pub const ALL: &[Self] = &[
        Self::Applicant,
        Self::Intake,
        Self::Caseworker,
        Self::Decider,
        Self::Machine,
    ];

    /// The word under which texts and interfaces know it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Intake => "intake",
            Self::Caseworker => "caseworker",
            Self::Decider => "decider",
            Self::Machine => "machine",
        }
    }

    /// The role with that slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.slug() == slug)
    }

    /// Whether the role may ever do this.
    pub fn may(self, action: Action) -> bool {
        let roles: &[Self] = match action {
            Action::Submit | Action::Supply => &[Self::Applicant, Self::Intake],
            Action::Withdraw | Action::ChooseRoute => &[Self::Applicant],
            Action::MarkComplete | Action::Tick => &[Self::Machine],
            Action::Judge | Action::Accept => &[Self::Intake, Self::Caseworker, Self::Machine],
            Action::Take | Action::Correct | Action::AskSupplement | Action::WrongAuthority => {
                &[Self::Intake, Self::Caseworker]
            }
            Action::NotAccept | Action::Lapse | Action::Stop | Action::Resume => {
                &[Self::Caseworker, Self::Decider]
            }
            Action::Serve | Action::Tell => &[Self::Intake, Self::Caseworker, Self::Decider],
            Action::Grant => &[Self::Decider, Self::Machine],
            Action::Extend
            | Action::Refuse
            | Action::Terminate
            | Action::Annul
            | Action::Reopen => &[Self::Decider],
        };
        roles.contains(&self)
    }
}

impl Action {
    /// Every action.
    pub const ALL: &[Self] = &[
        Self::Submit,
        Self::MarkComplete,
        Self::Take,
        Self::Judge,
        Self::Correct,
        Self::AskSupplement,
        Self::Supply,
        Self::Accept,
        Self::NotAccept,
        Self::WrongAuthority,
        Self::Lapse,
        Self::Stop,
        Self::Resume,
        Self::Extend,
        Self::Grant,
        Self::Refuse,
        Self::Withdraw,
        Self::Terminate,
        Self::Annul,
        Self::Reopen,
        Self::ChooseRoute,
        Self::Serve,
        Self::Tell,
        Self::Tick,
    ];

    /// The word under which texts and interfaces know it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::MarkComplete => "mark_complete",
            Self::Take => "take",
            Self::Judge => "judge",
            Self::Correct => "correct",
            Self::AskSupplement => "ask_supplement",
            Self::Supply => "supply",
            Self::Accept => "accept",
            Self::NotAccept => "not_accept",
            Self::WrongAuthority => "wrong_authority",
            Self::Lapse => "lapse",
            Self::Stop => "stop",
            Self::Resume => "resume",
            Self::Extend => "extend",
            Self::Grant => "grant",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
            Self::Terminate => "terminate",
            Self::Annul => "annul",
            Self::Reopen => "reopen",
            Self::ChooseRoute => "choose_route",
            Self::Serve => "serve",
            Self::Tell => "tell",
            Self::Tick => "tick",
        }
    }
}
