//! Asks the person, on a screen that the web UI cannot reach, to confirm a text made by
//! the core (rule U1).
//!
//! The port shows a [`ConfirmRequest`] and answers with a [`ConfirmToken`] only after the
//! person said yes. The token is minted by [`ConfirmRequest::approve`], which consumes the
//! request, from a random challenge that has no getter: a page that saw every shown word,
//! the id and the digest still cannot make one. [`super::ConfirmDesk`] checks it.
//!
//! What this does not do: it does not protect against a port that says yes unasked. Only
//! the fakes do that, and no shipped crate or host links them.

use std::time::Duration;

use super::ConfirmToken;
use super::token::Challenge;

/// A native screen, an app window of its own, or a page of another origin.
#[async_trait::async_trait]
pub trait Confirm: Send + Sync {
    /// Shows `request` until the person answers or its timeout passes; closes the screen
    /// before it returns. A closed window is [`ConfirmError::Declined`].
    async fn confirm(&self, request: ConfirmRequest) -> Result<ConfirmToken, ConfirmError>;
}

/// The words of a confirmation, already in the person's language.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfirmText {
    /// What is about to happen, as a heading.
    pub title: String,
    /// What exactly, line by line.
    pub lines: Vec<ConfirmLine>,
    /// Statements and warnings that belong to the act.
    pub notes: Vec<String>,
    /// The word on the button that does it.
    pub action_label: String,
    /// The word on the button that does not.
    pub cancel_label: String,
}

/// One line of a confirmation.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfirmLine {
    /// What the value is.
    pub label: String,
    /// The value.
    pub value: String,
}

/// One question to the person; made by [`super::ConfirmDesk`] only.
pub struct ConfirmRequest {
    pub(super) id: ConfirmId,
    pub(super) text: ConfirmText,
    pub(super) request_sha256: [u8; 32],
    pub(super) timeout: Duration,
    pub(super) challenge: Challenge,
}

impl ConfirmRequest {
    /// Names this question; not secret.
    pub fn id(&self) -> ConfirmId {
        self.id
    }

    /// The words to show, all of them.
    pub fn text(&self) -> &ConfirmText {
        &self.text
    }

    /// Four characters that stand on both screens, so that a person can tell that the two
    /// belong together.
    pub fn check_code(&self) -> String {
        self.challenge.check_code(self.id, &self.request_sha256)
    }

    /// SHA-256 of the request that a yes allows.
    pub fn request_sha256(&self) -> &[u8; 32] {
        &self.request_sha256
    }

    /// How long the question may stand.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// The person said yes. Consumes the question, so that one yes gives one token.
    pub fn approve(self) -> ConfirmToken {
        self.challenge.token(self.id, &self.request_sha256)
    }
}

/// Name of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConfirmId(pub(super) [u8; 16]);

impl std::fmt::Display for ConfirmId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Why an act was not confirmed; nothing happened in any of these cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmError {
    /// The person said no or closed the screen.
    #[error("confirmation was declined")]
    Declined,
    /// Nobody answered in time.
    #[error("confirmation was not answered in time")]
    TimedOut,
    /// The screen could not be shown.
    #[error("confirmation cannot be shown")]
    Unavailable,
    /// The token was made for another request, was used before, or was not made here.
    #[error("confirmation does not belong to this request")]
    Refused,
}
