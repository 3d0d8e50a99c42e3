//! Our own profile: a timed code judged by trust and status snapshots and a policy.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Map, Value, json};
use tongban_certificate::{
    Day, OfficeInfo, Policy, TypeRegistry, Verdict, VerdictWord, VerifyContext, verify_bytes,
    verify_code_text,
};

use super::{exit_of, other_advice, unusable};
use crate::args::VerifyArgs;
use crate::file;
use crate::input::Input;
use crate::language::Language;
use crate::report::Report;
use crate::time::{for_people, rfc3339};
use crate::trust::ground;

/// The product's types; a demo build knows those of the demo's region too.
fn known_types() -> TypeRegistry {
    let built_in = TypeRegistry::built_in();
    #[cfg(feature = "demo")]
    {
        use tongban_rules::pack::SignedPack;
        let key = tongban_cose::PublicKey::from_any(&tongban_app::demo::pack_key());
        let pack = key
            .ok()
            .and_then(|key| SignedPack::verify(tongban_app::demo::pack(), &key).ok());
        let described = pack
            .iter()
            .flat_map(|signed| &signed.pack().certificate_types);
        let files: Vec<_> = described
            .filter_map(|described| described.description.as_deref())
            .collect();
        built_in
            .with(&files)
            .expect("the committed pack's types are checked by a test")
    }
    #[cfg(not(feature = "demo"))]
    built_in
}

/// Judges and says so.
pub fn run(input: &Input, args: &VerifyArgs, language: &Language) -> Report {
    let policy = match args.policy.as_deref().map(read_policy).transpose() {
        Ok(policy) => policy.unwrap_or_default(),
        Err(PolicyError::File(error)) => return unusable(error.code(), error.path(), language),
        Err(PolicyError::Content(error)) => {
            return unusable("policy_unusable", &error.to_string(), language);
        }
    };
    let ground = match ground(args) {
        Ok(ground) => ground,
        Err(error) => return unusable(error.code(), error.detail(), language),
    };
    let types = known_types();
    let context = VerifyContext {
        trust: &ground.trust,
        status: ground.status.as_ref(),
        types: &types,
        policy: &policy,
        now: ground.now,
        floor: ground.floor,
    };
    let verdict = match input {
        Input::Text(text) | Input::Scanned(text) => verify_code_text(text, &context),
        Input::Bytes(bytes) => verify_bytes(bytes, &context),
    };
    let exit = exit_of(verdict.word.slug(), verdict.reason.slug());
    let compare = verdict.compare_person();
    let mut line = for_scripts(&verdict, language);
    line["compare_person"] = compare.into();
    let mut text = for_reading(&verdict, input, language);
    if compare {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", language.text("verdict.compare_person"));
    }
    let report = Report::new(exit, line, text);
    if ground.demo {
        report.with(json!({ "demo": true }))
    } else {
        report
    }
}

#[derive(Debug, thiserror::Error)]
enum PolicyError {
    #[error(transparent)]
    File(#[from] file::FileError),
    #[error("policy is not usable: {0}")]
    Content(#[from] serde_json::Error),
}

fn read_policy(path: &Path) -> Result<Policy, PolicyError> {
    Ok(serde_json::from_slice(&file::read(path)?)?)
}

fn for_scripts(verdict: &Verdict, language: &Language) -> Value {
    let claims: Map<String, Value> = verdict
        .claims
        .iter()
        .map(|claim| (claim.json_name(), claim.value.to_json()))
        .collect();
    json!({
        "verdict": verdict.word.slug(),
        "reason": verdict.reason.slug(),
        "issuer": verdict.office.as_ref().map(|office| &office.code),
        "issuer_name": verdict.office.as_ref().map(|office| name_of(office, language)),
        "type": verdict.type_name,
        "claims": claims,
        "identifier": verdict.identifier,
        "as_of": verdict.as_of.and_then(rfc3339),
        "status": if verdict.status_checked { "checked" } else { "not_checked" },
        "trust_as_of": verdict.trust_as_of.and_then(rfc3339),
        "status_as_of": verdict.status_as_of.and_then(rfc3339),
        "valid_from": verdict.valid_from.map(|day| day.to_string()),
        "valid_until": verdict.valid_until.map(last_day),
        "made_at": verdict.made_at.and_then(rfc3339),
        "holder_proof": verdict.holder_proof,
    })
}

fn for_reading(verdict: &Verdict, input: &Input, language: &Language) -> String {
    let reason = verdict.reason.slug();
    // "Not revoked" may only be said where a status list was looked at (rule C3).
    let unchecked = verdict.word == VerdictWord::Valid && !verdict.status_checked;
    let (because, next) = if unchecked {
        (
            "cli.verify.unchecked".to_owned(),
            "cli.verify.unchecked_next".to_owned(),
        )
    } else {
        let otherwise = || {
            (
                format!("verdict.reason.{reason}.verifier"),
                format!("verdict.next.{reason}"),
            )
        };
        other_advice(input, reason).unwrap_or_else(otherwise)
    };
    let issuer = verdict
        .office
        .as_ref()
        .map_or_else(String::new, |office| name_of(office, language));
    let from = verdict
        .valid_from
        .map_or_else(String::new, |day| day.to_string());
    let until = verdict.valid_until.map_or_else(String::new, last_day);
    let as_of = verdict
        .as_of
        .map_or_else(String::new, |at| for_people(at, language));
    let values = [
        ("issuer", issuer.as_str()),
        ("valid_from", from.as_str()),
        ("valid_until", until.as_str()),
        ("as_of", as_of.as_str()),
    ];
    let mut text = format!(
        "{}\n{}\n{}\n",
        language.text(&format!("verdict.word.{}", verdict.word.slug())),
        language.render(&because, &values),
        language.text(&next),
    );
    // Writing to a String cannot fail.
    if let Some(name) = &verdict.type_name {
        let _ = writeln!(text, "{}", language.text(&format!("type.{name}.title")));
        for claim in &verdict.claims {
            let label = claim
                .name
                .as_ref()
                .and_then(|field| language.known(&format!("type.{name}.field.{field}")));
            let _ = writeln!(
                text,
                "  {}: {}",
                label.unwrap_or_else(|| claim.json_name()),
                claim.value.display_text()
            );
        }
    }
    if !until.is_empty() {
        let _ = writeln!(text, "{}", language.render("cli.verify.validity", &values));
    }
    text
}

fn name_of(office: &OfficeInfo, language: &Language) -> String {
    let names = &office.names;
    names
        .get(language.locale())
        .or_else(|| names.values().next())
        .unwrap_or(&office.code)
        .clone()
}

/// The last day on which it is valid: people count inclusively, the token does not (rule C1).
fn last_day(first_invalid: Day) -> String {
    first_invalid.plus_days(-1).to_string()
}
