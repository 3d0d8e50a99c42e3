//! A broken source names its place.

use tongban_rules::source::{Files, Problem, compile};

use super::support::after;

fn one(problems: Vec<Problem>) -> (String, u64, u64, String) {
    let [problem] = problems.as_slice() else {
        panic!("one problem: {problems:#?}");
    };
    let Problem {
        file,
        line,
        column,
        sentence,
    } = problem.clone();
    (file, line, column, sentence)
}

const SERVICE: &str = "national/services/elderly-preferential-card/service.yaml";
const FORM: &str = "national/services/elderly-preferential-card/form.yaml";
const MATERIALS: &str = "national/services/elderly-preferential-card/materials.yaml";

#[test]
fn an_unknown_key_is_refused_at_its_line_and_column() {
    let (file, line, column, sentence) =
        one(after(SERVICE, "kind: public", "kinds: x\nkind: public"));
    assert_eq!((file.as_str(), line, column), (SERVICE, 3, 1));
    assert!(sentence.starts_with("unknown field `kinds`"), "{sentence}");
    let (_, line, _, sentence) = one(after(
        FORM,
        "        datum: person_name",
        "        datums: person_name",
    ));
    assert_eq!(line, 9);
    assert!(sentence.contains("`datums`"), "{sentence}");
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    let (_, line, _, sentence) = one(after(SERVICE, "kind: public", "id: other\nkind: public"));
    assert_eq!(line, 3);
    assert!(sentence.contains("duplicate"), "{sentence}");
}

#[test]
fn a_rule_without_a_source_names_its_line() {
    let (file, line, _, sentence) = one(after(
        SERVICE,
        "by: { source: elderly-rights-law, clause: 第二条 }",
        "by: { source: no-such-law, clause: 第二条 }",
    ));
    assert_eq!(file, SERVICE);
    assert!(line > 20, "{line}");
    assert_eq!(sentence, "no layer has a source named \"no-such-law\"");
}

#[test]
fn a_rule_without_a_clause_or_outside_its_source_is_refused() {
    let cite = "by: { source: elderly-rights-law, clause: 第二条 }";
    let (.., sentence) = one(after(
        SERVICE,
        cite,
        "by: { source: elderly-rights-law, clause: \"\" }",
    ));
    assert_eq!(sentence, "a rule names the clause that it stands in");
    let early = "by: { source: elderly-rights-law, clause: 第二条, valid_from: 2010-01-01 }";
    let (.., sentence) = one(after(SERVICE, cite, early));
    assert!(
        sentence.contains("in force only while its source"),
        "{sentence}"
    );
    let (.., sentence) = one(after(
        SERVICE,
        cite,
        "by: { source: elderly-rights-law, clause: 第二条, valid_from: 2026-02-30 }",
    ));
    assert!(sentence.contains("a day that does not exist"), "{sentence}");
}

#[test]
fn an_expression_over_an_unknown_field_names_its_place() {
    let (file, line, column, sentence) = one(after(
        FORM,
        "{ equal: [{ field: wants_card }, true] }",
        "{ equal: [{ field: wants_cart }, true] }",
    ));
    assert_eq!(file, FORM);
    assert!(line > 50 && column > 1);
    assert_eq!(sentence, "the form has no field \"wants_cart\"");
    let (.., sentence) = one(after(
        FORM,
        "{ equal: [{ field: wants_card }, true] }",
        "{ equals: [{ field: wants_card }, true] }",
    ));
    assert_eq!(sentence, "there is no operator \"equals\"");
}

#[test]
fn an_expression_of_the_wrong_type_is_refused_at_its_field() {
    let (file, line, _, sentence) = one(after(
        FORM,
        "{ equal: [{ field: wants_card }, true] }",
        "{ equal: [{ field: wants_card }, 1] }",
    ));
    assert_eq!(file, FORM);
    assert!(line > 50);
    assert_eq!(
        sentence,
        "field recipient: expression needs yes or no where it has number"
    );
    let (file, .., sentence) = one(after(
        MATERIALS,
        "{ equal: [{ field: household }, living] }",
        "{ field: household }",
    ));
    assert!(file.starts_with("national/services/elderly-preferential-card/"));
    assert!(
        sentence.contains("residence") && sentence.contains("needs yes or no"),
        "{sentence}"
    );
}

