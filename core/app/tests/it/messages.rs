use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use tongban_app::{EnrolStep, ErrorCode, Messages, Params};
use tongban_certificate::{Reason, TypeRegistry, VerdictWord};
use tongban_store::QuarantineReason;

const WORDS: [VerdictWord; 5] = [
    VerdictWord::Valid,
    VerdictWord::Expired,
    VerdictWord::Revoked,
    VerdictWord::NotGenuine,
    VerdictWord::CannotTell,
];

/// The files that the core renders from.
const FILES: [&str; 10] = [
    "errors",
    "verdicts",
    "confirm",
    "types",
    "app",
    "core",
    "delivery",
    "messages",
    "reminders",
    "served",
];

#[test]
fn every_error_says_what_happened_what_is_safe_and_what_to_do_next() {
    for locale in Messages::LOCALES {
        let messages = Messages::load(locale);
        for code in ErrorCode::ALL {
            let view = code.view(Params::new());
            let keys = [Some(format!("error.{}", view.code)), view.kept, view.next];
            for key in keys.iter().flatten() {
                assert!(messages.has(key), "{locale}: {key}");
            }
            assert_eq!(keys.iter().flatten().count(), 3, "{}", view.code);
        }
    }
}

#[test]
fn error_codes_are_unique() {
    let names: BTreeSet<_> = ErrorCode::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), ErrorCode::ALL.len());
}

#[test]
fn every_error_code_is_given_by_some_use_case() {
    let mut source = String::new();
    read_sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut source,
    );
    for code in ErrorCode::ALL {
        let named = format!("ErrorCode::{code:?}");
        let used = source.match_indices(&named).any(|(at, _)| {
            !source[at + named.len()..].starts_with(|next: char| next.is_alphanumeric())
        });
        assert!(used, "{named} is in the table only");
    }
}

#[test]
fn every_reason_has_a_sentence_for_the_verifier_and_one_for_the_holder() {
    for locale in Messages::LOCALES {
        let messages = Messages::load(locale);
        for reason in Reason::ALL {
            let slug = reason.slug();
            for key in [
                format!("verdict.reason.{slug}.verifier"),
                format!("verdict.reason.{slug}.holder"),
                format!("verdict.next.{slug}"),
            ] {
                assert!(messages.has(&key), "{locale}: {key}");
            }
        }
        for word in WORDS {
            assert!(
                messages.has(&format!("verdict.word.{}", word.slug())),
                "{locale}: {}",
                word.slug()
            );
        }
    }
}

#[test]
fn every_reason_for_setting_a_file_aside_has_a_text_and_no_text_is_left_over() {
    let known = QuarantineReason::ALL.iter().map(|reason| reason.slug());
    exactly_these_have_a_text("app", "/app/quarantine", known);
}

#[test]
fn every_step_of_an_enrolment_has_a_text_and_no_text_is_left_over() {
    exactly_these_have_a_text("app", "/app/progress", ["enrol"]);
    let known = EnrolStep::ALL.iter().map(|step| step.code());
    exactly_these_have_a_text("app", "/app/progress/enrol", known);
}

#[test]
fn a_day_is_said_in_words() {
    for (locale, day) in [("en", "1 March 2027"), ("zh-Hans", "2027 年 3 月 1 日")] {
        assert_eq!(Messages::load(locale).day("2027-03-01"), day);
        assert_eq!(Messages::load(locale).day("soon"), "soon");
    }
}

#[test]
fn no_reason_is_in_the_catalogue_alone() {
    let known = Reason::ALL.iter().map(|reason| reason.slug());
    exactly_these_have_a_text("verdicts", "/verdict/reason", known);
}

#[test]
fn every_type_and_field_has_a_name() {
    for locale in Messages::LOCALES {
        let messages = Messages::load(locale);
        for description in TypeRegistry::built_in().all() {
            assert!(
                messages.has(&format!("type.{}.title", description.name())),
                "{locale}"
            );
            for field in description.fields() {
                let key = format!("type.{}.field.{}", description.name(), field.name);
                assert!(messages.has(&key), "{locale}: {key}");
            }
        }
    }
}

#[test]
fn both_locales_have_the_same_keys_and_the_same_parameters() {
    for file in FILES {
        let [first, second] = catalogue(file).map(|(_, json)| texts(&json));
        assert_eq!(
            first.keys().collect::<Vec<_>>(),
            second.keys().collect::<Vec<_>>(),
            "{file}"
        );
        for (key, text) in &first {
            assert_eq!(parameters(text), parameters(&second[key]), "{key}");
        }
    }
}

