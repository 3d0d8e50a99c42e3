use std::path::Path;
use std::process::Command;

use tongban_device::not_tried;
use tongban_store::{OpenError, PersonTx, Room, StorageFault, Store, StoredDraft, WriteError};

use crate::support::{
    Device, PASSPHRASE, add, draft, file, id, person, photo, row, secret, text_of,
};

const FOLDER: &str = "TONGBAN_TEST_FULL_DISK";
const OTHER: &str = "battery staple";

/// Fills the disk from inside the wallet, and looks at what is left.
fn fill(store: &Store) {
    let db = store
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("room for a wallet");
    add(&db, 1).expect("room for a certificate");
    db.write(|tx| tx.put_draft(&draft(1)))
        .expect("room for a draft");
    let picture = photo(1_200_000);
    assert_eq!(
        db.add_file(&file(2, 1, &picture), &picture, |_| Ok(())),
        Err(WriteError::DiskFull),
        "an attachment larger than what is left"
    );
    assert_eq!(db.file(id(2)), Ok(None));
    let folder = store_folder(&db);
    let left = std::fs::read_dir(folder).map_or(0, |entries| entries.count());
    assert_eq!(left, 0, "nothing of it stays");
    let mut stored = 1;
    let full = loop {
        match add(&db, stored + 1) {
            Ok(()) if stored < 250 => stored += 1,
            Ok(()) => panic!("the disk never filled"),
            Err(error) => break error,
        }
    };
    assert_eq!(full, WriteError::DiskFull, "after {stored} certificates");
    assert_eq!(
        db.certificates().expect("reads").len(),
        usize::from(stored),
        "what was there is there"
    );
    assert_eq!(
        db.write(|tx| tx.set_pseudonym(&[1; 300_000])),
        Err(WriteError::DiskFull)
    );
    // A full disk while typing: the last saved answers stay.
    let longer = StoredDraft {
        answers: vec![9; 300_000],
        ..draft(1)
    };
    assert_eq!(
        db.write(|tx| tx.put_draft(&longer)),
        Err(WriteError::DiskFull)
    );
    let kept = db.draft(id(1)).expect("reads").expect("there");
    assert_eq!(kept.answers, draft(1).answers);
    let large = "x".repeat(300_000);
    assert_eq!(
        store.set_settings(&[("large", &large)]),
        Err(WriteError::DiskFull)
    );
    assert_eq!(store.setting("large"), Ok(None));
    // The count of the try and the new key file get the reserve.
    let change = store.change_secret(person(1), &secret(PASSPHRASE), &secret(OTHER));
    assert_eq!(change, Ok(()));
}

/// Where the attachments of the wallet in the full folder are.
fn store_folder(db: &tongban_store::PersonDb) -> std::path::PathBuf {
    let folder = std::env::var_os(FOLDER).expect("this is the child");
    Path::new(&folder).join(format!("data/person-{}.files", db.id()))
}

#[test]
fn a_full_disk_is_typed_and_keeps_what_was_there() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let folder = Path::new(&folder);
        let device = Device::bare();
        let store = Store::open(device.options_in(&folder.join("data"))).expect("opens");
        // What the person removes afterwards to make room.
        std::fs::write(folder.join("ballast"), vec![1; 200_000]).expect("room for ballast");
        fill(&store);
        drop(store);
        std::fs::remove_file(folder.join("ballast")).expect("room again");
        let store = Store::open(device.options_in(&folder.join("data"))).expect("opens again");
        assert_eq!(store.quarantined(), Ok(vec![]), "a full disk is not damage");
        let db = store.unlock(person(1), &secret(OTHER)).expect("unlocks");
        let stored = db.certificates().expect("reads").len();
        add(&db, 255).expect("and goes on");
        assert_eq!(db.certificates().expect("reads").len(), stored + 1);
        return;
    }
    on_a_small_disk(
        "1900k",
        "disk_full::a_full_disk_is_typed_and_keeps_what_was_there",
    );
}

