//! Snapshots: refusing what is older, expired or not trusted, and keeping what is here.
#![allow(non_snake_case)]

use serde_json::json;
use tongban_device::TransportResponse;
use tongban_device::transport::ScriptedTransport;
use tongban_protocol::StatusSnapshot;
use tongban_store::{Kdf, Snapshot, SnapshotKind, Store, StoreOptions};

use crate::support::{Device, NINE_O_CLOCK, Network, OtherAuthority, TrustRoot, World};

#[tokio::test(flavor = "multi_thread")]
async fn refreshing_says_how_old_the_lists_are() {
    let world = World::start().await;
    let device = Device::new(&world, 1);
    let fresh_install = device.ok("snapshots.status", json!({})).await;
    assert_eq!(
        fresh_install["trust_version"], 1,
        "the build's own list: {fresh_install}"
    );
    assert_eq!(
        (&fresh_install["level"], &fresh_install["status_as_of"]),
        (&json!("none"), &json!(null))
    );
    let refreshed = device.ok("snapshots.refresh", json!({})).await;
    assert!(refreshed["trust_version"].as_u64().unwrap() >= 2);
    assert_eq!(refreshed["level"], "fresh");
    world.clock.advance_seconds(8 * 86_400);
    assert_eq!(
        device.ok("snapshots.status", json!({})).await["level"],
        "amber"
    );
    let device = device.restart();
    assert_eq!(
        device.ok("snapshots.status", json!({})).await["trust_version"],
        refreshed["trust_version"]
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_refresh_with_nothing_new_changes_nothing() {
    let world = World::start().await;
    let device = world.verifier().await;
    let before = device.ok("snapshots.status", json!({})).await;
    assert_eq!(device.ok("snapshots.refresh", json!({})).await, before);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C9_a_rolled_back_trust_list_is_refused_and_the_newer_one_stays() {
    let other = OtherAuthority::new(NINE_O_CLOCK - 30 * 86_400);
    let device = device(
        &other,
        [
            other.snapshot(other.list(7, NINE_O_CLOCK - 3600, None)),
            other.snapshot(other.list(6, NINE_O_CLOCK - 7200, None)),
        ],
    );
    assert_eq!(
        device.ok("snapshots.refresh", json!({})).await["trust_version"],
        7
    );
    let error = device.err("snapshots.refresh", json!({})).await;
    assert_eq!(
        (&error["kind"], &error["code"]),
        (&json!("refused"), &json!("snapshots.rolled_back"))
    );
    assert_eq!(error["kept"], "kept.old_snapshots_kept");
    assert_eq!(
        device.ok("snapshots.status", json!({})).await["trust_version"],
        7
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_trust_list_is_refused() {
    let other = OtherAuthority::new(NINE_O_CLOCK - 30 * 86_400);
    let expired = other.list(2, NINE_O_CLOCK - 86_400, Some(NINE_O_CLOCK - 3600));
    let device = device(&other, [other.snapshot(expired)]);
    assert_eq!(
        device.err("snapshots.refresh", json!({})).await["code"],
        "snapshots.expired"
    );
    assert_eq!(
        device.ok("snapshots.status", json!({})).await["trust_version"],
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trust_list_with_one_changed_byte_is_refused() {
    let other = OtherAuthority::new(NINE_O_CLOCK - 30 * 86_400);
    let mut changed = other.snapshot(other.list(2, NINE_O_CLOCK - 3600, None));
    *changed.last_mut().unwrap() ^= 1;
    let device = device(&other, [changed, b"not a snapshot".to_vec()]);
    assert_eq!(
        device.err("snapshots.refresh", json!({})).await["code"],
        "snapshots.not_trusted"
    );
    assert_eq!(
        device.err("snapshots.refresh", json!({})).await["code"],
        "snapshots.unreadable"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_platform_the_old_lists_stay_in_use() {
    let world = World::start().await;
    let (holder, verifier) = (world.holder().await, world.verifier().await);
    let text = holder.show(&["name"]).await;
    world.stop().await;
    let error = verifier.err("snapshots.refresh", json!({})).await;
    assert_eq!(
        (&error["kind"], &error["code"]),
        (&json!("offline"), &json!("snapshots.offline"))
    );
    assert_eq!(verifier.scan(&text).await["verdict"], "valid");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_list_that_makes_no_sense_any_more_is_set_aside_and_said() {
    let world = World::start().await;
    let device = world.verifier().await;
    let refreshed = device.ok("snapshots.status", json!({})).await;
    let (folder, garbage) = (device.folder(), vec![0xf6; 99]);
    let (spoilt, clock) = (folder.clone(), device.clock.clone());
    let device = device.restart_after(|| {
        let store = Store::open(StoreOptions {
            dir: spoilt,
            clock,
            entropy: std::sync::Arc::new(tongban_device::OsEntropy),
            secrets: None,
            device_key: None,
            kdf: Kdf::fast_for_tests(),
        })
        .unwrap();
        let trust = Snapshot {
            kind: SnapshotKind::TrustState,
            bytes: garbage.clone(),
            etag: None,
            fetched_at: NINE_O_CLOCK,
        };
        store.set_snapshots(&[trust]).unwrap();
    });
    for _ in 0..2 {
        let session = device.ok("session.status", json!({})).await;
        let said: Vec<_> = session["quarantined"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| (&file["file"], &file["reason"]))
            .collect();
        let reason = json!("unreadable_snapshot");
        assert_eq!(
            said,
            [
                (&json!("status.quarantined-1772413200"), &reason),
                (&json!("trust_state.quarantined-1772413200"), &reason),
            ]
        );
    }
    assert_eq!(
        std::fs::read(folder.join("trust_state.quarantined-1772413200")).unwrap(),
        garbage,
        "nothing is lost"
    );
    assert_eq!(
        device.ok("snapshots.status", json!({})).await["trust_version"],
        1,
        "the build's own list"
    );
    let device = device.restart();
    let again = device.ok("snapshots.refresh", json!({})).await;
    assert_eq!(again["trust_version"], refreshed["trust_version"]);
    let session = device.ok("session.status", json!({})).await;
    assert_eq!(session["quarantined"].as_array().unwrap().len(), 2);
    world.stop().await;
}

/// A device of the other authority; its platform answers each refresh with the next list and no
/// status lists.
fn device(other: &OtherAuthority, lists: impl IntoIterator<Item = Vec<u8>>) -> Device {
    let answer = |body| {
        Ok(TransportResponse {
            status: 200,
            headers: Vec::new(),
            body,
        })
    };
    let nothing = StatusSnapshot { tokens: Vec::new() }.to_sequence();
    let script: Vec<_> = lists
        .into_iter()
        .flat_map(|list| [answer(list), answer(nothing.clone())])
        .collect();
    let clock = std::sync::Arc::new(tongban_device::clock::FakeClock::at(NINE_O_CLOCK));
    let trust = TrustRoot {
        anchors: other.anchors(),
        list: other.list(1, NINE_O_CLOCK - 20 * 86_400, None),
    };
    Device::trusting(
        clock,
        Network::to_lists(ScriptedTransport::new(script)),
        trust,
    )
}
