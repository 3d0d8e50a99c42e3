//! Files of shipped schemas, as an app of then left them.

use tongban_device::{CustodyLevel, KeyPurpose};
use tongban_store::{Kdf, ProofMemory, ReadLogHead, SnapshotKind};

use crate::support::{
    Device, NOW, PASSPHRASE, draft, file, id, outbox_item, person, photo, row, secret,
};

/// A copy of the fixture `version` in a folder of its own.
fn old_device(version: &str) -> Device {
    let device = Device {
        kdf: Kdf::standard(),
        ..Device::bare()
    };
    let fixture = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(version);
    for entry in std::fs::read_dir(fixture).expect("the fixture") {
        let entry = entry.expect("an entry");
        if !entry.file_name().to_string_lossy().ends_with(".md") {
            std::fs::copy(entry.path(), device.dir.path().join(entry.file_name())).expect("a copy");
        }
    }
    device
}

#[test]
fn files_of_the_first_schema_open_with_everything_in_them_and_take_what_is_new() {
    let device = old_device("v1");
    let store = device.open();
    assert_eq!(store.setting("locale"), Ok(Some("zh-Hans".into())));
    let trust = store.snapshot(SnapshotKind::TrustState).expect("reads");
    assert_eq!(trust.map(|trust| trust.bytes), Some(vec![3; 200]));
    assert_eq!(
        store.remember_proof(&[5; 32], NOW, 86_400),
        Ok(ProofMemory::Seen { at: NOW })
    );
    assert_eq!(store.persons(), Ok(vec![person(1)]));
    let state = store.unlock_state(person(1)).expect("a state");
    assert_eq!(state.wrong_tries, 1, "a wrong try of then still counts");

    let db = store
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("the old secret opens");
    assert_eq!(db.custody(), CustodyLevel::Passphrase);
    assert_eq!(db.info().expect("reads").pseudonym, Some(vec![6; 16]));
    let certificates = db.certificates().expect("reads");
    assert_eq!(certificates.len(), 1);
    assert_eq!(db.copies(certificates[0].id).expect("reads").len(), 1);
    assert_eq!(db.keys(KeyPurpose::Holder).expect("reads").len(), 1);
    assert_eq!(db.pending("enrol").expect("reads").len(), 1);
    assert_eq!(db.read_log(), Ok(None));

    let head = ReadLogHead {
        seq: 7,
        hash: [7; 32],
        received_at: NOW,
    };
    db.write(|tx| tx.note_read_log(&head)).expect("stored");
    drop((db, store));
    let store = device.open();
    assert_eq!(store.quarantined(), Ok(vec![]));
    let db = store.unlock(person(1), &secret(PASSPHRASE)).expect("again");
    assert_eq!(
        db.read_log().expect("reads").map(|log| log.head),
        Some(head)
    );
}

#[test]
fn files_of_the_second_schema_open_with_everything_in_them_and_take_what_is_new() {
    let device = old_device("v2");
    let store = device.open();
    assert_eq!(store.setting("locale"), Ok(Some("zh-Hans".into())));
    let trust = store.snapshot(SnapshotKind::TrustState).expect("reads");
    assert_eq!(trust.map(|trust| trust.bytes), Some(vec![3; 200]));
    let db = store
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("the old secret opens");
    let info = db.info().expect("reads");
    assert_eq!((info.pseudonym, info.staff), (Some(vec![6; 16]), None));
    let certificates = db.certificates().expect("reads");
    let copies = db.copies(certificates[0].id).expect("reads");
    assert!(copies[0].spent.is_some(), "a spent copy of then is spent");
    assert_eq!(db.pending("enrol").expect("reads").len(), 1);
    assert_eq!(
        db.read_log().expect("reads").map(|log| log.head.seq),
        Some(7)
    );

    let bytes = photo(100_000);
    db.write(|tx| tx.put_draft(&draft(1))).expect("stored");
    db.add_file(&file(2, 1, &bytes), &bytes, |tx| {
        tx.enqueue(&outbox_item(3)).map(|_| ())
    })
    .expect("stored");
    db.write(|tx| tx.put_row(&row(1, 1, "event", 1)))
        .expect("stored");
    drop((db, store));
    let store = device.open();
    assert_eq!(store.quarantined(), Ok(vec![]));
    let db = store.unlock(person(1), &secret(PASSPHRASE)).expect("again");
    assert_eq!(db.drafts().expect("reads").len(), 1);
    assert_eq!(db.outbox().expect("reads").len(), 1);
    assert_eq!(db.rows("event").expect("reads").len(), 1);
    assert_eq!(db.read_file(id(2), 0..100_000), Ok(bytes));
}
