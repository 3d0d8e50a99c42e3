#![allow(non_snake_case)]

use tongban_store::{
    OpenError, ProofMemory, Snapshot, SnapshotKind, StorageFault, Store, read_snapshots,
};

use crate::support::{Device, NOW, seeded};

fn snapshot(kind: SnapshotKind, byte: u8) -> Snapshot {
    Snapshot {
        kind,
        bytes: vec![byte; 100_000],
        etag: Some(format!("\"{byte}\"")),
        fetched_at: NOW,
    }
}

#[test]
fn settings_outlive_a_restart() {
    let device = Device::bare();
    let store = device.open();
    assert_eq!(store.setting("locale"), Ok(None));
    store
        .set_settings(&[("locale", "zh-Hans"), ("theme", "dark")])
        .expect("stored");
    store.set_settings(&[("theme", "light")]).expect("replaced");
    drop(store);
    let settings: Vec<_> = device
        .open()
        .settings()
        .expect("reads")
        .into_iter()
        .collect();
    assert_eq!(
        settings,
        [
            ("locale".into(), "zh-Hans".into()),
            ("theme".into(), "light".into())
        ]
    );
}

#[test]
fn snapshots_are_kept_byte_for_byte_and_readable_while_the_app_runs() {
    for device in [Device::bare(), Device::with_keyring()] {
        let secrets = || {
            device
                .secrets
                .as_deref()
                .map(|secrets| secrets as &dyn tongban_device::SecretStore)
        };
        assert!(
            read_snapshots(device.dir.path(), secrets())
                .expect("no store yet")
                .is_empty()
        );
        let store = device.open();
        assert!(
            store
                .snapshot(SnapshotKind::Status)
                .expect("reads")
                .is_none()
        );
        store
            .set_snapshots(&[
                snapshot(SnapshotKind::TrustList, 1),
                snapshot(SnapshotKind::Status, 2),
            ])
            .expect("stored");
        store
            .set_snapshots(&[snapshot(SnapshotKind::Status, 3)])
            .expect("replaced");

        let status = store
            .snapshot(SnapshotKind::Status)
            .expect("reads")
            .expect("is there");
        assert_eq!(
            (status.bytes, status.etag.as_deref(), status.fetched_at),
            (vec![3; 100_000], Some("\"3\""), NOW)
        );
        let before = device.files();
        let read = read_snapshots(device.dir.path(), secrets()).expect("reads beside the app");
        assert_eq!(
            read.iter()
                .map(|snapshot| snapshot.bytes[0])
                .collect::<Vec<_>>(),
            [1, 3]
        );
        assert_eq!(device.files(), before, "looking left something behind");
        drop(store);
        assert_eq!(
            read_snapshots(device.dir.path(), secrets())
                .expect("reads without the app")
                .len(),
            2
        );
    }
}

#[test]
fn snapshots_without_the_keyring_are_a_typed_error() {
    let device = Device::with_keyring();
    drop(device.open());
    assert_eq!(
        read_snapshots(device.dir.path(), None).err(),
        Some(OpenError::KeyUnavailable)
    );
}

#[test]
fn rule_C5_a_proof_is_new_once_and_forgotten_when_it_cannot_be_accepted_any_more() {
    let device = Device::bare();
    let store = device.open();
    assert_eq!(
        store.remember_proof(&[1; 32], NOW, 120),
        Ok(ProofMemory::New)
    );
    assert_eq!(
        store.remember_proof(&[2; 32], NOW + 1, 120),
        Ok(ProofMemory::New)
    );
    drop(store);
    let store = device.open();
    assert_eq!(
        store.remember_proof(&[1; 32], NOW + 120, 120),
        Ok(ProofMemory::Seen { at: NOW })
    );
    assert_eq!(
        store.remember_proof(&[1; 32], NOW + 121, 120),
        Ok(ProofMemory::New),
        "pruned"
    );
    assert_eq!(
        store.remember_proof(&[2; 32], NOW + 121, 120),
        Ok(ProofMemory::Seen { at: NOW + 1 })
    );
}

#[test]
fn the_store_makes_its_folder_and_the_same_seed_makes_no_difference_to_what_it_holds() {
    let device = Device::bare();
    let inner = device.path("new/folder");
    let store = Store::open(seeded(device.options_in(&inner), 7)).expect("opens");
    store.set_settings(&[("a", "b")]).expect("stored");
    drop(store);
    assert_eq!(
        Store::open(seeded(device.options_in(&inner), 8))
            .expect("opens")
            .setting("a"),
        Ok(Some("b".into()))
    );
}

#[test]
fn a_folder_that_may_not_be_used_is_a_typed_error() {
    let device = Device::bare();
    std::fs::write(device.path("file"), b"").expect("a file");
    let refused = Store::open(device.options_in(&device.path("file/folder"))).err();
    assert!(
        matches!(
            refused,
            Some(OpenError::Storage(
                StorageFault::Disk(_) | StorageFault::NotPermitted
            ))
        ),
        "{refused:?}"
    );
}
