//! Wrong usage, help and version: the one place where the parser's own words reach the person.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use serde_json::{Value, json};

use crate::language::Language;
use crate::report::{Exit, Report};

/// Prints what the parser has to say, as one JSON line when `--json` was typed anywhere.
pub fn report(error: &clap::Error, arguments: &[OsString], language: &Language) -> ExitCode {
    let json = arguments
        .iter()
        .skip(1)
        .any(|argument| argument == "--json");
    let said = error.to_string();
    let wanted = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    if wanted {
        return Report::new(Exit::Yes, json!({ "help": said.trim_end() }), said).print(json);
    }
    let report = Report::failure(Exit::Unreadable, "wrong_usage", said.trim_end(), language);
    report.with(verdict_of(error, arguments)).print(json)
}

/// A script that asked for a verdict finds one in every answer.
fn verdict_of(error: &clap::Error, arguments: &[OsString]) -> Value {
    let command = arguments
        .iter()
        .skip(1)
        .find(|argument| !argument.to_string_lossy().starts_with('-'));
    let mut extra = match command.and_then(|command| command.to_str()) {
        Some("verify") => crate::verify::no_verdict("wrong_usage"),
        _ => json!({}),
    };
    if let Some(argument) = error.get(ContextKind::InvalidArg) {
        extra["argument"] = argument.to_string().into();
    }
    extra
}
