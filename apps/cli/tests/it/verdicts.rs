//! Every verdict, by a code that deserves it.
#![allow(non_snake_case)] // Rule names keep their capital.

use serde_json::json;
use tongban_certificate::{HeldCertificate, SlotState, Status, encode_code_text};

use crate::program::{AT, Scene};
use crate::world::*;

fn assert_verdict(answer: &(i32, serde_json::Value), exit: i32, verdict: &str, reason: &str) {
    let (got, line) = answer;
    let told = (line["verdict"].as_str(), line["reason"].as_str(), *got);
    assert_eq!(told, (Some(verdict), Some(reason), exit), "{line}");
}

#[test]
fn req_30_a_fresh_code_is_valid_and_tells_who_what_until_when_and_as_of_when() {
    let (exit, line) = Scene::new().verify(&shown().code_text());
    assert_eq!(exit, 0);
    assert_eq!(line["verdict"], "valid");
    assert_eq!(line["reason"], "valid");
    assert_eq!(line["issuer"], office().as_str());
    assert_eq!(line["issuer_name"], "Yunquan Civil Affairs Bureau");
    assert_eq!(line["type"], "resident-identity");
    assert_eq!(
        line["claims"],
        json!({ "name": "周桂芳", "certificate_number": "0000000000000721.001" })
    );
    assert_eq!(line["status"], "checked");
    assert_eq!(
        line["as_of"], "2026-03-01T23:00:00Z",
        "the older of the two snapshots"
    );
    assert_eq!(line["status_as_of"], "2026-03-02T00:00:00Z");
    assert_eq!(line["valid_from"], "2026-02-20");
    assert_eq!(line["valid_until"], "2026-03-31", "the last valid day");
    assert_eq!(line["holder_proof"], true);
    assert_eq!(line["compare_person"], true);
    assert_eq!(line.get("demo"), None, "trust was given");
}

#[test]
fn rule_C3_without_a_status_list_it_says_not_checked() {
    let scene = Scene::new();
    let code = shown().code_text();
    let (exit, line) = scene.verdict(&["--trust", "trust.cbor", "--at", AT, &code]);
    assert_eq!((exit, &line["verdict"]), (0, &json!("valid")));
    assert_eq!(
        (&line["status"], &line["as_of"]),
        (&json!("not_checked"), &json!(null))
    );
    let people = scene.run(&["verify", "--trust", "trust.cbor", "--at", AT, &code]);
    assert!(!people.stdout.contains("Not revoked"), "{}", people.stdout);
}

#[test]
fn rule_C3_a_withdrawn_certificate_is_revoked_or_suspended_as_of_its_list() {
    let scene = Scene::new();
    for (status, reason) in [
        (Status::Revoked, "revoked"),
        (Status::Suspended, "suspended"),
    ] {
        scene.write(
            "status.cbor",
            &status_token(SHARD, NOW - HOUR, &bits(&[(42, status)])),
        );
        let answer = scene.verify(&shown().code_text());
        assert_verdict(&answer, 1, "revoked", reason);
        assert_eq!(answer.1["status_as_of"], "2026-03-02T00:00:00Z");
    }
}

#[test]
fn rule_C5_61_seconds_are_too_old_and_a_fast_clock_differs() {
    let scene = Scene::new();
    let code = shown_at(&held(), &[NAME], NOW).code_text();
    for (at, exit, verdict, reason) in [
        ("2026-03-02T01:01:00Z", 0, "valid", "valid"),
        ("2026-03-02T01:01:01Z", 1, "cannot_tell", "code_too_old"),
        ("2026-03-02T00:59:55Z", 0, "valid", "valid"),
        ("2026-03-02T00:59:54Z", 1, "cannot_tell", "clocks_differ"),
        ("1970-01-01T00:00:10Z", 1, "cannot_tell", "clocks_differ"),
        ("2026-03-03T01:00:00Z", 1, "cannot_tell", "code_too_old"),
        ("2090-01-01T00:00:00Z", 1, "expired", "expired"),
    ] {
        assert_verdict(&scene.verify_at(at, &code), exit, verdict, reason);
    }
}

