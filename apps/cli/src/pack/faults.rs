//! What is wrong with the sources of a pack, one line each.

use serde_json::json;
use tongban_rules::source::Problem;

use crate::language::Language;
use crate::report::{Exit, Report};

/// Exit 1 with every fault; `key` is the text of their number.
pub(super) fn report(key: &str, problems: &[Problem], language: &Language) -> Report {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let count = lines.len().to_string();
    let message = language.counted(key, lines.len(), &[("count", &count)]);
    let text = format!("{}\n{message}", lines.join("\n"));
    let line = json!({ "error": "pack_faults", "message": message, "problems": problems });
    Report::new(Exit::No, line, text)
}
