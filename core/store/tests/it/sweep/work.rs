//! What a person and the sync do with an open wallet.

use tongban_store::{StoredCursor, StoredDraft, WriteError};

use super::{did, reopened, sweep, wallet_of_child};
use crate::support::{
    Device, NOW, PASSPHRASE, add, certificate, draft, file, id, key, outbox_item, person, photo,
    row, secret,
};

/// A wallet with a draft that has one attachment.
pub fn wallet() -> Device {
    let device = Device::bare();
    let store = device.open();
    let db = store
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    add(&db, 1).expect("stored");
    let typed = StoredDraft {
        answers: Vec::new(),
        ..draft(1)
    };
    db.write(|tx| tx.put_draft(&typed)).expect("stored");
    let bytes = photo(70_000);
    db.add_file(&file(2, 1, &bytes), &bytes, |_| Ok::<_, WriteError>(()))
        .expect("stored");
    drop((db, store));
    device
}

fn files_on_disk(device: &Device) -> usize {
    let folder = device.path(&format!("person-{}.files", person(1)));
    std::fs::read_dir(folder).map_or(0, |entries| entries.count())
}

#[test]
fn a_kill_at_any_call_of_autosave_loses_at_most_the_save_under_way() {
    const TEST: &str =
        "sweep::work::a_kill_at_any_call_of_autosave_loses_at_most_the_save_under_way";
    const SAVES: u64 = 4;
    if let Some((_store, db)) = wallet_of_child(&Device::bare()) {
        for count in 1..=SAVES {
            let typed = StoredDraft {
                answers: "石".repeat(count as usize * 300).into_bytes(),
                saved_at: NOW + count,
                page: count as u32,
                ..draft(1)
            };
            db.write(|tx| {
                tx.put_draft(&typed)?;
                tx.set_open_draft(Some(id(1)))
            })
            .expect("saved");
            did(count);
        }
        return;
    }
    sweep(TEST, &wallet(), |device, said| {
        let (_store, db) = reopened(device);
        let found = db.draft(id(1)).expect("reads").expect("the draft");
        let saved = u64::from(found.page);
        assert!((said..=said + 1).contains(&saved), "{said} said, {saved}");
        assert_eq!(found.answers, "石".repeat(saved as usize * 300).as_bytes());
        assert!(found.open, "it is offered again");
        assert_eq!(db.files_of_draft(id(1)).expect("reads").len(), 1);
    });
}

#[test]
fn rule_S8_a_kill_at_any_call_of_handing_in_leaves_the_draft_or_the_operation() {
    const TEST: &str =
        "sweep::work::rule_S8_a_kill_at_any_call_of_handing_in_leaves_the_draft_or_the_operation";
    if let Some((_store, db)) = wallet_of_child(&Device::bare()) {
        db.write(|tx| -> Result<_, WriteError> {
            tx.insert_key(&key(40))?;
            tx.carry_files(id(1), id(30), &[id(2)])?;
            tx.put_draft(&StoredDraft {
                open: false,
                sent_as: Some(id(30)),
                ..draft(1)
            })?;
            tx.enqueue(&outbox_item(30))
        })
        .expect("handed in");
        did(1);
        return;
    }
    sweep(TEST, &wallet(), |device, said| {
        let (_store, db) = reopened(device);
        let draft = db.draft(id(1)).expect("reads").expect("the draft");
        let sent = draft.sent_as == Some(id(30));
        assert!(sent || said == 0, "it was said to be handed in");
        assert_eq!(draft.open, !sent);
        assert_eq!(db.outbox_item(id(30)).expect("reads").is_some(), sent);
        let carried = db.files_of_operation(id(30)).expect("reads").len();
        assert_eq!(carried, usize::from(sent));
        assert_eq!(db.read_file(id(2), 0..70_000), Ok(photo(70_000)));
        let keys = db.keys(tongban_device::KeyPurpose::Holder).expect("reads");
        assert_eq!(keys.len(), 1 + usize::from(sent));
    });
}

#[test]
fn rule_S12_a_kill_at_any_call_of_attaching_leaves_the_whole_photo_or_none() {
    const TEST: &str =
        "sweep::work::rule_S12_a_kill_at_any_call_of_attaching_leaves_the_whole_photo_or_none";
    let bytes = photo(150_000);
    if let Some((_store, db)) = wallet_of_child(&Device::bare()) {
        for number in 3..=4 {
            let supplied = StoredDraft {
                supplied: vec![number],
                ..draft(1)
            };
            db.add_file(&file(number, 1, &bytes), &bytes, |tx| {
                tx.put_draft(&supplied)
            })
            .expect("attached");
            did(number.into());
        }
        return;
    }
    sweep(TEST, &wallet(), |device, said| {
        let (_store, db) = reopened(device);
        let supplied = db.draft(id(1)).expect("reads").expect("there").supplied;
        let last = supplied.first().copied().unwrap_or(2);
        assert!(u64::from(last) >= said, "{said} was said, {last} is there");
        let files = db.files_of_draft(id(1)).expect("reads");
        assert_eq!(files.len(), usize::from(last) - 1, "rows up to the last");
        for file in &files[1..] {
            assert_eq!(db.read_file(file.id, 0..150_000), Ok(bytes.clone()));
        }
        assert_eq!(files_on_disk(device), files.len(), "no file without a row");
    });
}

