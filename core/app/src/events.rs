//! The one event channel.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::session::SessionView;
use crate::settings::SettingsView;
use crate::snapshots::SnapshotsView;

/// Something that happened without being asked for.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "name", content = "payload", rename_all = "snake_case")]
pub enum EventView {
    /// The wallet was made, opened, locked or erased.
    SessionChanged(SessionView),
    /// A step of something long.
    Progress(ProgressView),
    /// The list of certificates is not what it was.
    CertificatesChanged(NothingView),
    /// Newer snapshots are here.
    SnapshotsChanged(SnapshotsView),
    /// A Confirm screen opened or closed.
    Confirm(ConfirmEventView),
    /// A setting changed.
    SettingsChanged(SettingsView),
}

/// A step of something long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProgressView {
    /// `enrol` or `refresh`.
    pub task: String,
    /// From 1.
    pub step: u32,
    /// How many steps there are.
    pub of: u32,
    /// The text is `app.progress.<task>.<code>`.
    pub code: String,
}

/// A Confirm screen opened or closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConfirmEventView {
    /// Opened or closed.
    pub state: ConfirmState,
    /// Names the screen.
    pub id: String,
    /// Where it can be opened by hand; without any token.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
}

/// Opened or closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmState {
    /// It waits for the person.
    Opened,
    /// It was answered or timed out.
    Closed,
}

/// Nothing beside the name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NothingView {}
