//! The main journey: offline draft, supplement, acceptance, grant, certificate, shown offline.
#![allow(non_snake_case)]

use serde_json::{Value, json};

use super::people::{Officer, Resident, photo, text, yes};
use crate::support::{PASSPHRASE, World};

const SERVICE: &str = "elderly-preferential-card";

#[tokio::test(flavor = "multi_thread")]
async fn req_22_req_68_from_a_draft_without_network_to_a_certificate_in_the_wallet() {
    let world = World::start().await;
    let resident = Resident(world.holder().await);
    let verifier = world.verifier().await;
    resident.0.network.unplug();

    // Found by an everyday phrase, read, started.
    let found = resident
        .0
        .ok("services.list", json!({"query": "老年证"}))
        .await;
    assert_eq!(found["services"][0]["id"], SERVICE, "{found:#}");
    let guide = resident
        .0
        .ok("services.guide", json!({"service": SERVICE}))
        .await;
    assert_eq!(guide["promise"]["limit"]["days"], 10);
    assert!(guide["promise"]["source"]["clause"].is_string());
    assert!(guide["free"].as_bool().unwrap());
    let standing = |id: &str| {
        let materials = guide["materials"].as_array().unwrap();
        materials.iter().find(|m| m["id"] == id).unwrap()["standing"].clone()
    };
    assert_eq!(standing("identity"), "have");
    assert_eq!(standing("portrait"), "photo");

    let draft = resident.start(SERVICE).await;
    let id = draft["id"].as_str().unwrap().to_owned();
    let name = field(&draft, "name");
    assert_eq!(name["value"], text("周桂芳"));
    assert_eq!(
        name["origin"]["kind"], "known",
        "it says where it comes from: {name:#}"
    );
    assert_eq!(name["editable"], false);

    // Killed in the middle of a word.
    resident
        .save(&id, 1, &[("address", text("云泉区石桥镇石桥沟村 1"))])
        .await;
    let resident = Resident(resident.0.restart());
    resident.0.ok("unlock", json!({"secret": PASSPHRASE})).await;
    let drafts = resident.0.ok("drafts.list", json!({})).await;
    assert_eq!(drafts[0]["resumed"], true, "it is offered: {drafts:#}");
    let again = resident.0.ok("drafts.get", json!({"draft": id})).await;
    assert_eq!(
        field(&again, "address")["value"],
        text("云泉区石桥镇石桥沟村 1")
    );
    assert_eq!(again["page"], 1);

    let answers = [
        ("address", text("云泉区石桥镇石桥沟村 11 号")),
        ("household", text("living")),
        ("wants_card", yes(false)),
        ("truthful", yes(true)),
    ];
    let complete = resident.save(&id, 2, &answers).await;
    assert_eq!(complete["complete"], true, "{complete:#}");

    // One thing is missing; then it is there.
    resident.attach(&id, "portrait", &photo(40)).await;
    let missing = resident.materials(&id).await;
    assert_eq!(
        missing["missing"].as_array().unwrap().len(),
        1,
        "{missing:#}"
    );
    let whole = resident.attach(&id, "residence", &photo(90)).await;
    assert_eq!(whole["complete"], true, "{whole:#}");

    let item = resident.submit(&id).await;
    let shown = resident.0.confirm.shown();
    let asked = shown.last().unwrap();
    assert!(
        asked
            .lines
            .iter()
            .any(|line| line.value.contains("老年人优待证")),
        "she saw what she signed"
    );
    let case = item["case"].as_str().unwrap().to_owned();
    let waiting = resident
        .sync_until("waiting for the network", |outbox| {
            outbox["items"][0]["state"] == "waiting_for_network"
        })
        .await;
    assert_eq!(
        waiting["items"][0]["number"],
        Value::Null,
        "nothing is received yet"
    );

    let view = resident.0.ok("cases.get", json!({"case": case})).await;
    assert_eq!(
        view["life"][1]["code"], "waiting",
        "it can be opened: {view:#}"
    );

    // The network comes: received only after the receipt.
    resident.0.network.plug(&world.base_url());
    let received = resident
        .sync_until("a receipt", |outbox| {
            outbox["items"][0]["state"] == "received"
        })
        .await;
    assert!(received["items"][0]["number"].is_string(), "{received:#}");

    // The clerk judges every material; one notice names everything.
    let clerk = Officer(world.officer("intake", &["intake"]).await);
    let queue = clerk.queue().await;
    assert_eq!(queue.len(), 1, "{queue:#?}");
    assert!(
        !queue[0]["applicant"].as_str().unwrap().contains("桂芳"),
        "a list names nobody in full"
    );
    let open = clerk.open(&case).await;
    assert_eq!(open["applicant"], "周桂芳");
    let portrait = material(&open, "portrait");
    let file = json!({"case": case, "file": portrait["files"][0]["id"]});
    let (_, picture) = clerk.0.ok_bytes("desk.file", file, &[]).await;
    assert_eq!(picture[..3], [0xff, 0xd8, 0xff], "the photo that she took");
    let refused = clerk
        .refused(&open, json!({"kind": "ask_supplement"}))
        .await;
    assert_eq!(refused["code"], "desk.unjudged", "{refused:#}");
    let judged = clerk
        .judge_all(
            &open,
            &[
                ("residence", "residence-other-address"),
                ("portrait", "portrait-old"),
            ],
        )
        .await;
    assert_eq!(judged["gaps"].as_array().unwrap().len(), 2);
    clerk.act(&judged, json!({"kind": "ask_supplement"})).await;

    // The phone shows the notice with both; she supplies both.
    let asked = resident
        .case_until(&case, "the notice", |view| !view["notice"].is_null())
        .await;
    assert_eq!(
        asked["notice"]["gaps"].as_array().unwrap().len(),
        2,
        "{asked:#}"
    );
    assert!(asked["notice"]["until"].is_string());
    let messages = resident.0.ok("messages.list", json!({})).await;
    assert!(
        messages
            .as_array()
            .unwrap()
            .iter()
            .any(|m| m["code"] == "supplement"),
        "{messages:#}"
    );
    let supplement = resident
        .0
        .ok("cases.supplement", json!({"case": case}))
        .await;
    let supply = supplement["id"].as_str().unwrap().to_owned();
    resident.attach(&supply, "residence", &photo(120)).await;
    resident.attach(&supply, "portrait", &photo(160)).await;
    resident.submit(&supply).await;
    resident
        .case_until(&case, "supplied", |view| {
            view["card"]["phase"] == "supplied"
        })
        .await;

    // Judged again, accepted: the days left are counted with the rule behind them.
    let open = clerk.open(&case).await;
    let judged = clerk.judge_all(&open, &[]).await;
    clerk.act(&judged, json!({"kind": "accept"})).await;
    let accepted = resident
        .case_until(&case, "accepted", |view| {
            view["card"]["phase"] == "accepted"
        })
        .await;
    let left = &accepted["card"]["days_left"];
    assert_eq!(
        (&left["kind"], &left["left"]),
        (&json!("decision"), &json!(10)),
        "{left:#}"
    );
    assert_eq!(left["due"], "2026-03-16", "ten working days after 2 March");
    assert!(left["rule"]["clause"].is_string());

    // The decider grants; the same sync brings the certificate.
    let decider = Officer(world.officer("decider", &["decider"]).await);
    let refused = clerk
        .refused(&clerk.open(&case).await, json!({"kind": "grant"}))
        .await;
    assert_eq!(refused["code"], "desk.not_yours", "{refused:#}");
    let open = decider.open(&case).await;
    decider.act(&open, json!({"kind": "grant"})).await;
    let granted = resident
        .case_until(&case, "granted", |view| view["card"]["phase"] == "granted")
        .await;
    assert!(
        granted["certificate"].is_string(),
        "in the same sync: {granted:#}"
    );

    // Shown without network, checked without network.
    let certificate = resident
        .certificate_of("elderly-card")
        .await
        .expect("in the wallet");
    verifier.ok("snapshots.refresh", json!({})).await;
    resident.0.network.cut();
    verifier.network.cut();
    let code = resident
        .show_fields(&certificate, &["name", "address"])
        .await;
    let verdict = verifier.scan(&code).await;
    assert_eq!(
        (&verdict["verdict"], &verdict["type_name"]),
        (&json!("valid"), &json!("elderly-card")),
        "{verdict:#}"
    );
    assert_eq!(verdict["claims"][1]["value"], "云泉区石桥镇石桥沟村 11 号");

    // She sees who looked.
    let looks = resident.0.ok("looks.list", json!({})).await;
    let looks = looks.as_array().unwrap();
    let by = |who: &str, purpose: &str| {
        looks.iter().any(|look| {
            look["actor"].as_str().unwrap().contains(who)
                && look["purpose"] == purpose
                && look["case"] == case.as_str()
        })
    };
    assert!(
        by("intake", "handle") && by("decider", "handle"),
        "{looks:#?}"
    );
    assert!(by("intake", "file") && !by("decider", "file"), "{looks:#?}");
    world.stop().await;
}

fn material(open: &Value, id: &str) -> Value {
    let mut materials = open["materials"].as_array().expect("materials").iter();
    let found = materials.find(|material| material["id"] == id);
    found.unwrap_or_else(|| panic!("no material {id}")).clone()
}

pub fn field(draft: &Value, id: &str) -> Value {
    let pages = draft["pages"].as_array().expect("pages").iter();
    let mut fields = pages.flat_map(|page| page["fields"].as_array().expect("fields"));
    let found = fields.find(|field| field["id"] == id);
    found
        .unwrap_or_else(|| panic!("no field {id}: {draft:#}"))
        .clone()
}
