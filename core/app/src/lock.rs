//! Closing the wallet: by the person, by the shell on suspend, or after a while without use.

use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::context::Core;
use crate::session::{self, SessionView};
use crate::storage::StorageError;

/// Closes the wallet and wipes its key; a closed wallet stays closed.
pub(crate) fn lock(core: &Core) -> Result<SessionView, StorageError> {
    let was_open = core.close_wallet();
    let view = session::view(core)?;
    if was_open {
        core.publish_session();
    }
    Ok(view)
}

/// Closes the idle wallet without waiting for the next call; ends with the app.
pub(crate) fn watch(core: &Arc<Core>) {
    let core: Weak<Core> = Arc::downgrade(core);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let Some(core) = core.upgrade() else { return };
            let done = tokio::task::spawn_blocking(move || {
                core.lock_when_idle();
                !core.is_unlocked()
            });
            if done.await.unwrap_or(true) {
                return;
            }
        }
    });
}

const LOOK_EVERY: Duration = Duration::from_secs(5);
