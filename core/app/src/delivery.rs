//! By which route documents come, as screens choose and show it (rows 42 and 45).

use serde::{Deserialize, Serialize};
use tongban_cases::{
    CaseView, ChosenRoute, Delivery, DeliveryReceipt, FormView, StepAbout, TellBy, Written,
};
use tongban_rules::expression::Value;
use tongban_rules::form::FieldKind;
use tongban_rules::guide::RouteKind;
use tongban_rules::service::Service;
use ts_rs::TS;

use crate::error::param;
use crate::messages::Messages;
use crate::services::Teller;
use crate::time;

/// By which route documents come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RouteKindView {
    /// This app.
    App,
    /// E-mail.
    Email,
    /// A self-service terminal.
    Terminal,
    /// A letter or a courier.
    Post,
    /// Fax.
    Fax,
    /// WeChat.
    Wechat,
    /// Handed over at a window.
    Counter,
}

/// A route that a service offers.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct RouteView {
    /// Which.
    pub kind: RouteKindView,
    /// Its name.
    pub name: String,
    /// What happens on it and what it costs; of packs that say nothing, nothing.
    pub text: Option<String>,
    /// Whether the applicant has to say where to.
    pub needs_address: bool,
    /// Where to by the form, for the applicant to confirm or change.
    pub suggested: Option<String>,
}

/// The route that was chosen.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ChosenRouteView {
    /// Which.
    pub kind: RouteKindView,
    /// Its name.
    pub name: String,
    /// Where to.
    pub to: Option<String>,
}

/// A choice of a route.
#[derive(Clone, Deserialize, TS)]
pub struct RouteRequest {
    /// Which.
    pub kind: RouteKindView,
    /// Where to, where the route needs it.
    #[serde(default)]
    #[ts(optional)]
    pub to: Option<String>,
}

/// How a document reached the applicant.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct DeliveryView {
    /// By what it was served.
    pub served: Vec<ServedView>,
    /// By what the applicant was told that it is there.
    pub told: Vec<ToldView>,
    /// Whether it came by the route that was chosen.
    pub honoured: bool,
}

/// A document was served.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ServedView {
    /// By which route.
    pub route: RouteKindView,
    /// Its name.
    pub name: String,
    /// When, RFC 3339.
    pub at: String,
    /// What shows it.
    pub receipt: String,
}

/// The applicant was told.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ToldView {
    /// By what.
    pub by: TellByView,
    /// When, RFC 3339.
    pub at: String,
    /// What shows it.
    pub receipt: String,
}

/// By what an applicant is told that there is news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TellByView {
    /// By telephone.
    Phone,
    /// By text message.
    Sms,
    /// By WeChat.
    Wechat,
}

/// The routes of a service; the app where its pack lists none.
pub(crate) fn routes(
    teller: &Teller<'_>,
    service: &Service,
    form: Option<&FormView<'_>>,
) -> Vec<RouteView> {
    let route = |kind: RouteKind, text| RouteView {
        kind: kind.into(),
        name: name(&teller.messages, kind),
        text,
        needs_address: kind.needs_address(),
        suggested: form
            .filter(|_| kind == RouteKind::Post)
            .and_then(postal_address),
    };
    let listed = service.guide.routes.iter();
    let listed: Vec<_> = listed
        .map(|found| route(found.kind, Some(teller.text(&found.text))))
        .collect();
    match listed.is_empty() {
        true => vec![route(RouteKind::App, None)],
        false => listed,
    }
}

/// The first address of the form that is answered.
fn postal_address(form: &FormView<'_>) -> Option<String> {
    let shown = form.fields().iter().filter(|view| view.visible);
    let mut addresses = shown.filter(|view| matches!(view.field.kind, FieldKind::Address));
    addresses.find_map(|view| match view.value.as_deref() {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    })
}

pub(crate) fn chosen(teller: &Teller<'_>, route: &ChosenRoute) -> ChosenRouteView {
    ChosenRouteView {
        kind: route.kind.into(),
        name: name(&teller.messages, route.kind),
        to: route.to.as_ref().map(|to| to.as_str().to_owned()),
    }
}

/// A choice in one line, for Confirm.
pub(crate) fn in_words(teller: &Teller<'_>, route: &ChosenRoute) -> String {
    let name = name(&teller.messages, route.kind);
    match &route.to {
        None => name,
        Some(to) => {
            let mut params = param("route", name);
            params.extend(param("to", to.as_str()));
            teller.messages.render("delivery.to", &params)
        }
    }
}

pub(crate) fn delivery(teller: &Teller<'_>, delivery: &Delivery) -> DeliveryView {
    let served = delivery.served.iter().map(|served| ServedView {
        route: served.route.into(),
        name: name(&teller.messages, served.route),
        at: time::instant(served.at),
        receipt: match &served.receipt {
            DeliveryReceipt::Feed(version) => {
                let params = param("n", *version);
                teller.messages.render("served.feed", &params)
            }
            DeliveryReceipt::Written(text) => text.as_str().to_owned(),
        },
    });
    let told = delivery.told.iter().map(|told| ToldView {
        by: told.by.into(),
        at: time::instant(told.at),
        receipt: told.receipt.as_str().to_owned(),
    });
    DeliveryView {
        served: served.collect(),
        told: told.collect(),
        honoured: delivery.honoured,
    }
}

/// The words of a step of the timeline, and the document that it is about.
pub(crate) fn step_words(teller: &Teller<'_>, about: &StepAbout) -> (String, Option<String>) {
    let (by, receipt, document) = match about {
        StepAbout::Route(route) => return (in_words(teller, route), None),
        StepAbout::Served {
            document,
            route,
            receipt,
        } => (name(&teller.messages, *route), receipt, document),
        StepAbout::Told {
            document,
            by,
            receipt,
        } => (
            teller.say(&format!("delivery.tell.{}", by.slug())),
            receipt,
            document,
        ),
    };
    let mut params = param("by", by);
    params.extend(param("receipt", receipt.as_str()));
    let words = teller.messages.render("served.step", &params);
    (words, Some(document.clone()))
}

/// Whether there is anything to choose for this case.
pub(crate) fn has_choice(view: &CaseView, service: &Service) -> bool {
    view.allows(
        tongban_cases::Role::Applicant,
        tongban_cases::Action::ChooseRoute,
    ) && service.guide.routes.len() > 1
}

/// What is said, if it can be a route at all.
pub(crate) fn wish(request: &RouteRequest) -> Option<ChosenRoute> {
    let to = match &request.to {
        Some(text) => Some(Written::new(text)?),
        None => None,
    };
    Some(ChosenRoute {
        kind: request.kind.into(),
        to,
    })
}

pub(crate) fn name(messages: &Messages, kind: RouteKind) -> String {
    messages.text(&format!("served.route.{}", kind.slug()))
}

macro_rules! same_words {
    ($view:ident, $model:ident, $($word:ident),*) => {
        impl From<$model> for $view {
            fn from(word: $model) -> Self {
                match word {
                    $($model::$word => Self::$word,)*
                }
            }
        }

        impl From<$view> for $model {
            fn from(word: $view) -> Self {
                match word {
                    $($view::$word => Self::$word,)*
                }
            }
        }
    };
}

same_words!(
    RouteKindView,
    RouteKind,
    App,
    Email,
    Terminal,
    Post,
    Fax,
    Wechat,
    Counter
);
same_words!(TellByView, TellBy, Phone, Sms, Wechat);
