//! Closing the wallet: by the person, by the shell on suspend, or after a while without use.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tongban_store::{CheckError, PersonDb};

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
    match core.open_db() {
        Some(db) if !db.is_checked() => check_then_work(core, &db),
        _ => work(core),
    }
    watch_every(core, LOOK_EVERY);
}

fn work(core: &Arc<Core>) {
    sync::start(core);
    reminders::start(core);
}

/// A large wallet can be read before it is known to be whole. One that is not is closed and set aside,
/// as it would have been before it was opened.
fn check_then_work(core: &Arc<Core>, db: &Arc<PersonDb>) {
    let (weak, db) = (Arc::downgrade(core), db.clone());
    tokio::spawn(async move {
        let (checked, db) = loop {
            let (db, weak) = (db.clone(), weak.clone());
            let checked = tokio::task::spawn_blocking(move || (db.check(), db)).await;
            match checked {
                // It could not be looked at; until it is, nothing is written and nothing sent.
                Ok((Err(CheckError::Failed(_)), db)) if is_open(&weak, &db) => drop(db),
                Ok(checked) => break checked,
                Err(_) => return,
            }
            tokio::time::sleep(LOOK_EVERY).await;
        };
        let Some(core) = weak.upgrade() else { return };
        // Whoever has closed it meanwhile meets the damage at the next unlock.
        if !is_open(&weak, &db) {
            return;
        }
        match checked {
            Ok(()) => work(&core),
            Err(CheckError::Damaged(reason)) => {
                let person = db.id();
                drop(db);
                let closed = tokio::task::spawn_blocking(move || {
                    core.close_wallet();
                    if let Ok(store) = core.store() {
                        // What cannot be moved now is met at the next unlock.
                        store.set_aside(person, reason).ok();
                    }
                    core.publish_session();
                });
                closed.await.ok();
            }
            Err(CheckError::Failed(_)) => {}
        }
    });
}

fn is_open(core: &Weak<Core>, db: &Arc<PersonDb>) -> bool {
    let open = core.upgrade().and_then(|core| core.open_db());
    open.is_some_and(|open| Arc::ptr_eq(&open, db))
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
    use tongban_store::{PersonId, RecordId, StoredRow, UserSecret};

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

    /// Fills the wallet until it is too large to be checked before it is open, and closes it.
    fn filled(core: &Core) {
        let db = core.open_db().expect("open");
        let id = RecordId::from_bytes([7; 16]);
        let mut noise = 1_u32;
        let mut byte = |_| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 24) as u8
        };
        let rows = (1..=1_500).map(|seq| StoredRow {
            scope: id,
            epoch: id,
            seq,
            kind: "draft".into(),
            case: id,
            version: 0,
            body: (0..1_000).map(&mut byte).collect(),
            received_at: 1,
        });
        let rows: Vec<StoredRow> = rows.collect();
        let stored = db.write(|tx| rows.iter().try_for_each(|row| tx.put_row(row)));
        stored.expect("stored");
        core.close_wallet();
    }

    fn opened_again(core: &Arc<Core>) {
        let secret = UserSecret::new("correct horse".into());
        let store = core.store().expect("a store");
        let db = store.unlock(PersonId::from_bytes([1; 16]), &secret);
        let db = db.expect("open before it is checked");
        assert!(!db.is_checked());
        core.open_wallet(Arc::new(db));
        watch(core);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_large_wallet_is_open_at_once_and_checked_behind_the_screens() {
        let dir = tempfile::tempdir().expect("a folder");
        let core = unlocked(&Arc::new(FakeClock::at(1_772_413_200)), dir.path());
        filled(&core);
        opened_again(&core);
        let db = core.open_db().expect("open");
        for _ in 0..2_000 {
            if db.is_checked() {
                assert!(core.is_unlocked());
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("nobody checks it");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_large_wallet_that_is_damaged_is_closed_set_aside_and_reported() {
        let dir = tempfile::tempdir().expect("a folder");
        let core = unlocked(&Arc::new(FakeClock::at(1_772_413_200)), dir.path());
        filled(&core);
        let person = PersonId::from_bytes([1; 16]);
        let file = dir.path().join(format!("person-{person}.db"));
        let mut bytes = std::fs::read(&file).expect("a file");
        *bytes.last_mut().expect("a byte") ^= 1;
        std::fs::write(&file, bytes).expect("changed");
        let mut events = core.events();
        opened_again(&core);
        let told = async {
            loop {
                if let Ok(EventView::SessionChanged(view)) = events.recv().await
                    && view.state == SessionState::NoWallet
                {
                    return view;
                }
            }
        };
        let told = tokio::time::timeout(Duration::from_secs(20), told).await;
        let told = told.expect("the screen is told");
        assert_eq!(told.quarantined[0].reason, "damaged_pages");
        assert!(!core.is_unlocked());
        assert!(!file.exists(), "it was set aside");
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
