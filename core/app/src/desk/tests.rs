//! The desk against the model platform: what is shown, and that nothing is done twice.
#![allow(non_snake_case)]

use std::sync::Arc;

use serde_json::{Value, json};
use tongban_cases::{Event, Request, Role, Termination, encode_event};
use tongban_device::confirm::ScriptedConfirm;
use tongban_protocol::{
    CaseId, DeskCaseResponse, DeskDue, DeskItem, DeskQueueResponse, DueKind, ScopeId, StaffGrant,
    paths,
};
use tongban_store::{Pending, RecordId};

use crate::context::Core;
use crate::fixture::{Device, NOW, Office, SERVICE, case_of, handed_in};
use crate::sync::tests::network::Network;

const CASE: [u8; 16] = [5; 16];

fn staff(network: &Arc<Network>) -> Device {
    let confirm = Arc::new(ScriptedConfirm::always_yes());
    staff_on(network, confirm, "周桂芳", handed_in)
}

/// A desk with this applicant's case.
fn staff_on(
    network: &Arc<Network>,
    confirm: Arc<ScriptedConfirm>,
    applicant: &str,
    events: impl FnOnce(&Core) -> Vec<Event>,
) -> Device {
    let device = Device::with(confirm, Some(network.clone()));
    network.admit(&device.core);
    let grant = StaffGrant {
        name: "马文慧".into(),
        office: "南城街道".into(),
        roles: vec!["intake".into()],
        scope: ScopeId::from_bytes([9; 16]),
    };
    let db = device.core.open_db().unwrap();
    crate::sync::stop(&device.core);
    db.write(|tx| tx.set_staff(&grant.encode())).unwrap();
    crate::sync::start(&device.core);
    let events = events(&device.core);
    let answer = DeskCaseResponse {
        applicant: applicant.into(),
        number: "YQ-1".into(),
        events: events.iter().map(encode_event).collect(),
        makers: Vec::new(),
        files: Vec::new(),
        now: NOW,
        extra: Default::default(),
    };
    network.desk_answers(paths::DESK_CASE, answer.encode());
    let item = |case: u8, day: i32, holder: &str| DeskItem {
        case: CaseId::from_bytes([case; 16]),
        version: 1,
        service: SERVICE.into(),
        pack: ("yunquan".into(), 1),
        applicant: "周＊＊".into(),
        number: "YQ-1".into(),
        phase: "submitted".into(),
        holder: holder.into(),
        received_at: NOW,
        due: Some(DeskDue {
            day: tongban_rules::Day::of(NOW).days() + day,
            kind: DueKind::Answer,
            provisional: false,
        }),
        duplicate_of: None,
    };
    let queue = DeskQueueResponse {
        items: vec![
            item(1, -1, "intake"),
            item(2, 0, "intake"),
            item(3, 2, "intake"),
            item(5, 30, "intake"),
            item(6, 3, "applicant"),
            item(7, 3, "nobody"),
        ],
        now: NOW,
        extra: Default::default(),
    };
    network.desk_answers(paths::DESK_QUEUE, queue.encode());
    network.set_version(CaseId::from_bytes(CASE), 1);
    network.plug();
    device
}

fn act(version: u32, act: Value) -> Value {
    let case = RecordId::from_bytes(CASE).to_string();
    json!({ "case": case, "version": version, "act": act })
}

/// States of what the officer's outbox holds.
async fn outbox(device: &Device) -> Vec<String> {
    let view = device.call("outbox.list", json!({})).await.unwrap();
    let items = view["items"].as_array().unwrap().iter();
    items
        .map(|item| item["state"].as_str().unwrap().to_owned())
        .collect()
}

