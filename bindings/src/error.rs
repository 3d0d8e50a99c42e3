use tongban_app::{ErrorView, StartError};

/// Why something was not done. The view says what a screen needs: a kind, a code that is
/// never translated, what is safe, and what to do next.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum WalletError {
    /// The use case refused or failed.
    #[error("{}", view.code)]
    Failed {
        /// What a screen needs to know.
        view: ErrorView,
    },
    /// The shell brings no trust root, or one that does not check out.
    #[error("trust root of the shell is missing or broken")]
    NoTrust,
}

impl From<ErrorView> for WalletError {
    fn from(view: ErrorView) -> Self {
        Self::Failed { view }
    }
}

impl From<StartError> for WalletError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::NoAnchor | StartError::BadAnchor => Self::NoTrust,
        }
    }
}
