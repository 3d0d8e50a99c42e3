//! The head of the platform's read log only moves forward.
#![allow(non_snake_case)]

use tongban_store::{PersonDb, ReadLogHead, ReadLogNote, WriteError};

use crate::support::{Device, NOW, PASSPHRASE, person, secret};

fn head(seq: u64, byte: u8) -> ReadLogHead {
    ReadLogHead {
        seq,
        hash: [byte; 32],
        received_at: NOW + seq,
    }
}

fn note(db: &PersonDb, head: ReadLogHead) -> Result<ReadLogNote, WriteError> {
    db.write(|tx| tx.note_read_log(&head))
}

#[test]
fn rule_K6_a_lower_number_or_another_hash_is_kept_as_evidence_and_never_taken() {
    let device = Device::bare();
    let store = device.open();
    let db = store
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    assert_eq!(db.read_log(), Ok(None));
    for fits in [head(0, 0), head(5, 5), head(5, 5), head(9, 9)] {
        assert_eq!(note(&db, fits), Ok(ReadLogNote::Kept));
        let log = db.read_log().expect("reads").expect("a log");
        assert_eq!((log.head, log.refused), (fits, vec![]));
    }
    for contradicts in [head(9, 8), head(5, 5), head(0, 1), head(9, 8)] {
        assert_eq!(note(&db, contradicts), Ok(ReadLogNote::Refused));
    }
    let expected = vec![head(0, 1), head(5, 5), head(9, 8)];
    let log = db.read_log().expect("reads").expect("a log");
    assert_eq!((log.head, log.refused), (head(9, 9), expected.clone()));

    drop(db);
    let db = store
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("unlocks");
    assert_eq!(note(&db, head(10, 10)), Ok(ReadLogNote::Kept));
    let log = db.read_log().expect("reads").expect("a log");
    assert_eq!((log.head, log.refused), (head(10, 10), expected));
    assert!(
        matches!(
            note(&db, head(u64::MAX - NOW, 1)),
            Err(WriteError::Engine(_))
        ),
        "a number that the database cannot hold"
    );
}
