//! Another PIN or passphrase: the old one or the new one opens, at every moment.
#![allow(non_snake_case)]

use std::io::{BufRead, BufReader, Write as _};
use std::process::Stdio;
use std::time::Duration;

use tongban_store::{ChangeSecretError, SecretPolicyError, StorageFault, Store, UnlockError};

use crate::support::{Device, PASSPHRASE, PIN, add, child, person, secret};

const NEW_PIN: &str = "314159";
const NEW_PASSPHRASE: &str = "battery staple";
const FOLDER: &str = "TONGBAN_TEST_CHANGE_SECRET";

fn opens(store: &Store, text: &str) -> bool {
    match store.unlock(person(1), &secret(text)) {
        Ok(db) => {
            assert_eq!(db.certificates().expect("reads").len(), 1, "all is there");
            true
        }
        Err(UnlockError::WrongSecret { .. }) => false,
        Err(error) => panic!("{error:?}"),
    }
}

fn wallet(device: &Device, text: &str) -> Store {
    let store = device.open();
    let db = store
        .create_person(person(1), &secret(text))
        .expect("a wallet");
    add(&db, 1).expect("stored");
    store
}

#[test]
fn rule_K1_a_new_secret_opens_at_every_level_and_the_old_one_does_not() {
    for (device, old, new) in [
        (Device::bare(), PASSPHRASE, NEW_PASSPHRASE),
        (Device::with_keyring(), PIN, NEW_PIN),
        (Device::with_key_store(), PIN, NEW_PIN),
    ] {
        let store = wallet(&device, old);
        let open = store.unlock(person(1), &secret(old)).expect("unlocks");
        let database = device.path(&format!("person-{}.db", person(1)));
        let before = std::fs::read(&database).expect("the database");
        store
            .change_secret(person(1), &secret(old), &secret(new))
            .expect("changed");
        assert_eq!(open.certificates().expect("stays open").len(), 1);
        let after = std::fs::read(&database).expect("the database");
        assert!(before == after, "the database was written again");
        drop(open);
        assert!(!opens(&store, old));
        assert!(opens(&store, new));
        drop(store);
        assert!(opens(&device.open(), new), "after a restart too");
    }
}

#[test]
fn rule_K1_a_wrong_present_secret_counts_and_a_bad_new_one_does_not() {
    let device = Device::with_keyring();
    let store = wallet(&device, PIN);
    let change = |old: &str, new: &str| store.change_secret(person(1), &secret(old), &secret(new));
    for (new, refused) in [
        ("12345", SecretPolicyError::TooShort { min: 6 }),
        ("secret", SecretPolicyError::NotDigits),
        ("123456", SecretPolicyError::Trivial),
    ] {
        assert_eq!(
            change("141421", new),
            Err(ChangeSecretError::Secret(refused)),
            "{new}"
        );
    }
    let tries = || store.unlock_state(person(1)).expect("a state").wrong_tries;
    assert_eq!(tries(), 0);
    for left in [4, 3, 2, 1] {
        let wrong = UnlockError::WrongSecret {
            left_before_wait: left,
            wait_seconds: None,
        };
        assert_eq!(change("141421", NEW_PIN), Err(wrong.into()));
    }
    let last = UnlockError::WrongSecret {
        left_before_wait: 0,
        wait_seconds: Some(60),
    };
    assert_eq!(change("141421", NEW_PIN), Err(last.into()));
    assert_eq!(
        change(PIN, NEW_PIN),
        Err(UnlockError::Wait { seconds: 60 }.into()),
        "the right one waits as well"
    );
    device.clock.advance_seconds(60);
    assert_eq!(change(PIN, PIN), Err(ChangeSecretError::Same));
    assert_eq!(tries(), 0, "the right one was given");
    assert!(opens(&store, PIN));
}

