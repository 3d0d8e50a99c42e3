#![allow(non_snake_case)]

use std::process::Command;

use serde_json::{Value, json};

/// Packages that are built for tests and measurements only.
const NOT_SHIPPED: [&str; 3] = ["tongban-bench", "tongban-journeys", "xtask"];

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
            if asks && dependency["kind"] != "dev" {
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
    assert_eq!(
        package(
            dependency(json!("dev"), json!(["fakes"])),
            json!({ "fakes": ["tongban-device/fakes"] })
        ),
        0
    );
}
