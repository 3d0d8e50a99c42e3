//! Each rule in force has a test that names it, or stands in `tests/requirements/declared.toml`
//! with the reason and the command that checks it elsewhere.

use std::path::{Path, PathBuf};

use tongban_journeys::{Coverage, Outcomes, State};

/// The rules that what is built so far has to keep.
const IN_FORCE: &[&str] = &[
    "C1", "C2", "C3", "C4", "C5", "C8", "C9", "C10", "C11", "K1", "K2", "K5", "K6", "S12", "U1",
];

/// The requirement rows that this part shows.
const ROWS: &[&str] = &["30", "64"];

#[test]
fn every_rule_in_force_is_named_by_a_test() {
    let coverage = coverage();
    let silent: Vec<_> = coverage
        .lines
        .iter()
        .filter(|line| line.state == State::Missing)
        .map(|line| line.prefix.as_str())
        .collect();
    let wanted = IN_FORCE
        .iter()
        .map(|rule| format!("rule_{rule}_"))
        .chain(ROWS.iter().map(|row| format!("req_{row}_")));
    let missing: Vec<_> = wanted
        .filter(|wanted| silent.contains(&wanted.as_str()))
        .collect();
    assert!(missing.is_empty(), "no test names {missing:?}");
}

#[test]
fn every_row_and_every_rule_has_its_line_and_declared_clauses_are_of_rules_in_force() {
    let coverage = coverage();
    let rows = |kind: &str| {
        let lines = coverage.lines.iter();
        lines.filter(|line| line.prefix.starts_with(kind)).count()
    };
    assert_eq!((rows("req_"), rows("rule_")), (107, 41));
    let declared: Vec<_> = coverage
        .lines
        .iter()
        .flat_map(|line| &line.declared)
        .collect();
    assert!(!declared.is_empty());
    for clause in declared {
        assert!(
            IN_FORCE.contains(&clause.rule.as_str()),
            "{} is not in force",
            clause.rule
        );
    }
    let table = coverage.to_string();
    assert!(table.contains("declared: 1,000 presentations"), "{table}");
}

fn coverage() -> Coverage {
    Coverage::of(&root(), &Outcomes::default()).expect("the lists and the sources")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
