//! Who may import whom (`ARCHITECTURE.md`), and that nobody gets the demo authority unasked.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Crate → the crates of ours that it may import. Dev-dependencies are not part of it. A row may
/// stand before its crate does; a crate without a row may import nothing of ours.
const TABLE: &[(&str, &[&str])] = &[
    ("cose", &[]),
    ("values", &[]),
    ("code", &[]),
    ("device", &[]),
    ("certificate", &["cose", "values"]),
    ("protocol", &["cose"]),
    ("rules", &["cose", "values"]),
    ("cases", &["rules"]),
    ("sync", &["protocol"]),
    ("store", &["protocol", "device"]),
    (
        "app",
        &[
            "cose",
            "certificate",
            "code",
            "protocol",
            "rules",
            "cases",
            "sync",
            "store",
            "device",
        ],
    ),
    ("device-desktop", &["device"]),
    (
        "platform",
        &[
            "cose",
            "certificate",
            "protocol",
            "device",
            "rules",
            "cases",
        ],
    ),
    (
        "cli",
        &[
            "app",
            "device-desktop",
            "platform",
            "cose",
            "certificate",
            "code",
            "device",
            "rules",
            "sim",
        ],
    ),
    ("host", &["app", "device", "device-desktop"]),
    ("browser-host", &["host", "app", "device", "device-desktop"]),
    ("desktop", &["host", "app", "device", "device-desktop"]),
    ("bindings", &["app", "device"]),
    ("journeys", &[]),
    ("xtask", &["journeys"]),
];

/// Made for tests and measurements; never shipped, so they may import anything.
const NOT_SHIPPED: &[&str] = &["bench", "sim", "wire"];

/// Crates that are a pure function of their input.
const PURE: &[&str] = &[
    "cose",
    "values",
    "certificate",
    "protocol",
    "rules",
    "cases",
    "sync",
];

#[test]
fn every_crate_imports_only_what_the_table_allows() {
    let workspace = Workspace::read();
    let table: BTreeMap<&str, BTreeSet<&str>> = TABLE
        .iter()
        .map(|(name, may)| (*name, may.iter().copied().collect()))
        .collect();
    for package in &workspace.packages {
        if NOT_SHIPPED.contains(&package.name.as_str()) {
            continue;
        }
        let may = table.get(package.name.as_str());
        for imported in package
            .imports
            .iter()
            .filter_map(|import| workspace.ours(&import.name))
        {
            assert!(
                may.is_some_and(|may| may.contains(imported)),
                "{} may not import {imported}",
                package.name
            );
        }
    }
}

#[test]
fn the_pure_crates_have_no_clock_no_network_and_no_randomness() {
    let workspace = Workspace::read();
    for package in workspace
        .packages
        .iter()
        .filter(|package| PURE.contains(&package.name.as_str()))
    {
        for import in &package.imports {
            let impure = [
                "tokio",
                "reqwest",
                "rusqlite",
                "getrandom",
                "rand",
                "jiff",
                "keyring",
                "axum",
            ];
            assert!(
                !impure.contains(&import.name.as_str()),
                "{} imports {}",
                package.name,
                import.name
            );
        }
    }
}

#[test]
fn the_demo_authority_is_never_a_default() {
    for package in &Workspace::read().packages {
        let default = package.features.get("default").cloned().unwrap_or_default();
        assert!(
            !default.iter().any(|feature| feature.contains("demo")),
            "{}",
            package.name
        );
        if NOT_SHIPPED.contains(&package.name.as_str()) {
            continue;
        }
        for import in &package.imports {
            assert!(
                !import.features.iter().any(|feature| feature == "demo"),
                "{} imports demo",
                package.name
            );
        }
    }
}

struct Workspace {
    packages: Vec<Package>,
}

struct Package {
    name: String,
    imports: Vec<Import>,
    features: BTreeMap<String, Vec<String>>,
}

/// A dependency that is built into the crate, not one of its tests.
struct Import {
    name: String,
    features: Vec<String>,
}

impl Workspace {
    fn read() -> Self {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
        let output = Command::new(env!("CARGO"))
            .args([
                "metadata",
                "--no-deps",
                "--offline",
                "--format-version",
                "1",
                "--manifest-path",
                manifest,
            ])
            .output()
            .expect("cargo runs");
        let metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
        let packages = list(&metadata["packages"])
            .iter()
            .map(package)
            .collect::<Vec<_>>();
        assert!(
            packages.iter().any(|package| package.name == "app"),
            "metadata names {} crates",
            packages.len()
        );
        Self { packages }
    }

    /// The short name of one of our crates.
    fn ours(&self, name: &str) -> Option<&str> {
        let short = short(name);
        self.packages
            .iter()
            .map(|package| package.name.as_str())
            .find(|ours| *ours == short)
    }
}

fn package(package: &Value) -> Package {
    let built_in = |dependency: &&Value| dependency["kind"] != "dev";
    let import = |dependency: &Value| Import {
        name: text(&dependency["name"]),
        features: list(&dependency["features"]).iter().map(text).collect(),
    };
    let features = package["features"].as_object().expect("features");
    Package {
        name: short(&text(&package["name"])).to_owned(),
        imports: list(&package["dependencies"])
            .iter()
            .filter(built_in)
            .map(import)
            .collect(),
        features: features
            .iter()
            .map(|(name, enables)| (name.clone(), list(enables).iter().map(text).collect()))
            .collect(),
    }
}

fn short(name: &str) -> &str {
    name.strip_prefix("tongban-").unwrap_or(name)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).expect("an array")
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
