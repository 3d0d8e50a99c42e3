//! The one shape in which a failure leaves the core.
//!
//! Guarantees: the kind is one of a closed list, the code is never translated,
//! and every code has a text in every locale. Does not carry user data beyond
//! the figures in `params`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A failure as a screen sees it: what happened, what is safe, what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
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
    /// What a screen offers beside the words; null for most.
    pub offer: Option<ErrorOfferView>,
}

/// What a screen offers beside the words of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorOfferView {
    /// `store.open_anew`: going on without the file that was set aside.
    StartAnew,
    /// The voucher has to be given again.
    VoucherAgain,
    /// The secret that was chosen earlier has to be given again.
    SecretAgain,
}

/// The closed list of what a screen treats differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
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

/// Named values for a text.
pub type Params = BTreeMap<String, Param>;

/// One named value for a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum Param {
    /// A whole number.
    Number(u32),
    /// A piece of text.
    Text(String),
}

impl From<u32> for Param {
    fn from(value: u32) -> Self {
        Self::Number(value)
    }
}

impl From<&str> for Param {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Param {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