/// The only item.
async fn item(device: &Device) -> Value {
    let view = device.call("outbox.list", json!({})).await.unwrap();
    assert_eq!(view["items"].as_array().unwrap().len(), 1, "{view}");
    view["items"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_grouped_by_urgency_in_working_days() {
    let network = Network::cut();
    let device = staff(&network);
    let view = device.call("desk.queue", json!({})).await.unwrap();
    let groups = view["groups"].as_array().unwrap();
    let codes: Vec<_> = groups
        .iter()
        .map(|group| group["code"].as_str().unwrap())
        .collect();
    assert_eq!(
        codes,
        ["overdue", "today", "soon", "later", "waiting_applicant"]
    );
    assert_eq!(view["done"].as_array().unwrap().len(), 1);
    // 1 March 2026 is a Sunday that is no make-up day: nothing was worked since.
    assert_eq!(groups[2]["items"][0]["left"], json!(2));
    assert_eq!(view["roles"], json!(["intake"]));
    let session = device.call("session.status", json!({})).await.unwrap();
    assert_eq!(session["staff"]["name"], json!("马文慧"));
    let own = device
        .call("drafts.start", json!({ "service": SERVICE }))
        .await;
    assert_eq!(own, Err("drafts.not_a_resident".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_sends_the_same_act_again_and_nothing_is_done_twice() {
    let network = Network::cut();
    let device = staff(&network);
    let case = RecordId::from_bytes(CASE).to_string();
    let view = device
        .call("desk.case", json!({ "case": case }))
        .await
        .unwrap();
    assert_eq!(
        (&view["version"], &view["applicant"]),
        (&json!(1), &json!("周桂芳"))
    );
    assert!(
        view["allowed"]
            .as_array()
            .unwrap()
            .contains(&json!("judge")),
        "{view}"
    );
    assert!(
        !view["allowed"]
            .as_array()
            .unwrap()
            .contains(&json!("grant"))
    );
    let judge =
        json!({ "kind": "judge", "material": "portrait", "judgement": "fit", "errors": [] });
    network.lose_answers(1);
    let lost = device.call("desk.act", act(1, judge)).await;
    assert_eq!(lost, Err("desk.answer_lost".into()));
    assert_eq!(network.operations(), 1);
    let waits = item(&device).await;
    assert_eq!(
        (&waits["action"], &waits["state"], &waits["can"]),
        (
            &json!("judge"),
            &json!("waiting_for_network"),
            &json!(["retry"])
        ),
        "the officer sees what is on its way, and of which case"
    );
    let name = waits["service_name"].as_str().unwrap();
    assert!(name.ends_with(" · YQ-1"), "{name}");
    device.call("desk.queue", json!({})).await.unwrap();
    assert_eq!(network.operations(), 1);
    assert_eq!(outbox(&device).await, ["received"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_without_network_decides_nothing_and_does_not_go_out_later() {
    let network = Network::cut();
    let device = staff(&network);
    let case = RecordId::from_bytes(CASE).to_string();
    device
        .call("desk.case", json!({ "case": case }))
        .await
        .unwrap();
    network.unplug();
    for _ in 0..3 {
        let offline = device
            .call("desk.act", act(1, json!({ "kind": "take" })))
            .await;
        assert_eq!(offline, Err("desk.offline".into()));
        assert!(outbox(&device).await.is_empty(), "it was taken back");
    }
    network.plug();
    device.call("desk.queue", json!({})).await.unwrap();
    device.call("sync.now", json!({})).await.unwrap();
    assert_eq!(network.operations(), 0);
    let done = device
        .call("desk.act", act(1, json!({ "kind": "take" })))
        .await;
    assert!(done.is_ok(), "{done:?}");
    assert_eq!(network.operations(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S2_what_an_officer_did_since_the_backup_is_there_again_after_a_restore() {
    let network = Network::cut();
    let device = staff(&network);
    network.back_up();
    let done = device
        .call("desk.act", act(1, json!({ "kind": "take" })))
        .await;
    assert!(done.is_ok(), "{done:?}");
    let number = item(&device).await["number"].clone();
    assert_eq!(network.operations(), 1);

    network.restore();
    assert_eq!(network.operations(), 0, "lost with the restore");
    device.call("desk.queue", json!({})).await.unwrap();
    assert_eq!(network.operations(), 1, "and offered again");
    assert_eq!(outbox(&device).await, ["received"]);
    assert!(number.is_string());
    let rows = device.core.open_db().unwrap().all_rows().unwrap();
    assert!(rows.is_empty(), "what colleagues are told is not kept here");

    // Once it is in a backup, nobody needs to keep it.
    network.back_up();
    device.call("desk.queue", json!({})).await.unwrap();
    assert!(outbox(&device).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S2_what_was_decided_otherwise_after_a_restore_waits_for_its_officer() {
    let network = Network::cut();
    let device = staff(&network);
    network.back_up();
    let take = json!({ "kind": "take" });
    device.call("desk.act", act(1, take)).await.unwrap();
    network.restore();
    // A colleague was faster with something else.
    network.set_version(CaseId::from_bytes(CASE), 2);
    device.call("desk.queue", json!({})).await.unwrap();
    let told = item(&device).await;
    assert_eq!(
        (&told["state"], &told["reason_detail"], &told["can"]),
        (
            &json!("returned_for_correction"),
            &json!("stale_version"),
            &json!(["see_case", "delete"])
        )
    );
    device
        .call("outbox.delete", json!({ "id": told["id"] }))
        .await
        .unwrap();
    assert!(outbox(&device).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_whose_answer_an_earlier_version_waited_for_goes_on_in_the_outbox() {
    let network = Network::cut();
    let device = staff(&network);
    network.lose_answers(1);
    let take = json!({ "kind": "take" });
    let lost = device.call("desk.act", act(1, take)).await;
    assert_eq!(lost, Err("desk.answer_lost".into()));
    // As that version kept it.
    crate::sync::stop(&device.core);
    let db = device.core.open_db().unwrap();
    let kept = db.outbox().unwrap().remove(0);
    db.write(|tx| {
        tx.let_go(kept.operation)?;
        tx.put_pending(&Pending {
            id: kept.operation.to_bytes(),
            kind: "desk".into(),
            body: kept.bytes,
            created_at: NOW,
        })
    })
    .unwrap();
    crate::sync::start(&device.core);
    device.call("desk.queue", json!({})).await.unwrap();
    assert_eq!(outbox(&device).await, ["received"]);
    assert_eq!(network.operations(), 1, "the same one");
    assert!(db.pending("desk").unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_saw_an_older_case_is_told_and_sees_the_new_one() {
    let network = Network::cut();
    let device = staff(&network);
    let early = device
        .call("desk.act", act(7, json!({ "kind": "take" })))
        .await;
    assert_eq!(early, Err("desk.stale".into()), "not what is on the screen");
    assert_eq!(network.operations(), 0);
    network.set_version(CaseId::from_bytes(CASE), 4);
    let stale = device
        .call("desk.act", act(1, json!({ "kind": "take" })))
        .await;
    assert_eq!(stale, Err("desk.stale".into()));
    assert!(outbox(&device).await.is_empty(), "it is told here and now");
    for (wrong, code) in [
        (
            json!({ "kind": "refuse", "reasons": [] }),
            "desk.bad_choice",
        ),
        (
            json!({ "kind": "judge", "material": "portrait", "judgement": "unfit", "errors": [] }),
            "desk.bad_choice",
        ),
    ] {
        assert_eq!(
            device.call("desk.act", act(1, wrong)).await,
            Err(code.into())
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_has_no_desk() {
    let device = Device::resident();
    assert_eq!(
        device.call("desk.queue", json!({})).await,
        Err("desk.not_staff".into())
    );
    let case = RecordId::from_bytes(CASE).to_string();
    let refused = device.call("desk.case", json!({ "case": case })).await;
    assert_eq!(refused, Err("desk.not_staff".into()));
}

/// A short message is read by whoever holds the telephone. Whatever is known of a person and of what
/// they asked for, none of it is in one, in any language, about any document.
#[tokio::test(flavor = "multi_thread")]
async fn req_42_the_short_message_names_nobody_and_nothing() {
    let residents = include_str!("../../../../assets/demo/residents.json");
    let residents: Value = serde_json::from_str(residents).unwrap();
    let residents = residents["residents"].as_array().unwrap();
    let mut views = 0;
    for resident in residents {
        let claims = personal(resident);
        let of = |field: &str| resident[field].as_str().unwrap();
        let person = ["name", "id_number", "birth_date", "address"].map(of);
        for (kind, end) in ENDS {
            let network = Network::cut();
            let yes = Arc::new(ScriptedConfirm::always_yes());
            let device = staff_on(&network, yes, person[0], |core| case_of(core, person, end));
            let case = RecordId::from_bytes(CASE).to_string();
            let view = device.call("desk.case", json!({ "case": case })).await;
            let view = view.unwrap();
            let last = view["documents"].as_array().unwrap().last().unwrap();
            assert_eq!(last["kind"], json!(kind));
            let texts = view["short_messages"].as_array().unwrap();
            let of_last = texts
                .iter()
                .filter(|text| text["document"] == last["number"]);
            let locales: Vec<_> = of_last.map(|text| text["locale"].clone()).collect();
            assert_eq!(locales, ["zh-Hans", "en"].map(|tag| json!(tag)));
            let mut secrets = claims.clone();
            secrets.extend(words_of(&view, &device));
            for text in texts {
                let text = text["text"].as_str().unwrap();
                assert!(text.chars().count() > 30, "{text}");
                let named = secrets.iter().find(|secret| text.contains(secret.as_str()));
                assert_eq!(named, None, "in {text}");
            }
            views += 1;
        }
    }
    assert!(views >= 4 * ENDS.len());
}

type Acts = fn(&mut Office<'_>);

/// One way to the newest document of each kind that a short message can be about.
const ENDS: &[(&str, Acts)] = &[
    ("supplement_asked", |office| {
        office.judge_all(Some(("portrait", "portrait-background")));
        office.act(Role::Intake, Request::AskSupplement);
    }),
    ("accepted", accept),
    ("granted", |office| {
        accept(office);
        office.act(Role::Decider, Request::Grant);
    }),
    ("refused", |office| {
        accept(office);
        let reasons = vec!["under-age".to_owned()];
        office.act(Role::Decider, Request::Refuse { reasons });
    }),
    ("terminated", |office| {
        accept(office);
        let why = Termination::ApplicantGone;
        office.act(Role::Decider, Request::Terminate { why });
    }),
    ("wrong_authority", |office| {
        let go_to = "石桥镇便民服务中心".to_owned();
        office.act(Role::Intake, Request::WrongAuthority { go_to });
    }),
];

fn accept(office: &mut Office<'_>) {
    office.judge_all(None);
    office.act(Role::Intake, Request::Accept);
}

/// The texts of a resident's record: names, numbers, places.
fn personal(resident: &Value) -> Vec<String> {
    fn walk(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) if text.chars().count() > 1 => found.push(text.clone()),
            Value::Object(map) => map.values().for_each(|value| walk(value, found)),
            Value::Array(list) => list.iter().for_each(|value| walk(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(resident, &mut found);
    assert!(found.len() > 4, "{resident}");
    found
}

/// What else the desk knows of this case: numbers, services, offices, documents, answers.
fn words_of(view: &Value, device: &Device) -> Vec<String> {
    let mut words = Vec::new();
    let pack = device.core.pack().unwrap();
    for service in &pack.pack().services {
        let names = [&service.names, &service.office.name];
        for locale in ["zh-Hans", "en"] {
            words.extend(names.map(|texts| texts.get(locale).to_owned()));
        }
        let types = service.issues.iter();
        words.extend(types.map(|issue| issue.certificate_type.clone()));
    }
    for locale in crate::Messages::LOCALES {
        let messages = crate::Messages::load(locale);
        for document in view["documents"].as_array().unwrap() {
            let kind = document["kind"].as_str().unwrap();
            words.push(messages.text(&format!("cases.document.{kind}")));
            words.push(document["number"].as_str().unwrap().to_owned());
        }
    }
    words.push(view["number"].as_str().unwrap().to_owned());
    words.push(view["applicant"].as_str().unwrap().to_owned());
    for line in view["answers"].as_array().unwrap() {
        for line in line["lines"].as_array().unwrap() {
            let value = line["value"].as_str().unwrap();
            let is_telling = value.chars().count() > 1;
            words.extend(is_telling.then(|| value.to_owned()));
        }
    }
    words
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_is_signed_after_confirm_and_a_notice_without() {
    let network = Network::cut();
    let confirm = Arc::new(ScriptedConfirm::always_yes());
    let zhou = [
        "周桂芳",
        "11010519491231002X",
        "1949-12-31",
        "云泉市南城区柳巷7号",
    ];
    let accepted = |core: &Core| case_of(core, zhou, accept);
    let device = staff_on(&network, confirm.clone(), zhou[0], accepted);
    let case = RecordId::from_bytes(CASE).to_string();
    let view = device.call("desk.case", json!({ "case": case })).await;
    let view = view.unwrap();
    let version = u32::try_from(view["version"].as_u64().unwrap()).unwrap();
    let document = view["documents"][0]["number"].clone();
    let kinds = view["routes"].as_array().unwrap().iter();
    let kinds: Vec<_> = kinds.map(|route| route["kind"].clone()).collect();
    assert!(kinds.contains(&json!("app")) && kinds.contains(&json!("post")));
    network.set_version(CaseId::from_bytes(CASE), version.into());
    let blank = json!({ "kind": "tell", "document": document, "by": "phone", "receipt": "" });
    let refused = device.call("desk.act", act(version, blank)).await;
    assert_eq!(refused, Err("desk.bad_choice".into()));
    let unknown =
        json!({ "kind": "serve", "document": "D", "route": "counter", "receipt": "签收" });
    let refused = device.call("desk.act", act(version, unknown)).await;
    assert_eq!(refused, Err("desk.bad_choice".into()));
    assert_eq!(network.operations(), 0);
    let told =
        json!({ "kind": "tell", "document": document, "by": "phone", "receipt": "本人接听" });
    device.call("desk.act", act(version, told)).await.unwrap();
    let asked = confirm.shown().len();
    let serve =
        json!({ "kind": "serve", "document": document, "route": "counter", "receipt": "签收" });
    network.set_version(CaseId::from_bytes(CASE), version.into());
    device.call("desk.act", act(version, serve)).await.unwrap();
    let shown = confirm.shown();
    assert_eq!((asked, shown.len()), (0, 1));
    let values: Vec<_> = shown[0]
        .lines
        .iter()
        .map(|line| line.value.as_str())
        .collect();
    assert!(
        values.contains(&"到窗口领") && values.contains(&"签收"),
        "{values:?}"
    );
}
