use std::sync::Arc;

use tongban_app::{App, ScanTextRequest, VerdictView};

use crate::WalletError;

/// Reads somebody's code and says what can be said about it. Needs no unlocked wallet and
/// makes no request to a network.
#[derive(uniffi::Object)]
pub struct Verifier {
    app: Arc<App>,
}

impl Verifier {
    pub(crate) fn new(app: Arc<App>) -> Self {
        Self { app }
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl Verifier {
    /// The verdict on a code's text, as a scanner of the host gives it.
    pub async fn verify_text(&self, text: String) -> Result<VerdictView, WalletError> {
        let request = ScanTextRequest { text };
        let verdict = self.app.scan_text(request).await?;
        Ok(verdict)
    }

    /// The verdict on the code in a PNG, JPEG or WebP picture.
    pub async fn verify_image(&self, picture: Vec<u8>) -> Result<VerdictView, WalletError> {
        let verdict = self.app.scan_image(picture).await?;
        Ok(verdict)
    }
}
