//! What an operation asks for: a command before the platform adds numbers and facts of its own.

use serde::{Deserialize, Serialize};
use tongban_rules::expression::Value;
use tongban_rules::guide::RouteKind;
use tongban_rules::pack::codec::{decode, encode};
use tongban_rules::{Approver, StopReason};

use super::{
    Action, ChosenRoute, Command, Judgement, PackRef, Review, Submission, TellBy, Termination,
    Written,
};
use crate::{Answers, FileRef, Known, Supplied, Supply};

/// A request. Personal data: it has no `Debug`. Kinds are only ever added.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Hand in an application.
    Submit {
        /// Id of the service.
        service: String,
        /// The pack by which it was filled in.
        pack: PackRef,
        /// The answers.
        answers: Answers,
        /// The known values that the form uses.
        known: Vec<Known>,
        /// What is handed in.
        supplied: Vec<Supplied>,
        /// The route by which documents are to come. Nothing said is the app, and has the bytes
        /// that submissions had before there was a choice.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        route: Option<ChosenRoute>,
    },
    /// Supply what is missing.
    Supply {
        /// New answers.
        answers: Answers,
        /// New known values.
        known: Vec<Known>,
        /// New materials.
        supplied: Vec<Supplied>,
        /// "This is all I have".
        all: bool,
    },
    /// Withdraw.
    Withdraw,
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
    /// Ask for everything that is missing.
    AskSupplement,
    /// Accept.
    Accept,
    /// Refuse to accept.
    NotAccept {
        /// Ids of reasons from the service's list.
        reasons: Vec<String>,
    },
    /// Another authority is the right one.
    WrongAuthority {
        /// Where to go.
        go_to: String,
    },
    /// Close a case whose supplement did not come in time.
    Lapse,
    /// Stop the clock.
    Stop {
        /// For which listed reason.
        reason: StopReason,
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
    },
    /// Grant.
    Grant,
    /// Refuse.
    Refuse {
        /// Ids of reasons from the service's list.
        reasons: Vec<String>,
    },
    /// Terminate.
    Terminate {
        /// Why.
        why: Termination,
    },
    /// Annul what was granted.
    Annul {
        /// Ids of reasons from the service's list.
        reasons: Vec<String>,
    },
    /// Open again after a review.
    Reopen {
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
        /// What shows it.
        receipt: Written,
    },
    /// Record that the applicant was told that there is a document.
    Tell {
        /// Number of a document of the case.
        document: String,
        /// By what.
        by: TellBy,
        /// What shows it.
        receipt: Written,
    },
}

/// Why kind and body are no request. Says nothing of their content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// Not the deterministic form of a request that this version knows.
    #[error("request is malformed")]
    Malformed,
    /// The body is of another kind than its name says.
    #[error("request is of another kind than its name says")]
    OtherKind,
}

impl Request {
    /// The name of the kind, as an operation carries it.
    pub fn kind(&self) -> &'static str {
        self.action().slug()
    }

    /// The body of an operation. Equal requests have equal bytes.
    pub fn encode_body(&self) -> Vec<u8> {
        encode(self).expect("requests hold texts, numbers and bytes only")
    }

    /// Reads exactly what [`Request::encode_body`] wrote.
    pub fn decode(kind: &str, body: &[u8]) -> Result<Self, RequestError> {
        let request: Self = decode(body).map_err(|_| RequestError::Malformed)?;
        match request.kind() == kind {
            true => Ok(request),
            false => Err(RequestError::OtherKind),
        }
    }

    /// What it does.
    pub fn action(&self) -> Action {
        match self {
            Self::Submit { .. } => Action::Submit,
            Self::Supply { .. } => Action::Supply,
            Self::Withdraw => Action::Withdraw,
            Self::Take => Action::Take,
            Self::Judge { .. } => Action::Judge,
            Self::Correct { .. } => Action::Correct,
            Self::AskSupplement => Action::AskSupplement,
            Self::Accept => Action::Accept,
            Self::NotAccept { .. } => Action::NotAccept,
            Self::WrongAuthority { .. } => Action::WrongAuthority,
            Self::Lapse => Action::Lapse,
            Self::Stop { .. } => Action::Stop,
            Self::Resume => Action::Resume,
            Self::Extend { .. } => Action::Extend,
            Self::Grant => Action::Grant,
            Self::Refuse { .. } => Action::Refuse,
            Self::Terminate { .. } => Action::Terminate,
            Self::Annul { .. } => Action::Annul,
            Self::Reopen { .. } => Action::Reopen,
            Self::ChooseRoute { .. } => Action::ChooseRoute,
            Self::Serve { .. } => Action::Serve,
            Self::Tell { .. } => Action::Tell,
        }
    }

    /// Whether it makes a document, which needs a number.
    pub fn needs_document(&self) -> bool {
        matches!(
            self,
            Self::AskSupplement
                | Self::Accept
                | Self::NotAccept { .. }
                | Self::WrongAuthority { .. }
                | Self::Lapse
                | Self::Stop { .. }
                | Self::Extend { .. }
                | Self::Grant
                | Self::Refuse { .. }
                | Self::Terminate { .. }
                | Self::Annul { .. }
                | Self::Reopen { .. }
        )
    }

    /// The files that it names, in order.
    pub fn files(&self) -> impl Iterator<Item = &FileRef> {
        let supplied = match self {
            Self::Submit { supplied, .. } | Self::Supply { supplied, .. } => supplied.as_slice(),
            _ => &[],
        };
        supplied.iter().flat_map(|supplied| match &supplied.how {
            Supply::Files { files, .. } => files.as_slice(),
            _ => &[],
        })
    }

    /// The command: `document` is the number of what it makes, `complete` whether every photo has
    /// arrived. Both are ignored where they do not matter.
    pub fn into_command(self, complete: bool, document: String) -> Command {
        match self {
            Self::Submit {
                service: _,
                pack,
                answers,
                known,
                supplied,
                route,
            } => Command::Submit(Submission {
                pack,
                answers,
                known,
                supplied,
                complete,
                route,
            }),
            Self::Supply {
                answers,
                known,
                supplied,
                all,
            } => Command::Supply {
                answers,
                known,
                supplied,
                all,
            },
            Self::Withdraw => Command::Withdraw,
            Self::Take => Command::Take,
            Self::Judge {
                material,
                judgement,
            } => Command::Judge {
                material,
                judgement,
            },
            Self::Correct { field, value } => Command::Correct { field, value },
            Self::AskSupplement => Command::AskSupplement { document },
            Self::Accept => Command::Accept { document },
            Self::NotAccept { reasons } => Command::NotAccept { document, reasons },
            Self::WrongAuthority { go_to } => Command::WrongAuthority { document, go_to },
            Self::Lapse => Command::Lapse { document },
            Self::Stop { reason } => Command::Stop { reason, document },
            Self::Resume => Command::Resume,
            Self::Extend {
                days,
                approver,
                reason,
            } => Command::Extend {
                days,
                approver,
                reason,
                document,
            },
            Self::Grant => Command::Grant { document },
            Self::Refuse { reasons } => Command::Refuse { document, reasons },
            Self::Terminate { why } => Command::Terminate { document, why },
            Self::Annul { reasons } => Command::Annul { document, reasons },
            Self::Reopen { review } => Command::Reopen { document, review },
            Self::ChooseRoute { route } => Command::ChooseRoute { route },
            Self::Serve {
                document,
                route,
                receipt,
            } => Command::Serve {
                document,
                route,
                receipt,
            },
            Self::Tell {
                document,
                by,
                receipt,
            } => Command::Tell {
                document,
                by,
                receipt,
            },
        }
    }
}
