//! The draft's own tokens with `--key`: generic rules, by the public key of their issuer.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::program::Scene;

fn vector(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/vectors/sd-cwt")
        .join(name)
}

fn verify(scene: &Scene, token: &str, extra: &[&str]) -> (i32, Value) {
    let key = vector("issuer_public.pem");
    let arguments = [&["--key", key.to_str().unwrap()], extra, &[token]].concat();
    scene.verdict(&arguments)
}

fn file(name: &str) -> String {
    format!("@{}", vector(name).display())
}

#[test]
fn bare_issued_tokens_are_valid_without_a_holder_proof() {
    let scene = Scene::new();
    for token in [
        "issuer_cwt.cbor",
        "nested_issuer_cwt.cbor",
        "decoy.cbor",
        "nested_cwt.cbor",
    ] {
        let (exit, line) = verify(&scene, &file(token), &[]);
        assert_eq!(
            (exit, &line["verdict"], &line["reason"]),
            (0, &json!("valid"), &json!("valid")),
            "{token}: {line}"
        );
        assert_eq!(
            (&line["status"], &line["as_of"]),
            (&json!("not_checked"), &json!(null))
        );
        assert!(
            line["claims"]
                .as_object()
                .is_some_and(|claims| !claims.is_empty())
        );
        if token.contains("issuer") {
            assert_eq!(line["holder_proof"], false, "{token}");
        }
    }
}

#[test]
fn key_binding_tokens_are_valid_with_a_holder_proof() {
    let scene = Scene::new();
    for token in ["kbt.cbor", "nested_kbt.cbor"] {
        let (exit, line) = verify(&scene, &file(token), &[]);
        assert_eq!(
            (exit, &line["verdict"], &line["holder_proof"]),
            (0, &json!("valid"), &json!(true)),
            "{line}"
        );
        assert_eq!(line["issuer"], "https://issuer.example");
    }
}

#[test]
fn expiry_is_checked_at_the_time_given_and_only_then() {
    let scene = Scene::new();
    let (_, line) = verify(&scene, &file("kbt.cbor"), &[]);
    assert!(line["valid_until"].is_string(), "{line}");
    let (exit, late) = verify(&scene, &file("kbt.cbor"), &["--at", "2090-01-01T00:00:00Z"]);
    assert_eq!(
        (exit, &late["verdict"], &late["reason"]),
        (1, &json!("expired"), &json!("expired"))
    );
    let (exit, early) = verify(&scene, &file("kbt.cbor"), &["--at", "1980-01-01T00:00:00Z"]);
    assert_eq!(
        (exit, &early["verdict"], &early["reason"]),
        (1, &json!("cannot_tell"), &json!("not_yet_valid"))
    );
}

#[test]
fn a_changed_byte_or_another_key_is_not_genuine() {
    let scene = Scene::new();
    let mut token = std::fs::read(vector("kbt.cbor")).unwrap();
    *token.last_mut().unwrap() ^= 1;
    scene.write("changed.cbor", &token);
    let (exit, line) = verify(&scene, "@changed.cbor", &[]);
    assert_eq!(
        (exit, &line["verdict"], &line["reason"]),
        (1, &json!("not_genuine"), &json!("holder_proof_broken"))
    );
    assert_eq!(line["claims"], json!({}));

    let other = vector("holder_public.pem");
    let (exit, line) = scene.verdict(&["--key", other.to_str().unwrap(), &file("kbt.cbor")]);
    assert_eq!(
        (exit, &line["verdict"], &line["reason"]),
        (1, &json!("not_genuine"), &json!("signature_broken"))
    );
}

#[test]
fn what_is_no_token_exits_with_2() {
    let scene = Scene::new();
    scene.write("empty", b"");
    scene.write("half", &std::fs::read(vector("kbt.cbor")).unwrap()[..300]);
    scene.write("other.cbor", &[0x83, 1, 2, 3]);
    for (input, reason) in [
        ("@empty", "unreadable"),
        ("@half", "unreadable"),
        ("@other.cbor", "format_unknown"),
        ("HELLO", "format_unknown"),
        ("TB1:!", "unreadable"),
    ] {
        let (exit, line) = verify(&scene, input, &[]);
        assert_eq!(
            (exit, &line["verdict"], &line["reason"]),
            (2, &json!("cannot_tell"), &json!(reason)),
            "{input}: {line}"
        );
    }
}

#[test]
fn people_are_told_in_words() {
    let scene = Scene::new();
    let key = vector("issuer_public.pem");
    let answer = scene.run(&["verify", "--key", key.to_str().unwrap(), &file("kbt.cbor")]);
    assert_eq!(answer.exit, 0);
    assert!(
        answer.stdout.starts_with("Valid: The signatures hold."),
        "{}",
        answer.stdout
    );
}
