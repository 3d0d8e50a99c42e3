#![allow(non_snake_case)]

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use tongban_store::{Store, StoredDraft, WriteError};

use crate::support::{
    Device, NOW, PASSPHRASE, add, certificate, child, draft, file, id, key, outbox_item, person,
    photo, secret,
};

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
fn rule_S8_a_saved_draft_outlives_a_kill_and_the_save_that_was_cut_changes_nothing() {
    const TEST: &str =
        "kill::rule_S8_a_saved_draft_outlives_a_kill_and_the_save_that_was_cut_changes_nothing";
    if let Some(store) = store_in_child() {
        let db = store
            .unlock(person(1), &secret(PASSPHRASE))
            .expect("unlocks");
        let typed = |answers: &[u8]| StoredDraft {
            answers: answers.to_vec(),
            saved_at: NOW + 1,
            ..draft(1)
        };
        db.write(|tx| tx.put_draft(&typed("周桂芳".as_bytes())))
            .expect("saved");
        let _: Result<(), WriteError> = db.write(|tx| {
            tx.put_draft(&typed("周桂芳住".as_bytes()))?;
            tx.enqueue(&outbox_item(3))?;
            ready()
        });
    }
    let device = Device::bare();
    let db = device
        .open()
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    db.write(|tx| tx.put_draft(&draft(1))).expect("begun");
    drop(db);
    kill_when_ready(&device, TEST);
    let db = device
        .open()
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("reopens clean");
    let found = db.draft(id(1)).expect("reads").expect("there");
    assert_eq!(found.answers, "周桂芳".as_bytes());
    assert!(found.open, "it is offered again");
    assert!(db.outbox().expect("reads").is_empty());
}

#[test]
fn rule_S12_a_kill_between_an_attachment_and_its_row_leaves_neither() {
    const TEST: &str = "kill::rule_S12_a_kill_between_an_attachment_and_its_row_leaves_neither";
    let bytes = photo(200_000);
    if let Some(store) = store_in_child() {
        let db = store
            .unlock(person(1), &secret(PASSPHRASE))
            .expect("unlocks");
        db.add_file(&file(2, 1, &bytes), &bytes, |_| Ok::<_, WriteError>(()))
            .expect("a whole one");
        let _: Result<(), WriteError> = db.add_file(&file(3, 1, &bytes), &bytes, |_| ready());
    }
    let device = Device::bare();
    let db = device
        .open()
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    db.write(|tx| tx.put_draft(&draft(1))).expect("begun");
    drop(db);
    kill_when_ready(&device, TEST);
    let folder = device.path(&format!("person-{}.files", person(1)));
    let count = || std::fs::read_dir(&folder).expect("the folder").count();
    assert_eq!(count(), 2, "the kill came after the file");
    let db = device
        .open()
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("reopens clean");
    assert_eq!(count(), 1);
    assert_eq!(db.file(id(3)), Ok(None));
    assert_eq!(db.read_file(id(2), 0..200_000), Ok(bytes.clone()));
    db.add_file(&file(3, 1, &bytes), &bytes, |_| Ok::<_, WriteError>(()))
        .expect("and goes on");
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
