use std::path::Path;
use std::process::Command;

use tongban_device::not_tried;
use tongban_store::{ChangeSecretError, StorageFault, Store, StoredDraft, UnlockError, WriteError};

use crate::support::{Device, PASSPHRASE, add, draft, file, id, person, photo, secret, text_of};

const FOLDER: &str = "TONGBAN_TEST_FULL_DISK";

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
    // Without room for the count of the try, or for the new key file: which one, depends on
    // what the last page had left.
    let full = StorageFault::DiskFull;
    let change = store.change_secret(person(1), &secret(PASSPHRASE), &secret("battery staple"));
    assert!(
        [
            Err(ChangeSecretError::Storage(full.clone())),
            Err(UnlockError::Storage(full).into())
        ]
        .contains(&change),
        "{change:?}"
    );
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
        let db = store
            .unlock(person(1), &secret(PASSPHRASE))
            .expect("unlocks");
        let stored = db.certificates().expect("reads").len();
        add(&db, 255).expect("and goes on");
        assert_eq!(db.certificates().expect("reads").len(), stored + 1);
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let script = "mount -t tmpfs -o size=1500k tmpfs \"$1\" || exit 77; exec \"$2\" --exact \"$3\" --nocapture";
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh"])
        .arg(dir.path())
        .arg(std::env::current_exe().expect("this binary"))
        .arg("disk_full::a_full_disk_is_typed_and_keeps_what_was_there")
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
