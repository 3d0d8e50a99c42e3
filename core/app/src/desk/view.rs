//! What a member of staff sees.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::short_message::ShortMessageView;
use crate::cases::{
    CountedUnitView, DaysLeftView, DocumentView, GapView, JudgementView, LifeStepView, NoticeView,
    RulingView,
};
use crate::delivery::{ChosenRouteView, RouteKindView, RouteView, TellByView};
use crate::drafts::{InputView, ValueView};
use crate::services::{CommonErrorView, RemedyView, SourceView};

/// The open cases, by urgency.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DeskView {
    /// Name of the officer.
    pub name: String,
    /// Name of the office.
    pub office: String,
    /// Slugs of the roles.
    pub roles: Vec<String>,
    /// The platform's clock, RFC 3339.
    pub now: String,
    /// The open cases, the most urgent group first.
    pub groups: Vec<DeskGroupView>,
    /// Cases that are decided and have not come by the chosen route.
    pub done: Vec<DeskItemView>,
}

/// Cases that are equally urgent.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DeskGroupView {
    /// How urgent.
    pub code: DeskGroupCodeView,
    /// The cases.
    pub items: Vec<DeskItemView>,
}

/// How urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DeskGroupCodeView {
    /// The last day has passed.
    Overdue,
    /// Today is the last day.
    Today,
    /// Within three days.
    Soon,
    /// Later, or without a limit.
    Later,
    /// The applicant has to act.
    WaitingApplicant,
}

/// A case in the queue.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DeskItemView {
    /// Its id.
    pub case: String,
    /// The applicant, masked.
    pub applicant: String,
    /// Name of the service.
    pub service_name: String,
    /// Number of the receipt.
    pub number: String,
    /// Slug of its state.
    pub phase: String,
    /// Slug of who has to do the next thing.
    pub holder: String,
    /// The last day, YYYY-MM-DD.
    pub due: Option<String>,
    /// Days that are left, or days since.
    pub left: Option<u32>,
    /// What kind of days.
    pub unit: Option<CountedUnitView>,
    /// Whether a day before it is not announced yet.
    pub provisional: bool,
    /// Whether there is an open case of the same person and service (rule S10).
    pub possible_duplicate: bool,
}

/// A case with everything that is needed to handle it.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct DeskCaseView {
    /// Its id.
    pub case: String,
    /// Its version, which goes back with an act.
    pub version: u32,
    /// Name of the applicant.
    pub applicant: String,
    /// Id of the service.
    pub service: String,
    /// Name of the service.
    pub service_name: String,
    /// Number of the receipt.
    pub number: String,
    /// Day of receipt, RFC 3339.
    pub received_at: String,
    /// Slug of its state.
    pub phase: String,
    /// Slug of who has to do the next thing.
    pub holder: String,
    /// The clock that counts now.
    pub days_left: Option<DaysLeftView>,
    /// The answers by page.
    pub answers: Vec<DeskPageView>,
    /// The materials.
    pub materials: Vec<DeskMaterialView>,
    /// How many of them are judged.
    pub judged: u32,
    /// The conditions.
    pub conditions: Vec<ConditionView>,
    /// What a notice would name.
    pub gaps: Vec<GapView>,
    /// What this officer may do now: slugs.
    pub allowed: Vec<String>,
    /// Reasons for which it can be refused.
    pub refusals: Vec<RefusalView>,
    /// What can be done about a decision.
    pub remedies: Vec<RemedyView>,
    /// What happened, what is now, what comes.
    pub life: Vec<LifeStepView>,
    /// Every numbered document.
    pub documents: Vec<DocumentView>,
    /// The route that the applicant chose.
    pub route: ChosenRouteView,
    /// The routes that the service offers.
    pub routes: Vec<RouteView>,
    /// What may be sent or read out about each document.
    pub short_messages: Vec<ShortMessageView>,
    /// Whether every file has arrived.
    pub complete: bool,
    /// The supplement notice that is open.
    pub notice: Option<NoticeView>,
    /// Reasons and remedies of a decision against the applicant.
    pub ruling: Option<RulingView>,
}

