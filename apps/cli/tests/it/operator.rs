//! The operator's commands and the demo's own, on a real platform folder.
#![allow(non_snake_case)] // Rule names keep their capital.

use serde_json::{Value, json};
use tongban_platform::store::{PlatformStore, SqliteStore};

use crate::program::{Answer, Scene};

fn platform() -> Scene {
    let scene = Scene::new();
    std::fs::create_dir(scene.path("platform")).unwrap();
    scene
}

fn ops(scene: &Scene, arguments: &[&str]) -> Answer {
    scene.run(&[&["ops"], arguments, &["--data", "platform", "--json"]].concat())
}

fn text<'a>(line: &'a Value, name: &str) -> &'a str {
    line[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name} in {line}"))
}

#[test]
fn rule_K2_a_voucher_has_a_number_digits_and_a_code_and_lasts_15_minutes() {
    let scene = platform();
    let answer = ops(&scene, &["voucher"]);
    let line = answer.json();
    assert_eq!(answer.exit, 0, "{line}");
    let digits = |name: &str| {
        text(&line, name)
            .chars()
            .filter(char::is_ascii_digit)
            .count()
    };
    assert_eq!((digits("number"), digits("digits")), (8, 8));
    assert!(text(&line, "text").starts_with("TBV1:"));
    assert_eq!(line["resident"], "周桂芳");
    let seconds = |name: &str| {
        text(&line, name)
            .parse::<jiff::Timestamp>()
            .unwrap()
            .as_second()
    };
    assert_eq!(seconds("expires_at") - seconds("printed_at"), 15 * 60);
    assert_ne!(
        ops(&scene, &["voucher"]).json()["text"],
        line["text"],
        "every voucher is another"
    );
}

#[test]
fn rule_K6_a_voucher_reads_one_record_and_nobody_elses() {
    let scene = platform();
    assert_eq!(ops(&scene, &["voucher"]).json()["resident"], "周桂芳");
    let store = SqliteStore::open(&scene.path("platform"), None).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let log = runtime.block_on(store.read_log()).unwrap();
    let read: Vec<_> = log.iter().map(|line| line.purpose.as_str()).collect();
    assert_eq!(read, ["print-voucher"]);
    assert!(log[0].resident.is_some());
}

#[test]
fn the_voucher_on_paper_reads_back_as_its_full_text() {
    let scene = platform();
    let printed = ops(
        &scene,
        &["voucher", "--resident", "ma-wenhui", "--out", "voucher.png"],
    )
    .json();
    assert_eq!(
        (&printed["resident"], &printed["file"]),
        (&json!("马文辉"), &json!("voucher.png"))
    );
    let read = scene.run(&["code", "read", "voucher.png"]);
    assert_eq!(read.json()["text"], printed["text"]);
}

#[test]
fn the_page_for_the_printer_holds_the_code_the_digits_and_nothing_that_loads() {
    let scene = platform();
    let printed = ops(&scene, &["voucher", "--out", "voucher.html"]).json();
    let page = std::fs::read_to_string(scene.path("voucher.html")).unwrap();
    for part in [
        text(&printed, "number"),
        text(&printed, "digits"),
        // The app's Confirm screen names a scanned voucher by it.
        text(&printed, "mark"),
        "周桂芳",
        "<svg",
        "default-src 'none'",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("<script") && !page.contains("href=") && !page.contains("src="));
}

#[cfg(unix)]
#[test]
fn rule_K2_the_paper_is_its_owners_alone_and_never_takes_the_place_of_a_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let scene = platform();
    for name in ["paper.html", "paper.png"] {
        let answer = ops(&scene, &["voucher", "--out", name]);
        assert_eq!(answer.exit, 0, "{}", answer.stdout);
        let mode = std::fs::metadata(scene.path(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}: {mode:o}");
    }
    let file = scene.write("taken.html", b"mine");
    std::os::unix::fs::symlink(scene.path("elsewhere"), scene.path("link.html")).unwrap();
    std::os::unix::fs::symlink(&file, scene.path("full-link.html")).unwrap();
    for name in ["taken.html", "link.html", "full-link.html"] {
        let answer = ops(&scene, &["voucher", "--out", name]);
        let line = answer.json();
        assert_eq!(
            (answer.exit, &line["error"]),
            (1, &json!("file_exists")),
            "{name}: {line}"
        );
        assert!(
            line.to_string().contains(name) && !line.to_string().contains("TBV1"),
            "{line}"
        );
    }
    assert_eq!(std::fs::read(file).unwrap(), b"mine");
    assert!(!scene.path("elsewhere").exists());
}

