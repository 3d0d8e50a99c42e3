//! Places where services are done in person.

use serde::{Deserialize, Serialize};

use crate::Texts;

/// A venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Venue {
    /// Stable name within the pack.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// Which of the three tiers.
    pub tier: Tier,
    /// Where it is.
    pub address: Texts,
    /// When it is open.
    pub hours: Texts,
    /// Telephone.
    pub phone: Option<String>,
    /// Its windows, by their fixed names.
    pub windows: Vec<Texts>,
}

/// The three tiers of venues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// 政务服务中心, county and above.
    Centre,
    /// 便民服务中心, town or street.
    ConvenienceCentre,
    /// 便民服务站, village or community.
    Station,
}