/// The answers of one page.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct DeskPageView {
    /// Its title.
    pub title: String,
    /// The answers.
    pub lines: Vec<DeskLineView>,
}

/// An answer.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct DeskLineView {
    /// Id of the field.
    pub field: String,
    /// Its name.
    pub label: String,
    /// The answer in words.
    pub value: String,
    /// Title of the certificate that it comes from.
    pub source: Option<String>,
    /// What is wrong with it: slug.
    pub problem: Option<String>,
    /// Whether it can be corrected on the spot.
    pub correctable: bool,
    /// What can be answered, where it can be corrected.
    pub input: Option<InputView>,
    /// The answer as it is.
    pub typed: Option<ValueView>,
}

/// A material.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DeskMaterialView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub source: MaterialSourceView,
    /// The certificate or commitment.
    pub from: Option<String>,
    /// Its files.
    pub files: Vec<DeskFileView>,
    /// Whether it may come after acceptance.
    pub deferrable: bool,
    /// How it was judged.
    pub judgement: Option<JudgementView>,
    /// Ids of the errors of an unfit one.
    pub errors: Vec<String>,
    /// Published common errors: the only reasons to judge it unfit.
    pub common_errors: Vec<CommonErrorView>,
    /// Judgements that are possible.
    pub may: Vec<JudgementView>,
}

/// Where a material comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MaterialSourceView {
    /// Files.
    Files,
    /// A certificate.
    Certificate,
    /// Paper.
    OnPaper,
    /// A commitment.
    Commitment,
    /// The office looks it up.
    Office,
    /// Nothing was handed in.
    None,
}

/// A file of a case.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DeskFileView {
    /// Its id.
    pub id: String,
    /// Its media type.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u32,
    /// Whether it has arrived and its hash fits.
    pub arrived: bool,
}

/// A condition.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ConditionView {
    /// Its id.
    pub id: String,
    /// What must be true.
    pub text: String,
    /// Whether it is, where a machine can tell.
    pub holds: Option<bool>,
    /// By what.
    pub source: SourceView,
}

/// A reason for which it can be refused.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RefusalView {
    /// Its id.
    pub id: String,
    /// In words.
    pub reason: String,
    /// Where the clause stands.
    pub clause: String,
    /// The clause, word for word.
    pub clause_text: String,
    /// The day from which applying again makes sense, YYYY-MM-DD.
    pub again_from: Option<String>,
    /// What would help.
    pub advice: Option<String>,
}

/// A file of a case; its bytes come beside the reply.
#[derive(Debug, Deserialize, TS)]
pub struct DeskFileRequest {
    /// The case.
    pub case: String,
    /// Id of the file.
    pub file: String,
}

/// Acts on a case.
#[derive(Deserialize, TS)]
pub struct DeskActRequest {
    /// The case.
    pub case: String,
    /// The version that was on the screen.
    pub version: u32,
    /// What to do.
    pub act: DeskActView,
}

/// What a member of staff can do.
#[derive(Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DeskActView {
    /// Take the case.
    Take,
    /// Judge a material.
    Judge {
        /// Id of the material.
        material: String,
        /// How.
        judgement: JudgementView,
        /// Ids of the errors of an unfit one.
        errors: Vec<String>,
    },
    /// Correct an answer on the spot.
    Correct {
        /// Id of the field.
        field: String,
        /// The new answer.
        value: ValueView,
    },
    /// Ask for everything that is missing.
    AskSupplement,
    /// Accept.
    Accept,
    /// Refuse to accept.
    NotAccept {
        /// Ids of the reasons.
        reasons: Vec<String>,
    },
    /// Grant.
    Grant,
    /// Refuse.
    Refuse {
        /// Ids of the reasons.
        reasons: Vec<String>,
    },
    /// Let the clock go on.
    Resume,
    /// Record that a document was served.
    Serve {
        /// Its number.
        document: String,
        /// By which route.
        route: RouteKindView,
        /// What shows it.
        receipt: String,
    },
    /// Record that the applicant was told of a document.
    Tell {
        /// Its number.
        document: String,
        /// By what.
        by: TellByView,
        /// What shows it.
        receipt: String,
    },
}
