//! Drafts: what was typed is there after anything.

#![allow(non_snake_case)]

use tongban_store::StoredDraft;

use crate::support::{
    Device, NOW, PASSPHRASE, draft, file, id, outbox_item, person, photo, secret,
};

#[test]
fn a_saved_draft_is_the_last_saved_one_and_outlives_a_restart() {
    let device = Device::bare();
    let store = device.open();
    let db = store
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    db.write(|tx| tx.put_draft(&draft(1))).expect("stored");
    for saved in 1..=20_u8 {
        let next = StoredDraft {
            answers: vec![saved; 10_000],
            page: saved.into(),
            saved_at: NOW + u64::from(saved),
            ..draft(1)
        };
        db.write(|tx| tx.put_draft(&next)).expect("stored");
    }
    db.write(|tx| tx.put_draft(&draft(2))).expect("stored");
    drop((db, store));
    let db = device
        .open()
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("unlocks");
    let drafts = db.drafts().expect("reads");
    assert_eq!(
        drafts.iter().map(|draft| draft.id).collect::<Vec<_>>(),
        [id(1), id(2)]
    );
    assert_eq!(
        (drafts[0].answers.clone(), drafts[0].page),
        (vec![20; 10_000], 20)
    );
    assert!(drafts[0].open);
    db.write(|tx| tx.set_open_draft(Some(id(2))))
        .expect("stored");
    assert!(!db.draft(id(1)).expect("reads").expect("there").open);
    db.write(|tx| tx.set_open_draft(None)).expect("stored");
    assert!(!db.draft(id(2)).expect("reads").expect("there").open);
}

#[test]
fn a_draft_that_was_thrown_away_is_purged_with_its_files_after_its_time_only() {
    let device = Device::bare();
    let db = device
        .open()
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    let bytes = photo(1_000);
    for number in [1, 2] {
        db.write(|tx| tx.put_draft(&draft(number))).expect("stored");
        db.add_file(&file(10 + number, number, &bytes), &bytes, |_| {
            Ok::<_, tongban_store::WriteError>(())
        })
        .expect("stored");
    }
    // What an operation carries stays, though its draft goes.
    db.write(|tx| {
        tx.enqueue(&outbox_item(5))?;
        tx.carry_files(id(2), id(5), &[id(12)])
    })
    .expect("stored");
    let discard = |number: u8, at| StoredDraft {
        discarded_at: Some(at),
        ..draft(number)
    };
    db.write(|tx| {
        tx.put_draft(&discard(1, NOW))?;
        tx.put_draft(&discard(2, NOW))
    })
    .expect("stored");
    assert_eq!(db.write(|tx| tx.purge_discarded(NOW)), Ok(0));
    assert_eq!(db.write(|tx| tx.purge_discarded(NOW + 1)), Ok(2));
    assert_eq!(db.sweep_files(), Ok(1));
    assert_eq!(db.file(id(11)), Ok(None));
    assert_eq!(db.read_file(id(12), 0..1_000), Ok(bytes));
}
