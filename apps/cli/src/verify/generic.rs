//! `--key`: any SD-CWT of the draft, by the issuer's public key instead of a trust list. No
//! audience, freshness or status is demanded; a bare issued token counts.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;
use tongban_certificate::{GenericOutcome, ReadError, Verdict, decode_code_text, verify_generic};
use tongban_cose::PublicKey;

use super::{exit_of, no_verdict, unusable};
use crate::file;
use crate::input::Input;
use crate::language::Language;
use crate::report::{Exit, Report};
use crate::time::rfc3339;

/// The validity is checked at `at` only: a draft token has no clock of its own to go by.
pub fn run(input: &Input, key: &Path, at: Option<u64>, language: &Language) -> Report {
    let key = match file::read(key) {
        Ok(bytes) => PublicKey::from_any(&bytes),
        Err(error) => return unusable(error.code(), error.path(), language),
    };
    let key = match key {
        Ok(key) => key,
        Err(error) => return unusable("key_unusable", &error.to_string(), language),
    };
    let decoded;
    let bytes = match input {
        Input::Bytes(bytes) => bytes,
        Input::Text(text) | Input::Scanned(text) => match decode_code_text(text) {
            Ok(bytes) => {
                decoded = bytes;
                &decoded
            }
            Err(error) => return unread(error, language),
        },
    };
    answer(&verify_generic(bytes, &key, at), language)
}

fn unread(error: ReadError, language: &Language) -> Report {
    let reason = Verdict::from(error).reason.slug();
    Report::failure(Exit::Unreadable, reason, &error.to_string(), language).with(no_verdict(reason))
}

fn answer(outcome: &GenericOutcome, language: &Language) -> Report {
    let (word, reason) = (outcome.word.slug(), outcome.reason.slug());
    let exit = exit_of(word, reason);
    let line = json!({
        "verdict": word,
        "reason": reason,
        "issuer": outcome.issuer,
        "type": outcome.type_text,
        "claims": outcome.claims,
        "as_of": null,
        "status": "not_checked",
        "holder_proof": outcome.holder_proof,
        "compare_person": outcome.holder_proof,
        "valid_from": outcome.valid_from.and_then(rfc3339),
        "valid_until": outcome.valid_until.and_then(rfc3339),
    });
    let mut text = format!(
        "{}: {}\n",
        language.text(&format!("verdict.word.{word}")),
        language.text(&format!("cli.draft.{reason}"))
    );
    // Writing to a String cannot fail.
    for (name, value) in &outcome.claims {
        let _ = writeln!(text, "  {name}: {value}");
    }
    Report::new(exit, line, text)
}
