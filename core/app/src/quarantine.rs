//! Going on after a file was set aside: only when the person says so on Confirm (rule U1), since
//! with the shared file goes what the device remembers of wrong secrets, lists and proofs.

use std::sync::Arc;

use crate::Params;
use crate::confirm::{Words, confirm};
use crate::context::{Core, blocking};
use crate::error::ErrorView;
use crate::session::{self, SessionView};
use crate::storage::StorageError;

/// Opens the store anew beside what was set aside; the report stays in the session's view, and
/// the wallet waits before its first try (rule K1). Asks nobody where the store opens as it is.
pub(crate) async fn open_anew(core: &Arc<Core>) -> Result<SessionView, ErrorView> {
    let opens = blocking(core, |core| match core.store() {
        Ok(_) => Ok(true),
        Err(error) if error.may_start_anew() => Ok(false),
        Err(error) => Err(error),
    })
    .await?;
    if !opens {
        let messages = core.messages();
        let words = Words::new(&messages, "open_anew");
        let begins = words.say("begins_value", &Params::new());
        let text = words
            .line("begins", begins)
            .line("folder", core.config.data_dir.display().to_string())
            .note("note_kept")
            .note("note_wait")
            .note("note_lists")
            .done();
        confirm(core, text, b"store.open_anew").await?;
    }
    blocking(core, |core| -> Result<_, StorageError> {
        core.open_store_anew()?;
        core.publish_session();
        session::view(core)
    })
    .await
}
