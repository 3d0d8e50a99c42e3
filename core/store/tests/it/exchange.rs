//! What an export needs of the store: files in one transaction, versions, conflicts, the
//! encryption of a move file.

#![allow(non_snake_case)]

use std::io::{Read as _, Write as _};

use tongban_device::entropy::SeededEntropy;
use tongban_store::{
    Chosen, DraftConflict, DraftVersion, Kdf, MoveFileError, MoveReader, MoveWriter, PersonDb,
    Side, StoredDraft, UserSecret, WriteError,
};

use crate::support::{Device, NOW, PASSPHRASE, draft, file, id, person, photo, secret};

fn wallet(device: &Device) -> PersonDb {
    let store = device.open();
    store
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet")
}

#[test]
fn many_files_come_in_with_their_rows_or_not_at_all() {
    let device = Device::bare();
    let db = wallet(&device);
    let bytes = photo(100_000);
    let three = || (1..=3_u8).map(|number| (file(number, 1, &bytes), bytes.clone()));
    let mut files = three();
    let broken = db.import_files::<(), WriteError>(
        || match files.next() {
            Some((file, _)) if file.id == id(3) => Err(WriteError::NotFound),
            next => Ok(next),
        },
        |_| panic!("what was not read to its end is not written"),
    );
    assert_eq!(broken, Err(WriteError::NotFound));
    assert_eq!(db.sweep_files(), Ok(0), "the two before it are gone too");
    let mut files = three();
    let without_draft = db.import_files(|| Ok::<_, WriteError>(files.next()), |_| Ok(()));
    assert_eq!(without_draft, Err(WriteError::Conflict));
    assert_eq!(db.sweep_files(), Ok(0));
    for _ in 0..2 {
        let mut files = three();
        db.import_files(
            || Ok::<_, WriteError>(files.next()),
            |tx| tx.put_draft(&draft(1)),
        )
        .expect("stored");
    }
    let stored = db.files().expect("reads");
    assert_eq!(stored.len(), 3);
    for file in stored {
        assert_eq!(db.read_file(file.id, 0..file.length), Ok(bytes.clone()));
    }
}

#[test]
fn a_choice_is_made_once_and_outlives_its_draft() {
    let device = Device::bare();
    let db = wallet(&device);
    let conflict = DraftConflict {
        id: id(7),
        draft: id(1),
        field: "answer.name".into(),
        mine: Some(vec![1]),
        theirs: None,
        theirs_saved_at: NOW,
        found_at: NOW + 1,
        chosen: None,
    };
    let chosen = |side| Chosen {
        side,
        at: NOW + 2,
        by: vec![9; 16],
    };
    db.write(|tx| {
        tx.put_draft(&draft(1))?;
        tx.put_draft_conflict(&conflict)
    })
    .expect("stored");
    assert_eq!(db.has_open_conflict(id(1)), Ok(true));
    db.write(|tx| tx.choose(id(7), Some(&[2]), &chosen(Side::Theirs)))
        .expect("chosen");
    assert_eq!(db.has_open_conflict(id(1)), Ok(false));
    let again = db.write(|tx| tx.choose(id(7), None, &chosen(Side::Mine)));
    assert_eq!(again, Err(WriteError::Conflict));
    db.write(|tx| tx.put_draft_conflict(&conflict))
        .expect("the same again changes nothing");
    let sent = StoredDraft {
        sent_as: Some(id(5)),
        ..draft(1)
    };
    db.write(|tx| {
        tx.put_draft(&sent)?;
        tx.enqueue(&crate::support::outbox_item(5))?;
        tx.free(id(5))
    })
    .expect("freed");
    assert!(db.draft(id(1)).expect("reads").is_none());
    let kept = db.draft_conflicts().expect("reads");
    assert_eq!(kept[0].chosen, Some(chosen(Side::Theirs)));
    assert_eq!(kept[0].mine, Some(vec![2]), "as it was seen");
}

