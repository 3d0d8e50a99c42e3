//! What a service item is.

use serde::{Deserialize, Serialize};

use crate::Texts;

/// Types of items: ten of administrative power and two of public service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// 行政许可.
    Licence,
    /// 行政确认.
    Confirmation,
    /// 行政给付.
    Benefit,
    /// 行政奖励.
    Award,
    /// 行政裁决.
    Adjudication,
    /// 行政备案.
    Filing,
    /// 其他行政权力.
    OtherPower,
    /// 行政征收.
    Levy,
    /// 行政处罚.
    Penalty,
    /// 行政强制.
    Coercion,
    /// 行政检查.
    Inspection,
    /// 依申请的公共服务.
    PublicServiceOnApplication,
    /// 主动作为的公共服务.
    PublicServiceUnasked,
}

impl ItemKind {
    /// Whether a person applies for it; only then is there anything to fill in.
    pub fn is_on_application(self) -> bool {
        !matches!(
            self,
            Self::Levy
                | Self::Penalty
                | Self::Coercion
                | Self::Inspection
                | Self::PublicServiceUnasked
        )
    }
}

/// Who can apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applicants {
    /// Natural persons.
    Persons,
    /// Firms and organisations.
    Firms,
    /// Both.
    Both,
}

/// An office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Its name.
    pub name: Texts,
    /// Its unified social credit code, where the layer knows it.
    pub code: Option<String>,
}

/// A way in which people ask for a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// Language of the phrase.
    pub locale: String,
    /// The phrase.
    pub text: String,
    /// For Chinese: a reading for each character, without tones, joined by spaces; a character
    /// with several readings has them joined by `/`. Empty for other languages.
    pub reading: String,
}
