//! `deadline`: the end of a limit for scripts and for people.
#![allow(non_snake_case)]

use serde_json::{Value, json};
use tongban_rules::Calendars;

use crate::program::{Answer, Scene};

fn deadline(calendar: &str, days: &str, unit: &str, from: &str) -> Value {
    let answer = run(&[
        "--calendar",
        calendar,
        "--days",
        days,
        "--unit",
        unit,
        "--from",
        from,
        "--json",
    ]);
    assert_eq!(answer.exit, 0, "{}", answer.stdout);
    answer.json()
}

fn run(arguments: &[&str]) -> Answer {
    Scene::new().run(&[&["deadline"], arguments].concat())
}

#[test]
fn req_52_a_limit_ends_as_the_calendar_says_and_every_day_has_its_reason() {
    let line = deadline("national", "3", "working", "2026-04-30");
    assert_eq!(
        (&line["due"], &line["provisional"]),
        (&json!("2026-05-08"), &json!(false))
    );
    let version = Calendars::built_in().get("national").unwrap().version();
    assert_eq!(line["calendar_version"], version);
    let steps = line["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 9);
    assert_eq!(
        steps[1],
        json!({
            "date": "2026-05-01", "counted": false, "why": "holiday",
            "holiday": "劳动节", "certainty": "announced",
        })
    );
    assert_eq!(
        (&steps[0]["why"], &steps[8]["counted"]),
        (&json!("event_day"), &json!(true))
    );
    let line = deadline("national", "7", "calendar", "2026-09-24");
    assert_eq!(line["due"], "2026-10-08");
}

#[test]
fn rule_L8_computed_and_unannounced_days_make_it_provisional() {
    let line = deadline("ningxia", "4", "working", "2026-03-16");
    assert_eq!(
        (&line["due"], &line["provisional"]),
        (&json!("2026-03-23"), &json!(true))
    );
    let line = deadline("national", "20", "working", "2026-12-20");
    assert_eq!(
        (&line["due"], &line["provisional"]),
        (&json!("2027-01-15"), &json!(true))
    );
    let people = run(&[
        "--calendar",
        "national",
        "--days",
        "20",
        "--unit",
        "working",
        "--from",
        "2026-12-20",
    ]);
    assert!(
        people.stdout.contains("holidays of 2027 are not announced"),
        "{}",
        people.stdout
    );
}

#[test]
fn rule_L3_a_limit_without_a_unit_shows_what_it_may_mean() {
    let office = deadline("national", "10", "unstated", "2026-03-02");
    assert_eq!(
        (&office["reading"], &office["earliest"], &office["due"]),
        (&json!("range"), &json!("2026-03-12"), &json!("2026-03-16"))
    );
    let answer = run(&[
        "--calendar",
        "national",
        "--days",
        "10",
        "--unit",
        "unstated",
        "--duty",
        "applicant",
        "--from",
        "2026-03-02",
        "--json",
    ]);
    assert_eq!(answer.json()["reading"], "remind_by");
}

#[test]
fn people_see_the_answer_first_then_the_month() {
    let arguments = [
        "--calendar",
        "ningxia",
        "--days",
        "4",
        "--unit",
        "working",
        "--from",
        "2026-03-16",
    ];
    let english = run(&arguments);
    assert_eq!(english.exit, 0);
    assert_eq!(
        english.stdout,
        "\
Due at the latest Monday 2026-03-23, provisionally
4 working days after Monday 2026-03-16; Ningxia (national@2026.1+ningxia@1)
Eid al-Fitr: computed, unconfirmed

 2026-03
 Mo   Tu   We   Th   Fr   Sa   Su
                                1
  2    3    4    5    6    7    8
  9   10   11   12   13   14   15
(16)  17+  18+  19+ ?20- ?21-  22-
[23]  24   25   26   27   28   29
 30   31

( ) the day itself   + counts   - does not   ? not certain   [ ] due
  2026-03-20 – 2026-03-21  Eid al-Fitr
"
    );
    let chinese = run(&[&arguments[..], &["--lang", "zh-Hans"]].concat());
    for text in ["最迟", "宁夏", "开斋节：推算，未确认", "星期一"] {
        assert!(chinese.stdout.contains(text), "{}", chinese.stdout);
    }
}

#[test]
fn what_cannot_be_counted_is_one_line_and_exit_2() {
    let good = [
        ("--calendar", "national"),
        ("--days", "5"),
        ("--unit", "working"),
        ("--from", "2026-03-02"),
    ];
    for (option, value, error) in [
        ("--calendar", "atlantis", "calendar_unknown"),
        ("--calendar", "", "calendar_unknown"),
        ("--calendar", "NATIONAL", "calendar_unknown"),
        ("--days", "-1", "wrong_usage"),
        ("--days", "3661", "wrong_usage"),
        ("--days", "five", "wrong_usage"),
        ("--unit", "hours", "wrong_usage"),
        ("--from", "2026-02-29", "wrong_usage"),
        ("--from", "2026-3-2", "wrong_usage"),
        ("--from", "", "wrong_usage"),
        ("--from", "9999-12-31", "limit_unusable"),
    ] {
        let arguments: Vec<String> = good
            .iter()
            .map(|(name, kept)| match *name == option {
                true => format!("{name}={value}"),
                false => format!("{name}={kept}"),
            })
            .collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let answer = run(&[&arguments[..], &["--json"]].concat());
        let line = answer.json();
        assert_eq!(
            (answer.exit, line["error"].as_str()),
            (2, Some(error)),
            "{option} {value}: {line}"
        );
    }
    let unknown = run(&[
        "--calendar",
        "atlantis",
        "--days",
        "5",
        "--unit",
        "working",
        "--from",
        "2026-03-02",
    ]);
    assert!(
        unknown.stderr.contains("national, ningxia, xinjiang"),
        "{}",
        unknown.stderr
    );
    assert_eq!(run(&["--json"]).exit, 2);
}
