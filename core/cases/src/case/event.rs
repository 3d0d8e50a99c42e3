//! What happened to a case.

use serde::{Deserialize, Serialize};
use tongban_rules::expression::Value;
use tongban_rules::guide::RouteKind;
use tongban_rules::service::ClockStart;
use tongban_rules::{Approver, Day, StopReason};

use super::{Actor, ChosenRoute, Gap, Judgement, Listing, Ruling, TellBy, Written};
use crate::{Answers, Known, Supplied};

/// One event. Personal data: `Debug` prints no answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When, in seconds since 1970. Never earlier than the event before.
    pub at: u64,
    /// By whom.
    pub by: Actor,
    /// What.
    pub what: What,
}

/// What happened. Events are only ever added to this list: their bytes are kept for good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    /// The application was handed in and is held.
    Submitted {
        /// Id of the service.
        service: String,
        /// The pack by whose rules it is judged to the end.
        pack: PackRef,
        /// The answers.
        answers: Answers,
        /// Known values that the form uses.
        known: Vec<Known>,
        /// What was handed in.
        supplied: Vec<Supplied>,
        /// What is needed, as the platform found it.
        listing: Listing,
        /// Whether every photo had arrived.
        complete: bool,
        /// Which fact starts the legal clock (rule S3).
        starts: ClockStart,
    },
    /// Every photo has arrived.
    PhotosComplete,
    /// An officer took the case.
    Taken,
    /// A material was judged.
    Judged {
        /// The material.
        material: String,
        /// How.
        judgement: Judgement,
    },
    /// An answer was corrected on the spot (当场更正).
    CorrectedOnTheSpot {
        /// The field.
        field: String,
        /// The new answer.
        value: Value,
        /// What is needed now.
        listing: Listing,
    },
    /// Everything that is missing was named, with a date (补正通知书).
    SupplementAsked {
        /// Number of the notice.
        document: String,
        /// Everything that is missing.
        gaps: Vec<Gap>,
        /// Until when; `None` where no rule sets a limit.
        until: Option<Until>,
    },
    /// The applicant supplied something.
    Supplied {
        /// New answers.
        answers: Answers,
        /// New known values.
        known: Vec<Known>,
        /// New materials.
        supplied: Vec<Supplied>,
        /// What is needed now.
        listing: Listing,
        /// Whether the case goes back to the office.
        back: bool,
    },
    /// The application was accepted (受理通知书).
    Accepted {
        /// Number of the document.
        document: String,
        /// Materials that may come later.
        deferred: Vec<Deferred>,
    },
    /// The office said nothing in time, so the application counts as accepted (rule L4).
    DeemedAccepted {
        /// From which day.
        #[serde(with = "tongban_rules::pack::day")]
        from: Day,
    },
    /// The application was not accepted (不予受理通知书).
    NotAccepted {
        /// Number of the document.
        document: String,
        /// Reasons and remedies.
        ruling: Ruling,
    },
    /// Another authority is the right one.
    WrongAuthority {
        /// Number of the document.
        document: String,
        /// Where to go.
        go_to: String,
        /// Reasons and remedies.
        ruling: Ruling,
    },
    /// The supplement did not come in time and a person closed the case.
    SupplyLapsed {
        /// Number of the document.
        document: String,
        /// Reasons and remedies.
        ruling: Ruling,
    },
    /// The clock was stopped.
    Stopped {
        /// For which listed reason.
        reason: StopReason,
        /// Number of the document that tells the applicant.
        document: String,
    },
    /// The clock goes on.
    Resumed,
    /// The limit was extended.
    Extended {
        /// By how many days.
        days: u16,
        /// Who consented.
        approver: Approver,
        /// The reason as the applicant is told it.
        reason: String,
        /// Number of the document.
        document: String,
    },
    /// Granted.
    Granted {
        /// Number of the decision.
        document: String,
    },
    /// Refused.
    Refused {
        /// Number of the decision.
        document: String,
        /// Reasons and remedies.
        ruling: Ruling,
    },
    /// The applicant withdrew.
    Withdrawn,
    /// The procedure was terminated.
    Terminated {
        /// Number of the document.
        document: String,
        /// Why.
        why: Termination,
        /// Reasons and remedies.
        ruling: Ruling,
    },
    /// What was granted was annulled.
    Annulled {
        /// Number of the decision.
        document: String,
        /// Reasons and remedies.
        ruling: Ruling,
    },
    /// A review opened the case again.
    Reopened {
        /// Number of the review's document.
        document: String,
        /// Which review.
        review: Review,
    },
    /// The applicant chose the route by which documents come.
    RouteChosen {
        /// The route.
        route: ChosenRoute,
    },
    /// A document was served by a route beside the feed (送达).
    Served {
        /// Its number.
        document: String,
        /// By which route.
        route: RouteKind,
        /// What shows it.
        receipt: Written,
    },
    /// The applicant was told by telephone or message that there is a document (告知).
    Told {
        /// Its number.
        document: String,
        /// By what.
        by: TellBy,
        /// What shows it.
        receipt: Written,
    },
    /// A kind that this version does not know: kept byte for byte and shown as "update needed"
    /// (rule S9).
    #[serde(skip)]
    Unknown {
        /// Name of the kind.
        kind: String,
        /// Its body.
        body: Vec<u8>,
    },
}

