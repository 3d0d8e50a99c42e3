//! Making a limit longer, once.

use serde::{Deserialize, Serialize};

use crate::Day;

/// By how much a limit may be extended, once, and who must agree: data of a pack.
///
/// The licensing law (行政许可法) article 42: twenty working days and ten more with the consent
/// of the office's head; in joint handling forty-five and fifteen more with the government's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionRule {
    /// Days more, in the unit of the limit.
    pub days: u16,
    /// Whose consent it needs.
    pub approver: Approver,
}

/// Whose consent an extension needs. Texts: `clock.approver.<slug>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approver {
    /// 本行政机关负责人.
    OfficeHead,
    /// 本级人民政府负责人.
    GovernmentHead,
}

/// An extension that was granted, and of which the applicant was told with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Days more, at most those of the rule.
    pub days: u16,
    /// Who consented.
    pub approver: Approver,
    /// The reason as the applicant was told it.
    pub reason: String,
    /// Number of the document.
    pub document: String,
    /// The day it was granted; not after the end of the limit.
    pub granted: Day,
}

impl Approver {
    /// The word under which packs and texts know it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::OfficeHead => "office_head",
            Self::GovernmentHead => "government_head",
        }
    }
}
