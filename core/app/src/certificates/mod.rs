//! The certificates of the person who is unlocked: list, open, delete.

mod card;
mod delete;
mod open;
mod take_in;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use tongban_certificate::FieldKind;
use tongban_store::CertificateId;
use ts_rs::TS;

pub(crate) use card::{list, of, title_key};
pub(crate) use delete::delete;
pub(crate) use open::{in_words, kind_of, label_key, open};
pub(crate) use take_in::{TakeInError, granted, is_unfamiliar, of_case, take_in, take_in_late};

use crate::error::{ErrorCode, Fold, Params};
use crate::storage::StorageError;
use crate::wallet::WalletError;

/// A certificate as a card in the stack.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CardView {
    /// The certificate's id on this device.
    pub id: String,
    /// Stable English name of the type, such as `resident-identity`.
    pub type_name: String,
    /// Message key of the certificate's title.
    pub title_key: String,
    /// The issuing office, in the chosen locale.
    pub issuer_name: String,
    /// The holder's name; empty when the certificate cannot be read.
    pub holder_name: String,
    /// First day of validity, YYYY-MM-DD.
    pub valid_from: String,
    /// Last day of validity, YYYY-MM-DD.
    pub valid_until: String,
    /// What the snapshots on this device say.
    pub state: CardState,
    /// Date of the status snapshot behind `state`, RFC 3339; null when there is none.
    pub as_of: Option<String>,
    /// True when showing this copy again lets two verifiers recognise it.
    pub linkable: bool,
    /// How many copies are held.
    pub copies: u32,
}

/// What can be said about a held certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
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

/// A certificate, by its id.
#[derive(Debug, Deserialize, TS)]
pub struct CertificateRequest {
    /// The certificate's id on this device.
    pub id: String,
}

/// A certificate, opened for its holder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CertificateView {
    /// The same as in the stack.
    pub card: CardView,
    /// Every field, in the order of the type's description.
    pub fields: Vec<FieldView>,
    /// The full identifier with its check character (GB/T 36904).
    pub identifier: Option<String>,
    /// Unified social credit code of the issuing office.
    pub issuer_code: String,
    /// Age of the status snapshot in seconds; null when there is none.
    pub status_age_seconds: Option<u32>,
    /// True when the reply's bytes are the portrait (WebP).
    pub has_portrait: bool,
}

/// One field of a certificate, for its holder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldView {
    /// Stable English name.
    pub name: String,
    /// Message key of the label.
    pub label_key: String,
    /// The value in full; dates as YYYY-MM-DD; empty for bytes.
    pub value: String,
    /// How to draw the value.
    pub kind: FieldKindView,
    /// True when a screen shows it masked until the person asks.
    pub masked: bool,
    /// True when a timed code may disclose it.
    pub in_timed_code: bool,
    /// True when a new code discloses it unless switched off.
    pub default_shown: bool,
}

/// How to draw a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
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

impl CertificateRequest {
    fn id(&self) -> Result<CertificateId, CertificateError> {
        self.id.parse().map_err(|_| CertificateError::NotFound)
    }
}

impl From<FieldKind> for FieldKindView {
    fn from(kind: FieldKind) -> Self {
        match kind {
            FieldKind::Text => Self::Text,
            FieldKind::Date => Self::Date,
            FieldKind::Bytes => Self::Bytes,
            FieldKind::Number => Self::Number,
        }
    }
}

/// Why a certificate is not there.
#[derive(Debug, Error)]
pub(crate) enum CertificateError {
    #[error("certificate is not here")]
    NotFound,
    #[error("stored certificate cannot be read")]
    Unreadable,
    #[error(transparent)]
    Wallet(#[from] WalletError),
}

impl From<StorageError> for CertificateError {
    fn from(error: StorageError) -> Self {
        Self::Wallet(error.into())
    }
}

impl Fold for CertificateError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound => ErrorCode::CertificateNotFound,
            Self::Unreadable => ErrorCode::CertificateUnreadable,
            Self::Wallet(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Wallet(error) => error.params(),
            _ => Params::new(),
        }
    }
}
