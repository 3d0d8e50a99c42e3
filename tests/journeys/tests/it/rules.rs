//! Each rule in force has a test that names it, or stands in `tests/requirements/declared.toml`
//! with the reason and the command that checks it elsewhere.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The rules that what is built so far has to keep.
const IN_FORCE: &[&str] = &[
    "C1", "C2", "C3", "C4", "C5", "C8", "C9", "C10", "C11", "K1", "K2", "K5", "U1",
];

/// The requirement rows that this part shows.
const ROWS: &[&str] = &["30", "64"];

#[test]
fn every_rule_in_force_is_named_by_a_test() {
    let names = test_names(&root());
    assert!(names.len() > 100, "only {} tests were found", names.len());
    let silent: Vec<_> = IN_FORCE
        .iter()
        .filter(|rule| {
            !names
                .iter()
                .any(|name| name.starts_with(&format!("rule_{rule}_")))
        })
        .collect();
    assert!(silent.is_empty(), "no test names {silent:?}");
    let rows: Vec<_> = ROWS
        .iter()
        .filter(|row| {
            !names
                .iter()
                .any(|name| name.starts_with(&format!("req_{row}_")))
        })
        .collect();
    assert!(rows.is_empty(), "no test names the rows {rows:?}");
}

#[test]
fn every_declared_clause_has_a_reason_and_a_command() {
    let declared = declared();
    assert!(!declared.is_empty());
    for clause in &declared {
        for key in ["rule", "clause", "reason", "command"] {
            assert!(
                clause.get(key).is_some_and(|value| !value.is_empty()),
                "{key} is missing in {clause:?}"
            );
        }
        assert!(
            IN_FORCE.contains(&clause["rule"].as_str()),
            "{} is not in force",
            clause["rule"]
        );
    }
}

/// Names of the functions that stand below a test attribute.
fn test_names(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() && !["target", "node_modules", ".git", "dist"].contains(&name) {
            names.extend(test_names(&path));
        } else if name.ends_with(".rs") {
            names.extend(tests_of(&std::fs::read_to_string(&path).unwrap()));
        }
    }
    names
}

fn tests_of(source: &str) -> Vec<String> {
    let mut below_attribute = false;
    let mut names = Vec::new();
    for line in source.lines().map(str::trim) {
        let function = line
            .strip_prefix("async ")
            .unwrap_or(line)
            .strip_prefix("fn ");
        match function {
            Some(rest) if below_attribute => {
                names.extend(rest.split('(').next().map(str::to_owned));
                below_attribute = false;
            }
            _ if line.starts_with("#[test") || line.starts_with("#[tokio::test") => {
                below_attribute = true
            }
            // Other attributes may stand between; anything else ends it.
            _ => below_attribute &= line.starts_with("#[") || line.starts_with("//"),
        }
    }
    names
}

/// The tables of `declared.toml`: plain `key = "value"` lines below `[[declared]]`.
fn declared() -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(root().join("tests/requirements/declared.toml")).unwrap();
    let mut tables: Vec<BTreeMap<String, String>> = Vec::new();
    for line in text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        if line == "[[declared]]" {
            tables.push(BTreeMap::new());
            continue;
        }
        let (key, value) = line
            .split_once(" = ")
            .unwrap_or_else(|| panic!("not a declaration: {line}"));
        let value = value
            .strip_prefix('"')
            .and_then(|value| value.strip_suffix('"'))
            .expect("a quoted value");
        tables
            .last_mut()
            .expect("a table")
            .insert(key.to_owned(), value.to_owned());
    }
    tables
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
