#![allow(non_snake_case)]

use tongban_device::KeyPurpose;
use tongban_store::{
    CertificateId, KeyCustody, KeyId, Pending, PersonDb, Spent, StoredKey, WriteError,
};

use crate::support::{Device, NOW, PASSPHRASE, add, certificate, key, person, secret};

fn wallet() -> (Device, PersonDb) {
    let device = Device::bare();
    let db = device
        .open()
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    (device, db)
}

fn id(number: u8) -> CertificateId {
    CertificateId::from_bytes([number; 16])
}

#[test]
fn rule_C2_a_certificate_is_a_list_of_copies_and_each_is_spent_once() {
    let (device, db) = wallet();
    db.write(|tx| {
        (1..=3).try_for_each(|number| tx.insert_key(&key(number)))?;
        tx.insert_certificate(&certificate(7, &[1, 2, 3]))
    })
    .expect("stored");
    let spent = Spent {
        at: NOW,
        on: "2026-03-02".into(),
    };
    db.write(|tx| tx.mark_spent(id(7), 1, &spent))
        .expect("spent");
    assert_eq!(
        db.write(|tx| tx.mark_spent(id(7), 1, &spent)),
        Err(WriteError::Conflict)
    );
    assert_eq!(
        db.write(|tx| tx.mark_spent(id(7), 9, &spent)),
        Err(WriteError::NotFound)
    );
    drop(db);

    let db = device
        .open()
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("opens");
    let copies = db.copies(id(7)).expect("reads");
    let places: Vec<_> = copies
        .iter()
        .map(|copy| (copy.position, copy.shard, copy.index))
        .collect();
    assert_eq!(places, [(0, 3, 10), (1, 3, 11), (2, 3, 12)]);
    assert!(
        copies
            .iter()
            .all(|copy| copy.bytes == [7; 300] && !copy.linkable)
    );
    let marks: Vec<_> = copies
        .iter()
        .map(|copy| copy.spent.as_ref().map(|spent| spent.on.as_str()))
        .collect();
    assert_eq!(marks, [None, Some("2026-03-02"), None]);
    let stored = db.certificate(id(7)).expect("reads").expect("is there");
    assert_eq!(
        (
            stored.type_name.as_str(),
            stored.valid_until - stored.valid_from
        ),
        ("resident-identity", 86_400)
    );
    assert_eq!(stored.card, [7; 40]);
    assert!(db.certificate(id(8)).expect("reads").is_none());
}

#[test]
fn rule_K1_software_keys_come_back_as_they_were_and_hardware_keys_are_aliases() {
    let (_device, db) = wallet();
    let custody = KeyCustody::Hardware {
        alias: "alias-2".into(),
    };
    let hardware = StoredKey {
        id: KeyId::from_bytes([2; 16]),
        purpose: KeyPurpose::Submission,
        public: [2; 65],
        custody,
    };
    db.write(|tx| {
        tx.insert_key(&key(1))?;
        tx.insert_key(&hardware)
    })
    .expect("stored");
    let software = db
        .key(KeyId::from_bytes([1; 16]))
        .expect("reads")
        .expect("is there");
    assert!(
        matches!(&software.custody, KeyCustody::Software(private) if private.expose() == &[1; 32])
    );
    assert_eq!(
        (software.public, software.purpose),
        ([1; 65], KeyPurpose::Holder)
    );
    let [found] = <[StoredKey; 1]>::try_from(db.keys(KeyPurpose::Submission).expect("reads"))
        .ok()
        .expect("one key");
    assert!(matches!(found.custody, KeyCustody::Hardware { alias } if alias == "alias-2"));
    assert_eq!(
        db.write(|tx| tx.insert_key(&key(1))),
        Err(WriteError::Conflict),
        "an id is used once"
    );
    db.write(|tx| tx.delete_key(KeyId::from_bytes([1; 16])))
        .expect("deleted");
    assert_eq!(
        db.write(|tx| tx.delete_key(KeyId::from_bytes([1; 16]))),
        Err(WriteError::NotFound)
    );
}

