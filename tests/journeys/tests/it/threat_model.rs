//! The threat model names tests, and the tests are there.
//!
//! Every cell of the column *shown by* in `docs/threat-model.md` is either **open** or names
//! tests of this tree: a Rust function with `#[test]`, or a title in the Kotlin or browser tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_test_that_the_threat_model_names_is_there() {
    let tests = Tests::of(&root());
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
    let tests = Tests::of(&root());
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

/// All text in which a test can stand.
struct Tests {
    rust: Vec<String>,
    titles: Vec<String>,
}

impl Tests {
    fn of(root: &Path) -> Self {
        let mut tests = Self {
            rust: Vec::new(),
            titles: Vec::new(),
        };
        for folder in ["core", "apps", "bindings", "tests", "tauri-app", "xtask"] {
            tests.collect(&root.join(folder));
        }
        tests
    }

    fn collect(&mut self, folder: &Path) {
        for entry in fs::read_dir(folder)
            .expect("a folder of the workspace")
            .flatten()
        {
            let path = entry.path();
            let name = entry.file_name();
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir()
                    && ["node_modules", "dist", "target"]
                        .iter()
                        .any(|skipped| name == *skipped) => {}
                _ if path.is_dir() => self.collect(&path),
                Some("rs") => self.rust.push(read(&path)),
                Some("kt" | "ts" | "mjs") => self.titles.push(read(&path)),
                _ => {}
            }
        }
    }

    fn hold(&self, name: &str) -> bool {
        match name.contains(' ') {
            true => self.titles.iter().any(|text| text.contains(name)),
            false => self.rust.iter().any(|text| is_test_of(text, name)),
        }
    }
}

/// A function called `name` with a test attribute in the lines directly above it.
fn is_test_of(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let declared = |line: &str| {
        let line = line.strip_prefix("async ").unwrap_or(line);
        line.strip_prefix("fn ")
            .and_then(|rest| rest.strip_prefix(name))
            .is_some_and(|rest| rest.starts_with('('))
    };
    (0..lines.len())
        .filter(|at| declared(lines[*at]))
        .any(|at| {
            let above = lines[..at]
                .iter()
                .rev()
                .take_while(|line| line.starts_with("#[") || line.starts_with("//"));
            above
                .into_iter()
                .any(|line| line.starts_with("#[test") || line.starts_with("#[tokio::test"))
        })
}

fn document() -> String {
    read(&root().join("docs/threat-model.md"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