#[test]
fn rule_C1_the_day_of_exp_is_the_first_that_is_no_longer_valid() {
    let scene = Scene::new();
    let until = Issue::default().valid_until.start();
    scene.write(
        "status.cbor",
        &status_token(SHARD, until - HOUR, &bits(&[])),
    );
    let list = tongban_certificate::TrustListContent {
        issued_at: until - HOUR,
        ..list_content()
    };
    scene.write("trust.cbor", &[root(1), signed_list(&list)].concat());
    let last = shown_at(&held(), &[NAME], until - 1).code_text();
    assert_verdict(
        &scene.verify_at("2026-03-31T23:59:59+08:00", &last),
        0,
        "valid",
        "valid",
    );
    let first = shown_at(&held(), &[NAME], until).code_text();
    assert_verdict(
        &scene.verify_at("2026-04-01T00:00:00+08:00", &first),
        1,
        "expired",
        "expired",
    );
}

#[test]
fn a_certificate_whose_first_day_is_to_come_cannot_be_told() {
    let later = Issue {
        valid_from: Issue::default().valid_from.plus_days(20),
        ..Issue::default()
    };
    let code = shown_at(&later.held(), &[NAME], NOW - 10).code_text();
    assert_verdict(
        &Scene::new().verify(&code),
        1,
        "cannot_tell",
        "not_yet_valid",
    );
}

#[test]
fn foreign_signatures_are_not_genuine() {
    let forged = Issue {
        issuer: Key::new(77),
        ..Issue::default()
    };
    let code = shown_at(&forged.held(), &[NAME], NOW - 10).code_text();
    assert_verdict(
        &Scene::new().verify(&code),
        1,
        "not_genuine",
        "signature_broken",
    );

    let mut stolen = shown().bytes().to_vec();
    *stolen.last_mut().unwrap() ^= 1;
    let answer = Scene::new().verify(&encode_code_text(&stolen));
    assert_verdict(&answer, 1, "not_genuine", "holder_proof_broken");
    assert_eq!(answer.1["claims"], json!({}), "a forged code shows nothing");
}

#[test]
fn the_trust_list_decides_about_the_issuer() {
    let unknown = Issue {
        slot: 99,
        ..Issue::default()
    };
    let code = shown_at(&unknown.held(), &[NAME], NOW - 10).code_text();
    assert_verdict(
        &Scene::new().verify(&code),
        1,
        "cannot_tell",
        "issuer_unknown",
    );

    let scene = Scene::new();
    let code = shown().code_text();
    for (state, reason) in [
        (SlotState::Compromised, "key_compromised"),
        (
            SlotState::Retired {
                at: NOW - 200 * DAY,
            },
            "key_retired",
        ),
    ] {
        let mut list = list_content();
        list.slots[0].state = state;
        scene.write("trust.cbor", &[root(1), signed_list(&list)].concat());
        assert_verdict(&scene.verify(&code), 1, "cannot_tell", reason);
    }
    let mut list = list_content();
    list.slots[0].types = vec![vec![9, 9]];
    scene.write("trust.cbor", &[root(1), signed_list(&list)].concat());
    assert_verdict(&scene.verify(&code), 1, "not_genuine", "issuer_not_allowed");
}

