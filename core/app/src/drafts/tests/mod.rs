//! A draft from its first key to the outbox, offline.

#![allow(non_snake_case)]

mod begun_before;
mod newer_packs;

use std::sync::Arc;

use serde_json::{Value, json};
use tongban_device::KeyPurpose;
use tongban_device::confirm::{ConfirmAnswer, ScriptedConfirm};

use crate::fixture::{Device, SERVICE, photo};

fn field<'a>(view: &'a Value, id: &str) -> &'a Value {
    let pages = view["pages"].as_array().expect("pages");
    let mut fields = pages
        .iter()
        .flat_map(|page| page["fields"].as_array().expect("fields"));
    fields
        .find(|field| field["id"] == id)
        .unwrap_or_else(|| panic!("no field {id}"))
}

fn typed(draft: &str, field: &str, value: Value) -> Value {
    json!({ "draft": draft, "page": 0, "answers": [{ "field": field, "value": value }] })
}

#[tokio::test]
async fn req_68_what_was_typed_is_there_after_a_kill_and_is_offered_again() {
    let device = Device::resident();
    let begun = device
        .call("drafts.start", json!({ "service": SERVICE }))
        .await
        .unwrap();
    let draft = begun["id"].as_str().unwrap().to_owned();
    let name = json!({ "kind": "text", "value": "周桂" });
    device
        .call("drafts.save", typed(&draft, "name", name.clone()))
        .await
        .unwrap();
    let listed = device.call("drafts.list", json!({})).await.unwrap();
    assert_eq!(listed[0]["resumed"], json!(false), "it is on the screen");

    let device = device.killed_and_started();
    let listed = device.call("drafts.list", json!({})).await.unwrap();
    assert_eq!(
        (&listed[0]["id"], &listed[0]["resumed"]),
        (&json!(draft), &json!(true))
    );
    let view = device
        .call("drafts.get", json!({ "draft": draft }))
        .await
        .unwrap();
    assert_eq!(field(&view, "name")["typed"], name);
    // Starting the same service again goes on with it.
    let again = device
        .call("drafts.start", json!({ "service": SERVICE }))
        .await
        .unwrap();
    assert_eq!(again["id"], json!(draft));
    let services = device.call("services.list", json!({})).await.unwrap();
    let services = services["services"].as_array().unwrap();
    let card = services.iter().find(|card| card["id"] == SERVICE).unwrap();
    assert_eq!(card["draft"], json!(draft));
}

#[tokio::test]
async fn a_wrong_answer_is_kept_and_told_and_null_takes_it_away() {
    let device = Device::resident();
    let begun = device
        .call("drafts.start", json!({ "service": SERVICE }))
        .await
        .unwrap();
    let draft = begun["id"].as_str().unwrap().to_owned();
    let save = |field: &'static str, value: Value| {
        let request = typed(&draft, field, value);
        device.call("drafts.save", request)
    };
    let problem = |view: &Value, id: &str| field(view, id)["problems"][0].clone();
    let long = "长".repeat(10_000);
    let view = save("name", json!({ "kind": "text", "value": long }))
        .await
        .unwrap();
    assert_eq!(problem(&view, "name")["code"], json!("too_long"));
    assert_eq!(field(&view, "name")["typed"]["value"], json!(long));
    let view = save(
        "id_number",
        json!({ "kind": "text", "value": "1101051949" }),
    )
    .await
    .unwrap();
    assert_eq!(problem(&view, "id_number")["code"], json!("too_short"));
    assert_eq!(problem(&view, "id_number")["params"]["missing"], json!(8));
    let wrong = json!({ "kind": "text", "value": "110105194912310021" });
    let view = save("id_number", wrong).await.unwrap();
    assert_eq!(
        problem(&view, "id_number")["code"],
        json!("bad_check_character")
    );
    assert!(problem(&view, "id_number")["common_error"]["text"].is_string());
    let view = save(
        "birth_date",
        json!({ "kind": "day", "value": "2030-01-01" }),
    )
    .await
    .unwrap();
    assert_eq!(problem(&view, "birth_date")["code"], json!("check"));
    assert!(problem(&view, "birth_date")["text"].is_string());
    let view = save("birth_date", json!({ "kind": "bool", "value": true }))
        .await
        .unwrap();
    assert_eq!(problem(&view, "birth_date")["code"], json!("wrong_type"));
    let bad = save(
        "birth_date",
        json!({ "kind": "day", "value": "1949-13-01" }),
    )
    .await;
    assert_eq!(bad, Err("drafts.bad_value".into()));
    let view = save("no_such_field", json!({ "kind": "number", "value": 7 }))
        .await
        .unwrap();
    assert_eq!(view["unknown_answers"], json!(1));
    let view = save("name", Value::Null).await.unwrap();
    assert_eq!(field(&view, "name")["typed"], Value::Null);
    assert_eq!(problem(&view, "name")["only_missing"], json!(true));
}

