//! What is wrong with the sources of a pack, one line each.

use serde_json::json;
use tongban_rules::source::Problem;

use crate::language::Language;
use crate::report::{Exit, Report};

/// Exit 1 with every fault.
pub(super) fn report(problems: &[Problem], language: &Language) -> Report {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let count = lines.len().to_string();
    let message = language.render("cli.pack.faults", &[("count", &count)]);
    let text = format!("{}\n{message}", lines.join("\n"));
    let line = json!({ "error": "pack_faults", "message": message, "problems": problems });
    Report::new(Exit::No, line, text)
}