#[test]
fn an_unknown_resident_or_certificate_is_refused_by_name() {
    let scene = platform();
    let voucher = ops(&scene, &["voucher", "--resident", "nobody"]);
    assert_eq!(
        (voucher.exit, &voucher.json()["error"]),
        (1, &json!("resident_unknown"))
    );
    let revoked = ops(&scene, &["revoke", "0000000000000000"]);
    assert_eq!(
        (revoked.exit, &revoked.json()["error"]),
        (1, &json!("certificate_unknown"))
    );
}

#[test]
fn a_folder_without_a_platform_is_not_made_into_one() {
    let scene = Scene::new();
    let answer = ops(&scene, &["voucher"]);
    assert_eq!(
        (answer.exit, &answer.json()["error"]),
        (2, &json!("platform_missing"))
    );
    assert!(!scene.path("platform").exists());
}

#[test]
fn a_demo_certificate_is_issued_shown_and_verified_by_the_built_in_root() {
    let scene = Scene::new();
    let issued = scene.run(&["issue", "--demo", "--json", "--out", "zhou.cbor"]);
    assert_eq!(issued.exit, 0, "{}", issued.stdout);
    assert_eq!(issued.json()["resident"], "周桂芳");

    let shown = scene.run(&[
        "show",
        "--json",
        "zhou.cbor",
        "--fields",
        "name,birth_date",
        "--out",
        "code.png",
    ]);
    assert_eq!(shown.exit, 0, "{}", shown.stdout);
    for input in [text(&shown.json(), "text"), "code.png"] {
        let (exit, line) = scene.verdict(&[input]);
        assert_eq!((exit, &line["verdict"]), (0, &json!("valid")), "{line}");
        assert_eq!(
            line["claims"],
            json!({ "name": "周桂芳", "birth_date": "1959-10-18" }),
            "only what was chosen"
        );
        assert_eq!(line["demo"], true);
    }
    let bare = scene.verdict(&["@zhou.cbor"]);
    assert_eq!(
        (bare.0, &bare.1["reason"]),
        (1, &json!("holder_proof_missing"))
    );
}

#[test]
fn rule_C5_the_id_number_is_never_put_into_a_timed_code() {
    let scene = Scene::new();
    scene.run(&["issue", "--demo", "--out", "zhou.cbor"]);
    for (field, error) in [
        ("id_number", "field_not_offered"),
        ("no_such_field", "field_unknown"),
    ] {
        let answer = scene.run(&["show", "--json", "zhou.cbor", "--fields", field]);
        assert_eq!((answer.exit, &answer.json()["error"]), (1, &json!(error)));
    }
}

