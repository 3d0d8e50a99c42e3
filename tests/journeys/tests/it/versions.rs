//! What stands in several places of the tree is the same in all of them.

use std::fs;
use std::path::Path;

use serde_json::Value;

#[test]
fn every_package_has_the_version_of_the_workspace() {
    let cargo = text("Cargo.toml");
    let version = between(&cargo, "[workspace.package]\nversion = \"", "\"");
    for file in ["apps/ui/package.json", "tests/e2e/package.json"] {
        let package: Value = serde_json::from_str(&text(file)).expect("JSON");
        assert_eq!(package["version"], version, "{file}");
    }
    let pom = text("bindings/kotlin/pom.xml");
    let own = pom.split("<dependencies>").next().expect("a start");
    assert_eq!(between(own, "<version>", "</version>"), version, "pom.xml");
}

#[test]
fn the_ui_has_the_projects_icon() {
    assert_eq!(
        text("apps/ui/public/icon.svg"),
        text("assets/icons/tongban.svg")
    );
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).expect(before).1;
    rest.split_once(after).expect(after).0
}

fn text(file: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(file)).expect(file)
}
