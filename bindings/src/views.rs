//! The app's own views, declared to uniffi. Each is checked against its original by the
//! compiler; nothing is copied or converted here.
//!
//! Not derives in the core: they would give the core a scaffolding and a namespace of its own, a
//! second generated package that every shell has to load, and uniffi in the build of every host.

use std::collections::HashMap;

use tongban_app::{
    CardState, CardView, ClaimView, ErrorKind, ErrorOfferView, ErrorView, FieldKindView, Param,
    Params, PresenceView, QuarantinedView, SecretKind, SessionState, SessionView, ShowCode,
    ShowView, StaffView, StatusCheckView, VerdictView, VerdictWordView, WaitCauseView,
};

/// A code with its modules.
#[uniffi::remote(Record)]
pub struct ShowCode {
    /// What is shown.
    pub view: ShowView,
    /// `size * size` bytes, row by row, 1 = dark.
    pub modules: Vec<u8>,
}

/// A living code.
#[uniffi::remote(Record)]
pub struct ShowView {
    /// Names this showing.
    pub show_id: String,
    /// Modules a side, without the quiet zone.
    pub size: u32,
    /// QR version, 1 to 25.
    pub version: u32,
    /// When the proof was signed, RFC 3339.
    pub made_at: String,
    /// How long to show it.
    pub valid_seconds: u32,
    /// Milliseconds until the next one is due.
    pub next_in_ms: u32,
    /// The code's text.
    pub text: String,
    /// Length of the signed bytes.
    pub bytes_len: u32,
    /// True above version 20: fewer fields scan more easily.
    pub dense: bool,
    /// Names of the fields that this code discloses.
    pub discloses: Vec<String>,
    /// Until when codes may be made without asking for presence again, RFC 3339.
    pub presence_until: String,
}

/// The answer to a scanned code.
#[uniffi::remote(Record)]
pub struct VerdictView {
    /// One of five words.
    pub verdict: VerdictWordView,
    /// The reason's slug; its texts are `verdict.reason.<reason>.verifier` and `.holder`.
    pub reason: String,
    /// Stable English name of the type; absent when it is not known.
    pub type_name: Option<String>,
    /// Message key of the type's title.
    pub title_key: Option<String>,
    /// The issuing office, in the chosen locale.
    pub issuer: Option<String>,
    /// Exactly the fields that the holder chose.
    pub claims: Vec<ClaimView>,
    /// First day of validity, YYYY-MM-DD.
    pub valid_from: Option<String>,
    /// Last day of validity, YYYY-MM-DD.
    pub valid_until: Option<String>,
    /// True where the fields count: the certificate is genuine and not withdrawn.
    pub fields_count: bool,
    /// Date of the older of the snapshots behind the verdict, RFC 3339.
    pub as_of: Option<String>,
    /// Its age in seconds.
    pub as_of_age_seconds: Option<u32>,
    /// Whether a status snapshot was looked at.
    pub status: StatusCheckView,
    /// True when the person in front of the screen must be compared.
    pub compare_person: bool,
    /// When the same proof was seen before, RFC 3339.
    pub seen_at: Option<String>,
    /// Named values for the texts.
    pub params: Params,
}

/// The five words.
#[uniffi::remote(Enum)]
pub enum VerdictWordView {
    /// Genuine, in its validity and not revoked as of a date.
    Valid,
    /// Genuine, and its last day has passed.
    Expired,
    /// Genuine, and withdrawn.
    Revoked,
    /// Not what it claims to be.
    NotGenuine,
    /// Nothing can be said; never a reproach.
    CannotTell,
}

/// Whether a status snapshot was looked at.
#[uniffi::remote(Enum)]
pub enum StatusCheckView {
    /// The status list on this device was looked at.
    Checked,
    /// There was none to look at, or the code did not get that far.
    NotChecked,
}

/// A disclosed field.
#[uniffi::remote(Record)]
pub struct ClaimView {
    /// Stable English name; the number of an unknown label in decimal.
    pub name: String,
    /// Message key of the label.
    pub label_key: String,
    /// The value; dates as YYYY-MM-DD; base64url for bytes.
    pub value: String,
    /// How to draw the value.
    pub kind: FieldKindView,
}

/// How to draw a field's value.
#[uniffi::remote(Enum)]
pub enum FieldKindView {
    /// Plain text.
    Text,
    /// A day, YYYY-MM-DD.
    Date,
    /// A number.
    Number,
    /// Bytes, such as a portrait.
    Bytes,
}

/// The state of the wallet on this device.
#[uniffi::remote(Record)]
pub struct SessionView {
    /// No wallet, locked, or unlocked.
    pub state: SessionState,
    /// What opens the wallet.
    pub secret_kind: SecretKind,
    /// The fewest characters that a new secret may have.
    pub min_length: u32,
    /// Seconds until the next try is allowed; absent when one is allowed now.
    pub wait_seconds: Option<u32>,
    /// How long that wait is as a whole; absent when a try is allowed now.
    pub wait_total_seconds: Option<u32>,
    /// Why there is a wait; absent when a try is allowed now.
    pub wait_cause: Option<WaitCauseView>,
    /// Wrong tries in a row.
    pub wrong_tries: u32,
    /// The wait that comes when the wrong tries fill up again.
    pub next_wait_seconds: Option<u32>,
    /// Seconds without use after which the wallet locks itself.
    pub auto_lock_seconds: u32,
    /// An enrolment was sent and its answer never came; `enrol.resume` finishes it.
    pub enrol_pending: bool,
    /// Files that could not be read and were set aside, never deleted.
    pub quarantined: Vec<QuarantinedView>,
    /// The disk is full: what was typed last went into the reserve, and photos find no room.
    pub disk_full: bool,
    /// For which office the person acts; absent for a resident, and while the wallet is locked.
    pub staff: Option<StaffView>,
}