/// The pack by which a case is judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackRef {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
}

/// The end of a limit as a document says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Until {
    /// The last day.
    #[serde(with = "tongban_rules::pack::day")]
    pub day: Day,
    /// Whether a day before it is not announced yet (rule L8).
    pub provisional: bool,
}

/// A material that may come after acceptance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deferred {
    /// The material.
    pub material: String,
    /// Until when.
    pub until: Until,
}

/// Closed list of reasons to terminate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Termination {
    /// The applicant has died, or the firm is dissolved.
    ApplicantGone,
    /// What was applied for no longer exists or is no longer possible.
    ObjectGone,
    /// A material that was allowed to come later did not come.
    DeferralLapsed,
}

/// Closed list of reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// 行政复议.
    Reconsideration,
    /// 行政诉讼.
    Lawsuit,
    /// The office's own correction.
    OwnCorrection,
}

impl Review {
    /// Every review.
    pub const ALL: &[Self] = &[Self::Reconsideration, Self::Lawsuit, Self::OwnCorrection];
}

impl What {
    /// The name of the kind in the bytes, in texts and in interfaces.
    pub fn kind(&self) -> &str {
        match self {
            Self::Submitted { .. } => "submitted",
            Self::PhotosComplete => "photos_complete",
            Self::Taken => "taken",
            Self::Judged { .. } => "judged",
            Self::CorrectedOnTheSpot { .. } => "corrected_on_the_spot",
            Self::SupplementAsked { .. } => "supplement_asked",
            Self::Supplied { .. } => "supplied",
            Self::Accepted { .. } => "accepted",
            Self::DeemedAccepted { .. } => "deemed_accepted",
            Self::NotAccepted { .. } => "not_accepted",
            Self::WrongAuthority { .. } => "wrong_authority",
            Self::SupplyLapsed { .. } => "supply_lapsed",
            Self::Stopped { .. } => "stopped",
            Self::Resumed => "resumed",
            Self::Extended { .. } => "extended",
            Self::Granted { .. } => "granted",
            Self::Refused { .. } => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Terminated { .. } => "terminated",
            Self::Annulled { .. } => "annulled",
            Self::Reopened { .. } => "reopened",
            Self::RouteChosen { .. } => "route_chosen",
            Self::Served { .. } => "served",
            Self::Told { .. } => "told",
            Self::Unknown { kind, .. } => kind,
        }
    }

    /// The document that came with it and the reasons in it.
    pub(super) fn document(&self) -> Option<(&str, Option<&Ruling>)> {
        match self {
            Self::SupplementAsked { document, .. }
            | Self::Accepted { document, .. }
            | Self::Stopped { document, .. }
            | Self::Extended { document, .. }
            | Self::Granted { document }
            | Self::Reopened { document, .. } => Some((document, None)),
            Self::NotAccepted { document, ruling }
            | Self::WrongAuthority {
                document, ruling, ..
            }
            | Self::SupplyLapsed { document, ruling }
            | Self::Refused { document, ruling }
            | Self::Terminated {
                document, ruling, ..
            }
            | Self::Annulled { document, ruling } => Some((document, Some(ruling))),
            _ => None,
        }
    }
}

/// Every kind that this version knows.
pub(super) const KINDS: &[&str] = &[
    "submitted",
    "photos_complete",
    "taken",
    "judged",
    "corrected_on_the_spot",
    "supplement_asked",
    "supplied",
    "accepted",
    "deemed_accepted",
    "not_accepted",
    "wrong_authority",
    "supply_lapsed",
    "stopped",
    "resumed",
    "extended",
    "granted",
    "refused",
    "withdrawn",
    "terminated",
    "annulled",
    "reopened",
    "route_chosen",
    "served",
    "told",
];