#[test]
fn deleting_a_certificate_takes_its_own_keys_along_and_names_the_hardware_ones() {
    let (_device, db) = wallet();
    let custody = KeyCustody::Hardware {
        alias: "alias-3".into(),
    };
    let hardware = StoredKey {
        id: KeyId::from_bytes([3; 16]),
        purpose: KeyPurpose::Holder,
        public: [3; 65],
        custody,
    };
    db.write(|tx| {
        tx.insert_key(&key(1))?;
        tx.insert_key(&key(2))?;
        tx.insert_key(&hardware)?;
        tx.insert_certificate(&certificate(7, &[1, 2, 3]))?;
        tx.insert_certificate(&certificate(8, &[2]))
    })
    .expect("stored");
    assert_eq!(
        db.write(|tx| tx.delete_key(KeyId::from_bytes([2; 16]))),
        Err(WriteError::Conflict),
        "it is in use"
    );
    assert_eq!(
        db.write(|tx| tx.delete_certificate(id(7))),
        Ok(vec!["alias-3".into()])
    );
    let left: Vec<_> = db
        .keys(KeyPurpose::Holder)
        .expect("reads")
        .iter()
        .map(|key| key.id.to_bytes()[0])
        .collect();
    assert_eq!(left, [2], "the key that the other certificate uses");
    assert_eq!(db.certificates().expect("reads").len(), 1);
    assert!(db.copies(id(7)).expect("reads").is_empty());
    assert_eq!(
        db.write(|tx| tx.delete_certificate(id(7))),
        Err(WriteError::NotFound)
    );
}

#[test]
fn rule_S8_a_transaction_that_fails_leaves_nothing_of_itself() {
    let (_device, db) = wallet();
    add(&db, 1).expect("stored");
    let failed: Result<(), WriteError> = db.write(|tx| {
        tx.set_pseudonym(b"name")?;
        tx.insert_key(&key(2))?;
        tx.insert_certificate(&certificate(2, &[2]))?;
        tx.insert_certificate(&certificate(3, &[9]))
    });
    assert_eq!(failed, Err(WriteError::Conflict), "a copy without its key");
    assert_eq!(db.certificates().expect("reads").len(), 1);
    assert_eq!(db.keys(KeyPurpose::Holder).expect("reads").len(), 1);
    assert!(db.info().expect("reads").pseudonym.is_none());
}

#[test]
fn a_request_is_kept_until_its_answer_is_stored() {
    let (device, db) = wallet();
    let pending = |byte: u8, at: u64| Pending {
        id: [byte; 16],
        kind: "enrol".into(),
        body: vec![byte],
        created_at: at,
    };
    db.write(|tx| {
        tx.put_pending(&pending(2, NOW))?;
        tx.put_pending(&pending(1, NOW + 1))?;
        tx.put_pending(&Pending {
            kind: "other".into(),
            ..pending(3, NOW)
        })
    })
    .expect("stored");
    drop(db);
    let db = device
        .open()
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("opens");
    let bodies = |db: &PersonDb| {
        db.pending("enrol")
            .expect("reads")
            .iter()
            .map(|it| it.body[0])
            .collect::<Vec<_>>()
    };
    assert_eq!(bodies(&db), [2, 1]);
    db.write(|tx| {
        tx.set_pseudonym(b"name")?;
        tx.clear_pending(&[2; 16])
    })
    .expect("stored");
    assert_eq!(bodies(&db), [1]);
    let info = db.info().expect("reads");
    assert_eq!(
        (info.pseudonym.as_deref(), info.created_at),
        (Some(b"name".as_slice()), NOW)
    );
    assert_eq!(
        db.write(|tx| tx.clear_pending(&[2; 16])),
        Err(WriteError::NotFound)
    );
}

#[test]
fn a_number_that_the_file_cannot_hold_is_refused() {
    let (_device, db) = wallet();
    let mut new = certificate(1, &[]);
    new.certificate.valid_until = u64::MAX;
    assert!(matches!(
        db.write(|tx| tx.insert_certificate(&new)),
        Err(WriteError::Engine(_))
    ));
    assert!(db.certificates().expect("reads").is_empty());
}
