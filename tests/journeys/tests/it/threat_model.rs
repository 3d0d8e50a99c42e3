//! The threat model names tests, and the tests are there.
//!
//! Every cell of the column *shown by* in `docs/threat-model.md` is either **open** or names
//! tests of this tree: a Rust function with `#[test]`, or a title in the Kotlin or browser tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tongban_journeys::FoundTests;

#[test]
fn every_test_that_the_threat_model_names_is_there() {
    let tests = tests();
    let document = document();
    let named: BTreeSet<&str> = rows(&document)
        .iter()
        .flat_map(|row| row.named.clone())
        .collect();
    assert!(
        named.len() > 30,
        "only {} tests are named; is the table still read?",
        named.len()
    );
    let missing: Vec<_> = named.into_iter().filter(|name| !tests.hold(name)).collect();
    assert!(
        missing.is_empty(),
        "named in docs/threat-model.md, but not in the tree: {missing:#?}"
    );
}

#[test]
fn every_attack_names_a_test_or_is_called_open() {
    let document = document();
    let silent: Vec<_> = rows(&document)
        .into_iter()
        .filter(|row| row.named.is_empty() && !row.open)
        .map(|row| row.id)
        .collect();
    assert!(
        silent.is_empty(),
        "attacks without a test that are not called open: {silent:?}"
    );
}

#[test]
fn a_test_that_does_not_exist_is_not_found() {
    let tests = tests();
    assert!(tests.hold("a_test_that_does_not_exist_is_not_found"));
    assert!(!tests.hold(&["a_test", "nobody_wrote"].join("_")));
    assert!(!tests.hold("rows"), "a plain function passed for a test");
}

struct Row<'a> {
    id: &'a str,
    named: Vec<&'a str>,
    open: bool,
}

/// The rows of the attack tables: four cells, the first of them a letter and a number.
fn rows(document: &str) -> Vec<Row<'_>> {
    let cells = document.lines().map(|line| {
        line.trim_matches('|')
            .split(" | ")
            .map(str::trim)
            .collect::<Vec<_>>()
    });
    let attacks = cells.filter(|cells| cells.len() == 4 && is_attack(cells[0]));
    attacks
        .map(|cells| Row {
            id: cells[0],
            named: cells[3].split('`').skip(1).step_by(2).collect(),
            open: cells[3].contains("**open**"),
        })
        .collect()
}

fn is_attack(id: &str) -> bool {
    let (letter, number) = id.split_at(id.len().min(1));
    letter.bytes().all(|byte| byte.is_ascii_uppercase()) && number.parse::<u8>().is_ok()
}

fn tests() -> FoundTests {
    FoundTests::below(&root()).expect("the sources")
}

fn document() -> String {
    fs::read_to_string(root().join("docs/threat-model.md")).expect("the threat model")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
