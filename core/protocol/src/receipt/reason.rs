use tongban_cose::cbor::Value;

use crate::fields::{Extra, Fields, map};
use crate::{DecodeError, OperationId};

/// Why an operation was rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The reason.
    pub code: RejectionCode,
    /// The operation that it is about, where it is not this one alone.
    pub about: Option<OperationId>,
    /// What `tongban-cases` says in detail, at most 8 KiB; empty for nothing.
    pub detail: Vec<u8>,
}

/// The reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RejectionCode {
    /// The case has changed since the version that the person saw (rule S6).
    StaleVersion,
    /// There is no such case in this scope.
    UnknownCase,
    /// This signer may not do that.
    NotAllowed,
    /// The case is closed.
    Closed,
    /// The content breaks a rule; the detail says which.
    Invalid,
    /// Another content came under this id before.
    IdReused,
    /// What it supersedes was accepted after all.
    SupersededAccepted,
    /// A reason that this build does not know.
    Other(String),
}

impl RejectionCode {
    /// Stable snake_case code.
    pub fn as_str(&self) -> &str {
        match self {
            Self::StaleVersion => "stale_version",
            Self::UnknownCase => "unknown_case",
            Self::NotAllowed => "not_allowed",
            Self::Closed => "closed",
            Self::Invalid => "invalid",
            Self::IdReused => "id_reused",
            Self::SupersededAccepted => "superseded_accepted",
            Self::Other(code) => code,
        }
    }

    fn read(code: String) -> Self {
        let known = [
            Self::StaleVersion,
            Self::UnknownCase,
            Self::NotAllowed,
            Self::Closed,
            Self::Invalid,
            Self::IdReused,
            Self::SupersededAccepted,
        ];
        known
            .into_iter()
            .find(|known| known.as_str() == code)
            .unwrap_or(Self::Other(code))
    }
}

impl Rejection {
    /// A reason without detail.
    pub fn plain(code: RejectionCode) -> Self {
        Self {
            code,
            about: None,
            detail: Vec::new(),
        }
    }

    pub(super) fn item(&self) -> tongban_cose::cbor::Item {
        let mut known = vec![(1, self.code.as_str().into())];
        if let Some(about) = &self.about {
            known.push((2, about.item()));
        }
        if !self.detail.is_empty() {
            known.push((3, self.detail.as_slice().into()));
        }
        map(known, &Extra::default())
    }

    pub(super) fn from_value(value: &Value<'_>) -> Result<Self, DecodeError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            code: RejectionCode::read(fields.text(1, "code", 64)?),
            about: fields
                .optional(2)
                .map(OperationId::from_value)
                .transpose()?,
            detail: match fields.optional(3) {
                Some(_) => fields.blob(3, "detail", MAX_DETAIL)?,
                None => Vec::new(),
            },
        })
    }
}

const MAX_DETAIL: usize = 8 << 10;