#[test]
fn on_a_full_disk_the_last_words_are_saved_and_the_wallet_opens_with_the_reserve() {
    const TEST: &str =
        "disk_full::on_a_full_disk_the_last_words_are_saved_and_the_wallet_opens_with_the_reserve";
    let Some(folder) = std::env::var_os(FOLDER) else {
        return on_a_small_disk("3m", TEST);
    };
    let folder = Path::new(&folder);
    let (device, data) = (Device::bare(), folder.join("data"));
    let open = || Store::open(device.options_in(&data)).expect("opens");
    let unlock = |store: &Store| store.unlock(person(1), &secret(PASSPHRASE));
    let typed = |count: usize| StoredDraft {
        answers: "石".repeat(count * 10).into_bytes(),
        ..draft(1)
    };
    let store = open();
    let db = store
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    db.write(|tx| tx.put_draft(&draft(1))).expect("begun");
    assert_eq!(store.room(), Ok(Room::Enough));
    let reserve = std::fs::metadata(data.join("reserve")).expect("a reserve");
    assert_eq!(reserve.len(), 256 << 10);
    drop((db, store));

    // Somebody else fills the disk; the wallet opens all the same, and the reserve is spent.
    fill_up(&folder.join("ballast"));
    let store = open();
    let db = unlock(&store).expect("opens on a full disk");
    assert_eq!(store.room(), Ok(Room::Low));
    fill_up(&folder.join("more"));
    drop((db, store));
    std::fs::remove_file(folder.join("ballast")).expect("room");
    let store = open();
    assert_eq!(store.room(), Ok(Room::Enough), "made again");
    let db = unlock(&store).expect("opens");
    fill_up(&folder.join("ballast"));

    // Only what a person typed gets it: not photos, not pages of rows.
    let picture = photo(100_000);
    assert_eq!(
        db.add_file(&file(2, 1, &picture), &picture, |_| Ok(())),
        Err(WriteError::DiskFull)
    );
    let page =
        |tx: &PersonTx<'_>| (1..200).try_for_each(|seq| tx.put_row(&row(1, seq, "event", 1)));
    assert_eq!(db.write(page), Err(WriteError::DiskFull));
    assert_eq!(store.room(), Ok(Room::Enough), "it is not spent");
    for count in 1..=150 {
        db.write_in_need(|tx| tx.put_draft(&typed(count)))
            .unwrap_or_else(|error| panic!("save {count}: {error}"));
    }
    assert_eq!(store.room(), Ok(Room::Low), "the person is told");
    drop((db, store));

    let store = open();
    assert_eq!(store.quarantined(), Ok(vec![]));
    let db = unlock(&store).expect("opens");
    let kept = db.draft(id(1)).expect("reads").expect("there");
    assert_eq!(kept.answers, typed(150).answers, "the last word is there");
    std::fs::remove_file(folder.join("ballast")).expect("room");
    assert_eq!(store.room(), Ok(Room::Enough), "and made again");
    db.write(page).expect("and goes on");
}

#[test]
fn a_read_only_disk_is_typed_and_loses_nothing() {
    const TEST: &str = "disk_full::a_read_only_disk_is_typed_and_loses_nothing";
    let Some(folder) = std::env::var_os(FOLDER) else {
        return on_a_small_disk("3m", TEST);
    };
    let folder = Path::new(&folder);
    let device = Device::bare();
    let options = || device.options_in(&folder.join("data"));
    let store = Store::open(options()).expect("opens");
    let db = store
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet");
    add(&db, 1).expect("stored");
    drop((db, store));
    let remount = |how: &str| {
        let done = Command::new("mount")
            .args(["-o", &format!("remount,{how}")])
            .arg(folder)
            .status();
        assert!(done.expect("mount").success());
    };
    remount("ro");
    assert_eq!(
        Store::open(options()).err(),
        Some(OpenError::Storage(StorageFault::NotPermitted))
    );
    remount("rw");
    let store = Store::open(options()).expect("opens again");
    assert_eq!(store.quarantined(), Ok(vec![]));
    let db = store.unlock(person(1), &secret(PASSPHRASE)).expect("opens");
    assert_eq!(db.certificates().expect("reads").len(), 1);
}

/// Fills the disk with a file until not one block is left.
fn fill_up(path: &Path) {
    use std::io::Write as _;
    let mut file = std::fs::File::create(path).expect("a file");
    for block in [64 << 10, 4 << 10, 1] {
        while file.write_all(&vec![1; block]).is_ok() {}
    }
}

/// Runs `test` as a child on a file system of `size` that ends with it.
fn on_a_small_disk(size: &str, test: &str) {
    let dir = tempfile::tempdir().expect("a folder");
    let script = "mount -t tmpfs -o size=\"$4\" tmpfs \"$1\" || exit 77; exec \"$2\" --exact \"$3\" --nocapture";
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh"])
        .arg(dir.path())
        .arg(std::env::current_exe().expect("this binary"))
        .args([test, size])
        .env(FOLDER, dir.path())
        .output();
    match output {
        Ok(output) if output.status.success() => {}
        Ok(output) if output.status.code() == Some(77) => {
            not_tried("full disk", "no mount namespace on this machine");
        }
        Ok(output) if String::from_utf8_lossy(&output.stderr).starts_with("unshare:") => {
            not_tried("full disk", "no user namespace on this machine");
        }
        Ok(output) => panic!("{}", text_of(&output)),
        Err(error) => not_tried("full disk", &format!("unshare does not start: {error}")),
    }
}
