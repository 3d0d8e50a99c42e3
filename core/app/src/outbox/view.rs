//! What a screen sees of the outbox.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything that is on its way or was lately.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutboxView {
    /// The items, in the order of the person; drafts that wait for a choice come first.
    pub items: Vec<OutboxItemView>,
    /// How many wait to be received.
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
    /// Where it is: exactly one of nine.
    pub state: OutboxStateView,
    /// Bytes of text and files that are confirmed, of all, 0 to 100.
    pub percent: u32,
    /// Files that it carries.
    pub files: u32,
    /// Files that have not arrived.
    pub files_left: u32,
    /// Those of them that are on this device, in their order.
    pub photos: Vec<OutboxPhotoView>,
    /// Number of the receipt.
    pub number: Option<String>,
    /// When it was made, RFC 3339.
    pub made_at: String,
    /// When it is tried next, RFC 3339.
    pub next_try_at: Option<String>,
    /// Why it was rejected, needs the person or is sent again: slug.
    pub reason: Option<String>,
    /// Further detail of the reason: slug.
    pub reason_detail: Option<String>,
    /// Id of the item that it waits for.
    pub blocked_by: Option<String>,
    /// The draft that it came from, or that it is.
    pub draft: Option<String>,
    /// Fields of its draft that a person has to choose.
    pub conflicts: u32,
    /// What can be done about it, the most useful first.
    pub can: Vec<OutboxDoView>,
}

/// A file of an item that has not arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutboxPhotoView {
    /// Its id, for `outbox.pin`.
    pub id: String,
    /// Name of the material that it shows.
    pub name: String,
    /// The how manieth file of that material it is, from 1.
    pub n: u32,
    /// Its size in bytes.
    pub size: u32,
    /// Whether the person wants it to go before all others.
    pub first: bool,
}

/// Where an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutboxStateView {
    /// Its draft is open for correction.
    Editing,
    /// Goes out with the next request.
    Ready,
    /// Goes out by itself.
    WaitingForNetwork,
    /// On its way.
    Sending,
    /// The text is received, files are not.
    TextReceived,
    /// Everything is received.
    Received,
    /// The platform refused it with a receipt.
    ReturnedForCorrection,
    /// Waits for another item.
    BlockedBy,
    /// Nothing goes on without the person.
    NeedsYou,
}

/// What a person can do about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutboxDoView {
    /// Try now: `outbox.retry`.
    Retry,
    /// Take back what never left this device: `outbox.take_back`.
    TakeBack,
    /// Open its draft for correction: `outbox.take_back`.
    Correct,
    /// Look at the item that it waits for.
    SeeOther,
    /// Look at its case.
    SeeCase,
    /// Choose between the values of two devices: `drafts.conflict`.
    Choose,
    /// Remove it, which loses nothing: `outbox.delete`.
    Delete,
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
    /// Choose another route for documents.
    ChooseRoute,
    /// Nothing yet: a draft of which two devices have versions.
    Draft,
    /// At the desk: take the case.
    Take,
    /// At the desk: judge a material.
    Judge,
    /// At the desk: correct an answer on the spot.
    Correct,
    /// At the desk: ask for everything that is missing.
    AskSupplement,
    /// At the desk: accept.
    Accept,
    /// At the desk: refuse to accept.
    NotAccept,
    /// At the desk: grant.
    Grant,
    /// At the desk: refuse.
    Refuse,
    /// At the desk: let the clock go on.
    Resume,
    /// At the desk: an act that this version has no name for.
    Act,
}

/// An item, by its id.
#[derive(Debug, Deserialize, TS)]
pub struct OutboxItemRequest {
    /// Its id.
    pub id: String,
}

/// Names a photo of an item that is to go before all others.
#[derive(Debug, Deserialize, TS)]
pub struct OutboxPinRequest {
    /// Id of the item.
    pub id: String,
    /// Id of the photo.
    pub file: String,
}
