//! Erasing the wallet, or an enrolment without its answer: also locked, for someone who has
//! forgotten the secret; after Confirm.

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
        let messages = core.messages();
        let pending = enrol::pending_person(&*core.store()?)?.is_some();
        // Who forgot the secret of an enrolment that never came to its end loses no certificate.
        let (words, notes) = if pending && core.person()?.is_none() {
            let notes = ["note_voucher", "note_settings"].as_slice();
            (Words::new(&messages, "give_up"), notes)
        } else {
            let notes = ["note_gone", "note_not_revoked", "note_settings"].as_slice();
            (Words::new(&messages, "erase"), notes)
        };
        let holds = words.say("holds_value", &crate::Params::new());
        let words = words.line("holds", holds);
        Ok(notes
            .iter()
            .fold(words, |words, note| words.note(note))
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
