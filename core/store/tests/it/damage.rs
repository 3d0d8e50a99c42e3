use std::fs;
use std::path::Path;

use tongban_device::{KeyPurpose, SecretStore};
use tongban_store::{
    CheckError, OpenError, QuarantineReason, Quarantined, RecordId, Store, StoredRow, UnlockError,
    WriteError,
};

use crate::support::{Device, NOW, PASSPHRASE, PIN, add, person, secret};

/// What a wallet waits that a new shared database adopts, in seconds.
const ADOPTED_WAIT: u64 = 3_600;

fn wallet() -> Device {
    let device = Device::bare();
    let db = device
        .open()
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    (1..=40).for_each(|number| add(&db, number).expect("stored"));
    device
}

fn change(path: &Path, at: usize) {
    let mut bytes = fs::read(path).expect("a file");
    let at = at.min(bytes.len() - 1);
    bytes[at] ^= 1;
    fs::write(path, bytes).expect("a changed file");
}

fn database() -> String {
    format!("person-{}.db", person(1))
}

fn header() -> String {
    format!("person-{}.key", person(1))
}

fn set_aside(device: &Device) -> Quarantined {
    match device.open().unlock(person(1), &secret(PASSPHRASE)) {
        Err(UnlockError::Quarantined(found)) => found,
        Err(error) => panic!("not set aside: {error}"),
        Ok(_) => panic!("a damaged wallet opened"),
    }
}

#[test]
fn a_changed_page_is_set_aside_with_its_key_and_reported() {
    for (at, reason) in [
        (100, QuarantineReason::NotADatabase),
        (5 * 4096 + 17, QuarantineReason::DamagedPages),
        (usize::MAX, QuarantineReason::DamagedPages),
    ] {
        let device = wallet();
        change(&device.path(&database()), at);
        let damaged = fs::read(device.path(&database())).expect("a file");
        let found = set_aside(&device);
        assert_eq!(found.reason, reason);
        assert_eq!(
            (found.at, found.file.as_str()),
            (NOW, format!("{}.quarantined-{NOW}", database()).as_str())
        );
        assert_eq!(
            fs::read(device.path(&found.file)).expect("the file"),
            damaged,
            "it was kept as it was"
        );
        assert!(
            device
                .path(&format!("{}.quarantined-{NOW}", header()))
                .is_file(),
            "its key stays with it"
        );
        assert!(!device.path(&database()).exists() && !device.path(&header()).exists());

        let store = device.open();
        assert_eq!(store.persons(), Ok(vec![]));
        assert_eq!(
            store.unlock(person(1), &secret(PASSPHRASE)).err(),
            Some(UnlockError::UnknownPerson)
        );
        let reported: Vec<_> = store
            .quarantined()
            .expect("a list")
            .into_iter()
            .map(|found| found.file)
            .collect();
        assert!(
            reported.contains(&found.file),
            "the report outlives a restart: {reported:?}"
        );
    }
}

/// One that takes too long to check before it is open.
fn large_wallet() -> Device {
    let device = wallet();
    let store = device.open();
    let db = store.unlock(person(1), &secret(PASSPHRASE)).expect("opens");
    let id = RecordId::from_bytes([7; 16]);
    let mut noise = 1_u32;
    let mut body = || {
        let byte = |_| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 24) as u8
        };
        (0..1_000).map(byte).collect()
    };
    let rows = (1..=1_500).map(|seq| StoredRow {
        scope: id,
        epoch: id,
        seq,
        kind: "draft".into(),
        case: id,
        version: 0,
        body: body(),
        received_at: NOW,
    });
    let rows: Vec<StoredRow> = rows.collect();
    db.write(|tx| rows.iter().try_for_each(|row| tx.put_row(row)))
        .expect("stored");
    device
}

#[test]
fn a_large_wallet_is_read_at_once_and_written_after_it_was_checked() {
    let device = large_wallet();
    let store = device.open();
    let db = store.unlock(person(1), &secret(PASSPHRASE)).expect("opens");
    assert!(!db.is_checked());
    assert_eq!(db.certificates().expect("reads").len(), 40);
    assert!(!db.is_checked(), "nobody who reads waits for it");
    add(&db, 41).expect("the check comes first");
    assert!(db.is_checked());
    assert_eq!(db.check(), Ok(()));
}

