//! Wrong usage: exit 2, and with `--json` still exactly one line.

use crate::program::{AT, Scene};
use crate::world::shown;

#[test]
fn no_arguments_exit_with_2_and_show_the_help() {
    let answer = Scene::new().run::<&str>(&[]);
    assert_eq!((answer.exit, answer.stdout.as_str()), (2, ""));
    assert!(answer.stderr.contains("verify"), "{}", answer.stderr);
    let json = Scene::new().run(&["--json"]);
    assert_eq!(
        (json.exit, json.json()["error"].as_str()),
        (2, Some("wrong_usage"))
    );
}

#[test]
fn wrong_usage_of_any_command_is_one_json_line() {
    for arguments in [
        &["verify", "--json"][..],
        &["--json", "verify"],
        &["verify", "--json", "--at", "yesterday", "TB1:A"],
        &["verify", "--json", "--no-such-option", "TB1:A"],
        &["verify", "--json", "--key", "k", "--trust", "t", "TB1:A"],
        &["nonsense", "--json"],
        &["code", "--json"],
        &["code", "read", "--json"],
        &["code", "draw", "TEXT", "--json"],
        &["code", "draw", "TEXT", "-o", "x.png", "--ec", "Z", "--json"],
        &[
            "code", "draw", "TEXT", "-o", "x.png", "--scale", "0", "--json",
        ],
        &["ops", "--json"],
        &["ops", "revoke", "--json"],
        &["inspect", "--json"],
    ] {
        let answer = Scene::new().run(arguments);
        let line = answer.json();
        assert_eq!(
            (answer.exit, line["error"].as_str()),
            (2, Some("wrong_usage")),
            "{arguments:?}: {line}"
        );
        if arguments.contains(&"verify") {
            assert_eq!(line["verdict"], "cannot_tell", "{arguments:?}");
        }
    }
}

#[test]
fn help_and_version_exit_with_0_in_both_forms() {
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["verify", "--help"],
        &["code", "read", "-h"],
    ] {
        let people = Scene::new().run(arguments);
        assert_eq!(people.exit, 0, "{arguments:?}");
        assert!(!people.stdout.is_empty());
        let scripts = Scene::new().run(&[arguments, &["--json"]].concat());
        assert!(scripts.exit == 0 && scripts.json()["help"].is_string());
    }
}

#[test]
fn help_is_in_the_language_asked_for() {
    let english = Scene::new()
        .run(&["--lang", "en", "verify", "--help"])
        .stdout;
    let chinese = Scene::new()
        .run(&["--lang", "zh-Hans", "verify", "--help"])
        .stdout;
    assert!(english.contains("Verify a code"), "{english}");
    assert!(chinese.contains("核验一个码"), "{chinese}");
}

#[test]
fn files_that_a_verdict_needs_are_named_when_they_cannot_be_used() {
    let scene = Scene::new();
    scene.write("garbage", &[0xff; 40]);
    scene.write("policy.json", b"{\"refuse\": 1}");
    let code = shown().code_text();
    for (arguments, error) in [
        (["--trust", "missing"], "file_not_found"),
        (["--trust", "garbage"], "trust_unusable"),
        (["--policy", "missing"], "file_not_found"),
        (["--policy", "policy.json"], "policy_unusable"),
        (["--policy", "garbage"], "policy_unusable"),
        (["--key", "missing"], "file_not_found"),
        (["--key", "garbage"], "key_unusable"),
    ] {
        let (exit, line) = scene.verdict(&[&arguments[..], &["--at", AT, &code]].concat());
        assert_eq!(
            (exit, line["error"].as_str()),
            (2, Some(error)),
            "{arguments:?}: {line}"
        );
        assert_eq!(line["verdict"], "cannot_tell");
    }
    for (file, error) in [
        ("missing", "file_not_found"),
        ("garbage", "status_unusable"),
    ] {
        let (exit, line) =
            scene.verdict(&["--trust", "trust.cbor", "--status", file, "--at", AT, &code]);
        assert_eq!((exit, line["error"].as_str()), (2, Some(error)), "{line}");
    }
}

#[test]
fn errors_for_people_go_to_stderr() {
    let answer = Scene::new().run(&["verify", "--lang", "en", "@missing"]);
    assert_eq!((answer.exit, answer.stdout.as_str()), (2, ""));
    assert!(answer.stderr.contains("missing"), "{}", answer.stderr);
}

#[test]
fn a_wrong_value_is_answered_with_what_would_be_right() {
    let scene = Scene::new();
    let limit = ["deadline", "--calendar", "national", "--unit", "working"];
    for (arguments, said) in [
        (
            &["verify", "--at", "yesterday", "TB1:A"][..],
            "2026-03-02T09:00:00+08:00",
        ),
        (
            &[&limit[..], &["--days", "3", "--from", "2026-02-30"]].concat(),
            "no such day",
        ),
        (
            &[&limit[..], &["--days", "3", "--from", "21.9.2026"]].concat(),
            "YYYY-MM-DD",
        ),
        (
            &[&limit[..], &["--days", "-3", "--from", "2026-02-03"]].concat(),
            "-3 is not in",
        ),
    ] {
        let answer = scene.run(arguments);
        assert_eq!(answer.exit, 2);
        assert!(answer.stderr.contains(said), "{}", answer.stderr);
    }
}