#[tokio::test]
async fn a_draft_that_was_thrown_away_comes_back_with_its_files_within_thirty_days() {
    let device = Device::resident();
    let draft = device.complete_draft().await;
    let request = json!({ "draft": draft });
    device
        .call("drafts.discard", request.clone())
        .await
        .unwrap();
    assert_eq!(device.call("drafts.list", json!({})).await, Ok(json!([])));
    assert_eq!(
        device.call("drafts.get", request.clone()).await,
        Err("drafts.not_found".into())
    );
    device.clock.advance_seconds(30 * 86_400 - 60);
    // The wallet would have locked itself.
    let device = device.killed_and_started();
    device.call("drafts.list", json!({})).await.unwrap();
    device
        .call("drafts.restore", request.clone())
        .await
        .unwrap();
    let view = device
        .call("drafts.materials", request.clone())
        .await
        .unwrap();
    assert_eq!(view["complete"], json!(true));
    device
        .call("drafts.discard", request.clone())
        .await
        .unwrap();
    device.clock.advance_seconds(30 * 86_400 + 60);
    let device = device.killed_and_started();
    device.call("drafts.list", json!({})).await.unwrap();
    assert_eq!(
        device.call("drafts.restore", request).await,
        Err("drafts.not_found".into())
    );
}

#[tokio::test]
async fn req_31_the_checklist_says_what_is_missing_and_files_come_and_go() {
    let device = Device::resident();
    let begun = device
        .call("drafts.start", json!({ "service": SERVICE }))
        .await
        .unwrap();
    let draft = begun["id"].as_str().unwrap().to_owned();
    let view = device
        .call("drafts.materials", json!({ "draft": draft }))
        .await
        .unwrap();
    assert_eq!(view["missing"].as_array().unwrap().len(), 2);
    assert!(!view["form_missing"].as_array().unwrap().is_empty());
    let attach = |material: &'static str, bytes: Vec<u8>| {
        let request = json!({ "draft": draft, "material": material });
        let device = &device;
        async move { device.call_with("drafts.attach", request, &bytes).await }
    };
    for (bytes, code) in [
        (Vec::new(), "drafts.file_empty"),
        (b"%PDF-1.7 %%EOF".to_vec(), "drafts.file_type"),
        (b"GIF89a".to_vec(), "drafts.file_type"),
        (photo()[..40].to_vec(), "drafts.file_broken"),
    ] {
        assert_eq!(attach("portrait", bytes).await.err(), Some(code.to_owned()));
    }
    assert_eq!(
        attach("nothing-such", photo()).await.err(),
        Some("drafts.no_material".into())
    );
    let (view, _) = attach("portrait", photo()).await.unwrap();
    assert_eq!(view["missing"].as_array().unwrap().len(), 1);
    let portrait = |view: &Value| {
        let items = view["items"].as_array().unwrap();
        items
            .iter()
            .find(|item| item["id"] == "portrait")
            .unwrap()
            .clone()
    };
    assert_eq!(portrait(&view)["standing"], json!("in_order"));
    assert_eq!(
        attach("portrait", photo()).await.err(),
        Some("drafts.too_many_files".into())
    );
    let file = portrait(&view)["files"][0]["id"].clone();
    let request = json!({ "draft": draft, "file": file });
    let (kind, bytes) = device
        .call_with("drafts.file", request.clone(), &[])
        .await
        .unwrap();
    assert_eq!(kind["media_type"], json!("image/jpeg"));
    assert!(image::load_from_memory(&bytes).is_ok());
    let view = device.call("drafts.detach", request.clone()).await.unwrap();
    assert_eq!(portrait(&view)["standing"], json!("missing"));
    assert_eq!(
        device.call("drafts.file", request).await,
        Err("drafts.no_file".into())
    );
    let paper = json!({ "draft": draft, "material": "portrait", "how": "on_paper" });
    let view = device.call("drafts.supply", paper).await.unwrap();
    assert_eq!(portrait(&view)["how"], json!("on_paper"));
}

