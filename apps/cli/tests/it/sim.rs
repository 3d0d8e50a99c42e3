//! `sim`: what scripts and people are told of the worlds that were played.

use serde_json::json;

use crate::program::Scene;

#[test]
fn two_worlds_end_in_one_line_of_counts() {
    let answer = Scene::new().run(&["sim", "--seeds", "0..2", "--devices", "1", "--json"]);
    assert_eq!(answer.exit, 0, "{}", answer.stdout);
    let line = answer.json();
    let wrong = ["lost", "duplicated", "stuck", "diverged"].map(|name| line[name].clone());
    assert_eq!(wrong, [0; 4].map(|none| json!(none)));
    assert_eq!(line["seeds"], 2);
    assert!(line["actions"].as_u64() > Some(0) && line["seconds"].is_f64());
}

#[test]
fn a_world_is_told_line_by_line() {
    let scene = Scene::new();
    let told = scene.run(&[
        "sim",
        "--seeds",
        "4..5",
        "--devices",
        "1",
        "--faults",
        "drop,kill",
        "--trace",
    ]);
    assert_eq!(told.exit, 0, "{}", told.stdout);
    for part in ["seed 4, 1 devices", "device 0  starts", "platform  calm"] {
        assert!(told.stdout.contains(part), "{part}: {}", told.stdout);
    }
}

#[test]
fn what_cannot_be_played_is_wrong_usage() {
    for wrong in [
        &["--seeds", "3..3"][..],
        &["--seeds", "x"],
        &["--seeds", "0..1", "--faults", "rain"],
        &["--seeds", "0..1", "--devices", "0"],
    ] {
        let answer = Scene::new().run(&[&["sim"], wrong].concat());
        assert_eq!(answer.exit, 2, "{wrong:?}");
    }
}
