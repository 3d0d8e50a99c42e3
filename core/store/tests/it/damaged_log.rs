//! A write-ahead log that was cut or changed after its transactions were durable: the engine would
//! go on without them in silence.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use tongban_store::{PersonDb, QuarantineReason, Quarantined, Store, UnlockError};

use crate::support::{Device, PASSPHRASE, add, copy_folder, person, secret};

const CERTIFICATES: u8 = 12;
const FRAME: usize = 24 + 4096;

/// The folder of a device that lost its power: databases, logs and indexes as they were.
fn crashed() -> (Device, TempDir) {
    let device = Device::bare();
    let store = device.open();
    let db = store
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    (1..=CERTIFICATES).for_each(|number| add(&db, number).expect("stored"));
    let crashed = tempfile::tempdir().expect("a folder");
    copy_folder(device.dir.path(), crashed.path());
    drop((db, store));
    (device, crashed)
}

fn log(folder: &Path) -> std::path::PathBuf {
    folder.join(format!("person-{}.db-wal", person(1)))
}

fn again(from: &TempDir) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy_folder(from.path(), folder.path());
    folder
}

/// Unlocks what is in the folder: the certificates that are there, and what was reported.
fn unlock(device: &Device, folder: &TempDir) -> (Option<usize>, Vec<Quarantined>) {
    let store = Store::open(device.options_in(folder.path())).expect("opens");
    let opened: Result<PersonDb, UnlockError> = store.unlock(person(1), &secret(PASSPHRASE));
    let found = match &opened {
        Ok(db) => Some(db.certificates().expect("reads").len()),
        Err(UnlockError::Quarantined(_)) => None,
        Err(error) => panic!("not set aside: {error}"),
    };
    (found, store.quarantined().expect("a list"))
}

#[test]
fn a_log_that_was_cut_anywhere_is_reported_and_kept() {
    let (device, crash) = crashed();
    let whole = fs::read(log(crash.path())).expect("a log");
    let frames = (whole.len() - 32) / FRAME;
    assert!(frames > 20, "{frames} frames");
    assert_eq!(
        unlock(&device, &again(&crash)),
        (Some(CERTIFICATES.into()), vec![])
    );
    for cut in [0, 10, 32, 32 + FRAME / 2]
        .into_iter()
        .chain((1..frames).map(|frame| 32 + frame * FRAME))
    {
        let folder = again(&crash);
        fs::write(log(folder.path()), &whole[..cut]).expect("a cut log");
        let (found, reported) = unlock(&device, &folder);
        let of_log = |found: &&Quarantined| found.reason == QuarantineReason::DamagedLog;
        let first = reported.iter().find(of_log);
        let first = first.unwrap_or_else(|| panic!("cut at {cut}: {found:?} certificates"));
        assert_ne!(found, Some(CERTIFICATES.into()));
        // What is left opens with the log kept beside it as it was found, or all is set aside.
        let name = match first.file.contains("-wal.") {
            true => first.file.clone(),
            false => format!("{}-wal", first.file),
        };
        let kept = folder.path().join(name);
        assert_eq!(fs::read(kept).expect("kept"), whole[..cut], "cut at {cut}");
    }
}

#[test]
fn a_log_that_was_changed_before_its_last_transaction_is_reported_with_and_without_its_index() {
    let (device, crash) = crashed();
    let whole = fs::read(log(crash.path())).expect("a log");
    let frames = (whole.len() - 32) / FRAME;
    for index in [true, false] {
        // The last transaction has some ten frames; torn, it is what a crash leaves.
        for frame in 0..frames - 16 {
            let folder = again(&crash);
            let mut changed = whole.clone();
            changed[32 + frame * FRAME + 1_000] ^= 1;
            fs::write(log(folder.path()), &changed).expect("a changed log");
            if !index {
                let index = log(folder.path()).with_extension("db-shm");
                fs::remove_file(index).expect("an index");
            }
            let (_, reported) = unlock(&device, &folder);
            let of_log = |found: &Quarantined| found.reason == QuarantineReason::DamagedLog;
            assert!(reported.iter().any(of_log), "frame {frame}, index {index}");
        }
    }
}

#[test]
fn a_log_that_only_a_crash_tore_is_not_reported() {
    let (device, crash) = crashed();
    let whole = fs::read(log(crash.path())).expect("a log");
    // The machine lost power while a transaction was written: no index, and a torn tail.
    let folder = again(&crash);
    fs::remove_file(log(folder.path()).with_extension("db-shm")).expect("an index");
    let mut torn = whole.clone();
    let end = torn.len();
    torn[end - FRAME / 2] ^= 1;
    fs::write(log(folder.path()), &torn).expect("a torn log");
    let (found, reported) = unlock(&device, &folder);
    assert_eq!(reported, vec![]);
    assert_eq!(found, Some(usize::from(CERTIFICATES) - 1));
}

#[test]
fn a_cut_log_of_the_shared_database_is_reported_too() {
    let device = Device::bare();
    let store = device.open();
    for count in 0..20 {
        let value = format!("{count}");
        store
            .set_settings(&[("locale", &value), ("more", &"x".repeat(3_000))])
            .expect("stored");
    }
    let folder = tempfile::tempdir().expect("a folder");
    copy_folder(device.dir.path(), folder.path());
    let log = folder.path().join("shared.db-wal");
    let bytes = fs::read(&log).expect("a log");
    fs::write(&log, &bytes[..32 + (bytes.len() - 32) / FRAME / 2 * FRAME]).expect("a cut log");
    let reported = match Store::open(device.options_in(folder.path())) {
        Ok(store) => store.quarantined().expect("a list"),
        Err(tongban_store::OpenError::Quarantined(found)) => vec![found],
        Err(error) => panic!("{error}"),
    };
    assert_eq!(reported.len(), 1);
    assert_eq!(reported[0].reason, QuarantineReason::DamagedLog);
}
