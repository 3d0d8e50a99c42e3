#![allow(non_snake_case)]

use std::fs;

use tongban_device::SecretStore as _;
use tongban_store::{KeySourceError, OpenError, Store, UnlockError, UnlockState, WaitCause};

use crate::support::{Device, PASSPHRASE, PIN, person, secret};

fn locked() -> Device {
    let device = Device::bare();
    drop(
        device
            .open()
            .create_person(person(1), &secret(PASSPHRASE))
            .expect("a wallet"),
    );
    device
}

fn guess(store: &Store) -> UnlockError {
    store
        .unlock(person(1), &secret("a wrong passphrase"))
        .err()
        .expect("a wrong secret opened")
}

fn guess_times(store: &Store, times: u32) {
    (0..times).for_each(|_| drop(guess(store)));
}

fn wrong(left_before_wait: u32, wait_seconds: Option<u64>) -> UnlockError {
    UnlockError::WrongSecret {
        left_before_wait,
        wait_seconds,
    }
}

#[test]
fn rule_K1_wrong_secrets_cost_a_minute_then_a_quarter_then_an_hour() {
    let device = locked();
    let store = device.open();
    for (step, (seconds, next)) in [(60, 900), (900, 3_600), (3_600, 3_600), (3_600, 3_600)]
        .into_iter()
        .enumerate()
    {
        for left in [4, 3, 2, 1] {
            assert_eq!(guess(&store), wrong(left, None));
        }
        assert_eq!(guess(&store), wrong(0, Some(seconds)));
        let wrong_tries = 5 * (step as u32 + 1);
        let state = UnlockState {
            wrong_tries,
            wait_seconds: Some(seconds),
            wait_total_seconds: Some(seconds),
            wait_cause: Some(WaitCause::WrongTries),
            left_before_wait: 5,
            next_wait_seconds: next,
        };
        assert_eq!(store.unlock_state(person(1)), Ok(state));
        assert_eq!(guess(&store), UnlockError::Wait { seconds });
        let right = store.unlock(person(1), &secret(PASSPHRASE)).err();
        assert_eq!(
            right,
            Some(UnlockError::Wait { seconds }),
            "the right secret waits too"
        );
        device.clock.advance_seconds(seconds - 1);
        assert_eq!(guess(&store), UnlockError::Wait { seconds: 1 });
        device.clock.advance_seconds(1);
    }
    store
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("the right secret after the wait");
    let state = store.unlock_state(person(1)).expect("a state");
    assert_eq!(
        (
            state.wrong_tries,
            state.wait_seconds,
            state.next_wait_seconds
        ),
        (0, None, 60)
    );
}

#[test]
fn rule_K1_the_delay_survives_a_restart_of_the_app() {
    let device = locked();
    guess_times(&device.open(), 3);
    assert_eq!(guess(&device.open()), wrong(1, None), "the count went on");
    assert_eq!(guess(&device.open()), wrong(0, Some(60)));
    device.clock.advance_seconds(20);
    assert_eq!(guess(&device.open()), UnlockError::Wait { seconds: 40 });
}

#[test]
fn what_is_left_of_a_wait_comes_with_the_whole_of_it_also_after_a_restart() {
    let device = locked();
    guess_times(&device.open(), 5);
    device.clock.advance_seconds(20);
    let of = |store: Store| {
        let state = store.unlock_state(person(1)).expect("a state");
        (state.wait_seconds, state.wait_total_seconds)
    };
    assert_eq!(of(device.open()), (Some(40), Some(60)));
    device.clock.advance_seconds(40);
    assert_eq!(of(device.open()), (None, None));
    guess_times(&device.open(), 5);
    device.clock.advance_seconds(1);
    assert_eq!(of(device.open()), (Some(899), Some(900)));
}

#[test]
fn rule_K1_a_set_clock_neither_shortens_nor_lengthens_the_wait() {
    let device = locked();
    let store = device.open();
    guess_times(&store, 5);
    for wall in [0, 1, 4_102_444_800] {
        device.clock.set_wall(wall);
        assert_eq!(guess(&store), UnlockError::Wait { seconds: 60 });
        assert_eq!(
            store.unlock_state(person(1)).expect("a state").wait_seconds,
            Some(60)
        );
    }
}

#[test]
fn rule_K1_after_a_reboot_the_whole_wait_begins_again() {
    let device = locked();
    guess_times(&device.open(), 5);
    device.clock.advance_seconds(50);
    device.clock.reboot();
    let store = device.open();
    assert_eq!(guess(&store), UnlockError::Wait { seconds: 60 });
    device.clock.advance_seconds(59);
    assert_eq!(guess(&store), UnlockError::Wait { seconds: 1 });
    device.clock.reboot();
    assert_eq!(
        store.unlock_state(person(1)).expect("a state").wait_seconds,
        Some(60),
        "looking does not skip it"
    );
    device.clock.advance_seconds(60);
    store
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("after the wait");
}

#[test]
fn rule_K1_a_new_boot_that_ran_for_long_gives_none_of_the_wait_back() {
    let device = locked();
    guess_times(&device.open(), 5);
    device.clock.reboot();
    device.clock.advance_seconds(7_200);
    assert_eq!(guess(&device.open()), UnlockError::Wait { seconds: 60 });
}

