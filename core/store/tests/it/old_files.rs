//! Files of shipped schemas, as an app of then left them.

use tongban_device::{CustodyLevel, KeyPurpose};
use tongban_store::{Kdf, ProofMemory, ReadLogHead, SnapshotKind};

use crate::support::{
    Device, NOW, PASSPHRASE, copy_folder, draft, file, id, outbox_item, person, photo, row, secret,
};

/// A copy of the fixture `version` in a folder of its own.
pub fn old_device(version: &str) -> Device {
    let device = Device {
        kdf: Kdf::standard(),
        ..Device::bare()
    };
    let fixture = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(version);
    copy_folder(&fixture, device.dir.path());
    std::fs::remove_file(device.path("README.md")).expect("the fixture's note");
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

#[test]
fn files_of_the_third_schema_open_with_everything_in_them_and_take_what_is_new() {
    let device = old_device("v3");
    let store = device.open();
    assert_eq!(store.setting("locale"), Ok(Some("zh-Hans".into())));
    let pack = store.newest_pack("yunquan").expect("reads").expect("there");
    assert_eq!((pack.version, pack.bytes), (4, vec![4; 500]));
    let db = store
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("the old secret opens");
    assert_eq!(db.info().expect("reads").pseudonym, Some(vec![6; 16]));
    assert_eq!(db.certificates().expect("reads").len(), 1);
    let log = db.read_log().expect("reads").expect("a head");
    assert_eq!(log.head.seq, 7);
    let open = db.draft(id(1)).expect("reads").expect("there");
    assert!(open.open && open.sent_as.is_none());
    let sent = db.draft(id(2)).expect("reads").expect("there");
    assert_eq!(sent.sent_as, Some(id(30)));
    assert_eq!(db.files_of_draft(id(1)).expect("reads").len(), 1);
    assert_eq!(db.read_file(id(11), 0..100_000), Ok(photo(100_000)));
    assert_eq!(db.files_of_operation(id(30)).expect("reads").len(), 1);
    let outbox = db.outbox().expect("reads");
    let told = |at: usize| (outbox[at].offered, outbox[at].receipt.clone());
    assert_eq!(told(0), (true, Some(vec![9; 40])));
    assert_eq!(told(1), (false, None));
    assert_eq!(outbox[1].problem.as_deref(), Some("refused:closed"));
    assert_eq!(db.rows("event").expect("reads").len(), 3);
    assert_eq!(db.cursors().expect("reads")[0].seq, 3);
    assert_eq!(db.read_messages(), Ok(vec!["message-1".into()]));

    let bytes = photo(80_000);
    db.add_file(&file(13, 1, &bytes), &bytes, |tx| {
        tx.enqueue(&outbox_item(32)).map(|_| ())
    })
    .expect("stored");
    drop((db, store));
    let store = device.open();
    assert_eq!(store.quarantined(), Ok(vec![]));
    let db = store.unlock(person(1), &secret(PASSPHRASE)).expect("again");
    assert_eq!(db.outbox().expect("reads").len(), 3);
    assert_eq!(db.read_file(id(13), 0..80_000), Ok(bytes));
}
