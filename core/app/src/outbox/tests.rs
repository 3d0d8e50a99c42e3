//! What a person can do about an item, from the store's facts to the view.

use serde_json::{Value, json};
use tongban_device::KeyPurpose;
use tongban_store::RecordId;

use crate::fixture::Device;

async fn handed_in(device: &Device) -> (String, RecordId) {
    let draft = device.complete_draft().await;
    let sent = device
        .call("drafts.submit", json!({ "draft": draft }))
        .await
        .unwrap();
    (draft, sent["item"]["id"].as_str().unwrap().parse().unwrap())
}

async fn first(device: &Device) -> Value {
    let outbox = device.call("outbox.list", json!({})).await.unwrap();
    outbox["items"][0].clone()
}

#[tokio::test]
async fn what_the_platform_does_not_take_can_be_corrected_and_handed_in_again() {
    let device = Device::resident();
    let (draft, operation) = handed_in(&device).await;
    let db = device.core.open_db().unwrap();
    db.write(|tx| {
        tx.mark_offered(operation)?;
        tx.set_problem(operation, Some("refused:too_large"))
    })
    .unwrap();
    let item = first(&device).await;
    assert_eq!(
        (&item["state"], &item["reason"], &item["reason_detail"]),
        (&json!("needs_you"), &json!("refused"), &json!("too_large"))
    );
    assert_eq!(item["can"], json!(["correct", "retry"]));
    let kept = device
        .call("outbox.delete", json!({ "id": item["id"] }))
        .await;
    assert_eq!(
        kept,
        Err("outbox.offered".into()),
        "its photos would be lost"
    );
    let view = device
        .call("outbox.take_back", json!({ "id": item["id"] }))
        .await
        .unwrap();
    assert_eq!(view["id"], json!(draft));
    assert_eq!(first(&device).await, Value::Null);
    assert_eq!(db.keys(KeyPurpose::Holder).unwrap().len(), 0);
    let request = json!({ "draft": draft });
    let materials = device
        .call("drafts.materials", request.clone())
        .await
        .unwrap();
    assert_eq!(materials["complete"], json!(true), "the photos are there");
    device
        .call("drafts.submit", request)
        .await
        .expect("and again");
    assert_ne!(first(&device).await["id"], item["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_says_when_it_is_tried_next_and_can_be_tried_now() {
    let device = Device::offline();
    handed_in(&device).await;
    device.call("sync.now", json!({})).await.unwrap();
    let item = first(&device).await;
    assert_eq!(item["state"], json!("waiting_for_network"));
    let next = item["next_try_at"].as_str().expect("a time");
    assert!(
        next > crate::time::instant(device.core.now()).as_str(),
        "{next}"
    );
    let can = item["can"].as_array().unwrap();
    assert!(can.contains(&json!("retry")), "{can:?}");
    let view = device
        .call("outbox.retry", json!({ "id": item["id"] }))
        .await
        .unwrap();
    assert_eq!(view["waiting"], json!(1));
}
