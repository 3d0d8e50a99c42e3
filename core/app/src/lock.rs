//! Closing the wallet: by the person, by the shell on suspend, or after a while without use.

use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::context::Core;
use crate::session::{self, SessionView};
use crate::storage::StorageError;
use crate::{reminders, sync};

/// Closes the wallet and wipes its key; a closed wallet stays closed.
pub(crate) fn lock(core: &Core) -> Result<SessionView, StorageError> {
    let was_open = core.close_wallet();
    let view = session::view(core)?;
    if was_open {
        core.publish_session();
    }
    Ok(view)
}

/// What runs while the wallet is open: carrying what was asked for, reminding, and closing the idle wallet
/// without waiting for the next call. Ends with the app.
pub(crate) fn watch(core: &Arc<Core>) {
    sync::start(core);
    reminders::start(core);
    watch_every(core, LOOK_EVERY);
}

fn watch_every(core: &Arc<Core>, look_every: Duration) {
    let weak: Weak<Core> = Arc::downgrade(core);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(look_every).await;
            let Some(core) = weak.upgrade() else { return };
            let done = tokio::task::spawn_blocking(move || {
                core.lock_when_idle();
                !core.is_unlocked()
            });
            if done.await.unwrap_or(true) {
                if let Some(core) = weak.upgrade() {
                    sync::watch_sealed(&core);
                }
                return;
            }
        }
    });
}

const LOOK_EVERY: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use tongban_device::clock::FakeClock;
    use tongban_device::confirm::ScriptedConfirm;
    use tongban_device::entropy::SeededEntropy;
    use tongban_device::transport::PanicTransport;
    use tongban_store::{PersonId, UserSecret};

    use super::*;
    use crate::{AppConfig, Capabilities, EventView, HostView, Kdf, SessionState};

    fn unlocked(clock: &Arc<FakeClock>, dir: &std::path::Path) -> Arc<Core> {
        let mut config = AppConfig::new(dir, HostView::Browser);
        config.kdf = Kdf::fast_for_tests();
        config.anchors = vec![include_bytes!("../../../assets/demo/root-1.cbor").to_vec()];
        config.built_in_list = None;
        let capabilities = Capabilities {
            clock: clock.clone(),
            entropy: Arc::new(SeededEntropy::new(1)),
            secrets: None,
            device_key: None,
            transport: Arc::new(PanicTransport),
            confirm: Arc::new(ScriptedConfirm::always_yes()),
            presence: None,
            notifier: None,
            hints: None,
        };
        let core = Arc::new(Core::start(config, capabilities).expect("a core"));
        let db = core
            .store()
            .expect("a store")
            .create_person(
                PersonId::from_bytes([1; 16]),
                &UserSecret::new("correct horse".into()),
            )
            .expect("a wallet");
        core.open_wallet(Arc::new(db));
        core
    }

    async fn locked_event(events: &mut tokio::sync::broadcast::Receiver<EventView>) {
        loop {
            if let Ok(EventView::SessionChanged(view)) = events.recv().await
                && view.state == SessionState::Locked
            {
                return;
            }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_watcher_locks_the_idle_wallet_without_any_call_and_then_ends() {
        let dir = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(FakeClock::at(1_772_413_200));
        let core = unlocked(&clock, dir.path());
        let mut events = core.events();
        watch_every(&core, Duration::from_millis(1));

        clock.advance_seconds(299);
        let early =
            tokio::time::timeout(Duration::from_millis(100), locked_event(&mut events)).await;
        assert!(
            early.is_err() && core.is_unlocked(),
            "one second is left of five minutes"
        );
        clock.advance_seconds(1);
        tokio::time::timeout(Duration::from_secs(20), locked_event(&mut events))
            .await
            .expect("the screen is told");
        assert!(!core.is_unlocked());

        let held = Arc::downgrade(&core);
        drop(core);
        for _ in 0..200 {
            if held.strong_count() == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the watcher keeps the core alive");
    }
}
