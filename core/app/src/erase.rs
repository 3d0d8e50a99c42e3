//! Erasing the wallet: also locked, for someone who has forgotten the secret; after Confirm.

use std::sync::Arc;

use crate::confirm::{Words, confirm};
use crate::context::{Core, blocking};
use crate::enrol;
use crate::error::ErrorView;
use crate::events::{EventView, NothingView};
use crate::keys;
use crate::session::{self, SessionView};
use crate::storage::StorageError;

/// Erases every certificate and key of this device; settings and snapshots stay.
pub(crate) async fn erase(core: &Arc<Core>) -> Result<SessionView, ErrorView> {
    let text = blocking(core, |core| -> Result<_, StorageError> {
        core.store()?;
        let messages = core.messages();
        let words = Words::new(&messages, "erase");
        let holds = words.say("holds_value", &crate::Params::new());
        Ok(words
            .line("holds", holds)
            .note("note_gone")
            .note("note_not_revoked")
            .note("note_settings")
            .done())
    })
    .await?;
    confirm(core, text, b"wallet.erase").await?;
    blocking(core, |core| -> Result<_, StorageError> {
        let store = core.store()?;
        core.close_wallet();
        for person in store.persons()? {
            keys::erase_all(core, person);
            store.erase_person(person)?;
        }
        enrol::forget_pending(&store)?;
        core.publish(EventView::CertificatesChanged(NothingView {}));
        core.publish_session();
        session::view(core)
    })
    .await
}
