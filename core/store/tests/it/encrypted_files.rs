//! Attachments on the disk: encrypted, whole or not at all, and nothing in their names.

#![allow(non_snake_case)]

use std::fs;
use std::path::PathBuf;

use tongban_store::{PersonDb, ReadFileError, WriteError};

use crate::support::{Device, PASSPHRASE, draft, file, id, person, photo, secret};

const SEGMENT: usize = 64 << 10;
const HEADER: usize = 24;

fn wallet(device: &Device) -> PersonDb {
    let db = device
        .open()
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    db.write(|tx| tx.put_draft(&draft(1))).expect("stored");
    db
}

fn reopened(device: &Device) -> PersonDb {
    device
        .open()
        .unlock(person(1), &secret(PASSPHRASE))
        .expect("unlocks")
}

fn add(db: &PersonDb, number: u8, bytes: &[u8]) -> Result<(), WriteError> {
    db.add_file(&file(number, 1, bytes), bytes, |_| Ok(()))
}

fn folder(device: &Device) -> PathBuf {
    device.path(&format!("person-{}.files", person(1)))
}

fn names(device: &Device) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder(device)) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.expect("an entry").path())
        .collect()
}

#[test]
fn rule_S12_any_range_of_an_attachment_reads_back() {
    let device = Device::bare();
    let db = wallet(&device);
    let segment = SEGMENT as u64;
    for (number, length) in
        (10..).zip([1, 100, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT + 77])
    {
        let bytes = photo(length as u32);
        add(&db, number, &bytes).expect("stored");
        let end = length as u64;
        for range in [
            0..end,
            0..1,
            end - 1..end,
            0..0,
            end..end,
            (segment - 1).min(end)..(segment + 1).min(end),
            (segment).min(end)..(2 * segment).min(end),
        ] {
            let expected = bytes[range.start as usize..range.end as usize].to_vec();
            assert_eq!(
                db.read_file(id(number), range.clone()),
                Ok(expected),
                "{length} {range:?}"
            );
        }
        assert_eq!(
            db.read_file(id(number), 0..end + 1),
            Err(ReadFileError::OutOfRange)
        );
    }
    assert_eq!(db.read_file(id(99), 0..1), Err(ReadFileError::Missing));
}

#[test]
fn rule_S12_a_changed_cut_or_exchanged_file_is_refused() {
    let device = Device::bare();
    let db = wallet(&device);
    let bytes = photo(2 * SEGMENT as u32 + 500);
    let end = bytes.len() as u64;
    add(&db, 2, &bytes).expect("stored");
    let path = names(&device).remove(0);
    add(&db, 3, &bytes).expect("stored");
    let other = names(&device)
        .into_iter()
        .find(|name| *name != path)
        .expect("a second");
    let sealed = fs::read(&path).expect("a file");
    assert_ne!(
        sealed[HEADER..],
        fs::read(&other).expect("a file")[HEADER..],
        "same bytes, same ciphertext"
    );

    let damaged = |changed: &[u8], what: &str| {
        for range in [0..end, 0..1, end - 1..end] {
            fs::write(&path, changed).expect("changed");
            // A range is authentic by its own segments; the whole never is.
            let read = db.read_file(id(2), range.clone());
            if range == (0..end) || what.starts_with("length") {
                assert_eq!(read, Err(ReadFileError::Damaged), "{what} {range:?}");
                assert!(!path.exists(), "{what} {range:?}");
                let kept = device.files().into_iter().rfind(|name| {
                    name.starts_with("attachment-") && !name.ends_with(".reason") && {
                        fs::read(device.path(name)).is_ok_and(|bytes| bytes == changed)
                    }
                });
                assert!(kept.is_some(), "what cannot be read is never deleted");
            } else if let Ok(found) = read {
                assert_eq!(
                    found,
                    bytes[range.start as usize..range.end as usize],
                    "{what}"
                );
            }
        }
        fs::write(&path, &sealed).expect("restored");
    };
    for at in [0, 9, HEADER, HEADER + SEGMENT + 3, sealed.len() - 1] {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        damaged(&changed, &format!("byte {at}"));
    }
    let step = SEGMENT + 16;
    damaged(&sealed[..HEADER + 2 * step], "length: last segment gone");
    damaged(&sealed[..sealed.len() - 1], "length: last byte gone");
    damaged(&[sealed.as_slice(), &[0]].concat(), "length: a byte more");
    damaged(&sealed[..10], "length: half a header");
    let mut swapped = sealed.clone();
    swapped[HEADER..HEADER + step].copy_from_slice(&sealed[HEADER + step..HEADER + 2 * step]);
    swapped[HEADER + step..HEADER + 2 * step].copy_from_slice(&sealed[HEADER..HEADER + step]);
    damaged(&swapped, "segments swapped");
    damaged(&fs::read(&other).expect("a file"), "another file");
    assert_eq!(db.read_file(id(2), 0..end), Ok(bytes.clone()), "as it was");
    fs::remove_file(&path).expect("gone");
    assert_eq!(db.read_file(id(2), 0..end), Err(ReadFileError::Missing));
}

