//! Duplicates, templates, and what was thrown away.

use serde_json::{Value, json};

use super::field;
use crate::fixture::{Device, SERVICE};

#[tokio::test]
async fn a_duplicate_is_an_application_of_its_own_with_copies_of_the_photos() {
    let device = Device::resident();
    let draft = device.complete_draft().await;
    device
        .call("drafts.submit", json!({ "draft": draft }))
        .await
        .unwrap();
    let copy = device
        .call("drafts.duplicate", json!({ "draft": draft }))
        .await
        .unwrap();
    assert_ne!(copy["id"], json!(draft));
    let request = json!({ "draft": copy["id"] });
    let materials = device
        .call("drafts.materials", request.clone())
        .await
        .unwrap();
    assert_eq!(materials["complete"], json!(true));
    // What becomes of one does not touch the other.
    let photo = json!({ "draft": copy["id"], "file": materials["items"][0]["files"][0]["id"] });
    device.call("drafts.detach", photo).await.unwrap();
    let db = device.core.open_db().unwrap();
    let first = db.files_of_draft(draft.parse().unwrap()).unwrap();
    assert_eq!(first.len(), 2);
    for file in &first {
        assert!(db.read_file(file.id, 0..file.length).is_ok());
    }
    let sent = device.call("outbox.list", json!({})).await.unwrap();
    assert_eq!(sent["items"].as_array().unwrap().len(), 1);
    let none = json!({ "draft": "00000000-0000-7000-8000-000000000000" });
    let missing = device.call("drafts.duplicate", none).await;
    assert_eq!(missing, Err("drafts.not_found".into()));
}

#[tokio::test]
async fn a_template_keeps_what_lasts_and_nothing_of_who_when_and_promised() {
    let device = Device::resident();
    let draft = device.complete_draft().await;
    let make = |name: &'static str| {
        let request = json!({ "draft": draft, "name": name });
        device.call("drafts.make_template", request)
    };
    assert_eq!(make("  ").await, Err("drafts.bad_value".into()));
    let long = json!({ "draft": draft, "name": "长".repeat(61) });
    let long = device.call("drafts.make_template", long).await;
    assert_eq!(long, Err("drafts.bad_value".into()));
    let made = make(" 妈妈的 ").await.unwrap();
    assert_eq!(made[0]["name"], json!("妈妈的"));
    // The household, the address, the card: three of seven answers.
    assert_eq!(made[0]["answers"], json!(3));

    let device = device.killed_and_started();
    let listed = device.call("drafts.templates", json!({})).await.unwrap();
    let template = json!({ "template": listed[0]["id"] });
    let begun = device
        .call("drafts.start_from", template.clone())
        .await
        .unwrap();
    assert_ne!(begun["id"], json!(draft));
    assert_eq!(
        field(&begun, "address")["typed"]["value"],
        json!("云泉市南城区柳巷7号")
    );
    for gone in ["name", "id_number", "birth_date", "truthful"] {
        assert_eq!(field(&begun, gone)["typed"], Value::Null, "{gone}");
    }
    let materials = device
        .call("drafts.materials", json!({ "draft": begun["id"] }))
        .await
        .unwrap();
    let mut files = materials["items"].as_array().unwrap().iter();
    assert!(files.all(|item| item["files"] == json!([])), "no photo");
    let left = device
        .call("drafts.delete_template", template.clone())
        .await
        .unwrap();
    assert_eq!(left, json!([]));
    let again = device.call("drafts.delete_template", template).await;
    assert_eq!(again, Err("drafts.not_found".into()));
}

#[tokio::test]
async fn what_was_thrown_away_is_listed_with_its_day_and_comes_back_as_it_was() {
    let device = Device::resident();
    let draft = device.complete_draft().await;
    let request = json!({ "draft": draft });
    device
        .call("drafts.discard", request.clone())
        .await
        .unwrap();
    let device = device.killed_and_started();
    let listed = device.call("drafts.list", json!({})).await.unwrap();
    assert_eq!(listed, json!([]));
    let trash = device.call("drafts.trash", json!({})).await.unwrap();
    assert_eq!(trash[0]["id"], json!(draft));
    assert!(trash[0]["discarded_at"].is_string());
    assert_eq!(trash[0]["resumed"], json!(false));
    device.call("drafts.restore", request).await.unwrap();
    let trash = device.call("drafts.trash", json!({})).await.unwrap();
    assert_eq!(trash, json!([]));
    let listed = device.call("drafts.list", json!({})).await.unwrap();
    assert_eq!(
        (&listed[0]["answers"], &listed[0]["files"]),
        (&json!(7), &json!(2))
    );
}

#[tokio::test]
async fn req_32_after_a_crash_a_draft_is_offered_with_what_was_kept_and_opened_by_choice_only() {
    let device = Device::resident();
    let begun = device
        .call("drafts.start", json!({ "service": SERVICE }))
        .await
        .unwrap();
    let draft = begun["id"].as_str().unwrap().to_owned();
    let answers = json!([{ "field": "address", "value": { "kind": "text", "value": "柳巷" } }]);
    let save = json!({ "draft": draft, "answers": answers, "page": 1 });
    device.call("drafts.save", save).await.unwrap();
    device.attach(&draft, "portrait").await.unwrap();
    let device = device.killed_and_started();
    let offered = device.call("drafts.list", json!({})).await.unwrap();
    let offered = &offered[0];
    assert_eq!(offered["resumed"], json!(true));
    assert_eq!(
        (&offered["answers"], &offered["files"]),
        (&json!(1), &json!(1))
    );
    assert!(offered["page_title"].is_string() && offered["saved_at"].is_string());
    // Listing it again is no opening.
    let again = device.call("drafts.list", json!({})).await.unwrap();
    assert_eq!(again[0]["resumed"], json!(true));
    device
        .call("drafts.get", json!({ "draft": draft }))
        .await
        .unwrap();
    let opened = device.call("drafts.list", json!({})).await.unwrap();
    assert_eq!(opened[0]["resumed"], json!(false));
}
