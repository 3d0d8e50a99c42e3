//! Ringing in time, while the wallet is open. A closed wallet cannot say what is in it: what became
//! due meanwhile rings at the next unlock, each subject once.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

use super::ring::ring;
use crate::context::{Core, lock};
use crate::events::EventView;

/// Starts the task for the open wallet; it ends with the wallet, with the app, or when another one
/// is started.
pub(crate) fn start(core: &Arc<Core>) {
    let generation = {
        let mut reminders = lock(&core.reminders);
        reminders.generation += 1;
        reminders.generation
    };
    let mut events = core.events();
    let weak = Arc::downgrade(core);
    tokio::spawn(async move {
        loop {
            let Some(core) = weak.upgrade() else { return };
            let rung = tokio::task::spawn_blocking(move || {
                let is_own = lock(&core.reminders).generation == generation;
                let goes_on = is_own && core.is_unlocked();
                if goes_on {
                    // What cannot be read or noted now is tried again at the next turn.
                    ring(&core).ok();
                }
                goes_on.then(|| nap(&core))
            });
            let Ok(Some(nap)) = rung.await else { return };
            tokio::select! {
                () = tokio::time::sleep(nap) => {}
                heard = something(&mut events) => if !heard { return },
            }
        }
    });
}

/// The wallet is closed: waits until no ringing uses its database, and forgets what was to come.
pub(crate) fn end(core: &Core) {
    drop(lock(&core.reminders_turn));
    let mut reminders = lock(&core.reminders);
    reminders.generation += 1;
    (reminders.next, reminders.rung) = (None, false);
}

/// Until the next one is due by the wall clock, which may be set at any time.
fn nap(core: &Core) -> Duration {
    let now = core.now();
    let next = lock(&core.reminders).next;
    let left = next.map_or(NAP, |next| {
        Duration::from_secs(next.saturating_sub(now).max(1))
    });
    left.min(NAP)
}

/// Waits for something from which a reminder may follow; false at the end of the app.
async fn something(events: &mut Receiver<EventView>) -> bool {
    loop {
        match events.recv().await {
            Ok(
                EventView::CasesChanged(_)
                | EventView::CertificatesChanged(_)
                | EventView::DraftsChanged(_)
                | EventView::RemindersChanged(_)
                | EventView::ServicesChanged(_)
                | EventView::SessionChanged(_),
            )
            | Err(RecvError::Lagged(_)) => break,
            Ok(_) => {}
            Err(RecvError::Closed) => return false,
        }
    }
    // What comes together is looked at together.
    tokio::time::sleep(TOGETHER).await;
    while !matches!(
        events.try_recv(),
        Err(TryRecvError::Empty | TryRecvError::Closed)
    ) {}
    true
}

/// How long a wait is at most not looked at.
const NAP: Duration = Duration::from_secs(60);
const TOGETHER: Duration = Duration::from_millis(200);
