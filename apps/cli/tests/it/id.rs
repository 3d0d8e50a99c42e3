//! `id check`: exit 0 right, 1 wrong, 2 wrong usage.

use serde_json::json;

use crate::program::Scene;

#[test]
fn req_72_the_check_character_decides() {
    for (kind, value, reason) in [
        ("uscc", "91350100M000100Y43", None),
        ("uscc", "91350100M000100Y4Z", Some("check_character")),
        ("uscc", "91350100M000100I43", Some("character")),
        ("uscc", "91350100M000100Y4", Some("length")),
        ("uscc", "91350100m000100y43", Some("character")),
        ("citizen", "11010519491231002X", None),
        ("citizen", "110105194912310021", Some("check_character")),
        ("citizen", "110105194902310026", Some("birth_date")),
        ("citizen", "", Some("length")),
        (
            "citizen",
            "一一〇一〇五一九四九一二三一〇〇二X",
            Some("character"),
        ),
    ] {
        let answer = Scene::new().run(&["id", "check", "--kind", kind, value, "--json"]);
        let expected = match reason {
            None => json!({ "kind": kind, "valid": true }),
            Some(reason) => json!({ "kind": kind, "valid": false, "reason": reason }),
        };
        assert_eq!(answer.json(), expected, "{value}");
        assert_eq!(answer.exit, i32::from(reason.is_some()), "{value}");
    }
}

#[test]
fn people_read_what_is_wrong_and_never_the_number() {
    let number = "110105194912310021";
    let answer = Scene::new().run(&["id", "check", "--kind", "citizen", number]);
    assert_eq!(answer.exit, 1);
    assert!(
        answer.stdout.contains("last character"),
        "{}",
        answer.stdout
    );
    assert!(!answer.stdout.contains(number));
}

#[test]
fn wrong_usage_is_one_json_line() {
    for arguments in [
        &["id", "--json"][..],
        &["id", "check", "--json"],
        &["id", "check", "--kind", "passport", "X", "--json"],
        &["id", "check", "11010519491231002X", "--json"],
        &["id", "check", "--kind", "citizen", "--json"],
    ] {
        let answer = Scene::new().run(arguments);
        assert_eq!(
            (answer.exit, answer.json()["error"].as_str()),
            (2, Some("wrong_usage")),
            "{arguments:?}"
        );
    }
}