/// For which office a member of staff acts.
#[uniffi::remote(Record)]
pub struct StaffView {
    /// Name of the officer.
    pub name: String,
    /// Name of the office.
    pub office: String,
    /// Slugs of the roles.
    pub roles: Vec<String>,
}

/// The three states of the wallet.
#[uniffi::remote(Enum)]
pub enum SessionState {
    /// Nobody has enrolled on this device.
    NoWallet,
    /// Certificates are here and closed.
    Locked,
    /// Certificates can be read and shown.
    Unlocked,
}

/// Why somebody has to wait before the next try.
#[uniffi::remote(Enum)]
pub enum WaitCauseView {
    /// Wrong tries in a row.
    WrongTries,
    /// The data file is a new one and does not know how many there were.
    Adopted,
}

/// What a person types to open the wallet.
#[uniffi::remote(Enum)]
pub enum SecretKind {
    /// Six digits or more; the key store holds the other half of the key.
    Pin,
    /// Ten characters or more; there is no other half.
    Passphrase,
}

/// A file that could not be read and was set aside.
#[uniffi::remote(Record)]
pub struct QuarantinedView {
    /// Its name in the data folder now.
    pub file: String,
    /// Message key under `app.quarantine.<reason>`.
    pub reason: String,
    /// When it was set aside, RFC 3339; absent when that is not known.
    pub at: Option<String>,
}

/// Until when codes may be made.
#[uniffi::remote(Record)]
pub struct PresenceView {
    /// RFC 3339.
    pub until: String,
}

/// A certificate as a card in the stack.
#[uniffi::remote(Record)]
pub struct CardView {
    /// The certificate's id on this device.
    pub id: String,
    /// Stable English name of the type, such as `resident-identity`.
    pub type_name: String,
    /// Message key of the certificate's title.
    pub title_key: String,
    /// The issuing office, in the chosen locale.
    pub issuer_name: String,
    /// The holder's name.
    pub holder_name: String,
    /// First day of validity, YYYY-MM-DD.
    pub valid_from: String,
    /// Last day of validity, YYYY-MM-DD.
    pub valid_until: String,
    /// What the snapshots on this device say.
    pub state: CardState,
    /// Date of the status snapshot behind `state`, RFC 3339; absent when there is none.
    pub as_of: Option<String>,
    /// True when showing this copy again lets two verifiers recognise it.
    pub linkable: bool,
    /// How many copies are held.
    pub copies: u32,
}

/// What can be said about a held certificate.
#[uniffi::remote(Enum)]
pub enum CardState {
    /// In its validity and not revoked as of `as_of`.
    Valid,
    /// Its first day is still to come.
    NotYetValid,
    /// Its last day has passed.
    Expired,
    /// On the revocation list.
    Revoked,
    /// Suspended on the revocation list.
    Suspended,
    /// What is stored of it cannot be read; it may be deleted, and nothing else.
    Unreadable,
}

/// A failure as a screen sees it.
#[uniffi::remote(Record)]
pub struct ErrorView {
    /// What a screen treats alike.
    pub kind: ErrorKind,
    /// Stable name, such as `enrol.voucher_expired`; its text is `error.<code>`.
    pub code: String,
    /// Named values for the texts.
    pub params: Params,
    /// Message key that says what is safe.
    pub kept: Option<String>,
    /// Message key that says what to do next.
    pub next: Option<String>,
    /// What a screen offers beside the words; absent for most.
    pub offer: Option<ErrorOfferView>,
}

/// What a screen offers beside the words of a failure.
#[uniffi::remote(Enum)]
pub enum ErrorOfferView {
    /// `store.open_anew`: going on without the file that was set aside.
    StartAnew,
    /// The voucher has to be given again.
    VoucherAgain,
    /// The secret that was chosen earlier has to be given again.
    SecretAgain,
}

/// The closed list of what a screen treats differently.
#[uniffi::remote(Enum)]
pub enum ErrorKind {
    /// No answer from the platform.
    Offline,
    /// The wallet is locked.
    Locked,
    /// The PIN or passphrase is wrong, or has to wait.
    WrongSecret,
    /// A rule or the platform says no.
    Refused,
    /// What was given cannot be read.
    BadInput,
    /// There is no such thing here.
    NotFound,
    /// Something else is in the way, such as an existing wallet.
    Conflict,
    /// The disk, the database or the key store failed.
    Storage,
    /// The same thing is already going on, or too often.
    Busy,
    /// This build is too old for what it met.
    UpdateNeeded,
    /// The person said no, or said nothing, on the Confirm screen.
    Declined,
    /// A defect of the program.
    Internal,
}

/// One named value for a text.
#[uniffi::remote(Enum)]
pub enum Param {
    /// A whole number.
    Number(u32),
    /// A piece of text.
    Text(String),
}

uniffi::custom_type!(Params, HashMap<String, Param>, {
    remote,
    lower: |params| params.into_iter().collect(),
    try_lift: |map| Ok(map.into_iter().collect()),
});
