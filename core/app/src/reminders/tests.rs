//! Reminders of real cases, and the plan's promises one by one. A whole year is in `year`.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tongban_cases::{Request, Role};
use tongban_device::NotifierError;
use tongban_rules::Day;
use tongban_store::RecordId;

use super::ladder::{Kind, Topic, due_at};
use super::plan::{Known, Letter, Plan, Quiet, Rings, Subject, plan};
use super::ring::ring;
use crate::events::EventView;
use crate::fixture::{Device, NOW};

const DAY: u64 = 86_400;
const LOUD: Rings = Rings {
    cases: true,
    deadlines: true,
    certificates: true,
    drafts: true,
    quiet: None,
};

fn certificate(last_day: Day) -> Subject {
    Subject {
        topic: Topic::Certificate,
        id: RecordId::from_bytes([5; 16]),
        part: String::new(),
        about: "resident-identity".to_owned(),
        last_day,
    }
}

/// Notes what a plan says, as the store does.
fn noted(known: &mut Known, planned: &Plan) {
    for one in &planned.enter {
        known.entered.insert(one.id.clone(), false);
    }
    let all = planned.tell.iter().chain(&planned.settle);
    known.announced.extend(all.cloned());
}

/// Days before the last day of what is told at `now`.
fn told(known: &mut Known, now: u64, subjects: &[Subject]) -> Vec<i32> {
    let planned = plan(now, subjects, &[], known, &LOUD);
    noted(known, &planned);
    let days = planned.tell.iter().filter_map(|id| id.rsplit('.').next());
    days.map(|days| days.parse().unwrap()).collect()
}

#[test]
fn a_certificate_is_told_of_at_28_14_7_and_1_days_each_once() {
    let last_day = Day::of(NOW).plus_days(40);
    let (mut known, mut all) = (Known::default(), Vec::new());
    for hour in 0..45 * 24 {
        let now = NOW + hour * 3_600;
        for days in told(&mut known, now, &[certificate(last_day)]) {
            let day = Day::of(now);
            assert_eq!(day, last_day.plus_days(-days), "on its day");
            all.push(days);
        }
    }
    assert_eq!(all, [28, 14, 7, 1, 0, -1]);
}

#[test]
fn after_an_absence_only_the_nearest_is_told_and_not_what_was_missed() {
    let last_day = Day::of(NOW).plus_days(40);
    let mut known = Known::default();
    let subjects = [certificate(last_day)];
    assert_eq!(told(&mut known, due_at(last_day, 5), &subjects), [7]);
    assert_eq!(known.entered.len(), 1, "one entry, not three");
    assert_eq!(
        told(&mut known, due_at(last_day, 5) + 1, &subjects),
        [] as [i32; 0]
    );
    assert_eq!(told(&mut known, due_at(last_day, -9), &subjects), [-1]);
}

#[test]
fn a_clock_that_jumps_back_tells_nothing_again() {
    let last_day = Day::of(NOW).plus_days(40);
    let mut known = Known::default();
    let subjects = [certificate(last_day)];
    for days in [28, 14, 7] {
        assert_eq!(told(&mut known, due_at(last_day, days), &subjects), [days]);
    }
    for days in [28, 20, 14, 9, 7] {
        assert_eq!(
            told(&mut known, due_at(last_day, days), &subjects),
            [] as [i32; 0]
        );
    }
    assert_eq!(told(&mut known, due_at(last_day, 1), &subjects), [1]);
}

#[test]
fn a_clock_that_jumps_ahead_burns_one_stage_and_the_others_are_told_in_time() {
    let last_day = Day::of(NOW).plus_days(40);
    let mut known = Known::default();
    let subjects = [certificate(last_day)];
    let years = NOW + 5 * 365 * DAY;
    assert_eq!(
        told(&mut known, years, &subjects),
        [-1],
        "what it looked like"
    );
    for days in [28, 14, 7, 1, 0] {
        assert_eq!(told(&mut known, due_at(last_day, days), &subjects), [days]);
    }
    assert_eq!(
        told(&mut known, due_at(last_day, -1), &subjects),
        [] as [i32; 0]
    );
}

