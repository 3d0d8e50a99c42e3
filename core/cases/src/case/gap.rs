//! What is missing from an application.

use serde::{Deserialize, Serialize};

/// One thing that is missing or unfit: what a supplement notice names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Gap {
    /// A material.
    Material {
        /// Its id.
        material: String,
        /// What is wrong with it.
        fault: GapFault,
    },
    /// An answer of the form.
    Answer {
        /// The field.
        field: String,
    },
}

/// What is wrong with a material.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapFault {
    /// It is not there.
    Missing,
    /// A published common error of that material.
    Error(String),
}
