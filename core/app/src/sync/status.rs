//! What the engine last said, for the screens.

use std::collections::BTreeMap;

use tongban_protocol::OperationId;
use tongban_sync::{ItemState, Report};

/// The state of the way to the platform and of each item on it.
#[derive(Debug, Clone, Default)]
pub(crate) struct SyncStatus {
    pub(crate) states: BTreeMap<OperationId, ItemState>,
    /// Whether the platform answered at the last try.
    pub(crate) online: bool,
    /// When it last answered, by the device's clock.
    pub(crate) last_success_at: Option<u64>,
    /// What keeps everything: slug.
    pub(crate) problem: Option<&'static str>,
    /// Until when the engine waits, in milliseconds of the monotonic clock.
    pub(crate) wait_until: Option<u64>,
}

/// What of the screens has to be drawn again.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct News {
    pub(super) outbox: bool,
    pub(super) cases: bool,
    pub(super) certificates: bool,
    pub(super) keys_wanted: bool,
}

impl SyncStatus {
    /// Takes a report in; says what it changes.
    pub(super) fn take(&mut self, report: Report, news: &mut News) {
        news.outbox = true;
        match report {
            Report::Item(id, state) => _ = self.states.insert(id, state),
            Report::Replaced(old, _) => _ = self.states.remove(&old),
            Report::DiskFull => self.problem = Some("disk_full"),
            Report::UpdateNeeded => self.problem = Some("update_needed"),
            Report::SessionRefused => self.problem = Some("session_refused"),
            Report::Forked(_) => self.problem = Some("forked"),
            Report::UntrustedReceipt(_) => news.keys_wanted = true,
            Report::Pulled(_) => news.cases = true,
        }
    }

    /// The platform answered, or could not be reached.
    pub(super) fn answered(&mut self, at: Option<u64>) {
        self.online = at.is_some();
        if at.is_some() {
            self.last_success_at = at;
            // What still keeps it is said again.
            self.problem = None;
        }
    }
}
