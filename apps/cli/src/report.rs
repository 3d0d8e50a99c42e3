//! What a command says: to people, to scripts, and as its exit status.

use std::io::Write as _;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::language::Language;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Valid, read, done.
    Yes = 0,
    /// Not valid, refused.
    No = 1,
    /// Could not be read, or wrong usage.
    Unreadable = 2,
}

/// The whole answer of one command, printed once at its end.
#[must_use]
pub struct Report {
    exit: Exit,
    lines: Vec<Value>,
    text: String,
    failed: bool,
}

impl Report {
    /// One JSON line for scripts, a text for people.
    pub fn new(exit: Exit, json: Value, text: impl Into<String>) -> Report {
        Report {
            exit,
            lines: vec![json],
            text: text.into(),
            failed: false,
        }
    }

    /// One JSON line for each thing asked for, whether or not `--json` was given.
    pub fn lines(exit: Exit, lines: Vec<Value>) -> Report {
        let text = lines.iter().map(|line| format!("{line}\n")).collect();
        Report {
            exit,
            lines,
            text,
            failed: false,
        }
    }

    /// A failure under its stable code; its text for people is `cli.error.<code>`.
    pub fn failure(exit: Exit, code: &str, detail: &str, language: &Language) -> Report {
        Self::failure_said_as(exit, code, code, detail, language)
    }

    /// The same where people can be told more than the code says: their text is `cli.error.<text>`.
    pub fn failure_said_as(
        exit: Exit,
        code: &str,
        text: &str,
        detail: &str,
        language: &Language,
    ) -> Report {
        let key = format!("cli.error.{text}");
        let text = language.known(&key).map_or_else(
            || language.render("cli.error.other", &[("code", code), ("detail", detail)]),
            |_| language.render(&key, &[("detail", detail)]),
        );
        Report {
            failed: true,
            ..Report::new(exit, json!({ "error": code, "message": text }), text)
        }
    }

    /// Adds to the JSON line what scripts of one command expect in every case.
    pub fn with(mut self, extra: Value) -> Report {
        if let (Some(Value::Object(line)), Value::Object(extra)) = (self.lines.last_mut(), extra) {
            line.extend(extra);
        }
        self
    }

    /// Prints to stdout; what went wrong goes to stderr when people read it.
    pub fn print(self, json: bool) -> ExitCode {
        let exit = ExitCode::from(self.exit as u8);
        let written = if json {
            let mut out = std::io::stdout().lock();
            self.lines
                .iter()
                .try_for_each(|line| writeln!(out, "{line}"))
                .and_then(|()| out.flush())
        } else if self.failed {
            writeln!(std::io::stderr().lock(), "{}", self.text.trim_end())
        } else {
            writeln!(std::io::stdout().lock(), "{}", self.text.trim_end())
        };
        // A closed pipe: nobody is left to tell, but the answer was not delivered.
        written.map_or(ExitCode::from(Exit::Unreadable as u8), |()| exit)
    }
}
