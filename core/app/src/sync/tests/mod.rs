//! The whole way of an operation: this app against the model platform of the sync engine's own
//! tests, with a network that loses answers.

#![allow(non_snake_case)]

mod hints;
#[path = "../../../../sync/tests/it/support/keys.rs"]
mod keys;
pub(crate) mod network;
#[path = "../../../../sync/tests/it/support/platform.rs"]
#[allow(dead_code, reason = "the model serves more tests than these")]
mod platform;

use std::sync::Arc;

use serde_json::{Value, json};
use tongban_protocol::{CaseId, EVENT_KIND, ScopeId};
use tongban_store::RecordId;

use crate::fixture::Device;
use network::Network;

const SCOPE: [u8; 16] = [9; 16];

/// A resident whose keys the platform knows.
fn resident(network: &Arc<Network>) -> Device {
    let device = Device::on(network.clone());
    network.admit(&device.core);
    device
}

async fn submitted(device: &Device) -> Value {
    let draft = device.complete_draft().await;
    let sent = device
        .call("drafts.submit", json!({ "draft": draft }))
        .await
        .unwrap();
    sent["item"].clone()
}

/// Looks for news until the first item has that state.
async fn until(device: &Device, state: &str) -> Value {
    let mut outbox = Value::Null;
    for _ in 0..20 {
        outbox = device.call("sync.now", json!({})).await.unwrap();
        if outbox["items"][0]["state"] == state {
            return outbox["items"][0].clone();
        }
        device.clock.advance_seconds(5);
    }
    panic!("it never was {state}: {outbox:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S3_received_is_said_only_after_a_receipt_and_then_with_its_number() {
    let network = Network::cut();
    let device = resident(&network);
    let item = submitted(&device).await;
    let outbox = device.call("sync.now", json!({})).await.unwrap();
    assert_eq!(
        (&outbox["online"], &outbox["waiting"]),
        (&json!(false), &json!(1))
    );
    assert_eq!(outbox["items"][0]["number"], Value::Null);

    network.plug();
    let received = until(&device, "received").await;
    assert_eq!(received["id"], item["id"]);
    assert!(received["number"].as_str().unwrap().starts_with("N-"));
    assert_eq!(
        (&received["percent"], &received["files_left"]),
        (&json!(100), &json!(0))
    );
    let outbox = device.call("outbox.list", json!({})).await.unwrap();
    assert_eq!(
        (&outbox["online"], &outbox["waiting"]),
        (&json!(true), &json!(0))
    );
    assert!(outbox["last_success_at"].is_string());
    assert_eq!(network.operations(), 1);
    let back = device
        .call("outbox.take_back", json!({ "id": item["id"] }))
        .await;
    assert_eq!(back, Err("outbox.offered".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_and_a_killed_app_send_the_same_bytes_again_and_nothing_counts_twice() {
    let network = Network::cut();
    let device = resident(&network);
    submitted(&device).await;
    network.plug();
    network.lose_answers(2);
    device.call("sync.now", json!({})).await.unwrap();
    let device = device.killed_and_started_on(Some(network.clone()));
    until(&device, "received").await;
    assert_eq!(network.operations(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_of_a_stranger_counts_for_nothing_until_the_keys_say_otherwise() {
    let network = Network::cut();
    let device = resident(&network);
    submitted(&device).await;
    network.sign_receipts_as(77);
    network.plug();
    for _ in 0..3 {
        let outbox = device.call("sync.now", json!({})).await.unwrap();
        assert_ne!(outbox["items"][0]["state"], json!("received"));
        device.clock.advance_seconds(60);
    }
    network.publish_keys(2, &[77]);
    until(&device, "received").await;
    // An older list of keys is refused (rule C9's ratchet).
    network.publish_keys(1, &[90]);
    crate::sync::fetch_keys(
        Arc::downgrade(&device.core),
        device.core.caps.transport.clone(),
    )
    .await;
    let keys = device.core.receipt_keys().unwrap();
    assert_eq!(keys.keys(), [keys::Key::new(77).point()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S2_a_platform_that_was_restored_gets_again_what_it_lost() {
    let network = Network::cut();
    let device = resident(&network);
    network.back_up();
    submitted(&device).await;
    network.plug();
    let first = until(&device, "received").await;
    network.restore();
    assert_eq!(network.operations(), 0);
    let again = until(&device, "received").await;
    assert_eq!(network.operations(), 1, "offered again by itself");
    assert_eq!(first["id"], again["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S2_while_it_is_sent_again_its_old_number_and_the_reason_are_told() {
    let network = Network::cut();
    let device = resident(&network);
    network.back_up();
    submitted(&device).await;
    network.plug();
    let first = until(&device, "received").await;
    network.restore();
    // The fork is heard of; what follows does not get through.
    network.allow_pulls(1);
    device.call("sync.now", json!({})).await.unwrap();
    let outbox = device.call("outbox.list", json!({})).await.unwrap();
    let item = &outbox["items"][0];
    assert_ne!(item["state"], json!("received"));
    assert_eq!(item["number"], first["number"], "people were told it");
    assert_eq!(item["reason"], json!("sent_again"));
    network.allow_pulls(u32::MAX);
    device.clock.advance_seconds(60);
    let again = until(&device, "received").await;
    assert_eq!(again["reason"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S4_a_snapshot_goes_on_after_a_kill_and_the_newest_cases_are_there_before_its_end() {
    let network = Network::cut();
    let device = resident(&network);
    let scope = ScopeId::from_bytes(SCOPE);
    for number in 0..30 {
        network.add_row(scope, CaseId::from_bytes([number; 16]), 1, b"body");
    }
    network.allow_pulls(2);
    network.plug();
    device.call("sync.now", json!({})).await.unwrap();
    let stored = |device: &Device| {
        let db = device.core.open_db().unwrap();
        let rows = db.rows(EVENT_KIND).unwrap();
        let cases: Vec<u8> = rows.iter().map(|row| row.case.to_bytes()[0]).collect();
        (cases, db.snapshots().unwrap().len(), db.cursors().unwrap())
    };
    let (mut cases, under_way, cursors) = stored(&device);
    cases.sort_unstable();
    assert_eq!(cases, (20..30).collect::<Vec<u8>>(), "two pages of five");
    assert_eq!((under_way, cursors.len()), (1, 0));
    let device = device.killed_and_started_on(Some(network.clone()));
    network.allow_pulls(u32::MAX);
    device.call("sync.now", json!({})).await.unwrap();
    let (mut cases, under_way, cursors) = stored(&device);
    cases.sort_unstable();
    assert_eq!(cases, (0..30).collect::<Vec<u8>>());
    assert_eq!((under_way, cursors[0].seq), (0, 30));
}

#[tokio::test(flavor = "multi_thread")]
async fn text_goes_out_compressed() {
    let network = Network::cut();
    let device = resident(&network);
    submitted(&device).await;
    network.plug();
    until(&device, "received").await;
    assert_eq!(network.packed_pushes(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S12_a_photo_that_is_on_its_way_can_be_pinned_and_nothing_else() {
    let network = Network::cut();
    let device = resident(&network);
    let item = submitted(&device).await;
    let db = device.core.open_db().unwrap();
    let operation: RecordId = item["id"].as_str().unwrap().parse().unwrap();
    let photo = db.files_of_operation(operation).unwrap()[0].id;
    let pin = |file: String| json!({ "id": item["id"], "file": file });
    device
        .call("outbox.pin", pin(photo.to_string()))
        .await
        .unwrap();
    assert_eq!(db.pinned_file().unwrap().map(|file| file.id), Some(photo));
    for wrong in [operation.to_string(), "no id".to_owned()] {
        let refused = device.call("outbox.pin", pin(wrong)).await;
        assert_eq!(refused, Err("outbox.not_found".into()));
    }
    network.plug();
    until(&device, "received").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S5_a_returned_item_is_being_edited_until_its_correction_takes_its_place() {
    let network = Network::cut();
    let device = resident(&network);
    let item = submitted(&device).await;
    let case: RecordId = item["case"].as_str().unwrap().parse().unwrap();
    network.set_version(CaseId::from_bytes(case.to_bytes()), 4);
    network.plug();
    let returned = until(&device, "returned_for_correction").await;
    assert_eq!(
        (&returned["reason"], &returned["can"]),
        (&json!("rejected"), &json!(["correct"]))
    );
    // It stands in the inbox, too, and leads to where it can be corrected.
    let messages = device.call("messages.list", json!({})).await.unwrap();
    let told = messages.as_array().unwrap().iter();
    let told: Vec<_> = told.filter(|one| one["code"] == "rejected").collect();
    assert_eq!(told.len(), 1, "{messages:#}");
    assert_eq!(
        (&told[0]["link"], &told[0]["needs_you"], &told[0]["read"]),
        (&json!("/outbox"), &json!(true), &json!(false))
    );
    assert_eq!(told[0]["service_name"], returned["service_name"]);
    let id = json!({ "id": returned["id"] });
    let draft = device.call("outbox.take_back", id).await.unwrap();
    let outbox = device.call("outbox.list", json!({})).await.unwrap();
    let editing = &outbox["items"][0];
    assert_eq!(
        (&editing["state"], &editing["draft"], &outbox["waiting"]),
        (&json!("editing"), &draft["id"], &json!(0))
    );
    device
        .call("drafts.submit", json!({ "draft": draft["id"] }))
        .await
        .unwrap();
    let outbox = device.call("outbox.list", json!({})).await.unwrap();
    let items = outbox["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "the correction stands in its place");
    assert_ne!(items[0]["id"], returned["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_become_cases_with_the_number_of_their_receipt() {
    let network = Network::cut();
    let device = resident(&network);
    let item = submitted(&device).await;
    network.plug();
    let received = until(&device, "received").await;
    // What the office's platform would write; here made from the outbox.
    device.office(9, |_| {});
    let case: RecordId = item["case"].as_str().unwrap().parse().unwrap();
    let db = device.core.open_db().unwrap();
    let rows = db.rows_of_case(case).unwrap();
    for row in rows.iter().filter(|row| row.kind == EVENT_KIND) {
        let case = CaseId::from_bytes(case.to_bytes());
        network.add_row(ScopeId::from_bytes(SCOPE), case, row.version, &row.body);
    }
    device.call("sync.now", json!({})).await.unwrap();
    let listed = device.call("cases.list", json!({})).await.unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["number"], received["number"]);
    let floor = device.core.floor().unwrap();
    assert!(
        floor >= crate::fixture::NOW,
        "a receipt raises the trusted floor (rule C10)"
    );
    assert!(
        db.read_log().unwrap().is_some(),
        "and names the read log's head (rule K6)"
    );
}

#[tokio::test]
async fn rule_C10_a_receipt_from_far_ahead_raises_no_floor() {
    let device = Device::resident();
    let core = &device.core;
    let floor = core.floor().unwrap();
    core.raise_floor(core.now() + 86_401).unwrap();
    assert_eq!(core.floor().unwrap(), floor);
    core.raise_floor(core.now() + 600).unwrap();
    assert_eq!(core.floor().unwrap(), core.now() + 600);
    core.raise_floor(core.now()).unwrap();
    assert_eq!(core.floor().unwrap(), core.now() + 600, "it never falls");
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S11_a_wall_clock_that_jumps_by_years_holds_nothing_up_and_sends_nothing_twice() {
    let network = Network::cut();
    let device = resident(&network);
    let years = |years: u64| years * 366 * 86_400;
    let now = crate::fixture::NOW;
    device.clock.set_wall(now + years(10));
    submitted(&device).await;
    network.plug();
    network.lose_answers(1);
    device.call("sync.now", json!({})).await.unwrap();
    // Back behind everything, while it waits to try again.
    device.clock.set_wall(now - years(20));
    until(&device, "received").await;
    let floor = device.core.floor().unwrap();
    for wall in [now + years(1), now - years(1), now] {
        device.clock.set_wall(wall);
        let outbox = device.call("sync.now", json!({})).await.unwrap();
        assert_eq!(outbox["waiting"], json!(0), "at {wall}");
        assert!(device.core.floor().unwrap() >= floor, "it never falls");
    }
    assert_eq!(network.operations(), 1);
}
