//! What is wrong with a source, and where.

use std::fmt;

/// One fault of the sources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Problem {
    /// The file, from the folder of layers on.
    pub file: String,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: u64,
    /// The column, from 1; 0 where the whole line is meant.
    pub column: u64,
    /// What is wrong, as a sentence for the author.
    pub sentence: String,
}

/// `file:line:column: sentence`.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            sentence,
        } = self;
        match line {
            0 => write!(f, "{file}: {sentence}"),
            _ => write!(f, "{file}:{line}:{column}: {sentence}"),
        }
    }
}

impl std::error::Error for Problem {}