#[test]
fn what_was_thrown_away_for_good_leaves_no_version_and_no_conflict() {
    let device = Device::bare();
    let db = wallet(&device);
    let thrown = StoredDraft {
        discarded_at: Some(NOW),
        ..draft(1)
    };
    let version = |number: u8| DraftVersion {
        draft: id(1),
        answers: vec![number],
        supplied: Vec::new(),
    };
    db.write(|tx| {
        tx.put_draft(&thrown)?;
        tx.note_draft_version(&version(1))?;
        tx.note_draft_version(&version(2))?;
        tx.note_draft_version(&version(1))?;
        tx.put_draft_conflict(&DraftConflict {
            id: id(7),
            draft: id(1),
            field: "answer.name".into(),
            mine: None,
            theirs: Some(vec![1]),
            theirs_saved_at: NOW,
            found_at: NOW,
            chosen: None,
        })
    })
    .expect("stored");
    let versions = db.draft_versions().expect("reads");
    let newest_last: Vec<_> = versions.iter().map(|one| one.answers[0]).collect();
    assert_eq!(newest_last, [2, 1]);
    db.write(|tx| tx.purge_discarded(NOW + 1)).expect("purged");
    assert!(db.draft_versions().expect("reads").is_empty());
    assert!(db.draft_conflicts().expect("reads").is_empty());
}

fn code(text: &str) -> UserSecret {
    UserSecret::new(text.to_owned())
}

fn sealed(bytes: &[u8]) -> Vec<u8> {
    let entropy = SeededEntropy::new(3);
    let kdf = Kdf::fast_for_tests();
    let mut writer = MoveWriter::begin(Vec::new(), &code("ABC"), &kdf, &entropy).expect("memory");
    for piece in bytes.chunks(7_777) {
        writer.write_all(piece).expect("memory");
    }
    writer.finish().expect("memory")
}

fn opened(file: &[u8], typed: &str, kdf: &Kdf) -> Result<Vec<u8>, MoveFileError> {
    let read = || {
        let mut bytes = Vec::new();
        MoveReader::begin(file, &code(typed), kdf)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let inner = |error: std::io::Error| {
        let inner = error.into_inner().expect("a reason");
        *inner.downcast::<MoveFileError>().expect("of this file")
    };
    read().map_err(inner)
}

#[test]
fn rule_K3_a_move_file_opens_with_its_code_whole_and_unchanged_only() {
    const SEGMENT: u32 = 64 << 10;
    let fast = Kdf::fast_for_tests();
    for length in [
        0,
        1,
        SEGMENT - 1,
        SEGMENT,
        SEGMENT + 1,
        3 * SEGMENT,
        200_001,
    ] {
        let bytes = photo(length);
        let file = sealed(&bytes);
        assert_eq!(opened(&file, "ABC", &fast), Ok(bytes), "{length} bytes");
    }
    let file = sealed(&photo(200_001));
    assert_eq!(opened(&file, "ABD", &fast), Err(MoveFileError::WrongCode));
    assert_eq!(opened(b"TBM", "ABC", &fast), Err(MoveFileError::NotOne));
    assert_eq!(
        opened(b"PK\x03\x04 and more", "ABC", &fast),
        Err(MoveFileError::NotOne)
    );
    let mut newer = file.clone();
    newer[4] = 9;
    assert_eq!(opened(&newer, "ABC", &fast), Err(MoveFileError::Newer(9)));
    for length in [8, 30, 51, 52, 60, 65_000, 52 + 65_552, file.len() - 1] {
        let found = opened(&file[..length], "ABC", &fast);
        assert_eq!(found, Err(MoveFileError::Damaged), "cut at {length}");
    }
    for at in [5, 8, 11, 60, 65_700, file.len() - 1] {
        let mut changed = file.clone();
        changed[at] ^= 0x40;
        let found = opened(&changed, "ABC", &fast);
        assert_eq!(found, Err(MoveFileError::Damaged), "byte {at}");
    }
    // Two segments in the place of each other.
    let mut swapped = file.clone();
    let (first, second) = swapped[52..].split_at_mut(65_552);
    first.swap_with_slice(&mut second[..65_552]);
    assert_eq!(opened(&swapped, "ABC", &fast), Err(MoveFileError::Damaged));
}

#[test]
fn rule_K1_a_move_file_with_weak_parameters_is_refused_outside_of_tests() {
    let weak = sealed(b"anything");
    let found = opened(&weak, "ABC", &Kdf::standard());
    assert_eq!(found, Err(MoveFileError::Damaged));
}
