//! How the documents of a case reach the applicant (rows 42 and 45): the route that the applicant
//! chose, by what each document was served, and by what they were told that it is there.

use serde::{Deserialize, Serialize};
use tongban_rules::guide::RouteKind;
use tongban_rules::service::Service;

use super::Refusal;

/// Something a person wrote that may name somebody: an address, a courier's number, who signed.
/// `Debug` prints nothing of it; it is `Serialize` because it stands in requests and events.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Written(String);

/// The route that the applicant chose for documents and results. The default is the app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChosenRoute {
    /// Which.
    pub kind: RouteKind,
    /// Where to, on a route that needs it ([`RouteKind::needs_address`]).
    pub to: Option<Written>,
}

/// By what a person is told that there is news, beside the service of the document itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TellBy {
    /// 电话.
    Phone,
    /// 手机短信.
    Sms,
    /// 微信.
    Wechat,
}

/// The delivery record of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// By what it was served, in order.
    pub served: Vec<Served>,
    /// By what the applicant was told, in order.
    pub told: Vec<Told>,
    /// Whether it came by the route that was chosen when it came.
    pub honoured: bool,
}

/// A document was served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// By which route.
    pub route: RouteKind,
    /// When, in seconds since 1970.
    pub at: u64,
    /// What shows it.
    pub receipt: DeliveryReceipt,
}

/// What shows that a document was served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryReceipt {
    /// It lies in the applicant's feed, as this version of the case. That is when a message has
    /// reached the system of who receives it; whether it was read is another question.
    Feed(u32),
    /// What a member of staff wrote down.
    Written(Written),
}

/// The applicant was told that there is news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// By what.
    pub by: TellBy,
    /// When, in seconds since 1970.
    pub at: u64,
    /// What shows it.
    pub receipt: Written,
}

impl Written {
    /// Without the white space around it; `None` if nothing is left, or more than fits.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = !text.is_empty() && text.chars().count() <= Self::LONGEST;
        fits.then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Characters that fit.
    pub const LONGEST: usize = 200;
}

impl std::fmt::Debug for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Written")
    }
}

impl ChosenRoute {
    /// The choice as it counts: a route of the service, with an address exactly where one is
    /// needed.
    pub fn offered_by(&self, service: &Service) -> Result<Self, Refusal> {
        if !service.guide.offers(self.kind) {
            return Err(Refusal::RouteNotOffered);
        }
        let to = match (&self.to, self.kind.needs_address()) {
            (None, false) => None,
            (Some(to), true) => Some(address(self.kind, to).ok_or(Refusal::NoAddress)?),
            (Some(_), false) | (None, true) => return Err(Refusal::NoAddress),
        };
        Ok(Self {
            kind: self.kind,
            to,
        })
    }
}

/// What it cannot be: a computer finds no more than that.
fn address(kind: RouteKind, to: &Written) -> Option<Written> {
    let to = Written::new(to.as_str())?;
    let text = to.as_str();
    let fits = match kind {
        RouteKind::Email => {
            let parts = text.split_once('@');
            let whole = |part: &str| !part.is_empty() && !part.contains([' ', '@']);
            parts.is_some_and(|(who, place)| whole(who) && whole(place) && place.contains('.'))
        }
        RouteKind::Fax => text.chars().filter(char::is_ascii_digit).count() >= 7,
        _ => true,
    };
    fits.then_some(to)
}

impl TellBy {
    /// Every way.
    pub const ALL: &[Self] = &[Self::Phone, Self::Sms, Self::Wechat];

    /// The word under which texts and interfaces know it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Sms => "sms",
            Self::Wechat => "wechat",
        }
    }

    /// The way with that slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|by| by.slug() == slug)
    }
}

impl Delivery {
    /// Of a document that the event `version` makes: its row lies in the applicant's feed, whatever
    /// route was chosen.
    pub(super) fn in_feed(at: u64, version: u32, chosen: RouteKind) -> Self {
        Self {
            served: vec![Served {
                route: RouteKind::App,
                at,
                receipt: DeliveryReceipt::Feed(version),
            }],
            told: Vec::new(),
            honoured: chosen == RouteKind::App,
        }
    }
}
