//! Going on after a file was set aside: only when the person chose to.

use crate::context::Core;
use crate::session::{self, SessionView};
use crate::storage::StorageError;

/// Opens the store anew beside what was set aside; the report stays in the session's view.
pub(crate) fn open_anew(core: &Core) -> Result<SessionView, StorageError> {
    core.open_store_anew()?;
    core.publish_session();
    session::view(core)
}
