//! A case as the rows tell it: what happened, days left, the notice and its answer.

#![allow(non_snake_case)]

use serde_json::{Value, json};
use tongban_cases::{Request, Role};

use crate::fixture::{Device, SERVICE};

async fn submitted(device: &Device) -> String {
    let draft = device.complete_draft().await;
    let sent = device
        .call("drafts.submit", json!({ "draft": draft }))
        .await
        .unwrap();
    sent["case"].as_str().unwrap().to_owned()
}

async fn get(device: &Device, case: &str) -> Value {
    device
        .call("cases.get", json!({ "case": case }))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_case_counts_its_days_only_once_the_platform_has_it() {
    let device = Device::resident();
    let case = submitted(&device).await;
    // What was signed and has no receipt yet is listed as what it is, without a clock.
    let listed = device.call("cases.list", json!({})).await.unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["phase"], json!("draft"));
    assert_eq!(
        (&listed[0]["number"], &listed[0]["days_left"]),
        (&Value::Null, &Value::Null)
    );
    let none = device.call("cases.list", json!({ "most": 0 })).await;
    assert_eq!(
        none.unwrap(),
        listed,
        "what is still only here is always there"
    );
    let waiting = get(&device, &case).await;
    let now = waiting["life"].as_array().unwrap().iter();
    let now: Vec<_> = now.filter(|step| step["state"] == "now").collect();
    assert_eq!(
        now[0]["code"],
        json!("waiting"),
        "signed, and still only here"
    );
    let unknown = json!({ "case": "019cac0f-2680-72db-b3e5-60859d948f00" });
    let unknown = device.call("cases.get", unknown).await;
    assert_eq!(unknown, Err("cases.not_found".into()));

    device.office(1, |_| {});
    let listed = device.call("cases.list", json!({})).await.unwrap();
    assert_eq!(listed[0]["phase"], json!("submitted"));
    let most = |most: u32| device.call("cases.list", json!({ "most": most }));
    assert_eq!(most(1).await.unwrap(), listed);
    assert_eq!(most(0).await.unwrap(), json!([]));
    assert_eq!(listed[0]["holder"], json!("intake"));
    let days = &listed[0]["days_left"];
    assert_eq!(days["kind"], json!("answer"), "{days}");
    assert!(days["line"].as_array().unwrap().len() > 1);
    assert!(days["rule"]["clause"].is_string());
    let view = get(&device, &case).await;
    assert_eq!(view["applicant"], json!("周桂芳"));
    assert_eq!(view["materials"].as_array().unwrap().len(), 3);
    assert!(!view["answers"].as_array().unwrap().is_empty());
    let codes: Vec<_> = view["life"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["code"].clone())
        .collect();
    assert_eq!(
        codes,
        ["submitted", "checking", "answer", "decision", "certificate"].map(|code| json!(code))
    );
    assert_eq!(view["outbox"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn req_40_the_notice_is_answered_by_a_draft_that_asks_for_nothing_else() {
    let device = Device::resident();
    let case = submitted(&device).await;
    device.office(1, |office| {
        office.judge_all(Some(("portrait", "portrait-background")));
        office.act(Role::Intake, Request::AskSupplement);
    });
    let view = get(&device, &case).await;
    assert_eq!(view["card"]["needs_you"], json!(true));
    let gaps = view["notice"]["gaps"].as_array().unwrap();
    assert_eq!(gaps.len(), 1);
    assert_eq!(
        (&gaps[0]["id"], &gaps[0]["why"]),
        (&json!("portrait"), &json!("error"))
    );
    assert!(gaps[0]["example"]["text"].is_string());
    let messages = device.call("messages.list", json!({})).await.unwrap();
    assert_eq!(
        (&messages[0]["code"], &messages[0]["needs_you"]),
        (&json!("supplement"), &json!(true))
    );

    let begun = device
        .call("cases.supplement", json!({ "case": case }))
        .await
        .unwrap();
    assert_eq!(begun["kind"], json!("supplement"));
    assert_eq!(begun["pages"], json!([]), "no answer is asked for");
    let draft = begun["id"].as_str().unwrap().to_owned();
    let view = device
        .call("drafts.materials", json!({ "draft": draft }))
        .await
        .unwrap();
    let items = view["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{view}");
    assert_eq!(items[0]["standing"], json!("missing"));
    assert!(items[0]["asked_again"].is_string());
    let early = device
        .call("drafts.submit", json!({ "draft": draft }))
        .await;
    assert_eq!(early, Err("drafts.incomplete".into()));
    let view = device.attach(&draft, "portrait").await.unwrap();
    assert_eq!(view["complete"], json!(true));
    let again = device
        .call("cases.supplement", json!({ "case": case }))
        .await
        .unwrap();
    assert_eq!(again["id"], json!(draft), "it goes on");
    let sent = device
        .call("drafts.submit", json!({ "draft": draft }))
        .await
        .unwrap();
    assert_eq!(sent["item"]["action"], json!("supply"));

    // The platform decides it on the events so far, and the case goes on.
    device.office(2, |_| {});
    let _ = device.call("cases.list", json!({})).await.unwrap();
}

#[tokio::test]
async fn req_49_after_acceptance_the_decision_is_counted_in_the_regions_calendar() {
    let device = Device::resident();
    let case = submitted(&device).await;
    device.office(1, |office| {
        office.judge_all(None);
        office.act(Role::Intake, Request::Accept);
    });
    let view = get(&device, &case).await;
    let days = &view["card"]["days_left"];
    assert_eq!(days["kind"], json!("decision"), "{view}");
    assert_eq!(days["overdue"], json!(false));
    assert!(days["law_days"].as_u64().unwrap() >= days["promise_days"].as_u64().unwrap_or(0));
    let line = days["line"].as_array().unwrap();
    assert_eq!(line[0]["why"], json!("event_day"));
    assert_eq!(line.last().unwrap()["date"], days["due"]);
    let counted = line.iter().filter(|day| day["counted"] == true).count() as u64;
    assert_eq!(
        days["left"].as_u64().unwrap(),
        counted,
        "today is the day of acceptance"
    );
    assert_eq!(view["documents"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn req_44_a_refusal_has_its_reason_its_clause_and_both_remedies_with_their_last_days() {
    let device = Device::resident();
    let case = submitted(&device).await;
    let loaded = device.core.pack().unwrap();
    let reason = loaded.service(SERVICE).unwrap().refusals[0].id.clone();
    device.office(1, |office| {
        office.judge_all(None);
        office.act(Role::Intake, Request::Accept);
        office.later(1);
        office.act(
            Role::Decider,
            Request::Refuse {
                reasons: vec![reason],
            },
        );
    });
    let view = get(&device, &case).await;
    let ruling = &view["ruling"];
    assert_eq!(ruling["kind"], json!("refused"));
    assert!(!ruling["reasons"][0]["reason"].as_str().unwrap().is_empty());
    assert!(
        !ruling["reasons"][0]["clause_text"]
            .as_str()
            .unwrap()
            .is_empty()
    );
    let kinds: Vec<_> = ruling["remedies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["kind"].clone())
        .collect();
    assert!(kinds.contains(&json!("reconsideration")) && kinds.contains(&json!("lawsuit")));
    for remedy in ruling["remedies"].as_array().unwrap() {
        assert_eq!(
            remedy["within"].is_null(),
            remedy["until"].is_null(),
            "{remedy}"
        );
    }
    assert_eq!(view["allowed"], json!([]));
    let ended = device.call("cases.withdraw", json!({ "case": case })).await;
    assert_eq!(ended, Err("cases.not_allowed".into()));
}

#[tokio::test]
async fn rule_S4_a_history_that_comes_again_shows_each_case_once_and_messages_stay_read() {
    let device = Device::resident();
    let case = submitted(&device).await;
    device.office(1, |office| office.judge_all(None));
    let messages = device.call("messages.list", json!({})).await.unwrap();
    assert_eq!(messages.as_array().unwrap().len(), 1);
    let id = messages[0]["id"].clone();
    let read = device
        .call("messages.read", json!({ "id": id }))
        .await
        .unwrap();
    assert_eq!(read[0]["read"], json!(true));
    assert_eq!(
        device
            .call("messages.read", json!({ "id": "no such" }))
            .await,
        Err("cases.not_found".into())
    );
    // Half of the new history has come: the case is not poorer for it.
    device.office(2, |_| {});
    let view = get(&device, &case).await;
    let judged = view["materials"].as_array().unwrap().iter();
    assert!(
        judged
            .clone()
            .all(|material| material["judgement"] == "fit")
    );
    let listed = device.call("cases.list", json!({})).await.unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let messages = device.call("messages.list", json!({})).await.unwrap();
    assert_eq!(messages[0]["read"], json!(true));
}

#[tokio::test]
async fn req_46_without_network_a_case_says_who_holds_it_since_when_days_left_and_as_of_when() {
    let device = Device::resident();
    let case = submitted(&device).await;
    device.office(1, |office| {
        office.judge_all(None);
        office.act(Role::Intake, Request::Accept);
    });
    let told = crate::time::instant(device.core.now());
    device.clock.advance_seconds(2 * 86_400);
    let device = device.killed_and_started();
    let card = get(&device, &case).await["card"].clone();
    assert_eq!(card["holder"], json!("office"), "{card}");
    assert_eq!(
        card["since"].as_str().map(|at| &at[..10]),
        Some(&told[..10])
    );
    assert_eq!(
        card["days_left"]["left"],
        json!(8),
        "two working days later"
    );
    assert_eq!(
        card["as_of"],
        json!(told),
        "the day that it was told, not today"
    );
}

#[tokio::test]
async fn a_withdrawal_goes_through_confirm_into_the_outbox() {
    let device = Device::resident();
    let case = submitted(&device).await;
    device.office(1, |_| {});
    let item = device
        .call("cases.withdraw", json!({ "case": case }))
        .await
        .unwrap();
    assert_eq!(item["action"], json!("withdraw"));
    assert_eq!(
        item["can"],
        json!(["retry", "delete"]),
        "there is no draft to go back to"
    );
    let outbox = device.call("outbox.list", json!({})).await.unwrap();
    assert_eq!(outbox["waiting"], json!(2));
    let application = outbox["items"][0]["id"].clone();
    let kept = device
        .call("outbox.delete", json!({ "id": application }))
        .await;
    assert_eq!(kept, Err("outbox.offered".into()), "it has a draft");
    let outbox = device
        .call("outbox.delete", json!({ "id": item["id"] }))
        .await
        .unwrap();
    assert_eq!(outbox["waiting"], json!(1));
}

#[tokio::test]
async fn req_45_another_route_goes_through_confirm_into_the_outbox() {
    let device = Device::resident();
    let case = submitted(&device).await;
    let unsent = get(&device, &case).await;
    assert_eq!(
        unsent["route"]["kind"],
        json!("app"),
        "nothing else was said"
    );
    assert_eq!(unsent["routes"], json!([]), "there is no case yet");
    device.office(1, |_| {});
    let view = get(&device, &case).await;
    let routes = view["routes"].as_array().unwrap();
    let post = routes.iter().find(|route| route["kind"] == "post").unwrap();
    assert_eq!(post["needs_address"], json!(true));
    assert_eq!(
        post["suggested"],
        json!("云泉市南城区柳巷7号"),
        "as the form has it"
    );
    let choose = |kind: &str, to: Option<&str>| {
        let route = json!({ "kind": kind, "to": to });
        device.call(
            "cases.choose_route",
            json!({ "case": case, "route": route }),
        )
    };
    for (kind, to) in [
        ("post", None),
        ("fax", Some("00001200011")),
        ("counter", Some("窗口")),
    ] {
        assert_eq!(
            choose(kind, to).await,
            Err("drafts.bad_value".into()),
            "{kind}"
        );
    }
    let item = choose("email", Some(" zhou@example.cn ")).await.unwrap();
    assert_eq!(item["action"], json!("choose_route"));
    device.office(2, |_| {});
    let view = get(&device, &case).await;
    let chosen = (&view["route"]["kind"], &view["route"]["to"]);
    assert_eq!(chosen, (&json!("email"), &json!("zhou@example.cn")));
    let steps = view["life"].as_array().unwrap().iter();
    let step = steps.clone().find(|step| step["code"] == "route_chosen");
    assert_eq!(step.unwrap()["detail"], json!("电子邮件：zhou@example.cn"));
}

#[tokio::test]
async fn rule_S12_what_was_handed_in_can_be_looked_at_until_its_room_is_needed() {
    let device = Device::resident();
    let case = submitted(&device).await;
    device.office(1, |_| {});
    let db = device.core.open_db().unwrap();
    let operation = db.outbox().unwrap()[0].operation;
    db.write(|tx| tx.free(operation)).unwrap();
    let view = get(&device, &case).await;
    let materials = view["materials"].as_array().unwrap().clone();
    let with_files = materials.iter().find(|told| told["files"] != json!([]));
    let file = with_files.unwrap()["files"][0].clone();
    assert_eq!(file["here"], json!(true));
    let wanted = json!({ "case": case, "file": file["id"] });
    let looked = device.call("cases.file", wanted.clone()).await.unwrap();
    assert_eq!(looked["media_type"], file["media_type"]);
    let of_another = json!({ "case": case, "file": case });
    let of_another = device.call("cases.file", of_another).await;
    assert_eq!(of_another, Err("cases.file_not_here".into()));

    assert!(db.evict_files(0).unwrap() > 0);
    let view = get(&device, &case).await;
    let told = view["materials"].to_string();
    assert!(!told.contains("\"here\":true"), "{told}");
    let gone = device.call("cases.file", wanted).await;
    assert_eq!(gone, Err("cases.file_not_here".into()));
}
