//! Files of each shipped schema, killed while they are brought to the newest.

use tongban_store::{PersonDb, Store};

use super::{did, folder_of_child, reopened, sweep};
use crate::old_files::old_device;
use crate::support::{PASSPHRASE, draft, id, person, photo, secret};

/// Opens everything in the folder, which migrates it.
fn migrate() -> bool {
    let Some(folder) = folder_of_child() else {
        return false;
    };
    let device = old_device("v1");
    let store = Store::open(device.options_in(&folder)).expect("the child opens the store");
    did(1);
    let db = store.unlock(person(1), &secret(PASSPHRASE));
    drop(db.expect("the child unlocks"));
    did(2);
    true
}

/// What every fixture holds, and that the wallet takes what the newest schema brought.
fn whole(store: &Store, db: &PersonDb) {
    assert_eq!(store.setting("locale"), Ok(Some("zh-Hans".into())));
    assert_eq!(db.certificates().expect("reads").len(), 1);
    assert_eq!(db.pending("enrol").expect("reads").len(), 1);
    assert_eq!(db.info().expect("reads").pseudonym, Some(vec![6; 16]));
    db.write(|tx| tx.put_draft(&draft(77))).expect("stored");
}

#[test]
fn a_kill_at_any_call_of_migrating_the_first_schema_loses_nothing() {
    const TEST: &str =
        "sweep::migrate::a_kill_at_any_call_of_migrating_the_first_schema_loses_nothing";
    if migrate() {
        return;
    }
    sweep(TEST, &old_device("v1"), |device, _| {
        let (store, db) = reopened(device);
        whole(&store, &db);
    });
}

#[test]
fn a_kill_at_any_call_of_migrating_the_second_schema_loses_nothing() {
    const TEST: &str =
        "sweep::migrate::a_kill_at_any_call_of_migrating_the_second_schema_loses_nothing";
    if migrate() {
        return;
    }
    sweep(TEST, &old_device("v2"), |device, _| {
        let (store, db) = reopened(device);
        whole(&store, &db);
        let log = db.read_log().expect("reads").expect("a head");
        assert_eq!(log.head.seq, 7);
    });
}

#[test]
fn a_kill_at_any_call_of_migrating_the_third_schema_loses_nothing() {
    const TEST: &str =
        "sweep::migrate::a_kill_at_any_call_of_migrating_the_third_schema_loses_nothing";
    if migrate() {
        return;
    }
    sweep(TEST, &old_device("v3"), |device, _| {
        let (store, db) = reopened(device);
        whole(&store, &db);
        assert_eq!(store.pack_versions("yunquan"), Ok(vec![4]));
        assert_eq!(db.outbox().expect("reads").len(), 2);
        assert_eq!(db.rows("event").expect("reads").len(), 3);
        assert_eq!(db.read_file(id(11), 0..100_000), Ok(photo(100_000)));
        assert_eq!(
            db.read_file(id(12), 0..70_000),
            Ok(photo(100_000)[..70_000].to_vec())
        );
    });
}
