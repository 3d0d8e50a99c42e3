//! What a screen sees of the outbox.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything that is on its way or was lately.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutboxView {
    /// The items, in the order of the person.
    pub items: Vec<OutboxItemView>,
    /// How many are not received yet.
    pub waiting: u32,
    /// When the next try is, RFC 3339.
    pub next_try_at: Option<String>,
    /// Whether the platform answered at the last try.
    pub online: bool,
    /// When it last answered, RFC 3339.
    pub last_success_at: Option<String>,
    /// What keeps everything: `disk_full`, `update_needed`, `session_refused` or `forked`.
    pub problem: Option<String>,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutboxItemView {
    /// Its id.
    pub id: String,
    /// Its case.
    pub case: String,
    /// Name of the service.
    pub service_name: String,
    /// What it asks for.
    pub action: OutboxActionView,
    /// Where it is: one of a closed list of words.
    pub state: String,
    /// Of text and files together, 0 to 100.
    pub percent: u32,
    /// Files that it carries.
    pub files: u32,
    /// Files that have not arrived.
    pub files_left: u32,
    /// Number of the receipt.
    pub number: Option<String>,
    /// When it was made, RFC 3339.
    pub made_at: String,
    /// When it is tried next, RFC 3339.
    pub next_try_at: Option<String>,
    /// Why it was rejected or needs the person: slug.
    pub reason: Option<String>,
    /// Further detail of the reason: slug.
    pub reason_detail: Option<String>,
    /// Id of the item that it waits for.
    pub blocked_by: Option<String>,
    /// Whether it can still be taken back.
    pub can_take_back: bool,
    /// Whether it can be tried again.
    pub can_retry: bool,
}

/// What an item asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutboxActionView {
    /// Hand in an application.
    Submit,
    /// Supply what is missing.
    Supply,
    /// Withdraw.
    Withdraw,
}

/// An item, by its id.
#[derive(Debug, Deserialize, TS)]
pub struct OutboxItemRequest {
    /// Its id.
    pub id: String,
}