#[test]
fn rule_K1_presence_is_counted_like_unlocking() {
    let device = locked();
    let store = device.open();
    let db = store
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("unlocks");
    for left in [4, 3, 2, 1] {
        assert_eq!(
            store.check_secret(person(1), &secret("a wrong passphrase")),
            Err(wrong(left, None))
        );
    }
    store
        .check_secret(person(1), &secret(PASSPHRASE))
        .expect("the right secret");
    assert_eq!(
        store.unlock_state(person(1)).expect("a state").wrong_tries,
        0
    );
    assert_eq!(db.id(), person(1), "the wallet stays open");
}

#[test]
fn delays_of_two_persons_do_not_mix() {
    let device = locked();
    let store = device.open();
    drop(
        store
            .create_person(person(2), &secret(PASSPHRASE))
            .expect("a wallet"),
    );
    guess_times(&store, 5);
    store
        .unlock(person(2), &secret(PASSPHRASE))
        .expect("the other one is not delayed");
    assert!(matches!(guess(&store), UnlockError::Wait { .. }));
    let unknown = store.unlock(person(9), &secret(PASSPHRASE)).err();
    assert_eq!(unknown, Some(UnlockError::UnknownPerson));
}

#[test]
fn rule_K1_a_store_opened_anew_gives_no_free_tries() {
    let device = locked();
    for way in ["damaged", "deleted", "deleted with its key"] {
        match way {
            "damaged" => fs::write(device.path("shared.db"), [0x55; 8_192]).expect("overwritten"),
            _ => fs::remove_file(device.path("shared.db")).expect("deleted"),
        }
        if way == "deleted with its key" {
            fs::remove_file(device.path("shared.key")).expect("deleted");
        }
        let asked = device.try_open();
        assert!(
            matches!(asked, Some(OpenError::Quarantined(_))),
            "{way}: {asked:?}"
        );
        let store = Store::open_anew(device.options()).expect("someone decided");
        let adopted = UnlockState {
            wrong_tries: 15,
            wait_seconds: Some(3_600),
            wait_total_seconds: Some(3_600),
            wait_cause: Some(WaitCause::Adopted),
            left_before_wait: 5,
            next_wait_seconds: 3_600,
        };
        assert_eq!(store.unlock_state(person(1)), Ok(adopted), "{way}");
        assert_eq!(guess(&store), UnlockError::Wait { seconds: 3_600 }, "{way}");
        drop(store);
        device.clock.reboot();
        let store = device.open();
        assert_eq!(store.unlock_state(person(1)), Ok(adopted), "a new boot");
        device.clock.advance_seconds(3_600);
        for left in [4, 3, 2, 1] {
            assert_eq!(guess(&store), wrong(left, None), "{way}");
        }
        assert_eq!(guess(&store), wrong(0, Some(3_600)), "{way}");
        let cause = store.unlock_state(person(1)).expect("a state").wait_cause;
        assert_eq!(cause, Some(WaitCause::WrongTries));
    }
}

#[test]
fn rule_K1_with_a_keyring_an_older_shared_database_gives_no_try_back() {
    let device = Device::with_keyring();
    drop(
        device
            .open()
            .create_person(person(1), &secret(PIN))
            .expect("a wallet"),
    );
    let older = fs::read(device.path("shared.db")).expect("a file");
    guess_times(&device.open(), 4);
    fs::write(device.path("shared.db"), &older).expect("put back");
    let store = device.open();
    assert_eq!(
        store.unlock_state(person(1)).expect("a state").wrong_tries,
        4
    );
    assert_eq!(guess(&store), wrong(0, Some(60)), "the fifth all the same");
    drop(store);
    fs::write(device.path("shared.db"), &older).expect("put back");
    assert_eq!(guess(&device.open()), UnlockError::Wait { seconds: 60 });

    // A keyring that is locked while the store opens is asked before the next try.
    fs::write(device.path("shared.db"), &older).expect("put back");
    let store = device.open();
    device.clock.advance_seconds(60);
    let keyring = device.secrets.clone().expect("a keyring");
    keyring.set_locked(true);
    assert!(matches!(
        guess(&store),
        UnlockError::Key(KeySourceError::Keyring(_))
    ));
    keyring.set_locked(false);
    store
        .unlock(person(1), &secret(PIN))
        .expect("the right secret");
    assert_eq!(
        store.unlock_state(person(1)).expect("a state").wrong_tries,
        0
    );
    let kept = |name: &String| name.starts_with("tries-");
    assert!(
        !keyring.names().iter().any(kept),
        "the right secret ends it"
    );

    guess(&store);
    let entry = keyring.names().into_iter().find(kept).expect("an entry");
    keyring.set(&entry, b"not a count").expect("replaced");
    assert!(matches!(guess(&store), UnlockError::Wait { .. }));
    store.erase_person(person(1)).expect("erased");
    assert!(!keyring.names().iter().any(kept), "{:?}", keyring.names());
}
