//! Deleting a certificate from this device, after Confirm (rule U1). It is not revoked by that.

use std::sync::Arc;

use thiserror::Error;
use tongban_store::WriteError;

use super::card::{self};
use super::{CardState, CertificateError, CertificateRequest};
use crate::confirm::{ConfirmError, Words, confirm};
use crate::context::{Core, blocking};
use crate::error::{ErrorCode, ErrorView, Fold, Params};
use crate::events::{EventView, NothingView};
use crate::keys;
use crate::storage::StorageError;
use crate::wallet::WalletError;

/// Erases the certificate with its keys; nothing happens without the person's yes.
pub(crate) async fn delete(
    core: &Arc<Core>,
    request: CertificateRequest,
) -> Result<NothingView, ErrorView> {
    let id = request.id()?;
    let text = blocking(core, move |core| -> Result<_, DeleteError> {
        let db = core.unlocked()?;
        let card = card::of(core, &db, id)?;
        let messages = core.messages();
        let whose = match card.state {
            CardState::Unreadable => messages.text("app.certificate.unreadable"),
            _ => card.holder_name,
        };
        let words = Words::new(&messages, "delete")
            .line(
                "certificate",
                format!("{} {whose}", messages.text(&card.title_key)),
            )
            .line("issuer", card.issuer_name)
            .line("valid_until", messages.day(&card.valid_until))
            .note("note_gone")
            .note("note_not_revoked");
        Ok(words.done())
    })
    .await?;
    confirm(
        core,
        text,
        &[b"certificates.delete".as_slice(), &id.to_bytes()].concat(),
    )
    .await
    .map_err(DeleteError::from)?;
    blocking(core, move |core| -> Result<_, DeleteError> {
        let db = core.unlocked()?;
        let aliases = db
            .write(|tx| tx.delete_certificate(id))
            .map_err(|error| match error {
                WriteError::NotFound => DeleteError::Certificate(CertificateError::NotFound),
                error => StorageError::from(error).into(),
            })?;
        keys::erase(core, &aliases);
        core.publish(EventView::CertificatesChanged(NothingView {}));
        Ok(NothingView {})
    })
    .await
}

/// Why the certificate is still here.
#[derive(Debug, Error)]
enum DeleteError {
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    #[error(transparent)]
    Confirm(#[from] ConfirmError),
}

impl From<StorageError> for DeleteError {
    fn from(error: StorageError) -> Self {
        Self::Certificate(error.into())
    }
}

impl From<WalletError> for DeleteError {
    fn from(error: WalletError) -> Self {
        Self::Certificate(error.into())
    }
}

impl Fold for DeleteError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Certificate(error) => error.code(),
            Self::Confirm(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Certificate(error) => error.params(),
            Self::Confirm(error) => error.params(),
        }
    }
}
