#![allow(non_snake_case)]

use std::process::Command;

use serde_json::{Value, json};

/// Packages that are built for tests and measurements only.
const NOT_SHIPPED: [&str; 4] = ["tongban-bench", "tongban-journeys", "tongban-sim", "xtask"];

/// The simulator is full of fakes; it comes with the demo and with nothing else.
const SIMULATOR: &str = "tongban-sim";

/// Every way in which `metadata` lets a shipped package link the fakes.
fn links_to_fakes(metadata: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        if NOT_SHIPPED.contains(&name) {
            continue;
        }
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let asks = dependency["features"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|feature| feature == "fakes");
            let always = dependency["name"] == SIMULATOR && dependency["optional"] != true;
            if (asks || always) && dependency["kind"] != "dev" {
                found.push(format!(
                    "{name} depends on the fakes of {}",
                    dependency["name"]
                ));
            }
        }
        for (feature, enables) in package["features"].as_object().into_iter().flatten() {
            let asks = |enabled: &Value| {
                enabled
                    .as_str()
                    .is_some_and(|to| to == "fakes" || to.ends_with("/fakes"))
            };
            let simulates =
                |enabled: &Value| enabled.as_str() == Some("dep:tongban-sim") && feature != "demo";
            if enables.as_array().into_iter().flatten().any(simulates) {
                found.push(format!("feature {feature} of {name} brings the simulator"));
            }
            if feature != "fakes" && enables.as_array().into_iter().flatten().any(asks) {
                found.push(format!("feature {feature} of {name} turns fakes on"));
            }
        }
    }
    found
}

#[test]
fn rule_U1_no_shipped_crate_or_host_links_the_fakes() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata");
    let names: Vec<_> = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|package| &package["name"])
        .collect();
    for host in [
        "tongban-browser-host",
        "tongban-desktop",
        "tongban-bindings",
        "tongban-cli",
        "tongban-platform",
    ] {
        assert!(
            names.iter().any(|name| *name == host),
            "{host} was not looked at"
        );
    }
    assert_eq!(links_to_fakes(&metadata), Vec::<String>::new());
}

#[test]
fn rule_U1_the_search_for_fakes_finds_each_way_in() {
    let package = |dependencies: Value, features: Value| {
        links_to_fakes(&json!({ "packages": [{ "name": "host", "dependencies": dependencies, "features": features }] })).len()
    };
    let dependency = |kind: Value, features: Value| json!([{ "name": "tongban-device", "kind": kind, "features": features }]);
    assert_eq!(
        package(dependency(Value::Null, json!(["fakes"])), json!({})),
        1
    );
    assert_eq!(
        package(dependency(json!("build"), json!(["fakes"])), json!({})),
        1
    );
    assert_eq!(package(json!([]), json!({ "default": ["fakes"] })), 1);
    assert_eq!(
        package(json!([]), json!({ "demo": ["tongban-device/fakes"] })),
        1
    );
    let simulator = |optional| json!([{ "name": SIMULATOR, "kind": null, "optional": optional, "features": [] }]);
    assert_eq!(package(simulator(false), json!({})), 1);
    assert_eq!(
        package(simulator(true), json!({ "default": ["dep:tongban-sim"] })),
        1
    );
    assert_eq!(
        package(simulator(true), json!({ "demo": ["dep:tongban-sim"] })),
        0
    );
    assert_eq!(
        package(
            dependency(json!("dev"), json!(["fakes"])),
            json!({ "fakes": ["tongban-device/fakes"] })
        ),
        0
    );
}
