//! What a screen sees of cases, messages and looks.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::delivery::{ChosenRouteView, DeliveryView, RouteRequest, RouteView};
use crate::drafts::ReviewPageView;
use crate::error::Params;
use crate::outbox::OutboxItemView;
use crate::services::{CommonErrorView, RemedyView, SourceView};

/// A case in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CaseCardView {
    /// Its id.
    pub id: String,
    /// Name of the service.
    pub service_name: String,
    /// The certificate that a grant issues.
    pub certificate_type: Option<String>,
    /// Slug of its state.
    pub phase: String,
    /// Slug of who has to do the next thing.
    pub holder: String,
    /// Number of the receipt.
    pub number: Option<String>,
    /// Since when that one has to do it, RFC 3339.
    pub since: String,
    /// The clock that counts now.
    pub days_left: Option<DaysLeftView>,
    /// Whether the person has to do something.
    pub needs_you: bool,
    /// When this was last heard of, RFC 3339.
    pub as_of: String,
}

/// A clock with all that led to its end.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DaysLeftView {
    /// Which clock.
    pub kind: DueKindView,
    /// Days that are left; of an overdue one, days since.
    pub left: u32,
    /// What kind of days.
    pub unit: CountedUnitView,
    /// The last day, YYYY-MM-DD; while the clock stands still, the last day that counted.
    pub due: String,
    /// For which reason the clock stands still: slug; its text is `clock.stop.<slug>`.
    pub stopped: Option<String>,
    /// Whether it is over.
    pub overdue: bool,
    /// Whether a day that counts is not announced yet (rule L8).
    pub provisional: bool,
    /// Today, YYYY-MM-DD.
    pub today: String,
    /// The rule behind it.
    pub rule: Option<SourceView>,
    /// Days of the promise.
    pub promise_days: Option<u32>,
    /// Days of the law.
    pub law_days: Option<u32>,
    /// Whether the office's silence counts as acceptance (rule L4); of an answer only.
    pub silence_accepts: bool,
    /// Every day from the event to the end.
    pub line: Vec<CountedDayView>,
}

/// Which clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DueKindView {
    /// The office's answer to what was handed in.
    Answer,
    /// The applicant's supplement.
    Supply,
    /// The decision.
    Decision,
}

/// What kind of days is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CountedUnitView {
    /// Working days.
    Working,
    /// Days of the calendar.
    Calendar,
}

/// One day of a count.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CountedDayView {
    /// The day, YYYY-MM-DD.
    pub date: String,
    /// Whether it counted.
    pub counted: bool,
    /// Why: slug; its text is `clock.why.<slug>`.
    pub why: String,
    /// Name of the holiday or reason that the text names.
    pub name: Option<String>,
    /// Whether it is today.
    pub today: bool,
}

/// A case, by its id.
#[derive(Debug, Deserialize, TS)]
pub struct CaseRequest {
    /// Its id.
    pub case: String,
}

/// Chooses another route for what is still to come.
#[derive(Deserialize, TS)]
pub struct CaseRouteRequest {
    /// The case.
    pub case: String,
    /// The route.
    pub route: RouteRequest,
}

/// A case with everything.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct CaseDetailView {
    /// The same as in the list.
    pub card: CaseCardView,
    /// Who decides.
    pub office: String,
    /// Name of the applicant, where the form has it.
    pub applicant: Option<String>,
    /// What happened, what is now, what comes.
    pub life: Vec<LifeStepView>,
    /// The supplement notice that is open.
    pub notice: Option<NoticeView>,
    /// Reasons and remedies of a decision against the applicant.
    pub ruling: Option<RulingView>,
    /// Where to go instead.
    pub go_to: Option<String>,
    /// Every numbered document.
    pub documents: Vec<DocumentView>,
    /// The route by which documents are to come.
    pub route: ChosenRouteView,
    /// The routes among which the applicant may still choose; none where there is no choice.
    pub routes: Vec<RouteView>,
    /// The materials with their judgements.
    pub materials: Vec<CaseMaterialView>,
    /// The answers by page.
    pub answers: Vec<ReviewPageView>,
    /// It holds something that this version does not know (rule S9).
    pub update_needed: bool,
    /// What the applicant can do: slugs.
    pub allowed: Vec<String>,
    /// What is on its way for this case.
    pub outbox: Vec<OutboxItemView>,
    /// Id of the certificate in the wallet.
    pub certificate: Option<String>,
    /// Id of the draft of a supplement.
    pub supplement_draft: Option<String>,
}

/// A step in the life of a case.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LifeStepView {
    /// What: slug.
    pub code: String,
    /// When it happened, RFC 3339.
    pub at: Option<String>,
    /// The day until which it has to happen, YYYY-MM-DD.
    pub date: Option<String>,
    /// Where it is.
    pub state: LifeStateView,
    /// More about it.
    pub detail: Option<String>,
    /// Number of its document.
    pub document: Option<String>,
}