#[test]
fn quiet_hours_delay_and_never_drop_also_over_midnight() {
    let at = |hour: u64, minute: u64| Day::of(NOW).start() + hour * 3_600 + minute * 60;
    let night = Quiet {
        from: 22 * 60,
        to: 7 * 60,
    };
    let tomorrow = at(24 + 7, 0);
    for (now, until) in [
        (at(21, 59), None),
        (at(22, 0), Some(tomorrow)),
        (at(23, 59), Some(tomorrow)),
        (at(24, 0), Some(tomorrow)),
        (at(24 + 6, 59), Some(tomorrow)),
        (tomorrow, None),
    ] {
        assert_eq!(night.until(now), until);
    }
    let noon = Quiet {
        from: 12 * 60,
        to: 14 * 60,
    };
    assert_eq!(noon.until(at(13, 0)), Some(at(14, 0)));
    assert_eq!(noon.until(at(14, 0)), None);
    let never = Quiet { from: 60, to: 60 };
    assert_eq!(never.until(at(1, 0)), None, "equal ends are no hours");

    let letter = Letter {
        id: "case.1".into(),
        kind: Kind::Case,
        at: at(22, 30),
        read: false,
    };
    let rings = Rings {
        quiet: Some(night),
        ..LOUD
    };
    let mut known = Known::default();
    let planned = plan(
        at(23, 0),
        &[],
        std::slice::from_ref(&letter),
        &known,
        &rings,
    );
    assert_eq!((planned.tell.len(), planned.next), (0, Some(tomorrow)));
    noted(&mut known, &planned);
    let planned = plan(tomorrow, &[], &[letter], &known, &rings);
    assert_eq!(planned.tell, ["case.1"]);
}

#[test]
fn what_is_switched_off_or_read_is_settled_and_rings_not_even_later() {
    let last_day = Day::of(NOW).plus_days(40);
    let subjects = [certificate(last_day)];
    let off = Rings {
        certificates: false,
        ..LOUD
    };
    let mut known = Known::default();
    let now = due_at(last_day, 14);
    let planned = plan(now, &subjects, &[], &known, &off);
    assert_eq!(
        (planned.enter.len(), planned.tell.len()),
        (1, 0),
        "in the inbox"
    );
    noted(&mut known, &planned);
    assert_eq!(told(&mut known, now + 60, &subjects), [] as [i32; 0]);
    let read = Letter {
        id: "case.1".into(),
        kind: Kind::Case,
        at: NOW,
        read: true,
    };
    let planned = plan(now, &[], &[read], &Known::default(), &LOUD);
    assert_eq!((planned.settle.len(), planned.tell.len()), (1, 0));
}

#[test]
fn while_a_snapshot_comes_in_messages_wait_and_then_ring_together() {
    let letters: Vec<Letter> = (0..50)
        .map(|number| Letter {
            id: format!("case.{number}"),
            kind: Kind::Case,
            at: NOW - number,
            read: false,
        })
        .collect();
    let filling = Known {
        filling: true,
        ..Known::default()
    };
    assert_eq!(plan(NOW, &[], &letters, &filling, &LOUD), Plan::default());
    let planned = plan(NOW, &[], &letters, &Known::default(), &LOUD);
    assert_eq!(planned.tell.len(), 50);
    assert_eq!(planned.tell[0], "case.49", "the oldest first");
}

