//! Showing a certificate: a new signed code every thirty seconds, without network.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use tongban_certificate::{
    HeldCertificate, PresentError, Presentation, TimedProofRequest, prepare_timed_proof,
};
use tongban_code::{Ec, draw_modules};
use tongban_store::{CertificateId, PersonDb, Spent, StoredCopy, WriteError};
use ts_rs::TS;

use crate::certificates::CertificateError;
use crate::context::{Core, blocking};
use crate::error::{ErrorCode, ErrorView, Fold, Params, param};
use crate::events::NothingView;
use crate::keys::{self, KeyError};
use crate::storage::StorageError;
use crate::wallet::WalletError;
use crate::{presence, time};

/// Starts showing.
#[derive(Debug, Deserialize, TS)]
pub struct ShowStartRequest {
    /// Which certificate.
    pub certificate_id: String,
    /// Names of the fields to disclose.
    pub fields: Vec<String>,
}

/// Asks for the next code.
#[derive(Debug, Deserialize, TS)]
pub struct ShowNextRequest {
    /// Which showing.
    pub show_id: String,
    /// Names of the fields to disclose now.
    pub fields: Vec<String>,
}

/// Ends showing.
#[derive(Debug, Deserialize, TS)]
pub struct ShowStopRequest {
    /// Which showing.
    pub show_id: String,
}

/// A living code. The reply's bytes are `size * size` modules, row by row, 1 = dark.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ShowView {
    /// Names this showing in `show.next` and `show.stop`.
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

/// A living code with its modules beside it.
#[derive(Debug, Clone)]
pub struct ShowCode {
    /// What the screen says about it.
    pub view: ShowView,
    /// `size * size` modules, row by row, 1 = dark.
    pub modules: Vec<u8>,
}

/// Which copy a showing uses; the same one until it ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Showing {
    certificate: CertificateId,
    position: u32,
}

/// Starts a showing: presence first, then one copy, then its first code.
pub(crate) async fn start(
    core: &Arc<Core>,
    request: ShowStartRequest,
) -> Result<ShowCode, ErrorView> {
    presence::require(core).await?;
    blocking(core, move |core| {
        let db = core.unlocked()?;
        let certificate = request
            .certificate_id
            .parse()
            .map_err(|_| CertificateError::NotFound)?;
        let copy = choose_copy(core, &db, certificate)?;
        let show_id = new_id(core)?;
        let code = make_code(core, &db, &copy, &show_id, &request.fields)?;
        spend(core, &db, certificate, &copy)?;
        let showing = Showing {
            certificate,
            position: copy.position,
        };
        core.put_showing(show_id, showing);
        Ok::<_, ShowError>(code)
    })
    .await
}

/// The next code of a showing, freshly signed.
pub(crate) async fn next(
    core: &Arc<Core>,
    request: ShowNextRequest,
) -> Result<ShowCode, ErrorView> {
    presence::require(core).await?;
    blocking(core, move |core| {
        let db = core.unlocked()?;
        let showing = core.showing(&request.show_id).ok_or(ShowError::Ended)?;
        let copies = db.copies(showing.certificate).map_err(StorageError::from)?;
        let copy = copies
            .into_iter()
            .find(|copy| copy.position == showing.position)
            .ok_or(ShowError::Ended)?;
        make_code(core, &db, &copy, &request.show_id, &request.fields)
    })
    .await
}

/// Ends a showing; one that has ended already is a success.
pub(crate) fn stop(core: &Core, request: &ShowStopRequest) -> NothingView {
    core.end_showing(&request.show_id);
    NothingView {}
}

/// The copy of today, or a fresh one, or the linkable one (rule C2).
fn choose_copy(
    core: &Core,
    db: &PersonDb,
    certificate: CertificateId,
) -> Result<StoredCopy, ShowError> {
    let mut copies = db.copies(certificate).map_err(StorageError::from)?;
    let today = time::day(core.now());
    let of_today = |copy: &StoredCopy| copy.spent.as_ref().is_some_and(|spent| spent.on == today);
    let fresh = |copy: &StoredCopy| copy.spent.is_none() && !copy.linkable;
    let chosen = copies
        .iter()
        .position(of_today)
        .or_else(|| copies.iter().position(fresh))
        .or_else(|| copies.iter().position(|copy| copy.linkable))
        .or_else(|| copies.len().checked_sub(1))
        .ok_or(CertificateError::NotFound)?;
    Ok(copies.swap_remove(chosen))
}

/// A copy is spent from the first code made of it, for the rest of that day (rule C2).
fn spend(
    core: &Core,
    db: &PersonDb,
    certificate: CertificateId,
    copy: &StoredCopy,
) -> Result<(), StorageError> {
    if copy.spent.is_some() {
        return Ok(());
    }
    let spent = Spent {
        at: core.now(),
        on: time::day(core.now()),
    };
    db.write(|tx| tx.mark_spent(certificate, copy.position, &spent))
        .map_err(|error: WriteError| error.into())
}

