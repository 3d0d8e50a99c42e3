#![allow(non_snake_case)]

use std::fs;
use std::path::Path;

use tongban_device::{CustodyLevel, DeviceKeyError, SecretStore, SecretStoreError};
use tongban_store::{
    CreatePersonError, Kdf, KeySourceError, OpenError, SecretPolicyError, Store, UnlockError,
};

use crate::support::{Device, PASSPHRASE, PIN, person, secret};

#[test]
fn rule_K1_each_custody_level_opens_with_its_secret_and_says_what_it_is() {
    for (device, text, level) in [
        (Device::bare(), PASSPHRASE, CustodyLevel::Passphrase),
        (Device::with_keyring(), PIN, CustodyLevel::OsKeyring),
        (Device::with_key_store(), PIN, CustodyLevel::Hardware),
    ] {
        let store = device.open();
        assert_eq!(store.custody(), level);
        let db = store
            .create_person(person(1), &secret(text))
            .expect("a wallet");
        assert_eq!(db.custody(), level);
        drop((db, store));

        let store = device.open();
        assert_eq!(
            store.person_custody(person(1)),
            Ok(level),
            "the level is stored"
        );
        assert!(store.unlock(person(1), &secret("314159265358")).is_err());
        assert_eq!(
            store
                .unlock(person(1), &secret(text))
                .expect("unlocks")
                .custody(),
            level
        );
    }
}

#[test]
fn rule_K1_a_pin_has_six_digits_and_a_passphrase_ten_characters() {
    let refused =
        |device: &Device, text: &str| match device.open().create_person(person(1), &secret(text)) {
            Err(CreatePersonError::Secret(error)) => error,
            _ => panic!("{text} was accepted"),
        };
    let keyring = Device::with_keyring();
    assert_eq!(
        refused(&keyring, "12345"),
        SecretPolicyError::TooShort { min: 6 }
    );
    assert_eq!(refused(&keyring, "12345a"), SecretPolicyError::NotDigits);
    let bare = Device::bare();
    assert_eq!(
        refused(&bare, "123456789"),
        SecretPolicyError::TooShort { min: 10 }
    );
    assert_eq!(
        refused(&bare, "一二三四五六七八九"),
        SecretPolicyError::TooShort { min: 10 }
    );
    bare.open()
        .create_person(person(1), &secret("一二三四五六七八九十"))
        .expect("characters count, not bytes");
    assert_eq!(keyring.open().persons(), Ok(vec![]));
}

#[test]
fn rule_K1_a_wallet_with_cheap_parameters_is_refused_outside_the_fakes() {
    let mut device = Device::bare();
    device
        .open()
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet of the fakes");
    device.kdf = Kdf::standard();
    let store = device.open();
    assert_eq!(
        store.unlock(person(1), &secret(PASSPHRASE)).err(),
        Some(UnlockError::WeakParameters)
    );
    assert_eq!(
        store.unlock_state(person(1)).expect("a state").wrong_tries,
        0
    );
    store
        .create_person(person(2), &secret(PASSPHRASE))
        .expect("a wallet with real parameters");
    store
        .unlock(person(2), &secret(PASSPHRASE))
        .expect("real parameters are accepted");
}

#[test]
fn rule_K1_parameters_in_the_header_are_what_the_key_is_derived_with() {
    let mut device = Device::bare();
    device.kdf = Kdf::standard();
    device
        .open()
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    let header = fs::read(device.path(&format!("person-{}.key", person(1)))).expect("a header");
    let number = |at: usize| u32::from_be_bytes(header[at..at + 4].try_into().expect("four bytes"));
    assert!(
        number(8) >= 19 * 1024 && number(12) >= 2,
        "{} KiB, {} passes",
        number(8),
        number(12)
    );
    device.kdf = Kdf::fast_for_tests();
    device
        .open()
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("the header's parameters count");
}

#[test]
fn rule_K1_without_its_keyring_a_wallet_stays_locked_and_nothing_is_lost() {
    let mut device = Device::with_keyring();
    drop(
        device
            .open()
            .create_person(person(1), &secret(PIN))
            .expect("a wallet"),
    );
    let keyring = device.secrets.take().expect("a keyring");
    assert_eq!(
        device.try_open(),
        Some(OpenError::KeyUnavailable),
        "another session without the keyring"
    );

    device.secrets = Some(keyring.clone());
    let store = device.open();
    keyring.set_locked(true);
    let locked = UnlockError::Key(KeySourceError::Keyring(SecretStoreError::Locked));
    assert_eq!(store.unlock(person(1), &secret(PIN)).err(), Some(locked));
    assert_eq!(
        store.unlock_state(person(1)).expect("a state").wrong_tries,
        0,
        "nobody guessed"
    );
    keyring.set_locked(false);
    store
        .unlock(person(1), &secret(PIN))
        .expect("unlocks again");

    let entry = keyring
        .names()
        .into_iter()
        .find(|name| name.starts_with("wallet-"))
        .expect("an entry");
    let half = keyring.get(&entry).expect("reads").expect("is there");
    keyring.delete(&entry).expect("erase");
    let gone = UnlockError::Key(KeySourceError::Missing);
    assert_eq!(store.unlock(person(1), &secret(PIN)).err(), Some(gone));
    keyring.set(&entry, &half).expect("put back");
    store
        .unlock(person(1), &secret(PIN))
        .expect("unlocks again");
}

#[test]
fn rule_K1_without_its_hardware_key_a_wallet_stays_locked() {
    let mut device = Device::with_key_store();
    let keys = device.keys.clone().expect("a key store");
    let store = device.open();
    drop(
        store
            .create_person(person(1), &secret(PIN))
            .expect("a wallet"),
    );
    keys.set_failure(Some(DeviceKeyError::Invalidated));
    let invalidated = UnlockError::Key(KeySourceError::DeviceKey(DeviceKeyError::Invalidated));
    assert_eq!(
        store.unlock(person(1), &secret(PIN)).err(),
        Some(invalidated)
    );
    keys.set_failure(None);
    store
        .unlock(person(1), &secret(PIN))
        .expect("unlocks again");
    drop(store);

    device.keys = None;
    let not_offered = UnlockError::Key(KeySourceError::NotOffered);
    assert_eq!(
        device.open().unlock(person(1), &secret(PIN)).err(),
        Some(not_offered)
    );
}

#[test]
fn rule_K1_the_keyring_holds_only_half_of_a_key() {
    let device = Device::with_keyring();
    let store = device.open();
    drop(
        store
            .create_person(person(1), &secret(PIN))
            .expect("a wallet"),
    );
    drop(
        store
            .create_person(person(2), &secret("161803"))
            .expect("another wallet"),
    );
    let keyring = device.secrets.as_ref().expect("a keyring");
    assert_eq!(
        keyring.names().len(),
        3,
        "the shared key and one half a wallet"
    );
    assert!(matches!(
        store.unlock(person(1), &secret("161803")),
        Err(UnlockError::WrongSecret { .. })
    ));
    assert!(matches!(
        store.unlock(person(2), &secret(PIN)),
        Err(UnlockError::WrongSecret { .. })
    ));
}

#[test]
fn without_a_keyring_the_shared_key_is_a_file_of_this_account() {
    use std::os::unix::fs::PermissionsExt;
    let device = Device::bare();
    let folder = device.path("data");
    drop(Store::open(device.options_in(&folder)).expect("opens"));
    let mode = |path: &Path| fs::metadata(path).expect("metadata").permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for name in ["shared.key", "shared.db"] {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
}