/// Ids are what a device compares with what it noted years ago.
#[test]
fn the_ids_of_stages_are_what_they_were() {
    let mut names = BTreeSet::new();
    for topic in Topic::ALL {
        let subject = Subject {
            topic,
            part: "2".into(),
            ..certificate(Day::of(NOW))
        };
        names.extend(subject.stages().into_iter().map(|stage| stage.id));
    }
    let id = "05050505-0505-0505-0505-050505050505";
    let expected = [
        ("supplement", [7, 3, 1, 0, -1].as_slice()),
        ("deferred", &[7, 3, 1, 0, -1]),
        ("answer", &[-1]),
        ("decision", &[-1]),
        ("certificate", &[28, 14, 7, 1, 0, -1]),
        ("draft", &[3, 0]),
    ];
    let expected = expected.iter().flat_map(|(name, stages)| {
        let id = move |days: &i32| format!("{name}.{id}.2.{days}");
        stages.iter().map(id)
    });
    assert_eq!(names, expected.collect());
}

async fn list(device: &Device) -> Vec<Value> {
    let listed = device.call("messages.list", json!({})).await.unwrap();
    listed.as_array().unwrap().clone()
}

/// A case whose applicant was asked for a better portrait; its id and the last day.
async fn asked(device: &Device, epoch: u8) -> (String, Day) {
    let draft = device.complete_draft().await;
    let sent = device
        .call("drafts.submit", json!({ "draft": draft }))
        .await
        .unwrap();
    let case = sent["case"].as_str().unwrap().to_owned();
    device.office(epoch, |office| {
        office.judge_all(Some(("portrait", "portrait-background")));
        office.act(Role::Intake, Request::AskSupplement);
    });
    let messages = list(device).await;
    let until = messages[0]["params"]["until"].as_str().unwrap();
    (case, Day::parse(until).unwrap())
}

#[tokio::test]
async fn the_limit_of_a_supplement_is_told_in_time_leads_to_the_notice_and_ends_with_the_answer() {
    let device = Device::resident();
    let (case, last_day) = asked(&device, 1).await;
    ring(&device.core).unwrap();
    let ever = device.notifier.ever().len();
    assert!(ever >= 1, "what the office did rings at once");
    ring(&device.core).unwrap();
    assert_eq!(device.notifier.ever().len(), ever, "and once");

    device.clock.set_wall(due_at(last_day, 1) - 1);
    let device = device.killed_and_started();
    ring(&device.core).unwrap();
    device.clock.set_wall(due_at(last_day, 1));
    ring(&device.core).unwrap();
    ring(&device.core).unwrap();
    let messages = list(&device).await;
    let due = &messages[0];
    assert_eq!(due["code"], json!("supplement_due"), "{due}");
    assert_eq!(due["params"]["date"], json!(last_day.to_string()));
    assert_eq!(due["params"]["days"], json!(1));
    assert_eq!(due["link"], json!(format!("/cases/{case}/notice")));
    assert_eq!(
        (&due["kind"], &due["needs_you"]),
        (&json!("deadline"), &json!(true))
    );
    assert!(!due["service_name"].as_str().unwrap().is_empty());
    let id = due["id"].as_str().unwrap();
    let shown = device.notifier.ever();
    assert_eq!(shown.iter().filter(|one| one.id == id).count(), 1);

    // Answered: what stood there is history, and nothing more is told.
    device.office(2, |office| {
        office.judge_all(Some(("portrait", "portrait-background")));
        office.act(Role::Intake, Request::AskSupplement);
        office.applicant(Request::Withdraw);
    });
    let before = device.notifier.ever().len();
    device.clock.set_wall(due_at(last_day, -1));
    let device = device.killed_and_started();
    ring(&device.core).unwrap();
    let messages = list(&device).await;
    let of_device = messages.iter().filter(|one| one["kind"] == "deadline");
    for one in of_device {
        assert_eq!(
            (&one["read"], &one["needs_you"]),
            (&json!(true), &json!(false))
        );
        assert_ne!(one["code"], json!("supplement_passed"));
    }
    let new = &device.notifier.ever()[before..];
    assert!(
        new.iter().all(|one| !one.id.starts_with("supplement")),
        "{new:?}"
    );
}

