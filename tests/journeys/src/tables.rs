//! The two lists under `tests/requirements`, in the small part of TOML that they use: tables in
//! brackets, and `key = "value"` lines.

use std::fs;
use std::io;
use std::path::Path;

/// A clause of a rule that no test here can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The rule that it is part of.
    pub rule: String,
    /// What it says.
    pub clause: String,
    /// Why no test here can show it.
    pub reason: String,
    /// What checks it elsewhere.
    pub command: String,
}

/// A list that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TablesError {
    /// The file or a source is not there, or is no text.
    #[error("sources of the coverage cannot be read")]
    Unreadable(#[from] io::Error),
    /// A line that is neither a table nor a value.
    #[error("line {0} is neither a table nor `key = \"value\"`")]
    Line(usize),
    /// A declaration without one of its four values.
    #[error("declaration has no {0}")]
    Missing(&'static str),
}

/// Each table with its lines, in the order of the file.
type Tables = Vec<(String, Vec<(String, String)>)>;

pub(crate) fn rows_and_rules(root: &Path) -> Result<Vec<(String, String)>, TablesError> {
    let tables = read(&root.join("tests/requirements/rows.toml"))?;
    let named = |(table, lines): (String, Vec<(String, String)>)| {
        let is_row = table == "rows";
        let prefix = move |id: String| match is_row {
            // Rows have two digits at least in the names of tests.
            true => format!("req_{id:0>2}_"),
            false => format!("rule_{id}_"),
        };
        lines.into_iter().map(move |(id, name)| (prefix(id), name))
    };
    Ok(tables.into_iter().flat_map(named).collect())
}

pub(crate) fn declared(root: &Path) -> Result<Vec<Clause>, TablesError> {
    let tables = read(&root.join("tests/requirements/declared.toml"))?;
    tables
        .into_iter()
        .map(|(_, lines)| clause(&lines))
        .collect()
}

fn clause(lines: &[(String, String)]) -> Result<Clause, TablesError> {
    let value = |name: &'static str| {
        let found = lines
            .iter()
            .find(|(key, value)| key == name && !value.is_empty());
        found
            .map(|(_, value)| value.clone())
            .ok_or(TablesError::Missing(name))
    };
    Ok(Clause {
        rule: value("rule")?,
        clause: value("clause")?,
        reason: value("reason")?,
        command: value("command")?,
    })
}

fn read(path: &Path) -> Result<Tables, TablesError> {
    parse(&fs::read_to_string(path)?)
}

fn parse(text: &str) -> Result<Tables, TablesError> {
    let mut tables = Tables::new();
    for (at, line) in text.lines().map(str::trim).enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with('[') && line.ends_with(']') {
            tables.push((line.trim_matches(['[', ']']).to_owned(), Vec::new()));
            continue;
        }
        let value = line
            .split_once(" = ")
            .and_then(|(key, value)| Some((key, value.strip_prefix('"')?.strip_suffix('"')?)));
        match (value, tables.last_mut()) {
            (Some((key, value)), Some((_, lines))) => {
                lines.push((key.to_owned(), value.to_owned()))
            }
            _ => return Err(TablesError::Line(at + 1)),
        }
    }
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_no_value_is_named() {
        assert!(matches!(
            parse("[rows]\n1 = \"a\"\nnonsense"),
            Err(TablesError::Line(3))
        ));
        assert!(matches!(parse("1 = \"a\""), Err(TablesError::Line(1))));
    }

    #[test]
    fn a_declaration_needs_all_four_values() {
        let lines = [("rule".to_owned(), "C1".to_owned())];
        assert!(matches!(
            clause(&lines),
            Err(TablesError::Missing("clause"))
        ));
    }
}
