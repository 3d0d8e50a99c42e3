//! A draft and a pack that came after it was begun.

use serde_json::{Value, json};
use tongban_rules::expression::Expr;
use tongban_rules::expression::Value::Bool;
use tongban_rules::form::Need;
use tongban_rules::pack::Pack;

use super::field;
use crate::fixture::{Device, SERVICE};
use crate::packs::tests::{signed, version};

/// The service takes a shorter address only.
fn changed(device: &Device, number: u32) -> Pack {
    use tongban_rules::form::FieldKind;
    let mut pack = version(device, number);
    let services = pack.services.iter_mut();
    let service = services
        .into_iter()
        .find(|service| service.id == SERVICE)
        .unwrap();
    let fields = service.form.fields.iter_mut();
    let address = fields.into_iter().find(|field| field.id == "address");
    address.unwrap().kind = FieldKind::Text { max: 3 };
    pack
}

async fn begun(device: &Device) -> (String, Value) {
    let draft = device.complete_draft().await;
    (draft.clone(), json!({ "draft": draft }))
}

#[tokio::test]
async fn req_32_a_draft_survives_a_newer_pack_and_the_person_sees_what_changes_and_chooses() {
    let device = Device::resident();
    let (draft, request) = begun(&device).await;
    let first = device.core.pack().unwrap().pack().version;
    let newer = signed(&changed(&device, first + 1));
    assert_eq!(device.core.take_over_pack(&newer, None), Ok(true));
    let device = device.killed_and_started();
    let view = device.call("drafts.get", request.clone()).await.unwrap();
    assert_eq!(view["pack_changed"], json!(true));
    assert_eq!(view["complete"], json!(true), "judged by its own pack");
    let change = device
        .call("drafts.pack_change", request.clone())
        .await
        .unwrap();
    assert_eq!(
        (&change["from"], &change["to"], &change["can_follow"]),
        (&json!(first), &json!(first + 1), &json!(true))
    );
    let address = field(&view, "address")["label"].clone();
    assert_eq!(change["to_change"], json!([address]));
    assert_eq!(
        (&change["asked"], &change["needed"]),
        (&json!([]), &json!([]))
    );

    let choose = |version: u32, follow: bool| {
        let request = json!({ "draft": draft, "version": version, "follow": follow });
        device.call("drafts.choose_pack", request)
    };
    let stale = choose(first + 9, true).await;
    assert_eq!(stale, Err("drafts.bad_value".into()), "it was not shown");
    // Staying is kept, and asked again for a still newer pack only.
    let stayed = choose(first + 1, false).await.unwrap();
    assert_eq!(stayed["pack_changed"], json!(false));
    let still_newer = signed(&changed(&device, first + 2));
    assert_eq!(device.core.take_over_pack(&still_newer, None), Ok(true));
    let view = device.call("drafts.get", request.clone()).await.unwrap();
    assert_eq!(view["pack_changed"], json!(true));
    let followed = choose(first + 2, true).await.unwrap();
    assert_eq!(followed["pack_changed"], json!(false));
    assert_eq!(
        field(&followed, "address")["problems"][0]["code"],
        json!("too_long")
    );
    assert_eq!(
        field(&followed, "address")["typed"]["value"],
        json!("云泉市南城区柳巷7号"),
        "what was typed stays"
    );
}

#[tokio::test]
async fn rule_S9_what_was_handed_in_names_the_pack_that_it_was_filled_in_by() {
    let device = Device::resident();
    let (_, request) = begun(&device).await;
    let first = device.core.pack().unwrap().pack().version;
    let newer = signed(&changed(&device, first + 1));
    assert_eq!(device.core.take_over_pack(&newer, None), Ok(true));
    device.call("drafts.submit", request).await.unwrap();
    let db = device.core.open_db().unwrap();
    let items = crate::outbox::items(&db).unwrap();
    match items[0].request() {
        Some(tongban_cases::Request::Submit { pack, .. }) => assert_eq!(pack.version, first),
        _ => panic!("a submission"),
    }
}

#[tokio::test]
async fn what_is_asked_anew_and_no_longer_is_told_and_a_service_that_is_gone_is_not_followed() {
    let device = Device::resident();
    let (_, request) = begun(&device).await;
    let first = device.core.pack().unwrap().pack().version;
    let mut pack = version(&device, first + 1);
    let services = pack.services.iter_mut();
    let service = services
        .into_iter()
        .find(|service| service.id == SERVICE)
        .unwrap();
    for field in &mut service.form.fields {
        if field.visible_if.is_some() {
            field.visible_if = None;
            field.need = Need::Always;
        } else if field.id == "address" {
            field.visible_if = Some(Expr::Literal(Bool(false)));
        }
    }
    assert_eq!(device.core.take_over_pack(&signed(&pack), None), Ok(true));
    let change = device
        .call("drafts.pack_change", request.clone())
        .await
        .unwrap();
    assert_ne!(change["asked"], json!([]), "{change}");
    assert_eq!(change["not_asked"].as_array().unwrap().len(), 1, "{change}");
    pack.version += 1;
    pack.services.retain(|service| service.id != SERVICE);
    assert_eq!(device.core.take_over_pack(&signed(&pack), None), Ok(true));
    let change = device
        .call("drafts.pack_change", request.clone())
        .await
        .unwrap();
    assert_eq!(change["can_follow"], json!(false));
    let view = device.call("drafts.get", request).await.unwrap();
    assert_eq!(view["complete"], json!(true), "it can still be handed in");
}
