//! Ringing in time, while the wallet is open. A closed wallet cannot say what is in it: what became
//! due meanwhile rings at the next unlock, each subject once.

use std::sync::Arc;
use std::sync::atomic::Ordering;
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
                let goes_on = is_own(&core, generation) && core.is_unlocked();
                if goes_on && ring(&core).is_err() {
                    // What cannot be read or noted now is tried again.
                    lock(&core.reminders).next = Some(core.now() + LATER);
                }
                goes_on
            });
            if !rung.await.unwrap_or(false) {
                return;
            }
            loop {
                let Some(core) = weak.upgrade() else { return };
                if !is_own(&core, generation) {
                    return;
                }
                let nap = nap(&core);
                drop(core);
                tokio::select! {
                    () = tokio::time::sleep(nap) => {
                        let Some(core) = weak.upgrade() else { return };
                        if is_due(&core) {
                            break;
                        }
                    }
                    heard = something(&mut events) => match heard {
                        true => break,
                        false => return,
                    },
                }
            }
        }
    });
}

fn is_own(core: &Core, generation: u64) -> bool {
    lock(&core.reminders).generation == generation
}

/// Tells the screens how many messages wait, soon: what comes together is counted once, and nobody
/// who syncs waits for it. While a snapshot comes in the count would be that of a part.
pub(crate) fn count_soon(core: &Arc<Core>) {
    if core.messages_due.swap(true, Ordering::Relaxed) {
        return;
    }
    let weak = Arc::downgrade(core);
    tokio::spawn(async move {
        tokio::time::sleep(TOGETHER).await;
        let counted = tokio::task::spawn_blocking(move || {
            let Some(core) = weak.upgrade() else { return };
            let _turn = lock(&core.reminders_turn);
            core.messages_due.store(false, Ordering::Relaxed);
            let filling = core.open_db().map(|db| db.snapshots());
            if matches!(filling, Some(Ok(snapshots)) if snapshots.is_empty()) {
                core.publish_messages();
            }
        });
        // One that broke off is made up for by the next.
        counted.await.ok();
    });
}

/// The wallet is closed: waits until no ringing uses its database, and forgets what was to come.
pub(crate) fn end(core: &Core) {
    drop(lock(&core.reminders_turn));
    let mut reminders = lock(&core.reminders);
    reminders.generation += 1;
    (reminders.next, reminders.rung) = (None, false);
}

/// Until the next one is due, and at most a minute: the wall clock may be set at any time. What
/// wakes it then is a look at the clock; nothing is read before something is due.
fn nap(core: &Core) -> Duration {
    let next = lock(&core.reminders).next;
    let left = next.map_or(NAP, |next| {
        Duration::from_secs(next.saturating_sub(core.now()).max(1))
    });
    left.min(NAP)
}

fn is_due(core: &Core) -> bool {
    let next = lock(&core.reminders).next;
    next.is_some_and(|next| next <= core.now())
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
/// Seconds until what failed is tried again.
pub(super) const LATER: u64 = 60;
const TOGETHER: Duration = Duration::from_millis(200);
