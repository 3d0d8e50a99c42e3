//! What the applicant must show: materials, their accepted variants, samples and common errors.

mod sample;

pub use sample::{Picture, PictureType, Sample};

use serde::{Deserialize, Serialize};

use crate::expression::Expr;
use crate::form::Need;
use crate::provision::Provision;
use crate::{Limit, Texts};

/// A material.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// Stable name within the service.
    pub id: String,
    /// Its name: one definite thing.
    pub name: Texts,
    /// What it must show and what to look out for.
    pub help: Option<Texts>,
    /// How it reaches the office.
    pub way: Way,
    /// Whether this application needs it.
    pub need: Need,
    /// Whether acceptance can come before it (容缺受理). `None`: it is a main material.
    pub deferral: Option<Deferral>,
    /// Who makes it.
    pub issuer: Texts,
    /// Acceptable forms; each has at least one sample. Empty only where nothing is handed in.
    pub variants: Vec<Variant>,
    /// Published common errors: also the only reasons for which one that was handed in can be judged
    /// unfit.
    pub common_errors: Vec<CommonError>,
    /// The rule by which it is asked.
    pub provision: Provision,
}

/// How a material reaches the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Way {
    /// The applicant hands it in.
    Supplied(Paper),
    /// A certificate of one of these types in the wallet stands in for it; only who has none of
    /// them hands it in.
    Certificate {
        /// Names of certificate types.
        certificate_types: Vec<String>,
        /// The rule by which the certificate is enough.
        basis: Provision,
        /// How it is handed in otherwise.
        otherwise: Paper,
    },
    /// The office looks it up itself. It is never asked of the applicant.
    CheckedByOffice {
        /// Where the office looks.
        how: Texts,
        /// The rule by which it must not ask.
        basis: Provision,
    },
}

/// What is handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// What the office wants to see.
    pub form: PaperForm,
    /// How many.
    pub copies: u8,
    /// Most pictures or files.
    pub max_files: u8,
    /// Media types that are taken.
    pub media_types: Vec<String>,
}

/// Original or copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperForm {
    /// A picture of the original; the paper stays with the applicant.
    PictureOfOriginal,
    /// A copy on paper or a picture of it.
    Copy,
    /// The original on paper, kept by the office. Needs a provision that says so.
    Original,
    /// A picture made for this application, for instance a portrait.
    Picture,
}

/// One acceptable form of a material.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Stable name within the material.
    pub id: String,
    /// What it is.
    pub name: Texts,
    /// Acceptable only while this is true.
    pub if_true: Option<Expr>,
    /// Samples.
    pub samples: Vec<Sample>,
}

/// A published common error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonError {
    /// Stable name within the service.
    pub id: String,
    /// What is wrong and what comes of it, in one or two sentences.
    pub text: Texts,
    /// How it looks.
    pub wrong: Option<Texts>,
    /// How it should look.
    pub right: Option<Texts>,
}

/// How a material may come after acceptance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deferral {
    /// How long after acceptance.
    pub within: Limit,
    /// What happens if it does not come, announced beforehand.
    pub otherwise: Texts,
    /// The list that names it as deferrable.
    pub provision: Provision,
}

impl Way {
    /// What is handed in, if anything ever is.
    pub fn paper(&self) -> Option<&Paper> {
        match self {
            Self::Supplied(paper)
            | Self::Certificate {
                otherwise: paper, ..
            } => Some(paper),
            Self::CheckedByOffice { .. } => None,
        }
    }
}