#[tokio::test]
async fn a_decision_that_is_late_is_told_with_the_day_on_which_it_was_due() {
    let device = Device::resident();
    let draft = device.complete_draft().await;
    let submitted = json!({ "draft": draft });
    let sent = device.call("drafts.submit", submitted).await.unwrap();
    device.office(1, |office| {
        office.judge_all(None);
        office.act(Role::Intake, Request::Accept);
    });
    let case = json!({ "case": sent["case"] });
    let view = device.call("cases.get", case).await.unwrap();
    let due = view["card"]["days_left"]["due"]
        .as_str()
        .unwrap()
        .to_owned();
    let last_day = Day::parse(&due).unwrap();
    device.clock.set_wall(due_at(last_day, 0) + DAY / 2);
    let device = device.killed_and_started();
    ring(&device.core).unwrap();
    assert!(
        list(&device)
            .await
            .iter()
            .all(|one| one["code"] != "decision_overdue")
    );
    device.clock.set_wall(due_at(last_day, -1));
    ring(&device.core).unwrap();
    let newest = &list(&device).await[0];
    assert_eq!(newest["code"], json!("decision_overdue"), "{newest}");
    assert_eq!(newest["params"]["date"], json!(due));
    assert_eq!(
        newest["needs_you"],
        json!(false),
        "it is the office's to act"
    );
}

#[tokio::test]
async fn an_answer_that_is_late_is_told_as_what_the_rule_makes_of_silence() {
    let device = Device::resident();
    let draft = device.complete_draft().await;
    let submitted = json!({ "draft": draft });
    device.call("drafts.submit", submitted).await.unwrap();
    device.office(1, |_| {});
    device.clock.advance_seconds(30 * DAY);
    let device = device.killed_and_started();
    ring(&device.core).unwrap();
    let newest = &list(&device).await[0];
    let listed = device.call("cases.list", json!({})).await.unwrap();
    let silence = listed[0]["days_left"]["silence_accepts"] == json!(true);
    let code = if silence {
        "answer_silent"
    } else {
        "answer_overdue"
    };
    assert_eq!(newest["code"], json!(code), "{newest}");
}

#[tokio::test]
async fn a_draft_in_the_bin_is_told_of_before_it_goes_and_not_when_it_was_taken_back() {
    let device = Device::resident();
    let draft = device.complete_draft().await;
    let request = json!({ "draft": draft });
    let thrown_away = Day::of(device.core.now());
    device
        .call("drafts.discard", request.clone())
        .await
        .unwrap();
    device.clock.set_wall(due_at(thrown_away.plus_days(29), 3));
    let device = device.killed_and_started();
    ring(&device.core).unwrap();
    let messages = list(&device).await;
    assert_eq!(messages[0]["code"], json!("draft_goes"));
    assert_eq!(messages[0]["link"], json!("/services"));
    device.call("drafts.restore", request).await.unwrap();
    ring(&device.core).unwrap();
    let messages = list(&device).await;
    assert_eq!(messages[0]["read"], json!(true), "no longer true");
    assert_eq!(device.notifier.shown().len(), 0, "and taken away");
}

#[tokio::test]
async fn what_the_system_shows_names_nothing_unless_the_person_wants_it() {
    let device = Device::resident();
    asked(&device, 1).await;
    let mut events = device.core.events();
    ring(&device.core).unwrap();
    let shown = device.notifier.ever();
    assert!(!shown.is_empty());
    let service = list(&device).await[0]["service_name"].clone();
    let service = service.as_str().unwrap();
    for one in &shown {
        let text = format!("{} {}", one.title, one.body);
        assert_eq!(text, "通办 有一条新消息，打开看看");
    }
    let mut said = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let EventView::Reminder(reminder) = event {
            said.push(reminder.title);
        }
    }
    assert_eq!(said.len(), shown.len(), "the screens hear of each");

    let device = Device::resident();
    let open = json!({ "discreet": false });
    device.call("reminders.set", open).await.unwrap();
    asked(&device, 1).await;
    ring(&device.core).unwrap();
    let shown = device.notifier.ever();
    assert!(
        shown.iter().all(|one| one.title.contains(service)),
        "{shown:?}"
    );
    assert!(shown.iter().all(|one| !one.body.contains('{')), "{shown:?}");
}

