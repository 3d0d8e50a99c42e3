//! Why a command does nothing.

use tongban_rules::expression::OutOfBudget;
use tongban_rules::{ClockError, CountError, Day};

use super::{Action, Gap, Role, RulingError};

/// Why a command was refused. Nothing of the case has changed. Ids in it are those of the pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The case moved on since the actor saw it.
    #[error("case has changed since it was seen")]
    Stale,
    /// The case holds an event that this version does not know.
    #[error("case needs a newer version")]
    UpdateNeeded,
    /// The context brings the rules of another service.
    #[error("rules are those of another service")]
    OtherService,
    /// The time is after the year 9999.
    #[error("time is out of range")]
    Time,
    /// The role may never do this.
    #[error("role may not do this")]
    NotYours(Role, Action),
    /// It cannot be done in the state in which the case is.
    #[error("case is in a state in which this cannot be done")]
    NotNow(Action),
    /// The machine may approve and nothing else.
    #[error("machine may only approve")]
    MachineMayOnlyApprove,
    /// A document needs a number.
    #[error("document has no number")]
    NoDocument,
    /// The number was given before in this case.
    #[error("document number was used before")]
    DocumentTwice,
    /// Something was handed in that nobody asked for.
    #[error("material is not asked for: {0}")]
    NotAsked(String),
    /// What was handed in cannot be taken: no bytes, too many files, a wrong type.
    #[error("material cannot be taken as it is: {0}")]
    Unusable(String),
    /// The form has no such field, or it is not open to change now.
    #[error("answer cannot be changed now: {0}")]
    NotOpen(String),
    /// The corrected answer is not right either.
    #[error("corrected answer is not right: {0}")]
    NotRight(String),
    /// Nothing was supplied.
    #[error("nothing was supplied")]
    NothingSupplied,
    /// The judgement does not go with the material: a reason that is not published, something to
    /// judge that is not there.
    #[error("judgement does not go with the material: {0}")]
    NoSuchJudgement(String),
    /// It was judged before a notice and has not changed since: only in the applicant's favour can
    /// it be judged anew.
    #[error("material was judged before: {0}")]
    JudgedBefore(String),
    /// These materials are not judged yet (row 31).
    #[error("materials are not judged yet")]
    Unjudged(Vec<String>),
    /// Nothing is missing.
    #[error("nothing is missing")]
    NothingMissing,
    /// Everything that is missing could have been named before (row 40).
    #[error("what is missing was to be named in the notice before")]
    ToldBefore,
    /// Something is missing that the applicant was never told of.
    #[error("applicant was not told what is missing")]
    NotTold(Vec<Gap>),
    /// Something is missing.
    #[error("something is missing")]
    StillMissing(Vec<Gap>),
    /// Materials that may come later have not come.
    #[error("materials that may come later have not come")]
    StillDeferred(Vec<String>),
    /// The time to supply is not over.
    #[error("time to supply is not over")]
    NotLapsed {
        /// Its last day; `None` where no rule sets one.
        until: Option<Day>,
    },
    /// No place to go to is named.
    #[error("right authority is not named")]
    NoPlace,
    /// No rule sets a limit for the decision.
    #[error("decision has no limit")]
    NoLimit,
    /// Missing materials are asked for by a notice, never by stopping the clock.
    #[error("supplement does not stop the clock of a decision")]
    SupplementIsANotice,
    /// The service does not offer this route.
    #[error("service does not offer this route")]
    RouteNotOffered,
    /// The route needs an address and has none that it could be, or has one and needs none.
    #[error("route lacks its address or needs none")]
    NoAddress,
    /// This route is chosen already.
    #[error("route is chosen already")]
    SameRoute,
    /// The case has no document with this number.
    #[error("case has no such document")]
    NoSuchDocument,
    /// A document lies in the applicant's feed without anybody's doing.
    #[error("document comes to the app by itself")]
    ServedByItself,
    /// The applicant chose another route, by which the document has not come yet (row 45).
    #[error("applicant chose another route")]
    NotTheChosenRoute,
    /// The same service, with the same receipt, is in the record.
    #[error("service is recorded already")]
    ServedBefore,
    /// Nothing shows that it was served or told.
    #[error("delivery receipt is missing or too long")]
    NoDeliveryReceipt,
    /// A ruling is not complete (row 44).
    #[error(transparent)]
    Ruling(#[from] RulingError),
    /// The clock does not allow it (row 50).
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// A limit cannot be counted.
    #[error(transparent)]
    Count(#[from] CountError),
    /// An expression of the pack takes too many steps.
    #[error(transparent)]
    OutOfBudget(#[from] OutOfBudget),
}

impl Refusal {
    /// The word under which receipts, texts and interfaces know it.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::UpdateNeeded => "update_needed",
            Self::OtherService => "other_service",
            Self::Time => "time",
            Self::NotYours(..) => "not_yours",
            Self::NotNow(..) => "not_now",
            Self::MachineMayOnlyApprove => "machine_may_only_approve",
            Self::NoDocument => "no_document",
            Self::DocumentTwice => "document_twice",
            Self::NotAsked(..) => "not_asked",
            Self::Unusable(..) => "unusable",
            Self::NotOpen(..) => "not_open",
            Self::NotRight(..) => "not_right",
            Self::NothingSupplied => "nothing_supplied",
            Self::NoSuchJudgement(..) => "no_such_judgement",
            Self::JudgedBefore(..) => "judged_before",
            Self::Unjudged(..) => "unjudged",
            Self::NothingMissing => "nothing_missing",
            Self::ToldBefore => "told_before",
            Self::NotTold(..) => "not_told",
            Self::StillMissing(..) => "still_missing",
            Self::StillDeferred(..) => "still_deferred",
            Self::NotLapsed { .. } => "not_lapsed",
            Self::NoPlace => "no_place",
            Self::NoLimit => "no_limit",
            Self::SupplementIsANotice => "supplement_is_a_notice",
            Self::RouteNotOffered => "route_not_offered",
            Self::NoAddress => "no_address",
            Self::SameRoute => "same_route",
            Self::NoSuchDocument => "no_such_document",
            Self::ServedByItself => "served_by_itself",
            Self::NotTheChosenRoute => "not_the_chosen_route",
            Self::ServedBefore => "served_before",
            Self::NoDeliveryReceipt => "no_delivery_receipt",
            Self::Ruling(..) => "ruling",
            Self::Clock(..) => "clock",
            Self::Count(..) => "count",
            Self::OutOfBudget(..) => "out_of_budget",
        }
    }
}
