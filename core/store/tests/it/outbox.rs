#![allow(non_snake_case)]

use tongban_store::{PersonDb, ReadFileError, RecordId, StoredDraft, WriteError};

use crate::support::{Device, PASSPHRASE, draft, file, id, outbox_item, person, photo, secret};

fn wallet(device: &Device) -> PersonDb {
    let store = device.open();
    let db = store
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    let bytes = photo(1_000);
    db.write(|tx| tx.put_draft(&draft(1))).expect("stored");
    db.add_file(&file(2, 1, &bytes), &bytes, |_| Ok::<_, WriteError>(()))
        .expect("stored");
    db
}

fn submit(db: &PersonDb, number: u8) -> Result<u64, WriteError> {
    db.write(|tx| {
        let sent = StoredDraft {
            sent_as: Some(id(number)),
            ..draft(1)
        };
        tx.put_draft(&sent)?;
        tx.carry_files(id(1), id(number), &[id(2)])?;
        tx.enqueue(&outbox_item(number))
    })
}

#[test]
fn rule_S8_the_operation_and_the_change_of_its_draft_are_one_transaction() {
    let device = Device::bare();
    let db = wallet(&device);
    submit(&db, 3).expect("submitted");
    let again: Result<(), WriteError> = db.write(|tx| {
        tx.put_draft(&StoredDraft {
            page: 7,
            ..draft(1)
        })?;
        // The same operation twice.
        tx.enqueue(&outbox_item(3)).map(|_| ())
    });
    assert_eq!(again, Err(WriteError::Conflict));
    let stored = db.draft(id(1)).expect("reads").expect("there");
    assert_eq!(
        (stored.page, stored.sent_as),
        (0, Some(id(3))),
        "nothing of it happened"
    );
    assert_eq!(db.outbox().expect("reads").len(), 1);
    assert_eq!(db.files_of_operation(id(3)).expect("reads").len(), 1);
}

#[test]
fn rule_S11_places_rise_and_are_never_used_again() {
    let device = Device::bare();
    let db = wallet(&device);
    let first = submit(&db, 3).expect("submitted");
    db.write(|tx| tx.take_back(id(3))).expect("taken back");
    let second = submit(&db, 4).expect("submitted");
    assert!(second > first);
}

#[test]
fn what_was_never_offered_can_be_taken_back_and_nothing_else() {
    let device = Device::bare();
    let db = wallet(&device);
    submit(&db, 3).expect("submitted");
    db.write(|tx| tx.take_back(id(3))).expect("taken back");
    assert_eq!(
        db.draft(id(1)).expect("reads").expect("there").sent_as,
        None
    );
    assert_eq!(db.files_of_draft(id(1)).expect("reads")[0].operation, None);
    assert_eq!(
        db.write(|tx| tx.take_back(id(3))),
        Err(WriteError::NotFound)
    );

    submit(&db, 4).expect("submitted");
    db.write(|tx| tx.mark_offered(id(4))).expect("stored");
    assert_eq!(
        db.write(|tx| tx.take_back(id(4))),
        Err(WriteError::Conflict)
    );
    assert_eq!(
        db.write(|tx| tx.detach_file(id(1), id(2))),
        Err(WriteError::Conflict),
        "an operation carries it"
    );
    assert_eq!(
        db.write(|tx| tx.mark_offered(id(9))),
        Err(WriteError::NotFound)
    );
}

#[test]
fn rule_S5_the_draft_of_a_rejected_operation_opens_again_and_the_operation_stays() {
    let device = Device::bare();
    let db = wallet(&device);
    submit(&db, 3).expect("submitted");
    db.write(|tx| tx.mark_offered(id(3))).expect("offered");
    assert_eq!(db.write(|tx| tx.draft_of(id(3))), Ok(Some(id(1))));
    db.write(|tx| tx.reopen_draft(id(3))).expect("reopened");
    assert_eq!(
        db.draft(id(1)).expect("reads").expect("there").sent_as,
        None
    );
    assert_eq!(db.files_of_draft(id(1)).expect("reads")[0].operation, None);
    assert_eq!(db.outbox().expect("reads").len(), 1);
    let other = db.write(|tx| tx.carry_files(id(1), id(4), &[id(9)]));
    assert_eq!(other, Err(WriteError::NotFound));
    submit(&db, 4).expect("again");
    db.write(|tx| tx.free(id(3))).expect("freed");
    assert!(
        db.draft(id(1)).expect("reads").is_some(),
        "it is of the new one"
    );
    assert_eq!(db.files_of_operation(id(4)).expect("reads").len(), 1);
}

#[test]
fn rule_S12_unsent_files_stay_until_the_operation_is_freed() {
    let device = Device::bare();
    let db = wallet(&device);
    submit(&db, 3).expect("submitted");
    db.write(|tx| {
        tx.set_receipt(id(3), b"receipt")?;
        tx.set_problem(id(3), Some("keeps_failing"))
    })
    .expect("stored");
    let item = db.outbox_item(id(3)).expect("reads").expect("there");
    assert_eq!(item.receipt.as_deref(), Some(b"receipt".as_slice()));
    assert_eq!(item.problem.as_deref(), Some("keeps_failing"));
    assert_eq!(db.sweep_files(), Ok(0));
    assert!(db.read_file(id(2), 0..1_000).is_ok());
    assert_eq!(db.evict_files(0), Ok(0), "it was never freed");
    db.write(|tx| tx.free(id(3))).expect("freed");
    assert_eq!(db.sweep_files(), Ok(0), "it stays to be looked at");
    assert!(db.read_file(id(2), 0..1_000).is_ok());
    assert!(db.outbox().expect("reads").is_empty());
    assert!(db.draft(id(1)).expect("reads").is_none());
    assert_eq!(db.evict_files(0), Ok(1));
    assert_eq!(db.read_file(id(2), 0..1), Err(ReadFileError::Missing));
}

