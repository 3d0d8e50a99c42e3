//! A service that nobody knew when this was compiled: form, materials, limit, certificate type.
#![allow(non_snake_case)]

use std::fs;
use std::path::Path;

use serde_json::json;
use tongban_rules::source::{Files, compile};

use super::people::{Officer, Resident, photo, text};
use crate::support::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_a_test_invents_runs_from_form_to_shown_code_as_data() {
    let world = World::with_pack(&invented_pack()).await;
    let resident = Resident(world.holder().await);
    // The newer pack comes with the first refresh, like lists do.
    resident.0.ok("snapshots.refresh", json!({})).await;
    let found = resident
        .0
        .ok("services.list", json!({"query": "想借书"}))
        .await;
    assert_eq!(found["services"][0]["id"], "reading-card", "{found:#}");

    let draft = resident.start("reading-card").await;
    let id = draft["id"].as_str().unwrap().to_owned();
    let wrong = [("library", text("dongpo")), ("books_text", text("五"))];
    let wrong = resident.save(&id, 0, &wrong).await;
    assert_eq!(wrong["complete"], false, "a check of the pack");
    let right = resident.save(&id, 1, &[("books_text", text("5"))]).await;
    assert_eq!(right["complete"], true, "{right:#}");
    resident.attach(&id, "portrait", &photo(77)).await;
    let case = resident.submit(&id).await["case"]
        .as_str()
        .unwrap()
        .to_owned();
    resident
        .sync_until("a receipt", |outbox| {
            outbox["items"][0]["state"] == "received"
        })
        .await;

    let officer = Officer(world.officer("all", &["intake", "decider"]).await);
    let judged = officer.judge_all(&officer.open(&case).await, &[]).await;
    let accepted = officer.act(&judged, json!({"kind": "accept"})).await;
    assert_eq!(accepted["days_left"]["left"], 3, "its own promise");
    officer.act(&accepted, json!({"kind": "grant"})).await;
    resident
        .case_until(&case, "the certificate", |view| {
            view["certificate"].is_string()
        })
        .await;

    let certificate = resident
        .certificate_of("reading-card")
        .await
        .expect("in the wallet");
    let verifier = world.verifier().await;
    verifier.network.cut();
    resident.0.network.cut();
    let code = resident
        .show_fields(&certificate, &["reader", "home_library", "books_at_once"])
        .await;
    let verdict = verifier.scan(&code).await;
    assert_eq!(verdict["verdict"], "valid", "{verdict:#}");
    let values: Vec<_> = verdict["claims"]
        .as_array()
        .unwrap()
        .iter()
        .map(|claim| claim["value"].as_str().unwrap())
        .collect();
    assert_eq!(values, ["周桂芳", "东坡书屋", "5 册"]);
    world.stop().await;
}

/// The committed packs with the invented files laid over the city's, one version higher.
fn invented_pack() -> Vec<u8> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Files::default();
    read(&here.join("../../assets/packs"), "", &mut files);
    read(
        &here.join("fixtures/invented-service"),
        "yunquan/",
        &mut files,
    );
    let layer = fs::read_to_string(here.join("../../assets/packs/yunquan/layer.yaml")).unwrap();
    let newer = layer.replace("version: 1", "version: 2");
    assert_ne!(newer, layer);
    files.insert("yunquan/layer.yaml", newer.into_bytes());
    let compiled = compile(&files, "yunquan");
    let pack = compiled
        .unwrap_or_else(|problems| panic!("{problems:#?}"))
        .pack;
    let key = here.join("../../assets/demo/INSECURE-demo-keys/pack.pem");
    crate::support::signed_pack(&pack, &fs::read_to_string(key).unwrap())
}

fn read(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("a folder of the checkout") {
        let entry = entry.expect("a readable folder");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => read(&entry.path(), &format!("{name}/"), files),
            false if name.ends_with("README.md") => {}
            false => files.insert(name, fs::read(entry.path()).expect("a readable file")),
        }
    }
}
