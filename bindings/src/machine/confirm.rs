use std::sync::Arc;
use std::time::Duration;

use tongban_device::{Confirm, ConfirmError, ConfirmLine, ConfirmRequest, ConfirmToken};
use uniffi::UnexpectedUniFFICallbackError;

/// A native screen that the web view can neither draw, press nor read (rule U1).
#[uniffi::export(foreign)]
#[async_trait::async_trait]
pub trait ConfirmBridge: Send + Sync {
    /// Shows all of `question` until the person answers or its timeout passes, and closes the
    /// screen before it returns. A closed screen is `Declined`.
    async fn confirm(&self, question: ConfirmView) -> Result<ConfirmAnswer, ConfirmBridgeError>;
}

/// The words to show, already in the person's language.
#[derive(uniffi::Record)]
pub struct ConfirmView {
    /// Names this question.
    pub id: String,
    /// What is about to happen.
    pub title: String,
    /// What exactly, line by line.
    pub lines: Vec<ConfirmLineView>,
    /// Statements and warnings that belong to the act.
    pub notes: Vec<String>,
    /// The word on the button that does it.
    pub action_label: String,
    /// The word on the button that does not.
    pub cancel_label: String,
    /// Four characters that stand on both screens.
    pub check_code: String,
    /// How long the question may stand.
    pub timeout: Duration,
}

/// One line of a question.
#[derive(uniffi::Record)]
pub struct ConfirmLineView {
    /// What the value is.
    pub label: String,
    /// The value.
    pub value: String,
}

/// What the person pressed.
#[derive(uniffi::Enum)]
pub enum ConfirmAnswer {
    /// Do it.
    Approved,
    /// Do not, or the screen was closed.
    Declined,
}

/// Why nobody was asked, or nobody answered.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum ConfirmBridgeError {
    /// Nobody answered in time.
    #[error("confirmation was not answered in time")]
    TimedOut,
    /// The screen could not be shown, or threw something unexpected.
    #[error("confirmation cannot be shown")]
    Unavailable,
}

impl From<UnexpectedUniFFICallbackError> for ConfirmBridgeError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable
    }
}

impl From<ConfirmBridgeError> for ConfirmError {
    fn from(error: ConfirmBridgeError) -> Self {
        match error {
            ConfirmBridgeError::TimedOut => Self::TimedOut,
            ConfirmBridgeError::Unavailable => Self::Unavailable,
        }
    }
}

impl From<&ConfirmRequest> for ConfirmView {
    fn from(request: &ConfirmRequest) -> Self {
        let text = request.text().clone();
        Self {
            id: request.id().to_string(),
            title: text.title,
            lines: text.lines.into_iter().map(Into::into).collect(),
            notes: text.notes,
            action_label: text.action_label,
            cancel_label: text.cancel_label,
            check_code: request.check_code(),
            timeout: request.timeout(),
        }
    }
}

impl From<ConfirmLine> for ConfirmLineView {
    fn from(line: ConfirmLine) -> Self {
        Self {
            label: line.label,
            value: line.value,
        }
    }
}

pub(super) struct BridgedConfirm(pub(super) Arc<dyn ConfirmBridge>);

#[async_trait::async_trait]
impl Confirm for BridgedConfirm {
    async fn confirm(&self, request: ConfirmRequest) -> Result<ConfirmToken, ConfirmError> {
        match self.0.confirm(ConfirmView::from(&request)).await? {
            ConfirmAnswer::Approved => Ok(request.approve()),
            ConfirmAnswer::Declined => Err(ConfirmError::Declined),
        }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use tongban_device::confirm::{ConfirmAnswer as Person, confirm_contract};
    use tongban_device::entropy::SeededEntropy;

    use super::*;

    struct Shell(fn() -> Result<ConfirmAnswer, ConfirmBridgeError>);

    #[async_trait::async_trait]
    impl ConfirmBridge for Shell {
        async fn confirm(
            &self,
            question: ConfirmView,
        ) -> Result<ConfirmAnswer, ConfirmBridgeError> {
            assert_eq!(question.check_code.len(), 4);
            assert_eq!(question.lines.len(), 1);
            (self.0)()
        }
    }

    async fn check(answer: fn() -> Result<ConfirmAnswer, ConfirmBridgeError>, person: Person) {
        let bridged = BridgedConfirm(Arc::new(Shell(answer)));
        confirm_contract(&bridged, &SeededEntropy::new(1), person).await;
    }

    #[tokio::test]
    async fn rule_U1_only_an_approval_of_the_shell_makes_a_token() {
        check(|| Ok(ConfirmAnswer::Approved), Person::Yes).await;
        check(|| Ok(ConfirmAnswer::Declined), Person::No).await;
        check(|| Err(ConfirmBridgeError::TimedOut), Person::Timeout).await;
    }
}