#[tokio::test]
async fn rule_S8_a_yes_puts_the_operation_into_the_outbox_and_never_offered_it_comes_back() {
    let device = Device::offline();
    let begun = device
        .call("drafts.start", json!({ "service": SERVICE }))
        .await
        .unwrap();
    let early = device
        .call("drafts.submit", json!({ "draft": begun["id"] }))
        .await;
    assert_eq!(early, Err("drafts.incomplete".into()));
    let draft = device.complete_draft().await;
    let review = device
        .call("drafts.review", json!({ "draft": draft }))
        .await
        .unwrap();
    assert_eq!(review["can_submit"], json!(true), "{review}");
    let sent = device
        .call("drafts.submit", json!({ "draft": draft }))
        .await
        .unwrap();
    assert_eq!(sent["case"], json!(draft));
    let item = sent["item"]["id"].clone();
    let outbox = device.call("sync.now", json!({})).await.unwrap();
    assert_eq!(outbox["online"], json!(false));
    let stored = &outbox["items"][0];
    assert_eq!(stored["files"], json!(2));
    // The engine may have offered it to a network that is not there; what is written down decides.
    let offered = !stored["can"]
        .as_array()
        .unwrap()
        .contains(&json!("take_back"));
    assert_eq!(device.call("drafts.list", json!({})).await, Ok(json!([])));
    let again = device
        .call("drafts.submit", json!({ "draft": draft }))
        .await;
    assert_eq!(again, Err("drafts.sent".into()));
    let back = device.call("outbox.take_back", json!({ "id": item })).await;
    match offered {
        true => assert_eq!(back, Err("outbox.offered".into())),
        false => assert_eq!(back.unwrap()["id"], json!(draft)),
    }
}

#[tokio::test]
async fn what_was_taken_back_is_as_it_was_and_its_keys_are_gone() {
    let device = Device::resident();
    let draft = device.complete_draft().await;
    let keys = |device: &Device| {
        let db = device.core.open_db().unwrap();
        db.keys(KeyPurpose::Holder).unwrap().len()
    };
    let sent = device
        .call("drafts.submit", json!({ "draft": draft }))
        .await
        .unwrap();
    assert_eq!(keys(&device), 1, "one copy is asked for");
    let item = json!({ "id": sent["item"]["id"] });
    assert_eq!(sent["item"]["can"], json!(["retry", "take_back"]));
    let view = device.call("outbox.take_back", item.clone()).await.unwrap();
    assert_eq!(view["complete"], json!(true));
    assert_eq!(keys(&device), 0);
    assert_eq!(
        device.call("outbox.take_back", item).await,
        Err("outbox.not_found".into())
    );
    let view = device
        .call("drafts.materials", json!({ "draft": draft }))
        .await
        .unwrap();
    assert_eq!(view["complete"], json!(true), "the photos are there");
    device
        .call("drafts.submit", json!({ "draft": draft }))
        .await
        .expect("and again");
}

#[tokio::test]
async fn rule_U1_a_no_changes_nothing() {
    let confirm = Arc::new(ScriptedConfirm::new([ConfirmAnswer::No]));
    let device = Device::with(confirm.clone(), None);
    let draft = device.complete_draft().await;
    let request = json!({ "draft": draft });
    let declined = device.call("drafts.submit", request.clone()).await;
    assert_eq!(declined, Err("confirm.declined".into()));
    let shown = &confirm.shown()[0];
    for line in &shown.lines {
        assert!(!line.label.contains("confirm."), "{}", line.label);
        assert!(
            !line.value.contains(['{', '}']) && !line.value.contains("core."),
            "{}",
            line.value
        );
    }
    assert!(shown.lines.iter().any(|line| line.value == "周桂芳"));
    let outbox = device.call("outbox.list", json!({})).await.unwrap();
    assert_eq!(outbox["items"], json!([]));
    let view = device.call("drafts.materials", request).await.unwrap();
    assert_eq!(view["complete"], json!(true));
}
