//! "Pull now": when a stream is open, what a hint does, and that nothing depends on one.

use std::time::Duration;

use serde_json::json;
use tongban_device::TransportError;
use tongban_protocol::{CaseId, ScopeId};

use super::network::Network;
use super::{SCOPE, resident};
use crate::events::EventView;
use crate::fixture::Device;

async fn until(what: &str, mut is: impl FnMut() -> bool) {
    for _ in 0..1_000 {
        if is() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never: {what}");
}

async fn visible(device: &Device, visible: bool) {
    let said = json!({ "visible": visible });
    device.call("app.visible", said).await.unwrap();
}

/// How many rows the device has.
fn rows(device: &Device) -> usize {
    device.core.open_db().unwrap().all_rows().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hint_pulls_at_once_and_a_stream_is_open_only_while_somebody_looks() {
    let network = Network::cut();
    network.plug();
    let device = resident(&network);
    device.call("sync.now", json!({})).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(device.hints.opened(), 0, "nobody sees the screen");

    visible(&device, true).await;
    until("it opens", || device.hints.open_now() == 1).await;
    device.call("sync.now", json!({})).await.unwrap();
    let (scope, case) = (ScopeId::from_bytes(SCOPE), CaseId::from_bytes([4; 16]));
    network.add_row(scope, case, 1, b"one");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(rows(&device), 0, "the clock stands: it is not time to pull");
    let mut events = device.core.events();
    device.hints.hint();
    until("the row is here", || rows(&device) == 1).await;
    let mut told = false;
    while let Ok(event) = events.try_recv() {
        told |= matches!(event, EventView::CasesChanged(_));
    }
    assert!(told || rows(&device) == 1);

    visible(&device, false).await;
    until("it closes", || device.hints.open_now() == 0).await;
    visible(&device, true).await;
    until("it opens again", || device.hints.open_now() == 1).await;
    device.call("lock", json!({})).await.unwrap();
    until("it closes with the wallet", || device.hints.open_now() == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_is_opened_again_after_a_wait_and_pulling_goes_on_without_one() {
    let network = Network::cut();
    network.plug();
    let device = resident(&network);
    visible(&device, true).await;
    until("it opens", || device.hints.open_now() == 1).await;
    device.call("sync.now", json!({})).await.unwrap();

    device.hints.set_failure(Some(TransportError::Offline));
    device.hints.cut();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let tried = device.hints.opened();
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(
        device.hints.opened(),
        tried,
        "it waits by the device's clock"
    );
    // Without a stream the feed is pulled as always.
    let (scope, case) = (ScopeId::from_bytes(SCOPE), CaseId::from_bytes([4; 16]));
    network.add_row(scope, case, 1, b"one");
    device.clock.advance_seconds(100);
    device.call("sync.now", json!({})).await.unwrap();
    assert_eq!(rows(&device), 1);
    until("it is tried again", || device.hints.opened() > tried).await;
    assert_eq!(device.hints.open_now(), 0);

    device.hints.set_failure(None);
    network.add_row(scope, case, 2, b"two");
    device.clock.advance_seconds(100);
    until("it opens again", || device.hints.open_now() == 1).await;
    until("and what came meanwhile is pulled", || rows(&device) == 2).await;
}
