//! A resident is refused: with reasons, clause and both remedies.
#![allow(non_snake_case)]

use serde_json::{Value, json};

use super::people::{Officer, Resident, photo, text, yes};
use crate::support::World;

const SERVICE: &str = "residence-permit";

#[tokio::test(flavor = "multi_thread")]
async fn req_44_a_refusal_reaches_the_resident_with_reason_clause_and_both_remedies() {
    let world = World::start().await;
    let resident = Resident(world.holder_of("ma-wenhui", 4).await);
    let draft = resident.start(SERVICE).await;
    let id = draft["id"].as_str().unwrap().to_owned();
    let answers = [
        ("address", text("云泉区石桥镇东坡 7 号")),
        ("lives_since", json!({"kind": "day", "value": "2025-11-20"})),
        ("reason", text("home")),
        ("home_kind", text("rented")),
        ("landlord", text("孙建国")),
        ("truthful", yes(true)),
    ];
    let complete = resident.save(&id, 1, &answers).await;
    assert_eq!(complete["complete"], true, "{complete:#}");
    resident.attach(&id, "portrait", &photo(10)).await;
    resident.attach(&id, "home", &photo(20)).await;
    let item = resident.submit(&id).await;
    let case = item["case"].as_str().unwrap().to_owned();
    resident
        .sync_until("a receipt", |outbox| {
            outbox["items"][0]["state"] == "received"
        })
        .await;

    let officer = Officer(
        world
            .officer("all", &["intake", "caseworker", "decider"])
            .await,
    );
    let judged = officer.judge_all(&officer.open(&case).await, &[]).await;
    let accepted = officer.act(&judged, json!({"kind": "accept"})).await;
    let half_a_year = accepted["conditions"].as_array().unwrap().iter();
    assert!(
        half_a_year
            .clone()
            .any(|condition| condition["holds"] == false),
        "the machine says what does not hold, and refuses nothing: {accepted:#}"
    );
    let none = officer
        .refused(&accepted, json!({"kind": "refuse", "reasons": []}))
        .await;
    assert_eq!(
        none["code"], "desk.bad_choice",
        "a refusal without a reason does not exist: {none:#}"
    );
    let refuse = json!({"kind": "refuse", "reasons": ["not-half-a-year"]});
    officer.act(&accepted, refuse).await;

    let view = resident
        .case_until(&case, "the refusal", |view| !view["ruling"].is_null())
        .await;
    let ruling = &view["ruling"];
    let reason = &ruling["reasons"][0];
    assert!(
        reason["reason"].as_str().unwrap().contains("半年"),
        "{ruling:#}"
    );
    assert!(reason["clause"].as_str().unwrap().contains("第二条"));
    assert!(reason["clause_text"].is_string(), "word for word");
    assert_eq!(reason["again_from"], "2026-05-20");
    let kinds: Vec<_> = ruling["remedies"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|remedy| remedy["kind"].as_str())
        .collect();
    assert!(
        kinds.contains(&"reconsideration") && kinds.contains(&"lawsuit"),
        "{kinds:?}"
    );
    for remedy in ruling["remedies"].as_array().unwrap() {
        assert_ne!(remedy["where_to"], Value::from(""), "{remedy:#}");
    }
    assert!(resident.certificate_of("residence-permit").await.is_none());
    world.stop().await;
}