#[test]
fn rule_C4_a_bare_token_lacks_the_holders_proof() {
    let scene = Scene::new();
    scene.write("bare.cbor", &Issue::default().bytes());
    let answer = scene.verify("@bare.cbor");
    assert_verdict(&answer, 1, "cannot_tell", "holder_proof_missing");
    assert_eq!(
        (&answer.1["holder_proof"], &answer.1["claims"]),
        (&json!(false), &json!({}))
    );
    // A policy that lets printed codes count does not turn a stripped one into one of them.
    scene.write("policy.json", br#"{ "allow_printed": true }"#);
    let policy = [
        "--trust",
        "trust.cbor",
        "--at",
        AT,
        "--policy",
        "policy.json",
    ];
    let answer = scene.verdict(&[&policy[..], &["@bare.cbor"]].concat());
    assert_verdict(&answer, 1, "cannot_tell", "holder_proof_missing");
}

#[test]
fn a_policy_is_obeyed() {
    let scene = Scene::new();
    let code = shown().code_text();
    for (policy, exit, verdict, reason) in [
        (json!({}), 0, "valid", "valid"),
        (json!({ "allow_printed": true }), 0, "valid", "valid"),
        (
            json!({ "required_fields": ["name"], "types": ["resident-identity"] }),
            0,
            "valid",
            "valid",
        ),
        (
            json!({ "required_fields": ["birth_date"] }),
            1,
            "cannot_tell",
            "fields_missing",
        ),
        (
            json!({ "types": ["driving-licence"] }),
            1,
            "cannot_tell",
            "type_not_accepted",
        ),
        (json!({ "amber_days": 0 }), 0, "valid", "valid_snapshot_old"),
        (
            json!({ "refuse_days": 0 }),
            1,
            "cannot_tell",
            "snapshot_too_old",
        ),
    ] {
        scene.write("policy.json", policy.to_string().as_bytes());
        let files = [
            "--trust",
            "trust.cbor",
            "--status",
            "status.cbor",
            "--policy",
            "policy.json",
            "--at",
            AT,
        ];
        assert_verdict(
            &scene.verdict(&[&files[..], &[&code]].concat()),
            exit,
            verdict,
            reason,
        );
    }
}

#[test]
fn what_is_no_code_of_ours_exits_with_2() {
    let scene = Scene::new();
    for text in ["HELLO", "TB9:ABC", "https://example.org/", "tb1:abc"] {
        assert_verdict(&scene.verify(text), 2, "cannot_tell", "format_unknown");
    }
    let truncated = shown().code_text();
    for text in [
        "TB1:",
        "TB1:!",
        "TB1:::::",
        &truncated[..truncated.len() / 2],
        &format!("TB1:{}", "A".repeat(9000)),
    ] {
        let answer = scene.verify(text);
        assert_verdict(&answer, 2, "cannot_tell", "unreadable");
        assert_eq!(answer.1["compare_person"], false, "{text}");
    }
    let people = scene.run(&["verify", "TB1:!"]);
    assert!(!people.stdout.contains("Compare"), "{}", people.stdout);
}

#[test]
fn rule_C6_a_verdict_on_a_proven_certificate_says_to_compare_the_person() {
    let scene = Scene::new();
    let code = shown().code_text();
    // Too old a code proves nobody; an expired certificate was proven by its holder.
    let late = "2026-03-02T09:05:00+08:00";
    let ended = "2090-01-01T00:00:00Z";
    for (at, word, compare) in [
        (AT, "valid", true),
        (late, "cannot_tell", false),
        (ended, "expired", true),
    ] {
        let (_, line) = scene.verify_at(at, &code);
        assert_eq!(
            (&line["verdict"], &line["compare_person"]),
            (&json!(word), &json!(compare))
        );
    }
    let people = scene.run(&["verify", "--trust", "trust.cbor", "--at", ended, &code]);
    assert!(people.stdout.contains("Compare"), "{}", people.stdout);
}

#[test]
fn people_read_the_word_the_reason_and_what_to_do_in_their_language() {
    let scene = Scene::new();
    let code = shown().code_text();
    let run = |lang: &str| {
        scene.run(&[
            "verify",
            "--lang",
            lang,
            "--trust",
            "trust.cbor",
            "--status",
            "status.cbor",
            "--at",
            AT,
            &code,
        ])
    };
    let english = run("en");
    assert_eq!((english.exit, english.stderr.as_str()), (0, ""));
    for part in [
        "Valid\n",
        "Yunquan Civil Affairs Bureau",
        "2026-03-02 07:00",
        "Name: 周桂芳",
        "2026-03-31",
        "Compare the person",
    ] {
        assert!(
            english.stdout.contains(part),
            "{part} in {}",
            english.stdout
        );
    }
    let chinese = run("zh-Hans");
    for part in ["有效", "云泉市民政局", "姓名: 周桂芳"] {
        assert!(
            chinese.stdout.contains(part),
            "{part} in {}",
            chinese.stdout
        );
    }
}

#[test]
fn a_verdict_for_people_never_shows_a_bare_key() {
    let scene = Scene::new();
    let later = Issue {
        valid_from: Issue::default().valid_from.plus_days(20),
        ..Issue::default()
    };
    let unknown = Issue {
        slot: 99,
        ..Issue::default()
    };
    let proof = |held: &HeldCertificate| shown_at(held, &[NAME], NOW - 10).code_text();
    for code in [
        proof(&held()),
        proof(&later.held()),
        proof(&unknown.held()),
        "HELLO".to_owned(),
        "TB1:!".to_owned(),
    ] {
        for lang in ["en", "zh-Hans"] {
            let answer = scene.run(&[
                "verify",
                "--lang",
                lang,
                "--trust",
                "trust.cbor",
                "--at",
                AT,
                &code,
            ]);
            let said = format!("{}{}", answer.stdout, answer.stderr);
            assert!(
                !said.contains("verdict.") && !said.contains("cli.") && !said.contains('{'),
                "{said}"
            );
        }
    }
}
