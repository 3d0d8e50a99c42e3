//! What a screen sees of services. Texts of a pack arrive in the person's locale.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::parts::{
    CommonErrorView, LimitView, RemedyView, SampleView, SourceView, SourcedLimitView,
    SourcedTextView, TitledView,
};

/// What somebody looks for.
#[derive(Debug, Deserialize, TS)]
pub struct ServicesRequest {
    /// An everyday phrase, pinyin or initials; without it everything is listed.
    #[serde(default)]
    #[ts(optional)]
    pub query: Option<String>,
    /// Id of a life event.
    #[serde(default)]
    #[ts(optional)]
    pub life_event: Option<String>,
}

/// The services that were found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ServicesView {
    /// Name of the region.
    pub region: String,
    /// Version of the pack.
    pub pack_version: u32,
    /// Day of the pack's state, YYYY-MM-DD.
    pub as_of: String,
    /// Life events with the number of their services.
    pub life_events: Vec<LifeEventView>,
    /// The services, best match first.
    pub services: Vec<ServiceCardView>,
    /// True when something was looked for and nothing was found.
    pub nothing_found: bool,
}

/// A life event.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LifeEventView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many services it lists.
    pub count: u32,
}

/// A service in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ServiceCardView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// For whom and for what.
    pub summary: String,
    /// Who decides.
    pub office: String,
    /// Slug of the kind of item.
    pub kind: String,
    /// The certificate that a grant issues.
    pub certificate_type: Option<String>,
    /// The phrase that matched.
    pub because: Option<String>,
    /// How long it takes.
    pub promise: Option<LimitView>,
    /// Whether it costs nothing.
    pub free: bool,
    /// How often one must come in person.
    pub visits: u32,
    /// Id of a draft of it.
    pub draft: Option<String>,
}

/// A service, by its id.
#[derive(Debug, Deserialize, TS)]
pub struct ServiceRequest {
    /// Id of the service.
    pub service: String,
}

/// The guide of a service.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GuideView {
    /// Id of the service.
    pub id: String,
    /// Its name.
    pub name: String,
    /// For whom and for what.
    pub summary: String,
    /// Slug of the kind of item.
    pub kind: String,
    /// Whether a person applies for it; nobody applies for a penalty or an inspection.
    pub can_apply: bool,
    /// Who decides.
    pub office: String,
    /// The certificate that a grant issues.
    pub certificate_type: Option<String>,
    /// What the applicant gets, and how.
    pub gets: Vec<TitledView>,
    /// The promise.
    pub promise: Option<SourcedLimitView>,
    /// The law's limit.
    pub law: Option<SourcedLimitView>,
    /// Whether a day that counts is not announced yet (rule L8).
    pub provisional: bool,
    /// What it costs.
    pub fees: Vec<FeeView>,
    /// Whether it costs nothing.
    pub free: bool,
    /// How often one must come in person.
    pub visits: u32,
    /// Why.
    pub visits_reason: Option<String>,
    /// What is needed.
    pub materials: Vec<GuideMaterialView>,
    /// Who can apply.
    pub who: String,
    /// What must be true.
    pub conditions: Vec<SourcedTextView>,
    /// When applications are taken.
    pub hours: String,
    /// Ways to apply.
    pub channels: Vec<ChannelView>,
    /// Routes by which documents and the result can come.
    pub routes: Vec<TitledView>,
    /// The steps.
    pub steps: Vec<TitledView>,
    /// Whom to ask and where to complain.
    pub contacts: Vec<ContactView>,
    /// What else to know, Markdown.
    pub notes: String,
    /// The rules on which the item stands.
    pub basis: Vec<SourceView>,
    /// Where it is done in person.
    pub venues: Vec<VenueView>,
    /// Common errors in filling the form.
    pub common_errors: Vec<CommonErrorView>,
    /// Blank and filled forms.
    pub samples: Vec<SampleView>,
    /// What can be done about a decision.
    pub remedies: Vec<RemedyView>,
    /// Id of a draft of it.
    pub draft: Option<String>,
}

/// A fee.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FeeView {
    /// What for.
    pub name: String,
    /// The amount in fen.
    pub fen: u32,
    /// Who pays less.
    pub concession: Option<String>,
    /// By what.
    pub source: SourceView,
}

/// A way to apply.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChannelView {
    /// Which.
    pub kind: ChannelKindView,
    /// What to do there.
    pub text: String,
}

/// Ways to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKindView {
    /// This app.
    App,
    /// A web site.
    Web,
    /// A self-service terminal.
    Terminal,
    /// A window.
    Window,
    /// By post.
    Post,
    /// Through a helper.
    Helper,
}

/// Whom to turn to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ContactView {
    /// What for.
    pub kind: ContactKindView,
    /// Who.
    pub name: String,
    /// Telephone.
    pub phone: Option<String>,
    /// Place.
    pub place: Option<String>,
}

/// What a contact is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ContactKindView {
    /// Questions.
    Question,
    /// Complaints.
    Complaint,
    /// What could not be got done.
    CannotGetItDone,
}

/// A place.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VenueView {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// When it is open.
    pub hours: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// A material in the guide.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GuideMaterialView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it must show.
    pub help: Option<String>,
    /// How this person would hand it in.
    pub standing: GuideStandingView,
    /// Title of the certificate that stands in for it.
    pub from: Option<String>,
    /// Whether it may come after acceptance.
    pub deferrable: bool,
    /// Filled samples.
    pub samples: Vec<SampleView>,
    /// Common errors.
    pub common_errors: Vec<CommonErrorView>,
    /// By what it is asked.
    pub source: SourceView,
}

/// How a material reaches the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GuideStandingView {
    /// A certificate of the wallet stands in.
    Have,
    /// A picture of it.
    Photo,
    /// The paper itself.
    Paper,
    /// The office looks it up.
    Office,
    /// Only some applications need it.
    NotNeededYet,
}
