//! `inspect` shows everything and vouches for nothing.

use serde_json::json;

use crate::program::Scene;
use crate::world::*;

#[test]
fn the_structure_is_shown_and_marked_as_unverified() {
    let scene = Scene::new();
    scene.write("bare.cbor", &Issue::default().bytes());
    scene.write("proof.cbor", shown().bytes());
    for (input, kind) in [
        (shown().code_text(), "key_binding_token"),
        ("@proof.cbor".to_owned(), "key_binding_token"),
        ("@bare.cbor".to_owned(), "sd_cwt"),
    ] {
        let answer = scene.run(&["inspect", "--json", &input]);
        let line = answer.json();
        assert_eq!(answer.exit, 0, "{line}");
        assert_eq!(line["verified"], false);
        assert_eq!(line["unverified_content"]["kind"], kind, "{line}");
    }
    let people = scene.run(&["inspect", "@bare.cbor"]);
    assert!(people.stdout.starts_with("UNVERIFIED"), "{}", people.stdout);
}

#[test]
fn a_forged_token_is_shown_as_well() {
    let scene = Scene::new();
    let mut forged = Issue::default().bytes();
    *forged.last_mut().unwrap() ^= 1;
    scene.write("forged.cbor", &forged);
    let answer = scene.run(&["inspect", "--json", "@forged.cbor"]);
    assert_eq!(
        (answer.exit, &answer.json()["verified"]),
        (0, &json!(false))
    );
}

#[test]
fn what_has_no_structure_exits_with_2() {
    let scene = Scene::new();
    scene.write("garbage", &[0xff; 30]);
    scene.write("empty", b"");
    for (input, error) in [
        ("HELLO", "format_unknown"),
        ("TB1:!", "unreadable"),
        ("@garbage", "unreadable"),
        ("@empty", "format_unknown"),
        ("@missing", "file_not_found"),
    ] {
        let answer = scene.run(&["inspect", "--json", input]);
        assert_eq!(
            (answer.exit, answer.json()["error"].as_str()),
            (2, Some(error)),
            "{input}"
        );
    }
}