#[cfg(unix)]
#[test]
fn the_holder_key_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let scene = Scene::new();
    scene.run(&["issue", "--demo", "--out", "zhou.cbor"]);
    let mode = std::fs::metadata(scene.path("zhou.cbor.key.pem"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[test]
fn staff_are_added_with_a_paper_listed_and_removed() {
    let scene = platform();
    let answer = ops(
        &scene,
        &[
            "staff", "add", "李敏", "--role", "intake", "--role", "decider", "--out", "li.html",
        ],
    );
    let line = answer.json();
    assert_eq!(answer.exit, 0, "{line}");
    assert_eq!(
        (text(&line, "resident"), text(&line, "file")),
        ("李敏", "li.html")
    );
    assert!(text(&line, "text").starts_with("TBV1:"));
    let page = std::fs::read_to_string(scene.path("li.html")).unwrap();
    assert!(page.contains("李敏"));
    let listed = ops(&scene, &["staff", "list"]).json();
    assert_eq!(listed["staff"][0]["name"], "李敏");
    assert_eq!(listed["staff"][0]["roles"], json!(["decider", "intake"]));
    for (arguments, error) in [
        (
            &["staff", "add", "李敏", "--role", "intake"][..],
            "staff_exists",
        ),
        (&["staff", "add", "王芳", "--role", "boss"], "role_unknown"),
        (&["staff", "remove", "王芳"], "staff_unknown"),
    ] {
        let answer = ops(&scene, arguments);
        assert_eq!((answer.exit, text(&answer.json(), "error")), (1, error));
    }
    let again = ops(&scene, &["staff", "voucher", "李敏"]).json();
    assert_ne!(again["text"], line["text"]);
    assert_eq!(ops(&scene, &["staff", "remove", "李敏"]).exit, 0);
    assert_eq!(ops(&scene, &["staff", "list"]).json()["staff"], json!([]));
}

#[test]
fn rule_K6_the_log_is_checked_whole_and_against_a_line_that_was_handed_out() {
    let scene = platform();
    ops(&scene, &["voucher"]);
    let checked = ops(&scene, &["check-log"]).json();
    assert_eq!(checked["lines"], 1);
    let line = format!("1:{}", text(&checked, "hash"));
    assert_eq!(ops(&scene, &["check-log", "--line", &line]).exit, 0);
    let other = format!("1:{}", "ab".repeat(32));
    let refused = ops(&scene, &["check-log", "--line", &other]);
    assert_eq!(
        (refused.exit, text(&refused.json(), "error")),
        (1, "read_log_changed")
    );
    assert_eq!(ops(&scene, &["check-log", "--line", "nonsense"]).exit, 2);
    assert_eq!(ops(&scene, &["new-epoch"]).json()["begun"], true);
}

#[test]
fn what_is_there_is_left_as_it_is_and_endings_are_kept() {
    let scene = platform();
    for name in ["v.pdf", "v.jpeg"] {
        let refused = ops(&scene, &["voucher", "--out", name]);
        assert_eq!(
            (refused.exit, &refused.json()["error"]),
            (2, &json!("ending_unknown"))
        );
        assert!(!scene.path(name).exists());
    }
    let issue = ["issue", "--demo", "--json", "-o", "c.cbor"];
    assert_eq!(scene.run(&issue).exit, 0);
    let before = std::fs::read(scene.path("c.cbor")).unwrap();
    let refused = scene.run(&issue);
    assert_eq!(
        (refused.exit, &refused.json()["error"]),
        (1, &json!("file_exists"))
    );
    assert_eq!(std::fs::read(scene.path("c.cbor")).unwrap(), before);
    let show = ["show", "c.cbor", "--json", "-o", "c.png"];
    assert_eq!((scene.run(&show).exit, scene.run(&show).exit), (0, 1));
    for command in [&issue[..], &show] {
        assert_eq!(scene.run(&[command, &["--force"]].concat()).exit, 0);
    }
    assert_eq!(scene.run(&["show", "c.cbor", "-o", "c.gif"]).exit, 2);
}

#[test]
fn a_resident_who_is_not_there_is_answered_with_those_who_are() {
    let scene = platform();
    for arguments in [
        &[
            "ops",
            "voucher",
            "--resident",
            "nobody",
            "--data",
            "platform",
        ][..],
        &["issue", "--demo", "--resident", "nobody", "-o", "c.cbor"],
    ] {
        let answer = scene.run(arguments);
        assert_eq!(answer.exit, 1);
        assert!(answer.stderr.contains("zhou-guifang"), "{}", answer.stderr);
    }
    let printed = scene.run(&["ops", "voucher", "--data", "platform"]);
    assert!(
        printed.stdout.contains("Beijing time (+08:00)"),
        "{}",
        printed.stdout
    );
}
