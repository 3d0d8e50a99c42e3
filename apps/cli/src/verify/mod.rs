//! `tongban verify`: the verdict on a code, a proof or a bare token, without network.

mod generic;
mod profile;

use serde_json::{Value, json};

use crate::args::VerifyArgs;
use crate::input::Input;
use crate::language::Language;
use crate::report::{Exit, Report};

/// Exit 0 exactly when the verdict is `valid`; 2 when nothing could be read; else 1.
pub fn run(args: &VerifyArgs, language: &Language) -> Report {
    let input = match Input::of(&args.input) {
        Ok(input) => input,
        Err(error) => return error.report(language).with(no_verdict("unreadable")),
    };
    match &args.key {
        Some(key) => generic::run(&input, key, args.at, language),
        None => profile::run(&input, args, language),
    }
}

/// The members that every verdict has, for an answer without one.
pub fn no_verdict(reason: &str) -> Value {
    json!({
        "verdict": "cannot_tell",
        "reason": reason,
        "issuer": null,
        "type": null,
        "claims": {},
        "as_of": null,
        "status": "not_checked",
        "compare_person": false,
    })
}

/// What helps where the app's own advice does not: a voucher is no certificate, and a text that
/// was typed is not scanned again.
fn other_advice(input: &Input, reason: &str) -> Option<(String, String)> {
    let keys = |because: &str, next: &str| Some((because.to_owned(), next.to_owned()));
    match (input, reason) {
        (Input::Text(text) | Input::Scanned(text), "format_unknown")
            if text.starts_with(VOUCHER) =>
        {
            keys("cli.verify.voucher", "cli.verify.voucher_next")
        }
        (Input::Text(_), "unreadable") => keys(
            "verdict.reason.unreadable.verifier",
            "cli.verify.typed_next",
        ),
        _ => None,
    }
}

/// What the text of a printed voucher begins with.
const VOUCHER: &str = "TBV1:";

/// What to verify it by could not be used.
fn unusable(code: &str, detail: &str, language: &Language) -> Report {
    Report::failure(Exit::Unreadable, code, detail, language).with(no_verdict("wrong_usage"))
}

fn exit_of(word: &str, reason: &str) -> Exit {
    match (word, reason) {
        ("valid", _) => Exit::Yes,
        (_, "unreadable" | "format_unknown") => Exit::Unreadable,
        _ => Exit::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongban_certificate::Reason;

    #[test]
    fn the_exit_status_is_0_for_valid_2_for_unread_and_else_1() {
        for reason in Reason::ALL {
            let expected = match (reason.word().slug(), reason.slug()) {
                ("valid", _) => Exit::Yes,
                ("cannot_tell", "unreadable" | "format_unknown") => Exit::Unreadable,
                _ => Exit::No,
            };
            assert_eq!(
                exit_of(reason.word().slug(), reason.slug()),
                expected,
                "{}",
                reason.slug()
            );
        }
    }
}