#[test]
fn a_shorter_length_in_the_row_does_not_cut_a_file() {
    let device = Device::bare();
    let db = wallet(&device);
    let bytes = photo(2 * SEGMENT as u32);
    let shorter = file(2, 1, &bytes[..SEGMENT]);
    db.add_file(&shorter, &bytes, |_| Ok::<_, WriteError>(()))
        .expect("stored");
    assert_eq!(db.read_file(id(2), 0..10), Err(ReadFileError::Damaged));
}

#[test]
fn rule_S12_a_transaction_that_fails_leaves_no_file() {
    let device = Device::bare();
    let db = wallet(&device);
    let bytes = photo(1_000);
    let failed = db.add_file(&file(2, 1, &bytes), &bytes, |_| Err(WriteError::NotFound));
    assert_eq!(failed, Err(WriteError::NotFound));
    assert_eq!(db.file(id(2)), Ok(None));
    assert!(names(&device).is_empty());
    // Nor does one whose draft does not exist.
    let orphan = db.add_file(&file(2, 77, &bytes), &bytes, |_| Ok(()));
    assert_eq!(orphan, Err(WriteError::Conflict));
    assert!(names(&device).is_empty());
    // The same id never gets other bytes.
    add(&db, 2, &bytes).expect("stored");
    assert_eq!(add(&db, 2, &photo(2_000)), Err(WriteError::Conflict));
    assert_eq!(db.read_file(id(2), 0..1_000), Ok(bytes));
}

#[test]
fn rule_S12_files_without_a_row_are_swept_at_the_next_opening_and_others_never() {
    let device = Device::bare();
    let db = wallet(&device);
    let bytes = photo(1_000);
    add(&db, 2, &bytes).expect("stored");
    add(&db, 3, &bytes).expect("stored");
    db.write(|tx| tx.detach_file(id(1), id(3)))
        .expect("detached");
    drop(db);
    fs::write(folder(&device).join("0123456789abcdef"), b"left by a crash").expect("an orphan");
    fs::write(folder(&device).join(".unfinished-1-1"), b"half written").expect("half a file");
    let db = reopened(&device);
    assert_eq!(names(&device).len(), 1);
    assert_eq!(db.read_file(id(2), 0..1_000), Ok(bytes));
}

#[test]
fn an_erased_wallet_leaves_no_attachment() {
    let device = Device::bare();
    let db = wallet(&device);
    add(&db, 2, &photo(1_000)).expect("stored");
    drop(db);
    device.open().erase_person(person(1)).expect("erased");
    assert!(!folder(&device).exists());
}

#[test]
fn a_damaged_attachment_is_set_aside_and_reported_and_the_others_stay() {
    let device = Device::bare();
    let db = wallet(&device);
    let bytes = photo(90_000);
    for number in 2..=5 {
        add(&db, number, &bytes).expect("stored");
    }
    drop(db);
    // Which name is whose, only the key says: each file is damaged in its own way.
    let [changed, cut, gone] = [0, 1, 2].map(|at| names(&device)[at].clone());
    let damaged = {
        let mut bytes = fs::read(&changed).expect("a file");
        bytes[80_000] ^= 1;
        fs::write(&changed, &bytes).expect("changed");
        bytes
    };
    let sealed = fs::read(&cut).expect("a file");
    fs::write(&cut, &sealed[..sealed.len() - 1]).expect("cut");
    fs::remove_file(&gone).expect("gone");

    let store = device.open();
    let db = store.unlock(person(1), &secret(PASSPHRASE)).expect("opens");
    let reasons = |store: &tongban_store::Store| {
        let found = store.quarantined().expect("a list");
        let mut reasons: Vec<_> = found.iter().map(|found| found.reason.slug()).collect();
        reasons.sort_unstable();
        reasons
    };
    assert_eq!(reasons(&store), ["damaged_attachment", "missing_file"]);
    let read: Vec<_> = (2..=5)
        .map(|number| db.read_file(id(number), 0..90_000))
        .collect();
    let count = |wanted: Result<Vec<u8>, ReadFileError>| {
        read.iter().filter(|read| **read == wanted).count()
    };
    assert_eq!(count(Ok(bytes)), 1);
    assert_eq!(count(Err(ReadFileError::Damaged)), 1);
    assert_eq!(count(Err(ReadFileError::Missing)), 2);
    let all = ["damaged_attachment", "damaged_attachment", "missing_file"];
    assert_eq!(reasons(&store), all, "found when it was read");
    let kept = store.quarantined().expect("a list");
    let kept = kept
        .iter()
        .filter_map(|found| fs::read(device.path(&found.file)).ok());
    assert!(kept.clone().any(|kept| kept == damaged), "never deleted");
    drop((db, store));

    // The next start says the same, once.
    let store = device.open();
    drop(store.unlock(person(1), &secret(PASSPHRASE)).expect("opens"));
    assert_eq!(reasons(&store), all);
}
