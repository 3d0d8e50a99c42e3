//! A document on its way to the applicant: chosen, served, told, and in both records.

use serde_json::{Value, json};

use super::people::{Officer, Resident};
use crate::support::World;

const HOME: &str = "云泉区石桥镇石桥沟村 11 号，周桂芳收";
const COURIER: &str = "挂号 XA 1234 5678 9 CN";

#[tokio::test(flavor = "multi_thread")]
async fn req_42_req_45_documents_come_by_the_chosen_route_and_both_sides_hold_the_record() {
    let world = World::start().await;
    let resident = Resident(world.holder().await);
    let officer = Officer(world.officer("all", &["intake", "decider"]).await);

    // The guide says what there is to choose from, and the review asks.
    let draft = resident.elderly_card(40).await;
    let review = resident
        .0
        .ok("drafts.review", json!({"draft": draft}))
        .await;
    let offered = kinds(&review["routes"], "kind");
    assert_eq!(offered, ["app", "counter", "post", "email"], "{review:#}");
    let wish =
        |kind: &str, to: Option<&str>| json!({"draft": draft, "route": {"kind": kind, "to": to}});
    for bad in [
        wish("post", None),
        wish("fax", Some("0000-1200011")),
        wish("email", Some("周")),
    ] {
        let refused = resident.0.err("drafts.submit", bad).await;
        assert_eq!(refused["code"], "drafts.bad_value");
    }
    let sent = resident
        .0
        .ok("drafts.submit", wish("post", Some(HOME)))
        .await;
    let case = sent["case"].as_str().unwrap().to_owned();
    let shown = resident.0.confirm.shown();
    let lines = &shown.last().unwrap().lines;
    assert!(
        lines
            .iter()
            .any(|line| line.value == format!("邮寄：{HOME}")),
        "it stands in what she signed"
    );
    let unsent = resident.0.ok("cases.get", json!({"case": case})).await;
    assert_eq!(
        (&unsent["route"]["kind"], &unsent["route"]["to"]),
        (&json!("post"), &json!(HOME))
    );
    resident.sync().await;

    // The office sees the choice; what it hands out otherwise is refused, what it posts is recorded.
    let judged = officer.judge_all(&officer.open(&case).await, &[]).await;
    let accepted = officer.act(&judged, json!({"kind": "accept"})).await;
    assert_eq!(
        accepted["route"],
        json!({"kind": "post", "name": "邮寄", "to": HOME})
    );
    let number = accepted["documents"][0]["number"]
        .as_str()
        .unwrap()
        .to_owned();
    let serve = |document: &str, route: &str, receipt: &str| json!({"kind": "serve", "document": document, "route": route, "receipt": receipt});
    let other = serve(&number, "counter", "本人签收");
    let refused = officer.refused(&accepted, other).await;
    assert_eq!(
        refused["params"]["detail"], "not_the_chosen_route",
        "{refused:#}"
    );
    let nothing = serve(&number, "post", " ");
    assert_eq!(
        officer.refused(&accepted, nothing).await["code"],
        "desk.bad_choice"
    );
    let posted = officer
        .act(&accepted, serve(&number, "post", COURIER))
        .await;
    let told = json!({"kind": "tell", "document": number, "by": "sms", "receipt": "发往尾号 0101"});
    let told = officer.act(&posted, told).await;
    let record = &told["documents"][0]["delivery"];
    assert_eq!(kinds(&record["served"], "route"), ["app", "post"]);
    assert_eq!(record["served"][1]["receipt"], COURIER);
    assert_eq!(record["told"][0]["by"], "sms");
    assert_eq!(record["honoured"], true);

    // The applicant's device holds the same record, with its times.
    let view = resident
        .case_until(&case, "the notice by text message", |view| {
            view["documents"][0]["delivery"]["told"][0].is_object()
        })
        .await;
    assert_eq!(view["documents"][0]["delivery"], *record, "{view:#}");
    let life = view["life"].as_array().unwrap();
    let served = life.iter().find(|step| step["code"] == "served").unwrap();
    assert_eq!(served["document"], json!(number));
    assert_eq!(served["detail"], format!("邮寄，凭据：{COURIER}"));
    assert!(life.iter().any(|step| step["code"] == "told"));
    let messages = resident.0.ok("messages.list", json!({})).await;
    assert!(kinds(&messages, "code").contains(&"served"));

    // What is decided stays in the queue until it has come, by a route that may still change.
    officer.act(&told, json!({"kind": "grant"})).await;
    assert_eq!(waiting(&officer).await, [case.as_str()]);
    resident
        .case_until(&case, "the decision", |view| {
            view["documents"][1].is_object()
        })
        .await;
    let counter = json!({"case": case, "route": {"kind": "counter"}});
    let item = resident.0.ok("cases.choose_route", counter.clone()).await;
    assert_eq!(item["action"], "choose_route");
    resident.sync().await;
    let granted = officer.open(&case).await;
    assert_eq!(granted["route"]["kind"], "counter");
    let decision = granted["documents"][1]["number"].as_str().unwrap();
    let late = officer
        .refused(&granted, serve(decision, "post", COURIER))
        .await;
    assert_eq!(late["params"]["detail"], "not_the_chosen_route");
    let done = officer
        .act(&granted, serve(decision, "counter", "本人签收"))
        .await;
    assert_eq!(done["documents"][1]["delivery"]["honoured"], true);
    assert!(waiting(&officer).await.is_empty(), "everything has come");
    let view = resident
        .case_until(&case, "the service", |view| {
            view["documents"][1]["delivery"]["honoured"] == true
        })
        .await;
    assert_eq!(view["routes"], json!([]), "there is nothing left to choose");
    let over = resident.0.err("cases.choose_route", counter).await;
    assert_eq!(over["code"], "cases.not_allowed");
    world.stop().await;
}

fn kinds<'v>(list: &'v Value, of: &str) -> Vec<&'v str> {
    let list = list.as_array().expect("a list").iter();
    list.map(|one| one[of].as_str().expect("a word")).collect()
}

/// Cases at an end that are still in the queue.
async fn waiting(officer: &Officer) -> Vec<String> {
    let desk = officer.0.ok("desk.queue", json!({})).await;
    let done = kinds(&desk["done"], "case").into_iter();
    done.map(str::to_owned).collect()
}
