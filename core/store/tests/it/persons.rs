use std::fs;

use tongban_store::{CreatePersonError, ErasePersonError, PersonId, StorageFault, UnlockError};

use crate::support::{Device, PASSPHRASE, PIN, add, person, secret};

#[test]
fn erasing_a_person_leaves_no_file_no_key_and_no_delay_behind() {
    for (device, text) in [
        (Device::bare(), PASSPHRASE),
        (Device::with_keyring(), PIN),
        (Device::with_key_store(), PIN),
    ] {
        let store = device.open();
        let files_before = device.files();
        let secrets_before = device.secrets.as_ref().map(|secrets| secrets.names());
        let keys_before = device.keys.as_ref().map(|keys| keys.aliases());
        add(
            &store
                .create_person(person(1), &secret(text))
                .expect("a wallet"),
            1,
        )
        .expect("stored");
        assert!(store.unlock(person(1), &secret("141421356237")).is_err());
        assert!(device.files().len() > files_before.len());

        store.erase_person(person(1)).expect("erased while locked");
        assert_eq!(device.files(), files_before);
        assert_eq!(
            device.secrets.as_ref().map(|secrets| secrets.names()),
            secrets_before
        );
        assert_eq!(device.keys.as_ref().map(|keys| keys.aliases()), keys_before);
        assert_eq!(store.persons(), Ok(vec![]));
        assert_eq!(
            store.unlock(person(1), &secret(text)).err(),
            Some(UnlockError::UnknownPerson)
        );
        assert_eq!(
            store.erase_person(person(1)),
            Err(ErasePersonError::UnknownPerson)
        );
        assert_eq!(
            store.unlock_state(person(1)).expect("a state").wrong_tries,
            0
        );
        store
            .create_person(person(1), &secret(text))
            .expect("a new wallet after it");
    }
}

#[test]
fn erasing_one_person_leaves_the_other_alone() {
    let device = Device::with_keyring();
    let store = device.open();
    let kept = store
        .create_person(person(1), &secret(PIN))
        .expect("a wallet");
    add(&kept, 1).expect("stored");
    drop(
        store
            .create_person(person(2), &secret(PIN))
            .expect("a wallet"),
    );
    assert_eq!(store.persons(), Ok(vec![person(1), person(2)]));
    assert_eq!(
        store.create_person(person(1), &secret(PIN)).err(),
        Some(CreatePersonError::Exists)
    );
    store.erase_person(person(2)).expect("erased");
    assert_eq!(store.persons(), Ok(vec![person(1)]));
    drop(kept);
    let db = store.unlock(person(1), &secret(PIN)).expect("opens");
    assert_eq!(db.certificates().expect("reads").len(), 1);
}

#[test]
fn an_erasure_that_the_keyring_interrupts_is_finished_at_the_next_opening() {
    let device = Device::with_keyring();
    let keyring = device.secrets.clone().expect("a keyring");
    let store = device.open();
    drop(
        store
            .create_person(person(1), &secret(PIN))
            .expect("a wallet"),
    );
    keyring.set_locked(true);
    store.erase_person(person(1)).expect("the files go at once");
    assert_eq!(store.persons(), Ok(vec![]));
    assert!(
        !device
            .files()
            .iter()
            .any(|name| name.starts_with("person-"))
    );
    keyring.set_locked(false);
    assert_eq!(keyring.names().len(), 2);
    drop(store);
    drop(device.open());
    assert_eq!(keyring.names().len(), 1, "only the shared key is left");
}

#[test]
fn a_wallet_that_cannot_be_made_leaves_nothing_behind() {
    let device = Device::with_keyring();
    let store = device.open();
    let before = device.files();
    device.secrets.as_ref().expect("a keyring").set_locked(true);
    let failed = store.create_person(person(1), &secret(PIN)).err();
    assert!(
        matches!(failed, Some(CreatePersonError::Key(_))),
        "{failed:?}"
    );
    device
        .secrets
        .as_ref()
        .expect("a keyring")
        .set_locked(false);
    assert_eq!(device.files(), before);
    assert_eq!(store.persons(), Ok(vec![]));
    store
        .create_person(person(1), &secret(PIN))
        .expect("later it works");
}

#[test]
fn a_wallet_whose_database_cannot_be_made_leaves_no_key_behind() {
    let device = Device::bare();
    let store = device.open();
    let in_the_way = device.path(&format!("person-{}.db.new", person(1)));
    fs::create_dir(&in_the_way).expect("a folder");
    let failed = store.create_person(person(1), &secret(PASSPHRASE)).err();
    assert!(
        matches!(
            failed,
            Some(CreatePersonError::Storage(StorageFault::Disk(_)))
        ),
        "{failed:?}"
    );
    assert!(
        !device
            .files()
            .iter()
            .any(|name| name.ends_with(".key") && name != "shared.key")
    );
    fs::remove_dir(&in_the_way).expect("out of the way");
    store
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("later it works");
}

#[test]
fn a_half_made_database_of_a_crash_is_made_again() {
    let device = Device::bare();
    let store = device.open();
    fs::write(
        device.path(&format!("person-{}.db.new", person(1))),
        b"half",
    )
    .expect("what a crash leaves");
    let db = store
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    add(&db, 1).expect("stored");
    assert!(!device.files().iter().any(|name| name.contains(".new")));
}

#[test]
fn ids_are_sorted_by_time_and_have_one_text() {
    let device = Device::bare();
    let draw = || PersonId::draw(&*device.clock, &tongban_device::OsEntropy).expect("an id");
    let first = draw();
    device.clock.advance_seconds(1);
    let second = draw();
    assert!(first < second);
    assert_eq!(first.to_string().parse(), Ok(first));
    assert_eq!(PersonId::from_bytes(first.to_bytes()), first);
    for text in [
        "",
        "x",
        &first.to_string().to_uppercase(),
        &first.to_string().replace('-', ""),
    ] {
        assert!(text.parse::<PersonId>().is_err(), "{text}");
    }
}
