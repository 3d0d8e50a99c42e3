//! What a screen sees of files that leave this device or come in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::secret::SecretText;

/// A file that was written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExportedView {
    /// Where it is.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Drafts in it.
    pub drafts: u32,
    /// Cases in it.
    pub cases: u32,
    /// Photos and files in it.
    pub files: u32,
    /// Certificates in it.
    pub certificates: u32,
    /// Photos that this device could no longer read and that are not in it.
    pub unreadable: u32,
}

/// A move file that was written, and the code that opens it.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct MovedView {
    /// The file.
    pub file: ExportedView,
    /// The code: 20 signs in groups. It is kept nowhere.
    pub code: String,
}

/// Begins taking a file in.
#[derive(Debug, Deserialize, TS)]
pub struct ImportBeginRequest {
    /// The code of a move file.
    #[serde(default)]
    #[ts(optional)]
    pub code: Option<SecretText>,
}

/// The next bytes of the file; they come beside the call.
#[derive(Debug, Deserialize, TS)]
pub struct ImportPieceRequest {
    /// Whether these are the last.
    pub last: bool,
}

/// How far taking in is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportView {
    /// What came of it, once everything is here.
    pub done: Option<ImportedView>,
}

/// What came of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportedView {
    /// Drafts that were not here.
    pub drafts: u32,
    /// Drafts that were here in another version and were brought together.
    pub merged: u32,
    /// Fields that a person has to choose.
    pub conflicts: u32,
    /// Versions that were kept as drafts of their own.
    pub copies: u32,
    /// Applications, supplements and withdrawals that were not here.
    pub sent: u32,
    /// Photos and files that were not here.
    pub files: u32,
    /// Certificates that were not here; they can be read and prove nothing.
    pub certificates: u32,
    /// Whether everything was here already.
    pub nothing_new: bool,
}
