//! What every call does with what it cannot take.

use tempfile::TempDir;
use tongban_app::{App, StartError};

use crate::support::{app, capabilities, config};

#[tokio::test]
async fn an_unknown_call_and_a_malformed_request_are_errors_with_codes() {
    let (_dir, app) = app();
    for (name, json, code) in [
        ("no.such.call", "{}", "call.unknown"),
        ("unlock", "{}", "call.malformed"),
        ("unlock", "not json", "call.malformed"),
        (
            "show.start",
            r#"{"certificate_id": 7, "fields": []}"#,
            "call.malformed",
        ),
        ("certificates.list", "{}", "wallet.none"),
        ("certificates.list", "", "wallet.none"),
        (
            "certificates.get",
            r#"{"id": "../../etc/passwd"}"#,
            "wallet.none",
        ),
        ("unlock", r#"{"secret": "0000000000"}"#, "wallet.none"),
        (
            "enrol.resume",
            r#"{"secret": "0000000000"}"#,
            "enrol.nothing_pending",
        ),
        (
            "enrol.look",
            r#"{"number": "12"}"#,
            "enrol.number_malformed",
        ),
        (
            "enrol.look",
            r#"{"number": "31070186"}"#,
            "enrol.no_platform",
        ),
        ("snapshots.refresh", "{}", "snapshots.no_platform"),
    ] {
        let reply = app.call(name, json, &[]).await;
        assert!(
            reply.json.contains(&format!("\"code\":\"{code}\"")),
            "{name} {json}: {}",
            reply.json
        );
    }
}

#[tokio::test]
async fn what_is_larger_than_any_call_takes_is_refused_unread() {
    let (_dir, app) = app();
    let reply = app.call("scan.image", "{}", &vec![0; (64 << 20) + 1]).await;
    assert!(reply.json.contains("call.too_large"), "{}", reply.json);
    let reply = app.call("scan.text", &" ".repeat((1 << 20) + 1), &[]).await;
    assert!(reply.json.contains("call.too_large"), "{}", reply.json);
}

#[tokio::test]
async fn a_secret_is_never_in_a_reply_or_a_debug_text() {
    let (_dir, app) = app();
    let reply = app
        .call("unlock", r#"{"secret": "open-sesame-42"}"#, &[])
        .await;
    assert!(!reply.json.contains("open-sesame"), "{}", reply.json);
    let request: tongban_app::UnlockRequest =
        serde_json::from_str(r#"{"secret": "open-sesame-42"}"#).unwrap();
    assert!(!format!("{request:?}").contains("open-sesame"));
}

#[test]
fn a_build_without_a_trust_root_does_not_start() {
    let dir = TempDir::new().unwrap();
    let mut config = config(&dir);
    config.anchors = Vec::new();
    assert_eq!(
        App::start(config, capabilities()).err(),
        Some(StartError::NoAnchor)
    );
    let mut config = crate::support::config(&dir);
    config.anchors = vec![b"not a root".to_vec()];
    assert_eq!(
        App::start(config, capabilities()).err(),
        Some(StartError::BadAnchor)
    );
}