#[test]
fn a_key_file_that_cannot_be_written_leaves_the_old_secret() {
    let device = Device::bare();
    let store = wallet(&device, PASSPHRASE);
    // Folders under the names of the temporary files: each write fails at its first step.
    let in_the_way: Vec<_> = (0..20)
        .map(|number| device.path(&format!(".unfinished-{}-{number}", std::process::id())))
        .collect();
    in_the_way
        .iter()
        .for_each(|path| std::fs::create_dir(path).expect("a folder"));
    let failed = store.change_secret(person(1), &secret(PASSPHRASE), &secret(NEW_PASSPHRASE));
    assert!(
        matches!(
            failed,
            Err(ChangeSecretError::Storage(StorageFault::Disk(_)))
        ),
        "{failed:?}"
    );
    assert!(opens(&store, PASSPHRASE));
    assert!(!opens(&store, NEW_PASSPHRASE));
    in_the_way
        .iter()
        .for_each(|path| std::fs::remove_dir(path).expect("out of the way"));
    store
        .change_secret(person(1), &secret(PASSPHRASE), &secret(NEW_PASSPHRASE))
        .expect("later it works");
    assert!(opens(&store, NEW_PASSPHRASE));
}

#[test]
fn a_keyring_that_falls_silent_changes_nothing_and_costs_no_try() {
    let device = Device::with_keyring();
    let store = wallet(&device, PIN);
    let keyring = device.secrets.clone().expect("a keyring");
    keyring.set_locked(true);
    let failed = store.change_secret(person(1), &secret(PIN), &secret(NEW_PIN));
    assert!(
        matches!(failed, Err(ChangeSecretError::Unlock(UnlockError::Key(_)))),
        "{failed:?}"
    );
    keyring.set_locked(false);
    assert_eq!(
        store.unlock_state(person(1)).expect("a state").wrong_tries,
        0
    );
    assert!(opens(&store, PIN));
}

#[test]
fn a_wallet_that_is_gone_gets_no_key_file_again() {
    let device = Device::bare();
    let store = wallet(&device, PASSPHRASE);
    store.erase_person(person(1)).expect("erased");
    assert_eq!(
        store.change_secret(person(1), &secret(PASSPHRASE), &secret(NEW_PASSPHRASE)),
        Err(ChangeSecretError::Unlock(UnlockError::UnknownPerson))
    );
    assert!(
        !device
            .files()
            .iter()
            .any(|name| name.starts_with("person-"))
    );
}

/// Changes to and fro until it is killed, and says so each time.
fn change_for_ever(folder: &std::path::Path) -> ! {
    let store = Store::open(Device::bare().options_in(folder)).expect("the child opens the store");
    let mut texts = [PASSPHRASE, NEW_PASSPHRASE];
    if !opens(&store, PASSPHRASE) {
        texts.reverse();
    }
    let mut out = std::io::stdout();
    loop {
        // Past the test harness, which would keep it to the end.
        writeln!(out, "opens with {}", texts[0])
            .and_then(|()| out.flush())
            .expect("the parent listens");
        store
            .change_secret(person(1), &secret(texts[0]), &secret(texts[1]))
            .expect("changed");
        texts.reverse();
    }
}

#[test]
fn rule_K1_a_kill_at_any_moment_of_a_change_leaves_one_of_the_two_secrets() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        change_for_ever(folder.as_ref());
    }
    let device = Device::bare();
    drop(wallet(&device, PASSPHRASE));
    let mut found = [0, 0];
    for round in 0..24 {
        let mut child = child(
            "change_secret::rule_K1_a_kill_at_any_moment_of_a_change_leaves_one_of_the_two_secrets",
            FOLDER,
            device.dir.path(),
        )
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child");
        // Kept to the end: a child that nobody listens to would end by itself.
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let said = lines
            .by_ref()
            .map_while(Result::ok)
            .filter(|line| line.contains("opens with"))
            .take(1 + round % 4)
            .count();
        // Other moments each time: between the steps, and within one.
        std::thread::sleep(Duration::from_micros(400 * round as u64));
        child.kill().expect("kill");
        child.wait().expect("its end");
        assert_eq!(said, 1 + round % 4, "the child ended by itself");

        let store = device.open();
        let (old, new) = (opens(&store, PASSPHRASE), opens(&store, NEW_PASSPHRASE));
        assert!(old != new, "round {round}: old {old}, new {new}");
        found[usize::from(new)] += 1;
        assert_eq!(store.quarantined(), Ok(vec![]));
    }
    assert!(found.iter().all(|times| *times > 0), "{found:?}");
}