#[test]
fn damage_in_a_large_wallet_lets_nobody_write_and_is_set_aside_after_the_check() {
    let device = large_wallet();
    change(&device.path(&database()), usize::MAX);
    let damaged = fs::read(device.path(&database())).expect("a file");
    let store = device.open();
    let db = store.unlock(person(1), &secret(PASSPHRASE)).expect("opens");
    assert_eq!(db.certificates().expect("reads").len(), 40);
    assert!(matches!(add(&db, 41), Err(WriteError::Damaged)));
    assert!(matches!(add(&db, 42), Err(WriteError::Damaged)));
    let reason = QuarantineReason::DamagedPages;
    assert_eq!(db.check(), Err(CheckError::Damaged(reason)));
    drop(db);
    let found = store.set_aside(person(1), reason).expect("set aside");
    assert_eq!(
        fs::read(device.path(&found.file)).expect("the file"),
        damaged,
        "it was kept as it was"
    );
    assert_eq!(store.persons(), Ok(vec![]));
}

#[test]
fn a_wallet_that_was_set_aside_opens_again_when_it_is_repaired_and_put_back() {
    let device = wallet();
    change(&device.path(&database()), 5 * 4096);
    let found = set_aside(&device);
    change(&device.path(&found.file), 5 * 4096);
    fs::rename(device.path(&found.file), device.path(&database())).expect("put back");
    fs::rename(
        device.path(&format!("{}.quarantined-{NOW}", header())),
        device.path(&header()),
    )
    .expect("put back");
    let store = device.open();
    assert_eq!(store.persons(), Ok(vec![person(1)]));
    let db = store
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("opens again");
    assert_eq!(db.certificates().expect("reads").len(), 40);
    assert_eq!(db.keys(KeyPurpose::Holder).expect("reads").len(), 40);
}

#[test]
fn a_damaged_header_is_set_aside_and_is_not_a_wrong_secret() {
    let device = wallet();
    let length = fs::read(device.path(&header())).expect("a file").len();
    for at in [0, 9, length / 2, length - 1] {
        let device = wallet();
        change(&device.path(&header()), at);
        assert_eq!(
            set_aside(&device).reason,
            QuarantineReason::DamagedHeader,
            "byte {at}"
        );
    }
    for bytes in [Vec::new(), b"TBWK".to_vec(), vec![0; 1_000_000]] {
        let device = wallet();
        fs::write(device.path(&header()), bytes).expect("a file");
        assert_eq!(set_aside(&device).reason, QuarantineReason::DamagedHeader);
    }
}

#[test]
fn a_wrong_secret_sets_nothing_aside() {
    let device = wallet();
    let store = device.open();
    let wrong = store.unlock(person(1), &secret("a wrong passphrase")).err();
    assert_eq!(
        wrong,
        Some(UnlockError::WrongSecret {
            left_before_wait: 4,
            wait_seconds: None
        })
    );
    assert_eq!(store.quarantined(), Ok(vec![]));
    store
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("the right one");
}

#[test]
fn an_empty_or_foreign_database_is_not_taken_for_a_new_one() {
    for bytes in [Vec::new(), b"not a database".repeat(1_000)] {
        let device = wallet();
        fs::write(device.path(&database()), bytes).expect("a file");
        assert_eq!(set_aside(&device).reason, QuarantineReason::NotADatabase);
    }
    let device = wallet();
    fs::remove_file(device.path(&database())).expect("remove");
    assert_eq!(set_aside(&device).reason, QuarantineReason::MissingFile);
    let device = wallet();
    let store = device.open();
    fs::remove_file(device.path(&header())).expect("remove");
    let missing = store.unlock(person(1), &secret(PASSPHRASE)).err();
    assert!(
        matches!(missing, Some(UnlockError::Quarantined(found)) if found.reason == QuarantineReason::MissingFile)
    );
}

#[test]
fn a_damaged_shared_database_is_never_replaced_before_someone_decides() {
    let device = wallet();
    device
        .open()
        .set_settings(&[("locale", "en")])
        .expect("stored");
    change(&device.path("shared.db"), 4096 * 2 + 5);
    let damaged = fs::read(device.path("shared.db")).expect("a file");
    let Some(OpenError::Quarantined(found)) = device.try_open() else {
        panic!("not set aside")
    };
    assert_eq!(found.file, format!("shared.db.quarantined-{NOW}"));
    assert_eq!(
        fs::read(device.path(&found.file)).expect("the file"),
        damaged
    );
    for _restart in 0..2 {
        assert_eq!(
            device.try_open(),
            Some(OpenError::Quarantined(found.clone())),
            "it was replaced in silence"
        );
        assert!(!device.path("shared.db").exists());
    }

    let store = Store::open_anew(device.options()).expect("someone decided");
    assert_eq!(store.quarantined(), Ok(vec![found.clone()]));
    assert_eq!(store.setting("locale"), Ok(None));
    assert_eq!(
        store.persons(),
        Ok(vec![person(1)]),
        "the wallet is adopted"
    );
    device.clock.advance_seconds(ADOPTED_WAIT);
    assert_eq!(
        store
            .unlock(person(1), &secret(PASSPHRASE))
            .expect("opens")
            .certificates()
            .expect("reads")
            .len(),
        40
    );
    drop(store);
    assert_eq!(device.open().quarantined(), Ok(vec![found]));
    assert_eq!(
        fs::read(device.path(&format!("shared.db.quarantined-{NOW}"))).expect("the file"),
        damaged
    );
}

