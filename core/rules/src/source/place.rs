//! A file being compiled: makes problems that know where they are.

use serde_saphyr::{Location, Spanned};

use super::Problem;

/// A file.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
}

impl Place<'_> {
    /// A problem at that place of the file.
    pub(super) fn problem(&self, at: Location, sentence: impl Into<String>) -> Problem {
        Problem {
            file: self.file.to_owned(),
            line: at.line(),
            column: at.column(),
            sentence: sentence.into(),
        }
    }

    /// A problem of the file as a whole.
    pub(super) fn whole(&self, sentence: impl Into<String>) -> Problem {
        Problem {
            file: self.file.to_owned(),
            line: 0,
            column: 0,
            sentence: sentence.into(),
        }
    }

    /// The id, if it is made of lower-case words joined by `joint`.
    pub(super) fn id(&self, id: &Spanned<String>, joint: char) -> Result<String, Problem> {
        let word = |word: &str| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        match id.value.split(joint).all(word) && id.value.len() <= 64 {
            true => Ok(id.value.clone()),
            false => Err(self.problem(
                id.referenced,
                format!(
                    "the id {:?} is not lower-case words joined by {joint:?}",
                    id.value
                ),
            )),
        }
    }
}
