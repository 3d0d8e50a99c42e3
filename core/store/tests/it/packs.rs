#![allow(non_snake_case)]

use tongban_store::StoredPack;

use crate::support::{Device, NOW};

fn pack(version: u32, byte: u8) -> StoredPack {
    StoredPack {
        id: "yunquan".into(),
        version,
        bytes: vec![byte; 200_000],
        fetched_at: NOW,
    }
}

#[test]
fn rule_S9_every_pack_stays_and_a_version_never_changes() {
    let device = Device::bare();
    let store = device.open();
    for (version, byte) in [(2, 2), (1, 1), (2, 9)] {
        store.keep_pack(&pack(version, byte)).expect("stored");
    }
    drop(store);
    let store = device.open();
    let newest = store.newest_pack("yunquan").expect("reads").expect("there");
    assert_eq!((newest.version, newest.bytes), (2, vec![2; 200_000]));
    let old = store.pack("yunquan", 1).expect("reads").expect("there");
    assert_eq!(old.bytes, vec![1; 200_000]);
    assert_eq!(store.pack_versions("yunquan"), Ok(vec![2, 1]));
    assert!(store.newest_pack("other").expect("reads").is_none());
}