/// Where a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LifeStateView {
    /// It happened.
    Done,
    /// It is now.
    Now,
    /// It is still to come.
    Ahead,
}

/// A supplement notice.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoticeView {
    /// Its number.
    pub document: String,
    /// The last day, YYYY-MM-DD.
    pub until: Option<String>,
    /// Whether a day before it is not announced yet.
    pub provisional: bool,
    /// Everything that it names.
    pub gaps: Vec<GapView>,
}

/// Something that is missing or unfit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GapView {
    /// What it is.
    pub kind: GapKindView,
    /// Id of material or field.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Why: `missing`, `error` or `answer`.
    pub why: String,
    /// The common error.
    pub example: Option<CommonErrorView>,
}

/// What a gap is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GapKindView {
    /// A material.
    Material,
    /// An answer.
    Answer,
}

/// Reasons and remedies.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RulingView {
    /// Kind of the decision: slug.
    pub kind: String,
    /// Its number.
    pub document: String,
    /// Its day, YYYY-MM-DD.
    pub date: String,
    /// The reasons.
    pub reasons: Vec<ReasonView>,
    /// What can be done about it.
    pub remedies: Vec<RemedyView>,
}

/// A reason.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReasonView {
    /// In words; for a ground that holds for every service, its slug.
    pub reason: String,
    /// Where the clause stands.
    pub clause: String,
    /// The clause, word for word.
    pub clause_text: Option<String>,
    /// What would help.
    pub advice: Option<String>,
    /// The day from which applying again makes sense, YYYY-MM-DD.
    pub again_from: Option<String>,
}

/// A numbered document.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct DocumentView {
    /// Its number.
    pub number: String,
    /// What it is: slug.
    pub kind: String,
    /// Its day, YYYY-MM-DD.
    pub date: Option<String>,
    /// How it reached the applicant.
    pub delivery: DeliveryView,
}

/// A material of a case.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CaseMaterialView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it comes from: slug.
    pub source: String,
    /// How it was judged.
    pub judgement: Option<JudgementView>,
    /// The errors of an unfit one.
    pub errors: Vec<CommonErrorView>,
    /// Its files.
    pub files: Vec<CaseFileView>,
}

/// Which cases to list.
#[derive(Debug, Deserialize, TS)]
pub struct CasesListRequest {
    /// Only so many that moved last, which costs the same however many there are; absent for all.
    #[serde(default)]
    #[ts(optional)]
    pub most: Option<u32>,
}

/// A file that was handed in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CaseFileView {
    /// Its id.
    pub id: String,
    /// Its media type.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u32,
    /// Whether this device still has it.
    pub here: bool,
}

/// One of them.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CaseFileRequest {
    /// The case.
    pub case: String,
    /// The file.
    pub file: String,
}

/// How a material was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum JudgementView {
    /// In order.
    Fit,
    /// Not there.
    Missing,
    /// Unfit.
    Unfit,
    /// The office's records do not show it.
    NotConfirmed,
}

/// Something that the person is told.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MessageView {
    /// Its id.
    pub id: String,
    /// The case that it is about.
    pub case: Option<String>,
    /// What: slug.
    pub code: String,
    /// Named values for its text.
    pub params: Params,
    /// When, RFC 3339.
    pub at: String,
    /// Whether it was read.
    pub read: bool,
    /// Name of the service.
    pub service_name: String,
    /// Whether the person has to do something.
    pub needs_you: bool,
    /// Which switch of the reminders it obeys.
    pub kind: MessageKindView,
    /// Where it leads: a path of the screens.
    pub link: String,
}

/// Which switch of the reminders a message obeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MessageKindView {
    /// What the office did.
    Case,
    /// A limit of the person's or of the office's.
    Deadline,
    /// A certificate that expires.
    Certificate,
    /// A draft that goes for good.
    Draft,
    /// Who looked: rings no bell.
    Look,
}

/// A message, by its id.
#[derive(Debug, Deserialize, TS)]
pub struct MessageRequest {
    /// Its id.
    pub id: String,
}

/// How many messages wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MessagesChangedView {
    /// Messages that were not read.
    pub unread: u32,
    /// Messages that ask the person to do something.
    pub needs_you: u32,
}

/// A look that a member of staff took at this person's record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LookView {
    /// When, the last time of one sitting, RFC 3339.
    pub at: String,
    /// How often in that sitting.
    pub times: u32,
    /// Who.
    pub actor: String,
    /// What for: slug.
    pub purpose: String,
    /// The case.
    pub case: Option<String>,
    /// Name of its service.
    pub service_name: Option<String>,
    /// Its number.
    pub number: Option<String>,
}
