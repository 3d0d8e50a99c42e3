//! `--trust`, else `$TONGBAN_TRUST`, else the app's data folder, else the built-in demo root.

use std::path::Path;
use std::sync::Arc;

use tongban_certificate::{Status, TrustListContent};
use tongban_device::OsEntropy;
use tongban_device_desktop::SystemClock;
use tongban_store::{Kdf, Snapshot, SnapshotKind, Store, StoreOptions};

use crate::program::{AT, Scene};
use crate::world::{
    NOW, list_content, root, root_signed_by, shown, signed_list, status_with, trust,
};

#[test]
fn the_environment_names_a_trust_file_and_the_option_wins_over_it() {
    let scene = Scene::new();
    let code = shown().code_text();
    let arguments = ["verify", "--json", "--at", AT, &code];
    let good = scene.run_with(&arguments, &[("TONGBAN_TRUST", Path::new("trust.cbor"))]);
    assert_eq!(
        (good.exit, good.json()["verdict"].as_str()),
        (0, Some("valid"))
    );
    let missing = scene.run_with(&arguments, &[("TONGBAN_TRUST", Path::new("missing"))]);
    assert_eq!(
        missing.exit, 2,
        "a named file that is missing is never passed over"
    );
    assert_eq!(missing.json()["error"], "file_not_found");
    let with_option = [&arguments[..], &["--trust", "trust.cbor"]].concat();
    let good = scene.run_with(&with_option, &[("TONGBAN_TRUST", Path::new("missing"))]);
    assert_eq!(good.exit, 0);
}

#[test]
fn the_apps_own_snapshots_are_used_while_the_app_is_open() {
    let scene = Scene::new();
    let store = Store::open(StoreOptions {
        dir: scene.path("data-home/tongban"),
        clock: Arc::new(SystemClock::new()),
        entropy: Arc::new(OsEntropy),
        secrets: None,
        device_key: None,
        kdf: Kdf::standard(),
    })
    .unwrap();
    let snapshot = |kind, bytes| Snapshot {
        kind,
        bytes,
        etag: None,
        fetched_at: NOW,
    };
    let status = status_with(&[(42, Status::Revoked)]);
    store
        .set_snapshots(&[
            snapshot(SnapshotKind::TrustState, trust().encode()),
            snapshot(SnapshotKind::Status, status.encode()),
        ])
        .unwrap();
    let (exit, line) = scene.verdict(&["--at", AT, &shown().code_text()]);
    assert_eq!(
        (exit, line["reason"].as_str()),
        (1, Some("revoked")),
        "{line}"
    );
    assert_eq!(
        (line["status"].as_str(), line.get("demo")),
        (Some("checked"), None)
    );
}

#[test]
fn an_expired_list_cannot_tell_and_one_by_a_foreign_key_is_refused() {
    let scene = Scene::new();
    let code = shown().code_text();
    let expired = TrustListContent {
        valid_until: Some(NOW - 60),
        ..list_content()
    };
    scene.write("expired.cbor", &[root(1), signed_list(&expired)].concat());
    let (exit, line) = scene.verdict(&["--trust", "expired.cbor", "--at", AT, &code]);
    assert_eq!(
        (exit, line["reason"].as_str()),
        (1, Some("snapshot_too_old")),
        "{line}"
    );

    let mut foreign = signed_list(&list_content());
    *foreign.last_mut().unwrap() ^= 1;
    scene.write("foreign.cbor", &[root(1), foreign].concat());
    for (file, bytes) in [
        ("foreign.cbor", None),
        ("one-signer.cbor", Some(root_signed_by(1, &[(1, 1)]))),
        ("no-list.cbor", Some(root(1))),
    ] {
        if let Some(bytes) = bytes {
            scene.write(file, &bytes);
        }
        let (exit, line) = scene.verdict(&["--trust", file, "--at", AT, &code]);
        assert_eq!(
            (exit, line["error"].as_str()),
            (2, Some("trust_unusable")),
            "{file}: {line}"
        );
    }
}

#[cfg(feature = "demo")]
#[test]
fn without_any_the_demo_root_is_used_and_the_answer_says_so() {
    let scene = Scene::new();
    let answer = scene.run(&["verify", "--json", "--at", AT, &shown().code_text()]);
    let line = answer.json();
    assert_eq!(line["demo"], true, "{line}");
    assert_ne!(
        line["verdict"], "valid",
        "the demo's list does not know this issuer"
    );
}

#[cfg(feature = "demo")]
#[test]
fn the_demos_own_root_in_a_file_is_still_the_demo() {
    let scene = Scene::new();
    let demo = [
        &include_bytes!("../../../../assets/demo/root-1.cbor")[..],
        include_bytes!("../../../../assets/demo/trust-list.cbor"),
    ];
    scene.write("demo.cbor", &demo.concat());
    let code = shown().code_text();
    let arguments = ["verify", "--json", "--at", AT, &code];
    let option = [&arguments[..], &["--trust", "demo.cbor"]].concat();
    let environment = [("TONGBAN_TRUST", Path::new("demo.cbor"))];
    for answer in [scene.run(&option), scene.run_with(&arguments, &environment)] {
        assert_eq!(answer.json()["demo"], true, "{}", answer.json());
    }
}

#[cfg(not(feature = "demo"))]
#[test]
fn without_any_nothing_can_be_verified() {
    let scene = Scene::new();
    let answer = scene.run(&["verify", "--json", "--at", AT, &shown().code_text()]);
    assert_eq!(
        (answer.exit, answer.json()["error"].as_str()),
        (2, Some("trust_missing"))
    );
}
