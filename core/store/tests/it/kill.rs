#![allow(non_snake_case)]

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use tongban_store::{Store, WriteError};

use crate::support::{Device, PASSPHRASE, add, certificate, child, key, person, secret};

const FOLDER: &str = "TONGBAN_TEST_KILL";

/// Runs `test` as a child until it says "ready", then kills it without a chance to react.
fn kill_when_ready(device: &Device, test: &str) {
    let mut child = child(test, FOLDER, device.dir.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let ready = lines
        .map_while(Result::ok)
        .any(|line| line.contains("ready"));
    child.kill().expect("kill");
    child.wait().expect("its end");
    assert!(ready, "the child ended before it was ready");
}

/// Says "ready" past the test harness and waits to be killed.
fn ready() -> ! {
    use std::io::Write;
    let mut out = std::io::stdout();
    writeln!(out, "ready")
        .and_then(|()| out.flush())
        .expect("the parent listens");
    loop {
        std::thread::sleep(std::time::Duration::from_secs(60));
    }
}

fn store_in_child() -> Option<Store> {
    let folder = std::env::var_os(FOLDER)?;
    let machine = Device::bare();
    Some(Store::open(machine.options_in(folder.as_ref())).expect("the child opens the store"))
}

#[test]
fn rule_S8_a_kill_in_the_middle_of_a_transaction_leaves_all_before_and_nothing_of_it() {
    if let Some(store) = store_in_child() {
        let db = store
            .unlock(person(1), &secret(PASSPHRASE))
            .expect("unlocks");
        add(&db, 2).expect("a whole transaction");
        let _: Result<(), WriteError> = db.write(|tx| {
            for number in 3..200 {
                tx.insert_key(&key(number))?;
                tx.insert_certificate(&certificate(number, &[number; 20]))?;
            }
            ready()
        });
    }
    let device = Device::bare();
    add(
        &device
            .open()
            .create_person(person(1), &secret(PASSPHRASE))
            .expect("a wallet"),
        1,
    )
    .expect("stored");
    kill_when_ready(
        &device,
        "kill::rule_S8_a_kill_in_the_middle_of_a_transaction_leaves_all_before_and_nothing_of_it",
    );

    let store = device.open();
    assert_eq!(store.quarantined(), Ok(vec![]));
    let db = store
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("reopens clean");
    let found: Vec<_> = db
        .certificates()
        .expect("reads")
        .iter()
        .map(|found| found.id.to_bytes()[0])
        .collect();
    assert_eq!(found, [1, 2], "the durable ones, and only they");
    add(&db, 3).expect("and goes on");
}

#[test]
fn rule_K1_a_kill_between_two_guesses_gives_no_guess_back() {
    if let Some(store) = store_in_child() {
        assert!(
            store
                .unlock(person(1), &secret("a wrong passphrase"))
                .is_err()
        );
        ready()
    }
    let device = Device::bare();
    drop(
        device
            .open()
            .create_person(person(1), &secret(PASSPHRASE))
            .expect("a wallet"),
    );
    for wrong_tries in 1..=2 {
        kill_when_ready(
            &device,
            "kill::rule_K1_a_kill_between_two_guesses_gives_no_guess_back",
        );
        assert_eq!(
            device
                .open()
                .unlock_state(person(1))
                .expect("a state")
                .wrong_tries,
            wrong_tries
        );
    }
}

#[test]
fn a_second_process_is_told_that_the_folder_is_in_use_until_the_first_is_killed() {
    if let Some(_store) = store_in_child() {
        ready()
    }
    let device = Device::bare();
    let store = device.open();
    assert_eq!(device.try_open(), Some(tongban_store::OpenError::InUse));
    drop(store);
    kill_when_ready(
        &device,
        "kill::a_second_process_is_told_that_the_folder_is_in_use_until_the_first_is_killed",
    );
    drop(device.open());
}
