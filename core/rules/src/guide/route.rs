//! By which routes documents and results reach the applicant.

use serde::{Deserialize, Serialize};

use crate::Texts;

/// A route that a service offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultRoute {
    /// Which.
    pub kind: RouteKind,
    /// What happens on it and what it costs.
    pub text: Texts,
}

/// Closed list of routes. It is only ever added to: cases keep these names for good.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum RouteKind {
    /// This app, with the certificate in its wallet (政务服务网、移动客户端).
    #[default]
    App,
    /// E-mail (电子邮件).
    Email,
    /// A self-service terminal (自助终端).
    Terminal,
    /// A letter or a courier (信函、邮政寄递).
    Post,
    /// Fax (传真).
    Fax,
    /// WeChat (微信).
    Wechat,
    /// Handed over at a window.
    Counter,
}

impl RouteKind {
    /// Every route.
    pub const ALL: &[Self] = &[
        Self::App,
        Self::Email,
        Self::Terminal,
        Self::Post,
        Self::Fax,
        Self::Wechat,
        Self::Counter,
    ];

    /// The word under which texts and interfaces know it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Email => "email",
            Self::Terminal => "terminal",
            Self::Post => "post",
            Self::Fax => "fax",
            Self::Wechat => "wechat",
            Self::Counter => "counter",
        }
    }

    /// The route with that slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.slug() == slug)
    }

    /// Whether the applicant has to say where to.
    pub fn needs_address(self) -> bool {
        matches!(self, Self::Email | Self::Post | Self::Fax | Self::Wechat)
    }

    /// Whether it needs neither a telephone nor a screen.
    pub fn needs_no_device(self) -> bool {
        matches!(self, Self::Post | Self::Counter)
    }
}
