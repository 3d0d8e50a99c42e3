//! Laws, regulations, documents.

use serde::{Deserialize, Serialize};

use crate::{Day, Texts};

/// A document that rules stand in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Stable name within the pack.
    pub id: String,
    /// Title.
    pub title: Texts,
    /// Number of the document, as printed on it.
    pub number: Option<String>,
    /// Legal weight.
    pub weight: Weight,
    /// Name of the layer that it binds.
    pub jurisdiction: String,
    /// First day in force.
    #[serde(with = "crate::pack::day")]
    pub valid_from: Day,
    /// First day no longer in force.
    #[serde(with = "crate::pack::some_day")]
    pub valid_until: Option<Day>,
    /// What a reader must know, for instance that it is invented for demonstration.
    pub remark: Option<Texts>,
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Id of the [`Source`].
    pub source: String,
    /// Article and paragraph, in the words of the source (`第十九条第一款`).
    pub clause: String,
}

/// Legal weight, lightest first, so that the heavier compares as greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// A draft. Never law, whatever its dates say (rule L1).
    Proposed,
    /// 规范性文件.
    NormativeDocument,
    /// 规章, of a department or a local government.
    Rule,
    /// 行政法规 or 地方性法规.
    Regulation,
    /// 法律.
    Law,
}
