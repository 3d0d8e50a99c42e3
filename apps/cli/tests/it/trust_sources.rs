//! `--trust`, else `$TONGBAN_TRUST`, else the app's data folder, else the built-in demo root.

use std::path::Path;

use crate::program::{AT, Scene};
use crate::world::shown;

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
