//! `tongban inspect`: what a code or token is made of. Nothing of it is verified, and it says so.

use serde_json::Value;
use tongban_certificate::{ReadError, inspect, inspect_text};

use crate::args::InspectArgs;
use crate::input::Input;
use crate::language::Language;
use crate::report::{Exit, Report};

/// Exit 0 when there was a structure to show, else 2.
pub fn run(args: &InspectArgs, language: &Language) -> Report {
    let input = match Input::of(&args.input) {
        Ok(input) => input,
        Err(error) => {
            return error.report(language);
        }
    };
    let structure = match &input {
        Input::Text(text) | Input::Scanned(text) => inspect_text(text),
        Input::Bytes(bytes) => inspect(bytes),
    };
    match structure {
        Ok(structure) => shown(structure, language),
        Err(error) => Report::failure(Exit::Unreadable, code(error), &error.to_string(), language),
    }
}

fn shown(structure: Value, language: &Language) -> Report {
    let text = format!("{}\n{structure:#}", language.text("cli.inspect.unverified"));
    Report::new(Exit::Yes, structure, text)
}

fn code(error: ReadError) -> &'static str {
    match error {
        ReadError::OtherCode | ReadError::UnknownFormat => "format_unknown",
        _ => "unreadable",
    }
}
