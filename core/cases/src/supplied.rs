//! What an applicant hands in for a material: by manifest; bytes of files travel on their own.

use serde::{Deserialize, Serialize};

use crate::Id;

/// Something that was handed in for a material.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supplied {
    /// Id of the material.
    pub material: String,
    /// How.
    pub how: Supply,
}

/// How a material was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Supply {
    /// Pictures or files.
    Files {
        /// Which acceptable form it is, where the applicant said so.
        variant: Option<String>,
        /// The files, in order.
        files: Vec<FileRef>,
    },
    /// A certificate of the wallet.
    Certificate {
        /// Name of its type.
        certificate_type: String,
    },
    /// On paper, at a window or by post.
    OnPaper,
    /// A commitment in place of the proof (rule L5).
    Commitment {
        /// Id of the commitment.
        commitment: String,
    },
}

/// A file by its manifest; the bytes travel on their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRef {
    /// Its id.
    pub id: Id,
    /// What it is.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u64,
}