#[test]
#[allow(non_snake_case)]
fn rule_C3_not_revoked_is_never_said_without_its_date() {
    for (locale, file) in catalogue("verdicts") {
        for (key, text) in texts(&file) {
            let claims = text.to_lowercase().contains("not revoked")
                || text.replace("没有吊销名单", "").contains("没有吊销");
            assert!(
                !claims || text.contains("{as_of}"),
                "{locale}: {key}: {text}"
            );
        }
    }
}

#[test]
fn chinese_sentences_follow_the_house_style() {
    for file in FILES {
        let [(_, json), _] = catalogue(file);
        for (key, text) in texts(&json) {
            assert!(!text.contains(['!', '！', '…', '·']), "{key}: {text}");
            let signs: Vec<char> = text.chars().collect();
            for pair in signs.windows(2) {
                let (hanzi, latin) = (
                    |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c),
                    |c: char| c.is_ascii_alphanumeric(),
                );
                let glued = hanzi(pair[0]) && latin(pair[1]) || latin(pair[0]) && hanzi(pair[1]);
                assert!(!glued, "a space is missing in {key}: {text}");
                let half_width =
                    hanzi(pair[0]) && [',', '.', ';', ':', '?', '('].contains(&pair[1]);
                assert!(!half_width, "half-width sign in {key}: {text}");
            }
        }
    }
}

#[test]
fn no_text_needs_more_than_named_parameters() {
    for file in FILES {
        for (locale, json) in catalogue(file) {
            for (key, text) in texts(&json) {
                // These signs start plurals and links in the web UI's reader of the same files.
                assert!(!text.contains(['|', '@']), "{locale}: {key}: {text}");
                for name in parameters(&text) {
                    assert!(
                        name.bytes()
                            .all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
                        "{key}: {name}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_text_is_rendered_with_its_values_and_never_lost() {
    let messages =
        Messages::load("en").with(r#"{"cli": {"hello": "{who} has {count} files, {what}"}}"#);
    let params = Params::from([
        ("who".to_owned(), "A".into()),
        ("count".to_owned(), 2.into()),
    ]);
    assert_eq!(
        messages.render("cli.hello", &params),
        "A has 2 files, {what}"
    );
    assert_eq!(messages.text("no.such.key"), "no.such.key");
    assert_eq!(messages.with("not json").locale(), "en");
}

#[test]
fn locales_of_machines_find_their_texts() {
    for (tag, locale) in [
        ("en_GB.UTF-8", "en"),
        ("EN", "en"),
        ("zh_CN.UTF-8", "zh-Hans"),
        ("C", "zh-Hans"),
        ("字", "zh-Hans"),
    ] {
        assert_eq!(Messages::load(tag).locale(), locale, "{tag}");
    }
}

fn exactly_these_have_a_text<'a>(
    file: &str,
    pointer: &str,
    known: impl IntoIterator<Item = &'a str>,
) {
    let known: BTreeSet<_> = known.into_iter().collect();
    for (locale, catalogue) in catalogue(file) {
        let written = catalogue.pointer(pointer).and_then(Value::as_object);
        let written: BTreeSet<_> = written.unwrap().keys().map(String::as_str).collect();
        assert_eq!(written, known, "{locale}: {pointer}");
    }
}

fn catalogue(file: &str) -> [(&'static str, Value); 2] {
    ["zh-Hans", "en"].map(|locale| {
        let path = format!(
            "{}/../../assets/messages/{locale}/{file}.json",
            env!("CARGO_MANIFEST_DIR")
        );
        (
            locale,
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap(),
        )
    })
}

fn texts(json: &Value) -> BTreeMap<String, String> {
    fn walk(prefix: String, json: &Value, out: &mut BTreeMap<String, String>) {
        match json {
            Value::Object(map) => map
                .iter()
                .for_each(|(name, value)| walk(format!("{prefix}.{name}"), value, out)),
            Value::String(text) => drop(out.insert(prefix, text.clone())),
            other => panic!("{prefix} is no text: {other}"),
        }
    }
    let mut out = BTreeMap::new();
    walk(String::new(), json, &mut out);
    out
}

fn parameters(text: &str) -> BTreeSet<String> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn read_sources(folder: &Path, out: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_sources(&path, out);
        } else if !path.ends_with("error/code.rs") {
            out.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}