#[tokio::test]
async fn many_at_once_are_one_and_a_machine_that_shows_nothing_still_has_the_inbox() {
    let device = Device::resident();
    for epoch in 1..=4 {
        asked(&device, epoch).await;
    }
    device.notifier.set_failure(Some(NotifierError::Refused));
    let before = list(&device).await.len();
    ring(&device.core).unwrap();
    assert_eq!(list(&device).await.len(), before);
    assert_eq!(device.notifier.ever().len(), 0);

    let device = Device::resident();
    for epoch in 1..=4 {
        asked(&device, epoch).await;
    }
    ring(&device.core).unwrap();
    let shown = device.notifier.ever();
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert_eq!(shown[0].link, "/messages");
}

#[tokio::test]
async fn reading_takes_away_what_is_shown_and_all_can_be_read_at_once() {
    let device = Device::resident();
    asked(&device, 1).await;
    ring(&device.core).unwrap();
    let shown = device.notifier.shown();
    let first = shown[0].id.clone();
    let read = device.call("messages.read", json!({ "id": first })).await;
    assert!(read.is_ok());
    assert!(device.notifier.shown().iter().all(|one| one.id != first));
    let all = device.call("messages.read_all", json!({})).await.unwrap();
    assert!(
        all.as_array()
            .unwrap()
            .iter()
            .all(|one| one["read"] == true)
    );
    assert_eq!(device.notifier.shown().len(), 0);
    ring(&device.core).unwrap();
    let device = device.killed_and_started();
    assert!(list(&device).await.iter().all(|one| one["read"] == true));
}

#[tokio::test]
async fn settings_of_reminders_are_kept_and_a_time_that_is_none_is_refused() {
    let device = Device::resident();
    let view = device.call("reminders.get", json!({})).await.unwrap();
    let expected = json!({
        "cases": true, "deadlines": true, "certificates": true, "drafts": true,
        "discreet": true, "quiet": true, "quiet_from": "22:00", "quiet_to": "07:00",
        "shows": true, "next_at": null,
    });
    assert_eq!(view, expected);
    let change = json!({ "drafts": false, "quiet_from": "20:30" });
    device.call("reminders.set", change).await.unwrap();
    for wrong in ["24:00", "7:00", "07:60", "0a:00", "07", ""] {
        let refused = json!({ "quiet_to": wrong, "cases": false });
        let refused = device.call("reminders.set", refused).await;
        assert_eq!(refused, Err("reminders.quiet".into()), "{wrong}");
    }
    let device = device.killed_and_started();
    let view = device.call("reminders.get", json!({})).await.unwrap();
    assert_eq!(
        (&view["drafts"], &view["cases"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(view["quiet_from"], json!("20:30"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_task_rings_by_itself_when_something_comes_and_stops_with_the_wallet() {
    let device = Device::resident();
    super::start(&device.core);
    asked(&device, 1).await;
    device
        .core
        .publish(EventView::CasesChanged(crate::events::NothingView {}));
    for _ in 0..500 {
        if !device.notifier.ever().is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(!device.notifier.ever().is_empty());
    let view = device.call("reminders.get", json!({})).await.unwrap();
    assert!(view["next_at"].is_string(), "{view}");
    device.call("lock", json!({})).await.unwrap();
    let view = device.call("reminders.get", json!({})).await.unwrap();
    assert_eq!(view["next_at"], Value::Null, "a closed wallet says nothing");
}
