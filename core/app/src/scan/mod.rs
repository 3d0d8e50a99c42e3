//! Reading somebody's code and saying what can be said about it, without network.

mod view;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use tongban_certificate::{Policy, Verdict, VerdictWord, VerifyContext, verify_code_text};
use tongban_code::{ReadError as PictureError, ReadLimits, read_image};
use tongban_store::ProofMemory;
use ts_rs::TS;

use crate::certificates::FieldKindView;
use crate::context::Core;
use crate::error::{ErrorCode, Fold, Params, param};
use crate::storage::StorageError;

use view::view;

/// A code's text, pasted or read by the host's own scanner.
#[derive(Debug, Deserialize, TS)]
pub struct ScanTextRequest {
    /// The text.
    pub text: String,
}

/// The answer to a scanned code.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VerdictView {
    /// One of five words.
    pub verdict: VerdictWordView,
    /// The reason's slug; its texts are `verdict.reason.<reason>.verifier` and `.holder`.
    pub reason: String,
    /// Stable English name of the type; null when it is not known.
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
    /// True wherever a holder proved the certificate: the person must be compared, whatever the word (rule C6).
    pub compare_person: bool,
    /// When the same proof was seen before, RFC 3339.
    pub seen_at: Option<String>,
    /// Named values for the texts.
    pub params: Params,
}

/// The five words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StatusCheckView {
    /// The status list on this device was looked at.
    Checked,
    /// There was none to look at, or the code did not get that far.
    NotChecked,
}

/// A disclosed field.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
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

/// Judges the code in a picture; of several codes the first of ours.
pub(crate) fn image(core: &Core, picture: &[u8]) -> Result<VerdictView, ScanError> {
    let texts = read_image(picture, ReadLimits::default())?;
    let ours = texts
        .iter()
        .find(|text| text.starts_with(tongban_certificate::PREFIX));
    text(core, ours.or(texts.first()).ok_or(ScanError::NoCode)?)
}

/// Judges a code's text. Needs no wallet and no network; remembers only that the proof was seen.
pub(crate) fn text(core: &Core, code: &str) -> Result<VerdictView, ScanError> {
    let snapshots = core.snapshots()?;
    let (now, floor) = (core.now(), core.floor()?);
    let verdict = verify_code_text(
        code.trim(),
        &VerifyContext {
            trust: snapshots.trust(),
            status: snapshots.status(),
            types: &core.types(),
            policy: &policy(),
            now,
            floor,
        },
    );
    let (verdict, seen_at) = recall(core, verdict, now)?;
    Ok(view(core, &verdict, now, seen_at))
}

/// A verdict counts only by a status list, and no longer by one of last month.
pub(crate) fn policy() -> Policy {
    Policy {
        refuse_days: Some(REFUSE_DAYS),
        require_status: true,
        ..Policy::default()
    }
}

/// Rule C5: the same proof a second time is not a second proof.
fn recall(core: &Core, verdict: Verdict, now: u64) -> Result<(Verdict, Option<u64>), StorageError> {
    let Some(proof) = verdict
        .proof_id
        .filter(|_| verdict.word == VerdictWord::Valid)
    else {
        return Ok((verdict, None));
    };
    match core
        .store()?
        .remember_proof(&proof, now, REMEMBER_SECONDS)?
    {
        ProofMemory::New => Ok((verdict, None)),
        ProofMemory::Seen { at } => Ok((verdict.seen_before(), Some(at))),
    }
}

/// Why there is no verdict: there was nothing to judge.
#[derive(Debug, Error)]
pub(crate) enum ScanError {
    #[error("picture has no code")]
    NoCode,
    #[error("file is not a picture")]
    NotAPicture,
    #[error("picture is too large")]
    PictureTooLarge,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<PictureError> for ScanError {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::NoCode => Self::NoCode,
            PictureError::NotAnImage => Self::NotAPicture,
            PictureError::ImageTooLarge => Self::PictureTooLarge,
        }
    }
}

impl Fold for ScanError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NoCode => ErrorCode::ScanNoCode,
            Self::NotAPicture => ErrorCode::ScanNotAPicture,
            Self::PictureTooLarge => ErrorCode::ScanPictureTooLarge,
            Self::Storage(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::PictureTooLarge => param("millions", millions_of_pixels()),
            Self::Storage(error) => error.params(),
            _ => Params::new(),
        }
    }
}

/// What the reader takes, in the unit of the text.
fn millions_of_pixels() -> u32 {
    u32::try_from(ReadLimits::default().max_pixels / 1_000_000).unwrap_or(u32::MAX)
}

/// Snapshots older than this say nothing any more.
pub(crate) const REFUSE_DAYS: u32 = 30;

/// A proof is accepted for 60 s; a day covers every clock step that a person would make.
const REMEMBER_SECONDS: u64 = 86_400;
