//! The main job: from the clerk's voucher to another device's "valid", and what it says instead.
#![allow(non_snake_case)]

use serde_json::{Value, json};
use tongban_code::{Ec, draw_modules};

use crate::support::{Device, NINE_O_CLOCK, OtherAuthority, TrustRoot, World};

#[tokio::test(flavor = "multi_thread")]
async fn req_64_two_devices_without_network_show_and_scan() {
    let world = World::start().await;
    let (holder, verifier) = (world.holder().await, world.verifier().await);
    holder.network.cut();
    verifier.network.cut();
    world.clock.advance_seconds(3600);

    let locked = holder.ok("session.status", json!({})).await;
    assert_eq!(locked["state"], "locked", "an hour without use");
    holder
        .ok("unlock", json!({"secret": crate::support::PASSPHRASE}))
        .await;
    let request =
        json!({"certificate_id": holder.certificate_id().await, "fields": ["name", "birth_date"]});
    let (code, modules) = holder.ok_bytes("show.start", request, &[]).await;
    let drawn = draw_modules(code["text"].as_str().unwrap(), Ec::L).unwrap();
    assert_eq!(
        modules,
        drawn.cells(),
        "the reply's bytes are the modules of the text"
    );
    assert_eq!(code["size"].as_u64().unwrap().pow(2), modules.len() as u64);

    let picture = drawn.to_png(4, 4).unwrap();
    let (verdict, _) = verifier.ok_bytes("scan.image", json!({}), &picture).await;
    assert_eq!(
        (&verdict["verdict"], &verdict["reason"]),
        (&json!("valid"), &json!("valid")),
        "{verdict}"
    );
    assert!(
        verdict["issuer"].as_str().unwrap().contains("云泉"),
        "{verdict}"
    );
    assert_eq!(claim_names(&verdict), ["name", "birth_date"]);
    assert_eq!(verdict["claims"][0]["value"], "周桂芳");
    assert_eq!(verdict["claims"][1]["value"], "1959-10-18");
    assert!(verdict["valid_until"].as_str().unwrap() > "2026-03-02");
    assert!(verdict["as_of"].as_str().unwrap() <= "2026-03-02T02:00:00Z");
    assert!(
        verdict["as_of_age_seconds"].as_u64().unwrap() >= 3600,
        "{verdict}"
    );
    assert_eq!(verdict["status"], "checked");
    assert_eq!(verdict["compare_person"], true);
    let sentence = verifier.app.messages().render(
        "verdict.reason.valid.verifier",
        &serde_json::from_value(verdict["params"].clone()).unwrap(),
    );
    assert!(
        sentence.contains("截至 2026-03-02 的名单上没有吊销"),
        "{sentence}"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn req_30_any_changed_byte_fails() {
    let world = World::start().await;
    let (holder, verifier) = (world.holder().await, world.verifier().await);
    let text = holder.show(&["name"]).await;
    let bytes = tongban_certificate::decode_code_text(&text).unwrap();
    // Every seventh byte here; the certificate crate flips every bit.
    for at in (0..bytes.len()).step_by(7) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x04;
        let verdict = verifier
            .scan(&tongban_certificate::encode_code_text(&changed))
            .await;
        assert_ne!(verdict["verdict"], "valid", "byte {at}");
        assert_eq!(verdict["compare_person"], false);
    }
    let mut signature = bytes.clone();
    *signature.last_mut().unwrap() ^= 1;
    let verdict = verifier
        .scan(&tongban_certificate::encode_code_text(&signature))
        .await;
    assert_eq!(
        (&verdict["verdict"], &verdict["reason"]),
        (&json!("not_genuine"), &json!("holder_proof_broken"))
    );
    assert_eq!(verdict["claims"], json!([]), "a forged code shows nothing");
    assert_eq!(
        verifier.scan(&text).await["verdict"],
        "valid",
        "the control"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C5_a_code_older_than_60_seconds_is_too_old() {
    let world = World::start().await;
    let (holder, verifier) = (world.holder().await, world.verifier().await);
    let text = holder.show(&["name"]).await;
    world.clock.advance_seconds(61);
    let verdict = verifier.scan(&text).await;
    assert_eq!(
        (&verdict["verdict"], &verdict["reason"]),
        (&json!("cannot_tell"), &json!("code_too_old"))
    );
    let sentence = verifier
        .app
        .messages()
        .text("verdict.reason.code_too_old.verifier");
    assert!(
        sentence.contains("时间慢"),
        "names the slow clock: {sentence}"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C5_the_same_code_a_second_time_was_seen_before() {
    let world = World::start().await;
    let (holder, verifier) = (world.holder().await, world.verifier().await);
    let text = holder.show(&["name"]).await;
    assert_eq!(verifier.scan(&text).await["reason"], "valid");
    world.clock.advance_seconds(10);
    let verifier = verifier.restart();
    let again = verifier.scan(&text).await;
    assert_eq!(
        (&again["verdict"], &again["reason"]),
        (&json!("cannot_tell"), &json!("seen_before"))
    );
    assert_eq!(again["seen_at"], "2026-03-02T01:00:00Z");
    assert_eq!(
        verifier.scan(&holder.show(&["name"]).await).await["reason"],
        "valid",
        "the next code counts"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C3_a_revoked_certificate_is_revoked_once_the_list_is_fetched() {
    let world = World::start().await;
    let (holder, verifier) = (world.holder().await, world.verifier().await);
    world.clock.advance_seconds(60);
    world.revoke_now().await;
    let before = verifier.scan(&holder.show(&["name"]).await).await;
    assert_eq!(
        before["reason"], "valid",
        "the old list does not know it yet, and says its date"
    );
    assert!(before["as_of"].as_str().unwrap() < "2026-03-02T01:01:00Z");

    verifier.ok("snapshots.refresh", json!({})).await;
    verifier.network.cut();
    let after = verifier.scan(&holder.show(&["name"]).await).await;
    assert_eq!(
        (&after["verdict"], &after["reason"]),
        (&json!("revoked"), &json!("revoked"))
    );
    assert_eq!(after["as_of"], "2026-03-02T01:01:00Z");
    assert_eq!(
        after["compare_person"], true,
        "its holder proved it, and is there"
    );

    holder.ok("snapshots.refresh", json!({})).await;
    let card = &holder.ok("certificates.list", json!({})).await[0];
    assert_eq!(card["state"], "revoked", "the holder sees it too: {card}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C9_an_issuer_of_another_root_is_unknown() {
    let world = World::start().await;
    let holder = world.holder().await;
    let other = OtherAuthority::new(NINE_O_CLOCK - 86_400);
    let trust = TrustRoot {
        anchors: other.anchors(),
        list: other.list(1, NINE_O_CLOCK - 3600, None),
    };
    let verifier = Device::trusting(world.clock.clone(), world.network(), trust);
    let verdict = verifier.scan(&holder.show(&["name"]).await).await;
    assert_eq!(
        (&verdict["verdict"], &verdict["reason"]),
        (&json!("cannot_tell"), &json!("issuer_unknown"))
    );
    assert_eq!(verdict["claims"], json!([]));

    let error = verifier.err("snapshots.refresh", json!({})).await;
    assert_eq!(
        error["code"], "snapshots.not_trusted",
        "the demo's lists are not for this device: {error}"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C1_a_code_that_discloses_nothing_names_only_office_type_and_days() {
    let world = World::start().await;
    let (holder, verifier) = (world.holder().await, world.verifier().await);
    let verdict = verifier.scan(&holder.show(&[]).await).await;
    assert_eq!(verdict["verdict"], "valid");
    assert_eq!(verdict["claims"], json!([]));
    assert_eq!(verdict["type_name"], "resident-identity");
    assert!(verdict["issuer"].is_string() && verdict["valid_from"].is_string());
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C4_a_certificate_without_its_proof_is_no_code() {
    let world = World::start().await;
    let (holder, verifier) = (world.holder().await, world.verifier().await);
    let bytes = tongban_certificate::decode_code_text(&holder.show(&["name"]).await).unwrap();
    let message =
        tongban_cose::UnverifiedSign1::parse(&bytes, &tongban_cose::cbor::Limits::CODE).unwrap();
    let bare = message
        .protected()
        .get(KCWT)
        .expect("the certificate inside the proof")
        .raw()
        .to_vec();
    let verdict = verifier
        .scan(&tongban_certificate::encode_code_text(&bare))
        .await;
    assert_eq!(
        (&verdict["verdict"], &verdict["reason"]),
        (&json!("cannot_tell"), &json!("holder_proof_missing"))
    );
    assert_eq!(verdict["claims"], json!([]));
    world.stop().await;
}

fn claim_names(verdict: &Value) -> Vec<&str> {
    verdict["claims"]
        .as_array()
        .unwrap()
        .iter()
        .map(|claim| claim["name"].as_str().unwrap())
        .collect()
}

const KCWT: i64 = 13;
