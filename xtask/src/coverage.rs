//! What the tests showed of the rows and rules: in few lines here, in full in a file.

use tongban_journeys::{Coverage, State};

use crate::failure::Failure;
use crate::project::Project;

/// The totals and what stands out; the whole table goes to a file that is named.
pub fn report(project: &Project, coverage: &Coverage) -> Result<String, Failure> {
    let path = project.notes_dir()?.join("rows-and-rules.txt");
    std::fs::write(&path, format!("{coverage}\n")).map_err(|error| {
        Failure::new(
            format!("{} cannot be written: {error}", path.display()),
            "check free space and rights",
        )
    })?;
    Ok(format!(
        "{}\n  the whole table: {}",
        summary(coverage),
        path.display()
    ))
}

fn summary(coverage: &Coverage) -> String {
    let table = coverage.to_string();
    let mut text = table.lines().last().unwrap_or_default().to_owned();
    for (state, title) in [
        (State::Failed, "failed"),
        (State::NotSeen, "not seen to run"),
        (State::Missing, "without a test"),
    ] {
        let lines = coverage.lines.iter().filter(|line| line.state == state);
        let mut ids: Vec<_> = lines.map(|line| id(&line.prefix)).collect();
        // "req 1, 2, 3": the word stands once.
        let mut word = String::new();
        for (kind, name) in &mut ids {
            if *kind == word {
                continue;
            }
            word = kind.clone();
            *name = format!("{kind} {name}");
        }
        if !ids.is_empty() {
            let names: Vec<_> = ids.into_iter().map(|(_, name)| name).collect();
            text.push_str(&format!("\n  {title}: {}", wrapped(&names)));
        }
    }
    text
}

/// `req_64_` is 64 of the rows, `rule_C4_` is C4 of the rules.
fn id(prefix: &str) -> (String, String) {
    let (kind, name) = prefix
        .trim_end_matches('_')
        .split_once('_')
        .unwrap_or(("", prefix));
    (kind.to_owned(), name.to_owned())
}

fn wrapped(names: &[String]) -> String {
    let (mut text, mut length) = (String::new(), 0);
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            text.push(',');
            if length + name.len() > WIDTH {
                text.push_str("\n   ");
                length = 0;
            }
            text.push(' ');
        }
        text.push_str(name);
        length += name.len() + 2;
    }
    text
}

const WIDTH: usize = 72;

#[cfg(test)]
mod tests {
    use super::*;
    use tongban_journeys::CoverageLine;

    fn line(prefix: &str, state: State) -> CoverageLine {
        CoverageLine {
            prefix: prefix.to_owned(),
            name: "n".to_owned(),
            tests: Vec::new(),
            state,
            declared: Vec::new(),
        }
    }

    #[test]
    fn only_what_stands_out_is_named_and_the_total_comes_first() {
        let mut lines = vec![
            line("req_1_", State::Passed),
            line("req_2_", State::Missing),
            line("req_3_", State::Missing),
            line("rule_C4_", State::Missing),
            line("rule_S1_", State::Failed),
        ];
        let text = summary(&Coverage { lines });
        assert_eq!(
            text,
            "rows and rules: 1 passed, 1 failed, 0 not seen to run, 3 without a test; 0 clauses declared\n  \
             failed: rule S1\n  without a test: req 2, 3, rule C4"
        );
        lines = (1..150)
            .map(|number| line(&format!("req_{number}_"), State::Missing))
            .collect();
        let text = summary(&Coverage { lines });
        assert!(
            text.lines().all(|line| line.len() < 120) && text.lines().count() < 14,
            "{text}"
        );
    }
}