#[test]
fn fields_that_wait_for_each_other_are_refused() {
    let from = "        purpose: { zh-Hans: 决定是否制卡, en: Decides whether a card is made }";
    let to = format!("{from}\n        visible_if: {{ answered: recipient }}");
    let (file, line, _, sentence) = one(after(FORM, from, &to));
    assert_eq!(file, FORM);
    assert!(line > 50);
    assert_eq!(sentence, "field wants_card depends on itself");
}

#[test]
fn an_id_that_stands_twice_is_refused_at_the_second() {
    let (_, line, _, sentence) = one(after(
        FORM,
        "      - id: recipient_phone",
        "      - id: recipient",
    ));
    assert!(line > 60, "{line}");
    assert_eq!(sentence, "form has recipient twice");
}

#[test]
fn a_name_that_nothing_has_is_refused() {
    let (.., sentence) = one(after(
        SERVICE,
        "certificate_type: elderly-card",
        "certificate_type: no-card",
    ));
    assert!(sentence.contains("names no-card"), "{sentence}");
    let (.., sentence) = one(after(
        SERVICE,
        "claim: address, answer",
        "claim: adress, answer",
    ));
    assert!(sentence.contains("names adress"), "{sentence}");
    let (.., sentence) = one(after(
        FORM,
        "common_error: phone-incomplete",
        "common_error: phone-half",
    ));
    assert!(sentence.contains("names phone-half"), "{sentence}");
}

#[test]
fn a_layer_cannot_ask_more_than_the_one_below() {
    let path = "ningxia/services/elderly-preferential-card/overlay.yaml";
    let (file, _, _, sentence) = one(after(
        path,
        "  - id: household-register\n",
        "  - id: household-register\n    way:\n      supplied: { form: copy, copies: 3, max_files: 3, media_types: [image/png] }\n  - id: household-register\n",
    ));
    assert_eq!(file, path);
    assert!(sentence.contains("may ask less"), "{sentence}");
}

#[test]
fn a_service_stands_in_one_layer_and_an_overlay_needs_one_below() {
    let path = "ningxia/services/residence-permit/overlay.yaml";
    let (.., sentence) = one(after(
        path,
        "service: residence-permit",
        "service: no-service",
    ));
    assert_eq!(sentence, "no layer below has this service");
}

#[test]
fn yaml_that_would_grow_is_refused() {
    let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
    let (_, _, _, sentence) = one(after(
        "national/layer.yaml",
        "id: national",
        &format!("{bomb}id: national"),
    ));
    assert!(!sentence.is_empty());
    let deep = format!("{}x{}", "[".repeat(300), "]".repeat(300));
    assert_eq!(
        after(
            "national/layer.yaml",
            "id: national",
            &format!("remark: {deep}\nid: national")
        )
        .len(),
        1
    );
}

#[test]
fn layers_in_a_circle_and_missing_layers_are_refused() {
    let mut files = Files::default();
    let layer = |id: &str, base: &str| {
        format!("id: {id}\nbase: {base}\nname: {{ zh-Hans: 甲 }}\nversion: 1\nas_of: 2026-01-01\n")
            .into_bytes()
    };
    files.insert("a/layer.yaml", layer("a", "b"));
    files.insert("b/layer.yaml", layer("b", "a"));
    let problems = compile(&files, "a").unwrap_err();
    assert!(problems[0].sentence.contains("circle"));
    let problems = compile(&files, "c").unwrap_err();
    assert_eq!(problems[0].to_string(), "c/layer.yaml: the file is missing");
}

#[test]
fn a_certificate_type_has_the_fields_that_its_texts_name() {
    let path = "national/certificate-types/elderly-card.json";
    let (file, .., sentence) = one(after(path, "\"name\": \"address\"", "\"name\": \"place\""));
    assert_eq!(file, path);
    assert!(
        sentence.contains("only one of .json and .yaml"),
        "{sentence}"
    );
    let (.., sentence) = one(after(
        path,
        "\"name\": \"elderly-card\"",
        "\"name\": \"card\"",
    ));
    assert!(sentence.contains("name of its file"), "{sentence}");
    let (_, line, ..) = one(after(path, "\"digest_count\": 6,", "\"digest_count\": 6"));
    assert!(line > 4, "{line}");
}
