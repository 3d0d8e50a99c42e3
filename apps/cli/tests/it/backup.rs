//! Backup, restore and drill from the command line.
#![allow(non_snake_case)] // Rule names keep their capital.

use std::path::Path;

use serde_json::json;

use crate::program::Scene;

#[test]
fn rule_S2_a_platform_is_backed_up_lost_and_restored_and_a_drill_proves_it() {
    let scene = Scene::new();
    std::fs::create_dir(scene.path("platform")).unwrap();
    let ops = |arguments: &[&str], data: &str| {
        scene.run(&[&["ops"], arguments, &["--data", data, "--json"]].concat())
    };
    assert_eq!(ops(&["voucher"], "platform").exit, 0);
    let head = ops(&["check-log"], "platform").json();

    let drilled = ops(&["drill"], "platform");
    let line = drilled.json();
    assert_eq!((drilled.exit, &line["lost"]), (0, &json!(0)), "{line}");
    assert_eq!(line["database"], "sqlite");
    assert_eq!(line["read_log_lines"], head["lines"]);
    let people = scene.run(&["ops", "drill", "--data", "platform"]);
    assert!(
        people.stdout.starts_with("Nothing was lost: "),
        "{}",
        people.stdout
    );

    let made = ops(&["backup", "--out", "copy"], "platform");
    assert_eq!((made.exit, &made.json()["missing"]), (0, &json!(0)));
    let again = ops(&["backup", "--out", "copy"], "platform");
    assert_eq!(
        (again.exit, &again.json()["error"]),
        (1, &json!("backup_folder"))
    );
    let over = ops(&["restore", "--from", "copy"], "platform");
    assert_eq!(
        (over.exit, &over.json()["error"]),
        (1, &json!("restore_not_empty"))
    );

    std::fs::remove_dir_all(scene.path("platform")).unwrap();
    let restored = ops(&["restore", "--from", "copy"], "platform");
    assert_eq!(restored.exit, 0, "{}", restored.stdout);
    assert_eq!(restored.json()["made_at"], made.json()["made_at"]);
    assert_eq!(
        ops(&["check-log"], "platform").json(),
        head,
        "every line of it"
    );
    let nothing = ops(&["restore", "--from", "nowhere"], "other");
    assert_eq!(
        (nothing.exit, &nothing.json()["error"]),
        (1, &json!("backup_damaged"))
    );
}

#[test]
fn an_address_that_is_none_is_wrong_usage_and_a_server_that_is_away_is_said() {
    let scene = Scene::new();
    std::fs::create_dir(scene.path("platform")).unwrap();
    let drill = ["ops", "drill", "--data", "platform", "--json"];
    for wrong in [["--database", "mysql://a/b"], ["--attachments", "files"]] {
        assert_eq!(scene.run(&[&drill[..], &wrong].concat()).exit, 2);
    }
    for variable in ["TONGBAN_DATABASE", "TONGBAN_ATTACHMENTS"] {
        let answer = scene.run_with(&drill, &[(variable, Path::new("nonsense"))]);
        assert_eq!(
            (answer.exit, &answer.json()["error"]),
            (2, &json!("storage_address"))
        );
    }
    let away = "postgres://tongban:hidden@127.0.0.1:1/tongban";
    let answer = scene.run_with(&drill, &[("TONGBAN_DATABASE", Path::new(away))]);
    assert_eq!(
        (answer.exit, &answer.json()["error"]),
        (1, &json!("platform_database"))
    );
    assert!(!format!("{}{}", answer.stdout, answer.stderr).contains("hidden"));
}
