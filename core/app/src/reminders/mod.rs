//! What the device reminds of: an inbox that is the truth, and what rings because of it. What is
//! due when is `docs/notices.md`.

mod facts;
mod inbox;
mod ladder;
mod marks;
mod plan;
mod ring;
mod settings;
mod task;
#[cfg(test)]
mod tests;
mod view;
#[cfg(test)]
mod year;

use std::collections::BTreeSet;

use crate::context::Core;
use crate::events::NothingView;

pub(crate) use inbox::{list, read, read_all};
pub(crate) use marks::{adopt, scope};
pub(crate) use settings::{get, set};
pub(crate) use task::{count_soon, end, start};

pub use settings::{RemindersSetRequest, RemindersView};
pub use view::{OpenLinkView, ReminderView, VisibleRequest};

/// What is known in memory; [`Core`] holds one.
#[derive(Default)]
pub(crate) struct Reminders {
    /// When the next one becomes due.
    next: Option<u64>,
    /// What this process has shown and not taken away.
    standing: BTreeSet<String>,
    /// Whether it rang since the wallet was opened.
    rung: bool,
    /// Which task is the one that runs.
    generation: u64,
}

/// The screen says whether a person can see it: only then is a stream of hints worth its battery.
pub(crate) fn visible(core: &Core, request: &VisibleRequest) -> NothingView {
    core.visible.send_replace(request.visible);
    NothingView {}
}
