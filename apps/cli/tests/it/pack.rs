//! `pack`: layers of rules become one signed file, or say what is wrong and where.

use std::path::{Path, PathBuf};

use crate::program::{Answer, Scene};

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/packs")
}

fn text(path: &Path) -> String {
    path.to_str().expect("a path of the test").to_owned()
}

fn pack(scene: &Scene, arguments: &[&str]) -> Answer {
    scene.run(&[&["pack"], arguments, &["--json"]].concat())
}

/// A copy of the committed layers that a test may change.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

#[cfg(feature = "demo")]
#[test]
fn a_layer_is_built_with_those_under_it_and_shown() {
    let scene = Scene::new();
    let file = text(&scene.path("yunquan.pack"));
    let built = pack(
        &scene,
        &["build", &text(&packs().join("yunquan")), "-o", &file],
    );
    assert_eq!(built.exit, 0, "{}", built.stdout);
    let line = built.json();
    assert_eq!(
        (line["id"].as_str(), line["services"].as_u64()),
        (Some("yunquan"), Some(3))
    );
    let size = std::fs::metadata(&file).unwrap().len();
    assert_eq!(line["bytes"].as_u64(), Some(size));
    let shown = pack(&scene, &["show", &file]);
    assert_eq!(shown.exit, 0, "{}", shown.stdout);
    let shown = shown.json();
    assert_eq!(shown["content_sha256"], line["content_sha256"]);
    assert_eq!(
        shown["layers"],
        serde_json::json!(["national", "ningxia", "yunquan"])
    );
    assert_eq!(shown["services"][0]["id"], "elderly-preferential-card");
}

#[test]
fn a_key_of_ones_own_signs_and_a_strangers_does_not_verify() {
    use p256::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
    let scene = Scene::new();
    let key = |seed: u8| p256::SecretKey::from_slice(&[seed; 32]).unwrap();
    let private = key(7).to_pkcs8_pem(LineEnding::LF).unwrap();
    let private = text(&scene.write("own.pem", private.as_bytes()));
    let public = |seed: u8, name: &str| {
        let pem = key(seed)
            .public_key()
            .to_public_key_pem(LineEnding::LF)
            .unwrap();
        text(&scene.write(name, pem.as_bytes()))
    };
    let (own, other) = (public(7, "own.pub"), public(8, "other.pub"));
    let file = text(&scene.path("ningxia.pack"));
    let layer = text(&packs().join("ningxia"));
    let built = pack(&scene, &["build", &layer, "-o", &file, "--key", &private]);
    assert_eq!(built.exit, 0, "{}", built.stdout);
    assert_eq!(pack(&scene, &["show", &file, "--key", &own]).exit, 0);
    let strange = pack(&scene, &["show", &file, "--key", &other]);
    assert_eq!(
        (strange.exit, &strange.json()["error"]),
        (1, &"pack_not_verified".into())
    );
    let broken = text(&scene.write("broken.pack", b"not a pack"));
    assert_eq!(pack(&scene, &["show", &broken, "--key", &own]).exit, 1);
}

#[test]
fn faults_are_named_with_their_place_and_nothing_is_written() {
    let scene = Scene::new();
    let layers = scene.path("layers");
    copy(&packs(), &layers);
    let form = layers.join("national/services/residence-permit/form.yaml");
    let changed = std::fs::read_to_string(&form)
        .unwrap()
        .replace("kind: citizen_id", "kind: ethnic_group");
    std::fs::write(&form, changed).unwrap();
    let layer = text(&layers.join("yunquan"));
    let found = pack(&scene, &["lint", &layer]);
    assert_eq!(found.exit, 1, "{}", found.stdout);
    let problem = &found.json()["problems"][0];
    assert_eq!(
        problem["file"],
        "national/services/residence-permit/form.yaml"
    );
    assert!(problem["line"].as_u64() > Some(10) && problem["column"].as_u64() > Some(1));
    let private = {
        use p256::pkcs8::{EncodePrivateKey as _, LineEnding};
        let key = p256::SecretKey::from_slice(&[7; 32]).unwrap();
        let pem = key.to_pkcs8_pem(LineEnding::LF).unwrap();
        text(&scene.write("own.pem", pem.as_bytes()))
    };
    let file = scene.path("never.pack");
    let built = pack(
        &scene,
        &["build", &layer, "-o", &text(&file), "--key", &private],
    );
    assert_eq!(built.exit, 1);
    assert!(!file.exists());
    let said = |answer: &Answer| answer.json()["message"].as_str().unwrap().to_owned();
    assert_eq!(said(&found), "1 fault.");
    assert_eq!(said(&built), "1 fault; nothing was written.");
}

#[test]
fn the_committed_layers_have_no_fault() {
    let scene = Scene::new();
    for layer in ["ningxia", "yunquan"] {
        let found = pack(&scene, &["lint", &text(&packs().join(layer))]);
        assert_eq!(found.exit, 0, "{}", found.stdout);
        assert_eq!(found.json()["problems"], serde_json::json!([]));
    }
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let scene = Scene::new();
    let found = pack(&scene, &["lint", &text(&scene.path("nowhere"))]);
    assert_eq!(
        (found.exit, &found.json()["error"]),
        (2, &"file_not_found".into())
    );
    let empty = scene.path("empty");
    std::fs::create_dir(&empty).unwrap();
    let found = pack(&scene, &["lint", &text(&empty)]);
    assert_eq!(
        (found.exit, &found.json()["problems"][0]["sentence"]),
        (1, &"the file is missing".into())
    );
}
