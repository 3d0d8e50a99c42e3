//! The lists on a device while its clock is lost, while two refreshes run at once, and when the
//! stored status lists make no sense.
#![allow(non_snake_case)]

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tongban_app::{App, AppConfig, Capabilities, HostView, Kdf};
use tongban_device::clock::FakeClock;
use tongban_device::confirm::ScriptedConfirm;
use tongban_device::entropy::SeededEntropy;
use tongban_device::transport::ScriptedTransport;
use tongban_device::{BootId, Clock, Transport as _, TransportRequest, TransportResponse};
use tongban_protocol::{StatusSnapshot, paths};
use tongban_store::{Snapshot, SnapshotKind, Store, StoreOptions};

use crate::support::{Device, NINE_O_CLOCK, Network, OtherAuthority, TrustRoot, World};

/// A clock set to 1970 makes no honest list one from the future while the device knows better:
/// else nothing would be remembered of it, and an older one could be put back.
#[tokio::test(flavor = "multi_thread")]
async fn rule_C10_a_lost_clock_does_not_unlock_a_rollback() {
    let world = World::start().await;
    world.holder().await;
    let first = lists(&world).await;
    world.clock.advance_seconds(3_600);
    world.operations().await.publish_now().await.unwrap();
    let before = lists(&world).await;
    world.clock.advance_seconds(3_600);
    world.revoke_now().await;
    let revoked = lists(&world).await;
    world.stop().await;

    let clock = Arc::new(FakeClock::at(NINE_O_CLOCK));
    let build = AppConfig::new("", HostView::Browser);
    let trust = TrustRoot {
        anchors: build.anchors,
        list: build.built_in_list.unwrap(),
    };
    // Roots and trust list stay the newest: only the status lists are put back.
    let replayed = [revoked[0].clone(), before[1].clone()];
    let answers = [first, revoked, replayed].into_iter().flatten().map(answer);
    let network = Network::to_lists(ScriptedTransport::new(answers));
    let device = Device::trusting(clock.clone(), network, trust);
    device.ok("snapshots.refresh", json!({})).await;

    clock.set_wall(0);
    let newest = device.ok("snapshots.refresh", json!({})).await;
    assert_eq!(newest["status_as_of"], "2026-03-02T03:00:00Z", "{newest}");
    let error = device.err("snapshots.refresh", json!({})).await;
    assert_eq!(
        error["code"], "snapshots.rolled_back",
        "the revocation vanished"
    );
    let status = device.ok("snapshots.status", json!({})).await;
    assert_eq!(status["status_as_of"], newest["status_as_of"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C10_a_lost_clock_lets_no_older_trust_list_in() {
    let other = OtherAuthority::new(NINE_O_CLOCK - 30 * 86_400);
    let clock = Arc::new(FakeClock::at(NINE_O_CLOCK));
    let newer_version_but_older = [
        other.list(2, NINE_O_CLOCK - 7_200, None),
        other.list(3, NINE_O_CLOCK, None),
        other.list(4, NINE_O_CLOCK - 3_600, None),
    ];
    let device = Device::trusting(
        clock.clone(),
        Network::to_lists(ScriptedTransport::new(script(
            &other,
            newer_version_but_older,
        ))),
        root(&other),
    );
    device.ok("snapshots.refresh", json!({})).await;
    clock.set_wall(0);
    device.ok("snapshots.refresh", json!({})).await;
    let error = device.err("snapshots.refresh", json!({})).await;
    assert_eq!(error["code"], "snapshots.rolled_back");
}

/// The first refresh stands still between reading what is here and storing what came.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_refreshes_at_once_the_slower_one_puts_no_older_list_back() {
    let other = OtherAuthority::new(NINE_O_CLOCK - 30 * 86_400);
    let lists = [
        other.list(2, NINE_O_CLOCK - 7_200, None),
        other.list(3, NINE_O_CLOCK - 3_600, None),
    ];
    let dir = TempDir::new().unwrap();
    let clock = Arc::new(StandingClock::new());
    let trust = root(&other);
    let mut config = AppConfig::new(dir.path(), HostView::Browser);
    config.kdf = Kdf::fast_for_tests();
    config.platform_address = Some("the platform of this test".to_owned());
    config.anchors = trust.anchors;
    config.built_in_list = Some(trust.list);
    let capabilities = Capabilities {
        clock: clock.clone(),
        entropy: Arc::new(SeededEntropy::new(4)),
        secrets: None,
        device_key: None,
        transport: Arc::new(ScriptedTransport::new(script(&other, lists))),
        confirm: Arc::new(ScriptedConfirm::always_yes()),
        presence: None,
        notifier: None,
        hints: None,
    };
    let app = App::start(config, capabilities).unwrap();
    app.call("snapshots.status", "{}", &[]).await;

    let (stands, go) = clock.stand_still_once();
    let slow = tokio::spawn(refresh(app.clone()));
    tokio::task::spawn_blocking(move || stands.recv().unwrap())
        .await
        .unwrap();
    let mut fast = tokio::spawn(refresh(app.clone()));
    let waited = tokio::time::timeout(Duration::from_millis(300), &mut fast).await;
    go.send(()).unwrap();
    slow.await.unwrap();
    if waited.is_err() {
        fast.await.unwrap();
    }
    let reply = app.call("snapshots.status", "{}", &[]).await;
    let view: Value = serde_json::from_str(&reply.json).unwrap();
    assert_eq!(view["ok"]["trust_version"], 3, "{view}");
}

#[tokio::test(flavor = "multi_thread")]
async fn stored_status_lists_that_make_no_sense_are_set_aside_and_the_trust_list_stays() {
    let world = World::start().await;
    let device = world.verifier().await;
    let refreshed = device.ok("snapshots.status", json!({})).await;
    let (folder, clock) = (device.folder(), device.clock.clone());
    let device = device.restart_after(|| {
        let store = Store::open(StoreOptions {
            dir: folder,
            clock,
            entropy: Arc::new(tongban_device::OsEntropy),
            secrets: None,
            device_key: None,
            kdf: Kdf::fast_for_tests(),
        })
        .unwrap();
        let status = Snapshot {
            kind: SnapshotKind::Status,
            bytes: vec![0xf6; 99],
            etag: None,
            fetched_at: NINE_O_CLOCK,
        };
        store.set_snapshots(&[status]).unwrap();
    });
    let session = device.ok("session.status", json!({})).await;
    assert_eq!(session["quarantined"][0]["reason"], "unreadable_snapshot");
    assert_eq!(session["quarantined"].as_array().unwrap().len(), 1);
    let status = device.ok("snapshots.status", json!({})).await;
    assert_eq!(status["trust_version"], refreshed["trust_version"]);
    assert_eq!(status["level"], "none", "no verdict counts by them");
    world.stop().await;
}

async fn refresh(app: Arc<App>) {
    let reply = app.call("snapshots.refresh", "{}", &[]).await;
    assert!(reply.json.contains("\"ok\""), "{}", reply.json);
}

/// Bodies of trust and status as the platform gives them now.
async fn lists(world: &World) -> [Vec<u8>; 2] {
    let network = world.network();
    let get = |path| network.request(TransportRequest::get(path));
    let (trust, status) = (get(paths::TRUST).await, get(paths::STATUS).await);
    [trust.unwrap().body, status.unwrap().body]
}

/// What a platform of the other authority answers to as many refreshes; no status lists.
fn script(
    other: &OtherAuthority,
    lists: impl IntoIterator<Item = Vec<u8>>,
) -> Vec<Result<TransportResponse, tongban_device::TransportError>> {
    let nothing = StatusSnapshot { tokens: Vec::new() }.to_sequence();
    lists
        .into_iter()
        .flat_map(|list| [answer(other.snapshot(list)), answer(nothing.clone())])
        .collect()
}

fn answer(body: Vec<u8>) -> Result<TransportResponse, tongban_device::TransportError> {
    Ok(TransportResponse {
        status: 200,
        headers: Vec::new(),
        body,
    })
}

fn root(other: &OtherAuthority) -> TrustRoot {
    TrustRoot {
        anchors: other.anchors(),
        list: other.list(1, NINE_O_CLOCK - 20 * 86_400, None),
    }
}

/// A clock that lets one caller wait.
struct StandingClock {
    clock: FakeClock,
    gate: Mutex<Option<(SyncSender<()>, Receiver<()>)>>,
}

impl StandingClock {
    fn new() -> Self {
        Self {
            clock: FakeClock::at(NINE_O_CLOCK),
            gate: Mutex::new(None),
        }
    }

    /// The next to ask says so on the one, and waits for the other.
    fn stand_still_once(&self) -> (Receiver<()>, SyncSender<()>) {
        let (stands, reached) = sync_channel(1);
        let (go, wait) = sync_channel(1);
        *self.gate.lock().unwrap() = Some((stands, wait));
        (reached, go)
    }
}

impl Clock for StandingClock {
    fn wall_seconds(&self) -> u64 {
        let gate = self.gate.lock().unwrap().take();
        if let Some((stands, wait)) = gate {
            stands.send(()).unwrap();
            wait.recv().unwrap();
        }
        self.clock.wall_seconds()
    }

    fn monotonic_millis(&self) -> u64 {
        self.clock.monotonic_millis()
    }

    fn boot_id(&self) -> BootId {
        self.clock.boot_id()
    }
}
