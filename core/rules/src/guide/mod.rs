//! What a service guide says beyond materials, limits, fees and remedies.
//!
//! The seventeen fields of a guide are those of GB/T 36114-2018 and of the 2016 field set together
//! ([`GuideField`]); a guide that lacks one is not published.

mod fields;
mod route;

pub use fields::GuideField;
pub use route::{ResultRoute, RouteKind};

use serde::{Deserialize, Serialize};

use crate::Texts;
use crate::materials::{CommonError, Sample};

/// The guide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// One sentence: for whom and for what.
    pub summary: Texts,
    /// What the applicant gets (审批决定证件).
    pub gets: Vec<Gets>,
    /// Who can apply (申请主体).
    pub who: Texts,
    /// Ways to apply (申请方式). At least one needs no device.
    pub channels: Vec<Channel>,
    /// Routes by which documents and results reach the applicant (送达方式). Empty in packs that
    /// were made before there was a choice: then there is the app.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<ResultRoute>,
    /// When applications are taken (受理时间).
    pub hours: Texts,
    /// The steps (办理流程), in order.
    pub steps: Vec<Step>,
    /// Whom to ask (咨询服务) and where to complain (诉求渠道).
    pub contacts: Vec<Contact>,
    /// What else to know (注意事项), Markdown.
    pub notes: Texts,
    /// How often one must come.
    pub visits: Visits,
    /// Blank forms (格式文本).
    pub blank_forms: Vec<Sample>,
    /// Filled samples of the forms (示范文本); samples of materials stand at the materials.
    pub filled_forms: Vec<Sample>,
    /// Common errors in filling the form (常见错误示例), numbered by their order from 1.
    pub common_errors: Vec<CommonError>,
}

/// A thing that the applicant gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gets {
    /// What.
    pub what: Texts,
    /// How and when it arrives.
    pub how: Texts,
}

/// A way to apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Which.
    pub kind: ChannelKind,
    /// What to do there.
    pub text: Texts,
}

/// Closed list of ways to apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
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

/// A step of the procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name.
    pub title: Texts,
    /// What happens in it and who does it.
    pub text: Texts,
}

/// Whom to turn to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// What for.
    pub kind: ContactKind,
    /// Who.
    pub name: Texts,
    /// Telephone.
    pub phone: Option<String>,
    /// Place.
    pub place: Option<Texts>,
}

/// What a contact is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// Questions.
    Question,
    /// Complaints.
    Complaint,
    /// The window for what could not be got done.
    CannotGetItDone,
}

/// How often the applicant must come in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visits {
    /// At most so often.
    pub promised: u8,
    /// Why; needed above 0.
    pub reason: Option<Texts>,
}

impl Guide {
    /// Whether a document can be had by this route. By the app it always can: a case's rows reach
    /// the applicant whatever else is done.
    pub fn offers(&self, kind: RouteKind) -> bool {
        kind == RouteKind::App || self.routes.iter().any(|route| route.kind == kind)
    }
}

impl ChannelKind {
    /// Whether it needs neither a telephone nor a screen.
    pub fn needs_no_device(self) -> bool {
        matches!(self, Self::Window | Self::Post | Self::Helper)
    }
}
