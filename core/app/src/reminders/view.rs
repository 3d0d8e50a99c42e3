//! What crosses the boundary, beside the settings.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A reminder as the system shows it: discreet, if that is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReminderView {
    /// Names it.
    pub id: String,
    /// One line.
    pub title: String,
    /// One sentence.
    pub text: String,
    /// Where it leads: a path of the screens.
    pub link: String,
    /// Of how many messages it tells.
    pub count: u32,
}

/// Where a click leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OpenLinkView {
    /// A path of the screens.
    pub link: String,
}

/// Whether the app's window is in the foreground.
#[derive(Debug, Deserialize, TS)]
pub struct VisibleRequest {
    /// Whether a person can see it.
    pub visible: bool,
}
