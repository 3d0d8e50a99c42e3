//! YAML read within a budget.

use serde::de::DeserializeOwned;
use serde_saphyr::{Budget, DuplicateKeyPolicy, Options};

use super::{Files, Problem};

/// Reads one file; the problem says what its author has to change.
pub(super) fn parse<T: DeserializeOwned>(path: &str, bytes: &[u8]) -> Result<T, Problem> {
    let problem = |line, column, sentence: String| Problem {
        file: path.to_owned(),
        line,
        column,
        sentence,
    };
    if bytes.len() > MAX_BYTES {
        let sentence = format!("the file is larger than {MAX_BYTES} bytes");
        return Err(problem(0, 0, sentence));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|_| problem(0, 0, "the file is not UTF-8".to_owned()))?;
    serde_saphyr::from_str_with_options(text, options()).map_err(|error| {
        let (line, column) = error
            .location()
            .map_or((0, 0), |at| (at.line(), at.column()));
        let sentence = error.without_snippet().to_string();
        let end = sentence.rfind(" at line ").unwrap_or(sentence.len());
        // The likeliest cause is a comma inside { }, which ends a text that has no quotes.
        let sentence = match sentence.contains("null into string") {
            true => "a text is missing here; a text with a comma stands in quotes".to_owned(),
            false => sentence[..end].to_owned(),
        };
        problem(line, column, sentence)
    })
}

/// Reads a file that must be there.
pub(super) fn needed<T: DeserializeOwned>(files: &Files, path: &str) -> Result<T, Problem> {
    match files.get(path) {
        Some(bytes) => parse(path, bytes),
        None => Err(Problem {
            file: path.to_owned(),
            line: 0,
            column: 0,
            sentence: "the file is missing".to_owned(),
        }),
    }
}

/// Reads a file that may be missing.
pub(super) fn maybe<T: DeserializeOwned + Default>(
    files: &Files,
    path: &str,
) -> Result<T, Problem> {
    files
        .get(path)
        .map_or_else(|| Ok(T::default()), |bytes| parse(path, bytes))
}

/// Reads the text of a Markdown file.
pub(super) fn markdown(files: &Files, path: &str) -> Result<Option<String>, Problem> {
    let Some(bytes) = files.get(path) else {
        return Ok(None);
    };
    match std::str::from_utf8(bytes) {
        Ok(text) if bytes.len() <= MAX_MARKDOWN => Ok(Some(text.trim().to_owned())),
        _ => Err(Problem {
            file: path.to_owned(),
            line: 0,
            column: 0,
            sentence: format!("the text is not UTF-8 of at most {MAX_MARKDOWN} bytes"),
        }),
    }
}

/// No anchors: an alias that expands a thousandfold has no use in a rule.
fn options() -> Options {
    let mut options = Options::default();
    let mut budget = Budget::default();
    budget.max_events = 100_000;
    budget.max_aliases = 0;
    budget.max_anchors = 0;
    budget.max_depth = 32;
    budget.max_nodes = 50_000;
    budget.max_total_scalar_bytes = MAX_BYTES;
    options.budget = Some(budget);
    options.duplicate_keys = DuplicateKeyPolicy::Error;
    options.strict_booleans = true;
    options.with_snippet = false;
    options
}

const MAX_BYTES: usize = 512 << 10;
const MAX_MARKDOWN: usize = 32 << 10;
