use std::fs;

use rusqlite::Connection;
use tongban_device::KeyPurpose;
use tongban_store::{
    CertificateId, KeyCustody, KeyId, NewCertificate, NewCopy, PrivateKey, StoredCertificate,
    StoredDraft, StoredKey,
};

use crate::support::{Device, NOW, PASSPHRASE, draft, file, id, outbox_item, person, secret};

/// What a certificate says about a (made-up) person; each value must be found in no file.
const CLAIMS: [&str; 9] = [
    "周桂芳",
    "110105194912310021",
    "女",
    "1949-12-31",
    "云泉市南城区柳巷7号",
    "云泉市公安局南城分局",
    "13800138000",
    "640100-2026-000017",
    "resident-identity",
];
const PRIVATE: [u8; 32] = *b"private scalar of a software key";
const PSEUDONYM: &[u8] = b"pseudonym-of-the-platform";

fn filled() -> Device {
    let device = Device::bare();
    let store = device.open();
    let db = store
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    db.write(|tx| {
        tx.set_pseudonym(PSEUDONYM)?;
        let custody = KeyCustody::Software(PrivateKey::new(PRIVATE));
        let key = KeyId::from_bytes([1; 16]);
        tx.insert_key(&StoredKey {
            id: key,
            purpose: KeyPurpose::Holder,
            public: [4; 65],
            custody,
        })?;
        let certificate = StoredCertificate {
            id: CertificateId::from_bytes([1; 16]),
            type_name: "resident-identity".into(),
            issuer: "11640100MB0000000X".into(),
            valid_from: NOW,
            valid_until: NOW + 1,
            card: CLAIMS.join("|").into_bytes(),
            added_at: NOW,
        };
        let bytes = CLAIMS.join("\n").into_bytes();
        let copies = vec![NewCopy {
            bytes,
            key,
            shard: 0,
            index: 1,
            linkable: false,
        }];
        tx.insert_certificate(&NewCertificate {
            certificate,
            copies,
        })
    })
    .expect("stored");
    // The same values as answers, as an operation and as the text of an attachment.
    let text = CLAIMS.join("\n").repeat(400).into_bytes();
    db.write(|tx| {
        tx.put_draft(&StoredDraft {
            answers: CLAIMS.join("|").into_bytes(),
            ..draft(1)
        })?;
        tx.enqueue(&tongban_store::NewOutboxItem {
            bytes: CLAIMS.join("|").into_bytes(),
            ..outbox_item(3)
        })
    })
    .expect("stored");
    db.add_file(&file(2, 1, &text), &text, |_| {
        Ok::<_, tongban_store::WriteError>(())
    })
    .expect("stored");
    assert_eq!(db.read_file(id(2), 0..text.len() as u64), Ok(text));
    store
        .set_settings(&[("locale", "zh-Hans-of-this-person")])
        .expect("stored");
    // The handles stay open: the write-ahead logs must be as silent as the databases.
    std::mem::forget((db, store));
    device
}

#[test]
fn no_file_holds_a_stored_value_in_clear_while_open_or_closed() {
    let device = filled();
    let names = device.files();
    assert!(
        names.iter().any(|name| name.ends_with(".db-wal")),
        "no write-ahead log was searched: {names:?}"
    );
    let folder = format!("person-{}.files", person(1));
    let attachments = fs::read_dir(device.path(&folder)).expect("a folder");
    let attachments: Vec<_> = attachments
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| format!("{folder}/{}", name.to_string_lossy()))
        .collect();
    assert_eq!(attachments.len(), 1);
    assert!(
        !attachments[0].contains(&"02".repeat(16)),
        "the name says which attachment it is"
    );
    let mut searched = 0;
    for name in names.into_iter().chain(attachments) {
        if name == folder {
            continue;
        }
        let bytes = fs::read(device.path(&name)).expect("a file");
        let values = CLAIMS.iter().map(|claim| claim.as_bytes());
        let others = [
            PRIVATE.as_slice(),
            PSEUDONYM,
            b"zh-Hans-of-this-person",
            b"11640100MB0000000X",
            b"certificate",
        ];
        for value in values.chain(others) {
            // Three bytes alone (女) turn up in this many random bytes by chance; the lines
            // that hold it are searched for by their other values.
            let found = value.len() > 3 && bytes.windows(value.len()).any(|window| window == value);
            assert!(!found, "{name} holds {:?}", String::from_utf8_lossy(value));
        }
        searched += bytes.len();
    }
    assert!(searched > 50_000, "only {searched} bytes were searched");
}

#[test]
fn the_search_finds_what_an_unencrypted_database_would_hold() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("plain.db");
    let plain = Connection::open(&path).expect("a database");
    plain
        .execute_batch("CREATE TABLE card (bytes BLOB)")
        .expect("a table");
    plain
        .execute(
            "INSERT INTO card VALUES (?1)",
            [CLAIMS.join("|").as_bytes()],
        )
        .expect("a row");
    let bytes = fs::read(&path).expect("a file");
    for claim in CLAIMS {
        assert!(
            bytes
                .windows(claim.len())
                .any(|window| window == claim.as_bytes()),
            "{claim}"
        );
    }
}

#[test]
fn a_database_opens_neither_plain_nor_with_a_wrong_key() {
    let device = filled();
    for name in [format!("person-{}.db", person(1)), "shared.db".into()] {
        let path = device.path(&name);
        assert_ne!(
            &fs::read(&path).expect("a file")[..15],
            b"SQLite format 3",
            "{name}"
        );
        for pragma in [
            "",
            "PRAGMA key = 'correct horse'",
            "PRAGMA key = \"x'0000000000000000000000000000000000000000000000000000000000000000'\"",
        ] {
            let connection = Connection::open(&path).expect("a handle");
            connection.execute_batch(pragma).expect("a pragma");
            let tables = connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| {
                row.get::<_, u32>(0)
            });
            let error = tables.expect_err("the database opened");
            assert_eq!(
                error.sqlite_error_code(),
                Some(rusqlite::ErrorCode::NotADatabase),
                "{name} {pragma}"
            );
        }
    }
}

#[test]
fn two_wallets_of_the_same_secret_have_different_keys() {
    let device = Device::bare();
    let store = device.open();
    drop(
        store
            .create_person(person(1), &secret(PASSPHRASE))
            .expect("a wallet"),
    );
    drop(
        store
            .create_person(person(2), &secret(PASSPHRASE))
            .expect("a wallet"),
    );
    let swap = |from: u8, to: &str| {
        fs::rename(
            device.path(&format!("person-{}.db", person(from))),
            device.path(to),
        )
    };
    swap(1, "kept").expect("rename");
    fs::rename(
        device.path(&format!("person-{}.db", person(2))),
        device.path(&format!("person-{}.db", person(1))),
    )
    .expect("rename");
    assert!(
        store.unlock(person(1), &secret(PASSPHRASE)).is_err(),
        "another wallet's database opened"
    );
}