#[test]
fn rule_S2_a_kill_at_any_call_of_sending_keeps_receipt_and_photos_together() {
    const TEST: &str =
        "sweep::work::rule_S2_a_kill_at_any_call_of_sending_keeps_receipt_and_photos_together";
    if let Some((_store, db)) = wallet_of_child(&Device::bare()) {
        db.write(|tx| tx.mark_offered(id(30))).expect("offered");
        did(1);
        db.write(|tx| tx.set_receipt(id(30), &[1; 200]))
            .expect("held");
        did(2);
        db.write(|tx| tx.set_receipt(id(30), &[2; 200]))
            .expect("complete");
        did(3);
        db.write(|tx| tx.free(id(30))).expect("freed");
        did(4);
        db.evict_files(0).expect("evicted");
        did(5);
        return;
    }
    let device = wallet();
    let (store, db) = reopened(&device);
    db.write(|tx| -> Result<_, WriteError> {
        tx.enqueue(&outbox_item(30))?;
        tx.enqueue(&outbox_item(31))?;
        tx.carry_files(id(1), id(30), &[id(2)])?;
        tx.put_draft(&StoredDraft {
            sent_as: Some(id(30)),
            ..draft(1)
        })
    })
    .expect("handed in");
    drop((db, store));
    sweep(TEST, &device, |device, said| {
        let (_store, db) = reopened(device);
        assert!(db.outbox_item(id(31)).expect("reads").is_some());
        let Some(item) = db.outbox_item(id(30)).expect("reads") else {
            assert!(said >= 3, "{said} was said, and it is freed");
            assert!(db.draft(id(1)).expect("reads").is_none());
            let Some(kept) = db.file(id(2)).expect("reads") else {
                assert!(said >= 4, "{said} was said, and it is evicted");
                db.sweep_files().expect("swept");
                assert_eq!(files_on_disk(device), 0, "nothing of a photo is left");
                return;
            };
            assert!(kept.used.is_some() && said < 5, "{said} was said");
            assert!(db.read_file(id(2), 0..kept.length).is_ok(), "it is whole");
            return;
        };
        let step = match item.receipt.as_deref() {
            None => u64::from(item.offered),
            Some(bytes) => 1 + u64::from(bytes[0]),
        };
        assert!((said..=said + 1).contains(&step), "{said} said, {step}");
        assert!(item.offered || step == 0);
        assert_eq!(db.read_file(id(2), 0..70_000), Ok(photo(70_000)));
        assert_eq!(files_on_disk(device), 1);
    });
}

#[test]
fn rule_S8_a_kill_at_any_call_of_a_pull_leaves_whole_pages_with_their_cursor() {
    const TEST: &str =
        "sweep::work::rule_S8_a_kill_at_any_call_of_a_pull_leaves_whole_pages_with_their_cursor";
    const PAGE: u64 = 20;
    if let Some((_store, db)) = wallet_of_child(&Device::bare()) {
        for page in 1..=3_u8 {
            db.write(|tx| -> Result<_, WriteError> {
                for seq in 1..=PAGE {
                    tx.put_row(&row(1, u64::from(page - 1) * PAGE + seq, "event", 1))?;
                }
                tx.insert_key(&key(50 + page))?;
                tx.insert_certificate(&certificate(50 + page, &[50 + page]))?;
                tx.set_cursor(&StoredCursor {
                    scope: id(9),
                    epoch: id(1),
                    seq: u64::from(page) * PAGE,
                    rolling_hash: [page; 32],
                })
            })
            .expect("taken over");
            did(page.into());
        }
        return;
    }
    sweep(TEST, &wallet(), |device, said| {
        let (_store, db) = reopened(device);
        let cursors = db.cursors().expect("reads");
        let seq = cursors.first().map_or(0, |cursor| cursor.seq);
        let pages = seq / PAGE;
        assert!((said..=said + 1).contains(&pages), "{said} said, {pages}");
        assert_eq!(db.rows("event").expect("reads").len() as u64, seq);
        let certificates = db.certificates().expect("reads").len() as u64;
        assert_eq!(certificates, 1 + pages, "a row and its certificate");
    });
}

#[test]
fn a_kill_at_any_call_of_making_a_wallet_leaves_it_or_nothing_and_it_is_made_then() {
    const TEST: &str = "sweep::work::a_kill_at_any_call_of_making_a_wallet_leaves_it_or_nothing_and_it_is_made_then";
    if let Some(folder) = super::folder_of_child() {
        let device = Device::bare();
        let store = tongban_store::Store::open(device.options_in(&folder)).expect("opens");
        did(1);
        drop(
            store
                .create_person(person(1), &secret(PASSPHRASE))
                .expect("a wallet"),
        );
        did(2);
        return;
    }
    sweep(TEST, &Device::bare(), |device, said| {
        let store = device.open();
        assert_eq!(store.quarantined(), Ok(vec![]));
        let there = store.persons().expect("reads").len();
        assert!(there == 1 || said < 2, "{said} was said");
        let db = match there {
            1 => store.unlock(person(1), &secret(PASSPHRASE)).expect("opens"),
            _ => store
                .create_person(person(1), &secret(PASSPHRASE))
                .expect("nothing is in the way"),
        };
        add(&db, 1).expect("and takes certificates");
    });
}
