//! New keys: the secret stays, what an old key file opens does not.

use std::fs;

use tongban_device::{CustodyLevel, SecretStore};
use tongban_store::{RenewKeysError, UnlockError, WriteError};

use crate::support::{Device, PASSPHRASE, PIN, add, draft, file, id, person, photo, secret};

fn filled(device: &Device, with: &str) {
    let store = device.open();
    let db = store
        .create_person(person(1), &secret(with))
        .expect("a wallet");
    (1..=5).for_each(|number| add(&db, number).expect("stored"));
    db.write(|tx| tx.put_draft(&draft(1))).expect("stored");
    let bytes = photo(80_000);
    db.add_file(&file(2, 1, &bytes), &bytes, |_| Ok::<_, WriteError>(()))
        .expect("stored");
    store.set_settings(&[("locale", "en")]).expect("stored");
}

#[test]
fn renewed_keys_open_everything_with_the_same_secret_at_every_level_of_custody() {
    for (device, with) in [
        (Device::bare(), PASSPHRASE),
        (Device::with_keyring(), PIN),
        (Device::with_key_store(), PIN),
    ] {
        filled(&device, with);
        let names = [
            format!("person-{}.db", person(1)),
            format!("person-{}.key", person(1)),
            "shared.db".into(),
            "shared.key".into(),
        ];
        let read = || {
            names
                .clone()
                .map(|name| fs::read(device.path(&name)).expect("a file"))
        };
        let before = read();
        let store = device.open();
        let db = store.unlock(person(1), &secret(with)).expect("opens");
        store.renew_keys(&db, &secret(with)).expect("renewed");
        // The open wallet and the open store go on.
        add(&db, 6).expect("stored");
        store.set_settings(&[("more", "1")]).expect("stored");
        drop((db, store));
        let after = read();
        for (before, after) in before.iter().zip(&after) {
            assert_ne!(before, after);
        }
        if let Some(keyring) = &device.secrets {
            let shared = |name: &String| name.starts_with("shared-");
            assert_eq!(
                keyring.names().iter().filter(|name| shared(name)).count(),
                1
            );
            assert!(keyring.get("no such entry").expect("answers").is_none());
        }
        let left = device.files();
        assert!(!left.iter().any(|name| name.contains(".next")), "{left:?}");
        let store = device.open();
        assert_eq!(store.quarantined(), Ok(vec![]));
        assert_eq!(store.setting("locale"), Ok(Some("en".into())));
        assert_eq!(store.setting("more"), Ok(Some("1".into())));
        let db = store.unlock(person(1), &secret(with)).expect("opens");
        assert_eq!(db.certificates().expect("reads").len(), 6);
        assert_eq!(db.read_file(id(2), 0..80_000), Ok(photo(80_000)));
        drop((db, store));

        // Who has an old key file and the secret can open nothing that was written since.
        fs::write(device.path(&names[1]), &before[1]).expect("an old key file");
        let opened = device.open().unlock(person(1), &secret(with)).err();
        assert!(
            matches!(opened, Some(UnlockError::Quarantined(_))),
            "{opened:?}"
        );
    }
}

#[test]
fn a_wrong_secret_counts_and_renews_nothing() {
    let device = Device::bare();
    filled(&device, PASSPHRASE);
    let store = device.open();
    let db = store.unlock(person(1), &secret(PASSPHRASE)).expect("opens");
    let key = device.path(&format!("person-{}.key", person(1)));
    let before = fs::read(&key).expect("a file");
    let refused = store.renew_keys(&db, &secret("a wrong passphrase"));
    assert!(
        matches!(
            refused,
            Err(RenewKeysError::Unlock(UnlockError::WrongSecret { .. }))
        ),
        "{refused:?}"
    );
    assert_eq!(fs::read(&key).expect("a file"), before);
    let state = store.unlock_state(person(1)).expect("a state");
    assert_eq!(state.wrong_tries, 1);
    add(&db, 9).expect("the wallet is open as before");
    assert_eq!(db.custody(), CustodyLevel::Passphrase);
}

#[test]
fn a_disk_without_room_for_the_copy_changes_nothing() {
    let device = Device::bare();
    filled(&device, PASSPHRASE);
    let store = device.open();
    let db = store.unlock(person(1), &secret(PASSPHRASE)).expect("opens");
    // Where the copy would be written there is a folder.
    let copy = device.path(&format!("person-{}.db.next", person(1)));
    fs::create_dir(&copy).expect("in the way");
    assert!(store.renew_keys(&db, &secret(PASSPHRASE)).is_err());
    add(&db, 9).expect("the wallet is open as before");
    fs::remove_dir(&copy).expect("out of the way");
    drop((db, store));
    let store = device.open();
    let db = store.unlock(person(1), &secret(PASSPHRASE)).expect("opens");
    assert_eq!(db.certificates().expect("reads").len(), 6);
    store
        .renew_keys(&db, &secret(PASSPHRASE))
        .expect("renewed then");
    assert_eq!(db.certificates().expect("reads").len(), 6);
}
