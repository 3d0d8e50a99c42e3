//! `tongban id check`: whether a number can be one, by its form and its check character.

use serde_json::json;
use tongban_certificate::{citizen_id_check, is_valid_citizen_id, is_valid_uscc, uscc_check};

use crate::args::{IdArgs, IdCheckArgs, IdCommand, IdKindArg};
use crate::language::Language;
use crate::report::{Exit, Report};

/// Exit 0 when the number can be one, 1 when it cannot.
pub fn run(args: &IdArgs, language: &Language) -> Report {
    match &args.command {
        IdCommand::Check(args) => check(args, language),
    }
}

/// The number itself is not repeated: it may be a person's.
fn check(args: &IdCheckArgs, language: &Language) -> Report {
    let kind = match args.kind {
        IdKindArg::Citizen => "citizen",
        IdKindArg::Uscc => "uscc",
    };
    match fault(args.kind, &args.value) {
        None => {
            let text = language.text(&format!("cli.id.valid.{kind}"));
            Report::new(Exit::Yes, json!({ "kind": kind, "valid": true }), text)
        }
        Some(fault) => {
            let text = language.text(&format!("cli.id.fault.{fault}"));
            let answer = json!({ "kind": kind, "valid": false, "reason": fault });
            Report::new(Exit::No, answer, text)
        }
    }
}

/// The first thing that is wrong, in the order in which a person would look.
fn fault(kind: IdKindArg, value: &str) -> Option<&'static str> {
    let (valid, check): (_, fn(&str) -> Option<char>) = match kind {
        IdKindArg::Citizen => (is_valid_citizen_id(value), citizen_id_check),
        IdKindArg::Uscc => (is_valid_uscc(value), uscc_check),
    };
    if valid {
        return None;
    }
    if value.chars().count() != 18 {
        return Some("length");
    }
    match value.get(..17).and_then(check) {
        None => Some("character"),
        Some(check) if !value.ends_with(check) => Some("check_character"),
        Some(_) => Some("birth_date"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_told_apart() {
        use IdKindArg::{Citizen, Uscc};
        for (kind, value, expected) in [
            (Citizen, "11010519491231002X", None),
            (Citizen, "110105194912310021", Some("check_character")),
            (Citizen, "11010519491231002x", Some("check_character")),
            (Citizen, "1101051949123100", Some("length")),
            (Citizen, "1101051949123l002X", Some("character")),
            (
                Citizen,
                "一二三四五六七八九十一二三四五六七八",
                Some("character"),
            ),
            (Citizen, "110105194902310026", Some("birth_date")),
            (Uscc, "91350100M000100Y43", None),
            (Uscc, "91350100M000100Y4Z", Some("check_character")),
            (Uscc, "91350100M000100I43", Some("character")),
            (Uscc, "", Some("length")),
        ] {
            assert_eq!(fault(kind, value), expected, "{value}");
        }
    }
}
