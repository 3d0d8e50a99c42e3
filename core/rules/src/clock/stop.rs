//! When a clock stands still.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Day;

/// What a limit may wait for. A pack lists the ones that its law allows; no other stops a clock.
///
/// The middle eight are those of the licensing law (行政许可法) article 45; the last two are
/// special procedures (特别程序) of regional lists. Texts: `clock.stop.<slug>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// 补正: the applicant supplies what is missing.
    Supplement,
    /// 听证.
    Hearing,
    /// 招标.
    Tender,
    /// 拍卖.
    Auction,
    /// 检验.
    Inspection,
    /// 检测.
    Testing,
    /// 检疫.
    Quarantine,
    /// 鉴定.
    Appraisal,
    /// 专家评审.
    ExpertReview,
    /// 现场勘验.
    SiteSurvey,
    /// 技术审查.
    TechnicalReview,
}

/// One time during which a clock stood still.
///
/// The day of the stop still counts; the day of the resumption does not, since counting goes on
/// after it as after any event. What stopped it is a document that the applicant was told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Why.
    pub reason: StopReason,
    /// Number of the document that stopped the clock.
    pub document: String,
    /// The last day that counts before it.
    pub since: Day,
    /// The day after which days count again; `None` while it lasts.
    pub until: Option<Day>,
}

impl Stop {
    /// Whether the clock stood still on `day`.
    pub fn covers(&self, day: Day) -> bool {
        self.since < day && self.until.is_none_or(|until| day <= until)
    }
}

impl StopReason {
    /// Every reason there is.
    pub const ALL: &[Self] = &[
        Self::Supplement,
        Self::Hearing,
        Self::Tender,
        Self::Auction,
        Self::Inspection,
        Self::Testing,
        Self::Quarantine,
        Self::Appraisal,
        Self::ExpertReview,
        Self::SiteSurvey,
        Self::TechnicalReview,
    ];

    /// The word under which packs, texts and the command line know it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Supplement => "supplement",
            Self::Hearing => "hearing",
            Self::Tender => "tender",
            Self::Auction => "auction",
            Self::Inspection => "inspection",
            Self::Testing => "testing",
            Self::Quarantine => "quarantine",
            Self::Appraisal => "appraisal",
            Self::ExpertReview => "expert_review",
            Self::SiteSurvey => "site_survey",
            Self::TechnicalReview => "technical_review",
        }
    }
}

impl fmt::Display for StopReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}