/// Operations 11, 12 and 13, each with one file of 1,000 bytes of the same number.
fn three_sent(db: &PersonDb) {
    for number in 11..=13 {
        db.write(|tx| tx.put_draft(&draft(number))).expect("stored");
        let bytes = photo(1_000);
        db.add_file(&file(number, number, &bytes), &bytes, |tx| {
            tx.enqueue(&outbox_item(number)).map(drop)
        })
        .expect("stored");
        db.write(|tx| -> Result<(), WriteError> {
            tx.carry_files(id(number), id(number), &[id(number)])?;
            tx.free(id(number))
        })
        .expect("freed");
    }
}

fn here(db: &PersonDb) -> Vec<RecordId> {
    db.files()
        .expect("reads")
        .iter()
        .map(|file| file.id)
        .collect()
}

#[test]
fn rule_S12_of_what_the_platform_has_the_longest_unseen_goes_first() {
    let device = Device::bare();
    let db = wallet(&device);
    submit(&db, 3).expect("submitted");
    three_sent(&db);
    db.use_file(id(11)).expect("looked at");
    db.use_file(id(2)).expect("an unsent one is no use to note");
    assert_eq!(db.evict_files(3_000), Ok(0), "there is room for all");
    assert_eq!(db.evict_files(2_999), Ok(1));
    assert_eq!(here(&db), [id(2), id(11), id(13)]);
    assert_eq!(db.evict_files(1_000), Ok(1));
    assert_eq!(here(&db), [id(2), id(11)], "it was looked at last");
    assert_eq!(db.evict_files(0), Ok(1));
    assert_eq!(here(&db), [id(2)], "unsent ones never go");
    assert!(db.read_file(id(2), 0..1_000).is_ok());
    assert_eq!(db.sweep_files(), Ok(0), "the files went with their rows");
}

#[test]
fn rule_S12_a_sent_file_is_pinned_no_longer() {
    let device = Device::bare();
    let db = wallet(&device);
    submit(&db, 3).expect("submitted");
    db.write(|tx| tx.pin_file(id(3), id(2))).expect("pinned");
    assert!(db.file(id(2)).expect("reads").expect("there").is_urgent);
    db.write(|tx| tx.free(id(3))).expect("freed");
    assert_eq!(db.pinned_file(), Ok(None));
}

#[test]
fn rule_S2_a_receipt_that_the_platform_lost_stays_as_history_and_the_item_is_unsent_again() {
    let device = Device::bare();
    let db = wallet(&device);
    submit(&db, 3).expect("submitted");
    let stored = || {
        let item = db.outbox_item(id(3)).expect("reads").expect("there");
        (item.receipt, item.receipt_before)
    };
    let bytes = |text: &[u8]| Some(text.to_vec());
    db.write(|tx| tx.lose_receipt(id(3)))
        .expect("nothing was said");
    assert_eq!(stored(), (None, None));
    db.write(|tx| tx.set_receipt(id(3), b"first"))
        .expect("said");
    db.write(|tx| tx.lose_receipt(id(3))).expect("lost");
    assert_eq!(stored(), (None, bytes(b"first")));
    db.write(|tx| tx.lose_receipt(id(3)))
        .expect("lost twice before it is said again");
    assert_eq!(stored(), (None, bytes(b"first")));
    db.write(|tx| tx.set_receipt(id(3), b"second"))
        .expect("said again");
    assert_eq!(stored(), (bytes(b"second"), bytes(b"first")));
    assert_eq!(
        db.write(|tx| tx.lose_receipt(id(8))),
        Err(WriteError::NotFound)
    );
}

#[test]
fn rule_S12_one_photo_is_pinned_at_most_and_the_choice_is_kept() {
    let device = Device::bare();
    let db = wallet(&device);
    let bytes = photo(900);
    db.add_file(&file(5, 1, &bytes), &bytes, |_| Ok::<_, WriteError>(()))
        .expect("stored");
    assert_eq!(
        db.write(|tx| tx.pin_file(id(3), id(2))),
        Err(WriteError::NotFound),
        "nothing carries it yet"
    );
    submit(&db, 3).expect("submitted");
    db.write(|tx| tx.carry_files(id(1), id(3), &[id(2), id(5)]))
        .expect("both");
    let pinned = || db.pinned_file().expect("reads").map(|file| file.id);
    assert_eq!(pinned(), None);
    for photo in [2, 5] {
        db.write(|tx| tx.pin_file(id(3), id(photo)))
            .expect("pinned");
        assert_eq!(pinned(), Some(id(photo)));
    }
    let wrong = db.write(|tx| tx.pin_file(id(4), id(2)));
    assert_eq!(wrong, Err(WriteError::NotFound));
    assert_eq!(pinned(), Some(id(5)), "what cannot be done changes nothing");
}