#[test]
fn a_second_damage_in_the_same_second_takes_another_name() {
    let device = wallet();
    for _ in 0..2 {
        change(&device.path("shared.db"), 50);
        assert!(matches!(device.try_open(), Some(OpenError::Quarantined(_))));
        drop(Store::open_anew(device.options()).expect("someone decided"));
    }
    let files: Vec<_> = device
        .open()
        .quarantined()
        .expect("a list")
        .into_iter()
        .map(|found| found.file)
        .collect();
    assert_eq!(
        files,
        [
            format!("shared.db.quarantined-{NOW}"),
            format!("shared.db.quarantined-{NOW}-2")
        ]
    );
}

#[test]
fn a_missing_shared_database_beside_a_wallet_is_reported() {
    let device = wallet();
    fs::remove_file(device.path("shared.db")).expect("remove");
    let missing = Quarantined {
        file: "shared.db".into(),
        reason: QuarantineReason::MissingFile,
        at: NOW,
    };
    assert_eq!(device.try_open(), Some(OpenError::Quarantined(missing)));
    assert_eq!(
        Store::open_anew(device.options())
            .expect("someone decided")
            .persons(),
        Ok(vec![person(1)])
    );
}

#[test]
fn a_lost_or_damaged_shared_key_is_told_apart_from_a_damaged_database() {
    let device = wallet();
    fs::remove_file(device.path("shared.key")).expect("remove");
    assert_eq!(device.try_open(), Some(OpenError::KeyLost));
    assert!(device.path("shared.db").exists(), "nothing was moved");
    let store = Store::open_anew(device.options()).expect("someone decided");
    let reasons: Vec<_> = store
        .quarantined()
        .expect("a list")
        .iter()
        .map(|found| found.reason)
        .collect();
    assert_eq!(reasons, [QuarantineReason::KeyLost]);
    device.clock.advance_seconds(ADOPTED_WAIT);
    store
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("the wallet opens");
    drop(store);

    let device = wallet();
    change(&device.path("shared.key"), 20);
    for _restart in 0..2 {
        let found = device.try_open();
        let damaged = QuarantineReason::DamagedHeader;
        assert!(
            matches!(&found, Some(OpenError::Quarantined(found)) if found.reason == damaged),
            "{found:?}"
        );
    }
    let store = Store::open_anew(device.options()).expect("someone decided");
    device.clock.advance_seconds(ADOPTED_WAIT);
    store
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("the wallet opens");
}

#[test]
fn another_key_in_the_keyring_is_a_lost_key_and_not_a_damaged_database() {
    let device = Device::with_keyring();
    drop(
        device
            .open()
            .create_person(person(1), &secret(PIN))
            .expect("a wallet"),
    );
    let keyring = device.secrets.as_ref().expect("a keyring");
    let entry = keyring
        .names()
        .into_iter()
        .find(|name| name.starts_with("shared-"))
        .expect("an entry");
    let key = keyring.get(&entry).expect("reads").expect("is there");
    keyring.set(&entry, &[9; 32]).expect("replace");
    assert_eq!(device.try_open(), Some(OpenError::KeyLost));
    keyring.set(&entry, &key).expect("put back");
    assert_eq!(device.open().quarantined(), Ok(vec![]));
}

#[test]
fn a_write_ahead_log_that_a_crash_left_is_not_damage() {
    let device = wallet();
    let store = device.open();
    let db = store.unlock(person(1), &secret(PASSPHRASE)).expect("opens");
    add(&db, 41).expect("stored");
    // A crash in the middle of copying the log back leaves a half-written page in the
    // database that the log repairs.
    let crashed = tempfile::tempdir().expect("a folder");
    for name in device.files() {
        fs::copy(device.path(&name), crashed.path().join(name)).expect("copy");
    }
    let wal = fs::read(crashed.path().join(format!("{}-wal", database()))).expect("a log");
    let page = u32::from_be_bytes(wal[32..36].try_into().expect("a page number")) as usize;
    change(&crashed.path().join(database()), (page - 1) * 4096 + 2_000);
    drop((db, store));

    let store = Store::open(device.options_in(crashed.path())).expect("opens");
    let db = store
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("the log repairs the page");
    assert_eq!(db.certificates().expect("reads").len(), 41);
}