fn make_code(
    core: &Core,
    db: &PersonDb,
    copy: &StoredCopy,
    show_id: &str,
    fields: &[String],
) -> Result<ShowCode, ShowError> {
    let held = HeldCertificate::parse(&copy.bytes, &core.types)
        .map_err(|_| CertificateError::Unreadable)?;
    let now = core.now();
    let presentation = sign_proof(core, db, copy, &held, fields, now)?;
    let text = presentation.code_text();
    let modules = draw_modules(&text, Ec::L).map_err(|_| ShowError::TooDense)?;
    let view = ShowView {
        show_id: show_id.to_owned(),
        size: u32::try_from(modules.size()).map_err(|_| ShowError::TooDense)?,
        version: u32::from(modules.version()),
        made_at: time::instant(now),
        valid_seconds: NEW_CODE_EVERY_SECONDS,
        next_in_ms: NEW_CODE_EVERY_SECONDS * 1000,
        bytes_len: u32::try_from(presentation.bytes().len()).map_err(|_| ShowError::TooDense)?,
        dense: presentation.is_dense(),
        discloses: fields.to_vec(),
        presence_until: presence::until(core),
        text,
    };
    Ok(ShowCode {
        view,
        modules: modules.cells().to_vec(),
    })
}

fn sign_proof(
    core: &Core,
    db: &PersonDb,
    copy: &StoredCopy,
    held: &HeldCertificate,
    fields: &[String],
    now: u64,
) -> Result<Presentation, ShowError> {
    let disclose = labels(held, fields)?;
    let floor = core.floor()?;
    let prepared = prepare_timed_proof(&TimedProofRequest {
        certificate: held,
        disclose: &disclose,
        now,
        floor,
    })
    .map_err(|error| ShowError::present(error, held))?;
    let key = db
        .key(copy.key)
        .map_err(StorageError::from)?
        .ok_or(ShowError::CannotProve)?;
    let signature = keys::sign(core, &key, prepared.to_be_signed())?;
    Ok(prepared.finish(&signature))
}

fn labels(held: &HeldCertificate, fields: &[String]) -> Result<Vec<i64>, ShowError> {
    let description = held.description().ok_or(CertificateError::Unreadable)?;
    let label = |name: &String| match description.field_named(name) {
        Some(field) if held.claim(name).is_some() => Ok(field.label),
        _ => Err(ShowError::FieldUnknown(name.clone())),
    };
    fields.iter().map(label).collect()
}

fn new_id(core: &Core) -> Result<String, StorageError> {
    Ok(CertificateId::draw(&*core.caps.clock, &*core.caps.entropy)?.to_string())
}

/// Why there is no code.
#[derive(Debug, Error)]
pub(crate) enum ShowError {
    #[error("showing has ended")]
    Ended,
    #[error("certificate has no such field")]
    FieldUnknown(String),
    #[error("field is never in a timed code")]
    FieldNotAllowed(String),
    #[error("device clock is below the trusted floor")]
    ClockBehind,
    #[error("code would be too dense")]
    TooDense,
    #[error("key of the copy is gone")]
    CannotProve,
    #[error(transparent)]
    Certificate(#[from] CertificateError),
}

impl ShowError {
    fn present(error: PresentError, held: &HeldCertificate) -> Self {
        let name = |label: i64| {
            let field = held
                .description()
                .and_then(|description| description.field(label));
            field.map_or_else(|| label.to_string(), |field| field.name.clone())
        };
        match error {
            PresentError::ClockBelowFloor => Self::ClockBehind,
            PresentError::UnknownField(label) => Self::FieldUnknown(name(label)),
            PresentError::FieldNotOffered(label) => Self::FieldNotAllowed(name(label)),
            PresentError::TooLarge { .. } => Self::TooDense,
            PresentError::TypeUnknown | PresentError::Unreadable => {
                CertificateError::Unreadable.into()
            }
        }
    }
}

impl From<WalletError> for ShowError {
    fn from(error: WalletError) -> Self {
        Self::Certificate(error.into())
    }
}

impl From<StorageError> for ShowError {
    fn from(error: StorageError) -> Self {
        Self::Certificate(error.into())
    }
}

impl From<KeyError> for ShowError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Unusable => Self::CannotProve,
            KeyError::KeyStore(error) => StorageError::from(error).into(),
            KeyError::Storage(error) => error.into(),
        }
    }
}

impl Fold for ShowError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Ended => ErrorCode::ShowEnded,
            Self::FieldUnknown(_) => ErrorCode::ShowFieldUnknown,
            Self::FieldNotAllowed(_) => ErrorCode::ShowFieldNotAllowed,
            Self::ClockBehind => ErrorCode::ShowClockBehind,
            Self::TooDense => ErrorCode::ShowTooDense,
            Self::CannotProve => ErrorCode::ShowCannotProve,
            Self::Certificate(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::FieldUnknown(name) | Self::FieldNotAllowed(name) => param("field", name.as_str()),
            Self::Certificate(error) => error.params(),
            _ => Params::new(),
        }
    }
}

/// Rule C5: a new proof every 30 s, accepted for 60.
const NEW_CODE_EVERY_SECONDS: u32 = 30;
