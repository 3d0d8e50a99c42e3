use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use crate::found_tests::FoundTests;
use crate::tables::{self, Clause, TablesError};

/// How a test ended where it ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It passed.
    Passed,
    /// It failed, or was left out by its own attribute.
    Failed,
}

/// The outcomes that were seen, by the test's own name.
#[derive(Debug, Default)]
pub struct Outcomes(BTreeMap<String, Outcome>);

impl Outcomes {
    /// Takes what one line of a runner's output says of one test: cargo's `test path::name ... ok`,
    /// node's `✔ title (1ms)`. Other lines change nothing. A name that failed anywhere has failed.
    pub fn see(&mut self, line: &str) {
        let Some((name, outcome)) = of_cargo(line).or_else(|| of_node(line)) else {
            return;
        };
        let known = self.0.entry(name.to_owned()).or_insert(outcome);
        *known = outcome.max(*known);
    }
}

fn of_cargo(line: &str) -> Option<(&str, Outcome)> {
    let (path, ended) = line.strip_prefix("test ")?.split_once(" ... ")?;
    let outcome = if ended == "ok" {
        Outcome::Passed
    } else {
        Outcome::Failed
    };
    Some((path.rsplit("::").next()?, outcome))
}

fn of_node(line: &str) -> Option<(&str, Outcome)> {
    let line = line.trim_start();
    let (title, outcome) = match (line.strip_prefix("✔ "), line.strip_prefix("✖ ")) {
        (Some(title), _) => (title, Outcome::Passed),
        (_, Some(title)) => (title, Outcome::Failed),
        _ => return None,
    };
    Some((title.rsplit_once(" (")?.0, outcome))
}

/// What can be said of one row or rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Every test that names it, and ran here, passed.
    Passed,
    /// One failed.
    Failed,
    /// Tests name it; none of them was seen to run.
    NotSeen,
    /// No test names it.
    Missing,
}

/// One row or rule.
#[derive(Debug)]
pub struct CoverageLine {
    /// `req_64_` or `rule_C4_`: what the names of its tests begin with.
    pub prefix: String,
    /// Its short name.
    pub name: String,
    /// The tests that name it.
    pub tests: Vec<String>,
    /// What they showed.
    pub state: State,
    /// Clauses of it that only another machine can check; never part of `state`.
    pub declared: Vec<Clause>,
}

/// All rows of the requirements and all rules, with what the tests showed.
#[derive(Debug)]
pub struct Coverage {
    /// In the order of `tests/requirements/rows.toml`.
    pub lines: Vec<CoverageLine>,
}

impl Coverage {
    /// Joins the lists, the tests in the sources below `root` and the outcomes that were seen.
    pub fn of(root: &Path, outcomes: &Outcomes) -> Result<Self, TablesError> {
        let tests = FoundTests::below(root)?;
        let declared = tables::declared(root)?;
        let lines = tables::rows_and_rules(root)?.into_iter();
        Ok(Self {
            lines: lines
                .map(|(prefix, name)| line(prefix, name, &tests, &declared, outcomes))
                .collect(),
        })
    }
}

fn line(
    prefix: String,
    name: String,
    tests: &FoundTests,
    declared: &[Clause],
    outcomes: &Outcomes,
) -> CoverageLine {
    let tests: Vec<String> = tests
        .names()
        .filter(|test| test.replace(' ', "_").starts_with(&prefix))
        .map(str::to_owned)
        .collect();
    let seen = tests.iter().filter_map(|test| outcomes.0.get(test)).max();
    CoverageLine {
        state: match seen {
            _ if tests.is_empty() => State::Missing,
            None => State::NotSeen,
            Some(Outcome::Passed) => State::Passed,
            Some(Outcome::Failed) => State::Failed,
        },
        declared: declared
            .iter()
            .filter(|clause| prefix == format!("rule_{}_", clause.rule))
            .cloned()
            .collect(),
        prefix,
        name,
        tests,
    }
}

/// The table as `cargo xtask test` ends with it.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            let id = line.prefix.trim_end_matches('_').replace('_', " ");
            let said = match line.state {
                State::Passed => format!("passed ({})", line.tests.len()),
                State::Failed => format!("FAILED ({})", line.tests.len()),
                State::NotSeen => format!("not seen to run ({})", line.tests.len()),
                State::Missing => "no test".to_owned(),
            };
            writeln!(f, "{id:9} {:50} {said}", line.name)?;
            for clause in &line.declared {
                writeln!(f, "{:9} declared: {}: {}", "", clause.clause, clause.reason)?;
                writeln!(f, "{:9}   elsewhere: {}", "", clause.command)?;
            }
        }
        let count = |state| self.lines.iter().filter(|line| line.state == state).count();
        let declared: usize = self.lines.iter().map(|line| line.declared.len()).sum();
        write!(
            f,
            "rows and rules: {} passed, {} failed, {} not seen to run, {} without a test; {declared} clauses declared",
            count(State::Passed),
            count(State::Failed),
            count(State::NotSeen),
            count(State::Missing),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_outweighs_any_number_of_passes() {
        let mut outcomes = Outcomes::default();
        outcomes.see("test a::rule_C1_x ... ok");
        outcomes.see("test b::rule_C1_x ... FAILED");
        outcomes.see("test c::rule_C1_x ... ok");
        outcomes.see("  ✔ req_64 two devices (12.5ms)");
        outcomes.see("test result: ok. 3 passed; 1 failed");
        assert_eq!(outcomes.0["rule_C1_x"], Outcome::Failed);
        assert_eq!(outcomes.0["req_64 two devices"], Outcome::Passed);
        assert_eq!(outcomes.0.len(), 2);
    }

    #[test]
    fn a_rule_without_a_test_is_missing_and_a_declared_clause_never_passes() {
        let clause = Clause {
            rule: "C4".into(),
            clause: "c".into(),
            reason: "r".into(),
            command: "x".into(),
        };
        let tests = FoundTests::default();
        let made = line(
            "rule_C4_".into(),
            "n".into(),
            &tests,
            &[clause],
            &Outcomes::default(),
        );
        assert_eq!((made.state, made.declared.len()), (State::Missing, 1));
        let other = line(
            "rule_C40_".into(),
            "n".into(),
            &tests,
            &made.declared,
            &Outcomes::default(),
        );
        assert!(other.declared.is_empty());
    }
}
