//! What is not published.

use tongban_rules::lint::{VaguePhrase, VaguePhrases};

use super::support::after;

const CARD: &str = "national/services/elderly-preferential-card";

fn phrases() -> VaguePhrases {
    let text = include_str!("../../../../../assets/packs/national/vague-phrases.yaml");
    let list: Vec<VaguePhrase> = serde_saphyr::from_str(text).expect("the committed list");
    let mut phrases = VaguePhrases::default();
    phrases.extend(list);
    phrases
}

#[test]
fn req_09_at_least_forty_vague_phrases_are_named_wherever_they_hide() {
    let phrases = phrases();
    assert!(phrases.phrases().len() >= 40);
    for vague in phrases.phrases() {
        for text in [
            vague.phrase.clone(),
            format!("身份证、{}", vague.phrase),
            format!("租赁合同（{}）", vague.phrase),
            vague.phrase.chars().map(|c| format!("{c} ")).collect(),
        ] {
            assert!(phrases.in_text(&text).is_some(), "{text}");
        }
    }
}

#[test]
fn req_09_definite_materials_are_no_false_alarms() {
    let phrases = phrases();
    for text in [
        "居民身份证",
        "户口簿首页和本人页",
        "近六个月内一寸白底彩色照片",
        "房屋租赁合同",
        "不动产权证书",
        "劳动合同",
        "学生证",
        "用人单位出具的劳动关系证明",
        "出生医学证明",
        "残疾人证",
        "结婚证",
        "同等学历证明",
        "食品经营许可证",
        "健康证明",
        "营业执照副本",
        "法定代表人身份证",
        "授权委托书",
        "验资报告",
        "消防验收意见书",
        "环境影响报告表",
        "建设工程规划许可证",
        "无犯罪记录证明",
        "死亡医学证明",
        "银行卡",
        "税务登记表",
    ] {
        assert_eq!(phrases.in_text(text), None, "{text}");
    }
}

#[test]
fn req_09_a_vague_material_is_refused_with_phrase_and_line() {
    let path = format!("{CARD}/materials.yaml");
    let problems = after(
        &path,
        "zh-Hans: 常住证明, en",
        "zh-Hans: 常住证明等有关材料, en",
    );
    let [problem] = problems.as_slice() else {
        panic!("{problems:#?}");
    };
    assert_eq!(problem.file, path);
    assert!(problem.line > 40 && problem.column > 0);
    assert!(
        problem.sentence.contains("等有关材料") || problem.sentence.contains("等"),
        "{problem}"
    );
}

#[test]
fn req_05_an_incomplete_guide_is_not_published() {
    let path = "national/services/residence-permit/guide.yaml";
    for (from, to, term) in [
        ("{ kind: complaint,", "{ kind: question,", "诉求渠道"),
        ("{ kind: question,", "{ kind: complaint,", "咨询服务"),
    ] {
        let problems = after(path, from, to);
        assert_eq!(problems.len(), 1, "{problems:#?}");
        assert!(problems[0].sentence.contains(term), "{problems:#?}");
    }
}

#[test]
fn a_definite_term_that_contains_a_vague_phrase_is_none() {
    let mut phrases = VaguePhrases::default();
    phrases.extend(vec![VaguePhrase {
        phrase: "有关证明".into(),
        but_not: vec!["无有关证明承诺书".into()],
    }]);
    assert_eq!(phrases.in_text("无有关证明承诺书"), None);
    assert_eq!(phrases.in_text("有关证明"), Some("有关证明"));
    assert_eq!(
        phrases.in_text("无有关证明承诺书和有关证明"),
        Some("有关证明")
    );
}

#[test]
fn a_text_without_a_translation_is_not_published() {
    let problems = after(
        &format!("{CARD}/form.yaml"),
        "{ zh-Hans: 本人, en: You }",
        "{ zh-Hans: 本人 }",
    );
    let [problem] = problems.as_slice() else {
        panic!("{problems:#?}");
    };
    assert!(problem.sentence.contains("missing in en"), "{problem}");
}

#[test]
fn design_16_no_form_asks_for_ethnicity_religion_scores_or_whereabouts() {
    let path = format!("{CARD}/form.yaml");
    let label = "label: { zh-Hans: 户口情况, en: Registration }";
    for (text, word) in [
        ("label: { zh-Hans: 民族, en: Group }", "民族"),
        ("label: { zh-Hans: 宗教信仰, en: Belief }", "宗教"),
        ("label: { zh-Hans: 信用分, en: Points }", "信用分"),
        ("label: { zh-Hans: 最近行程, en: Trips }", "行程"),
        (
            "label: { zh-Hans: 户口情况, en: Your ethnic group }",
            "ethnic",
        ),
    ] {
        let problems = after(&path, label, text);
        assert!(
            problems
                .iter()
                .any(|p| p.sentence.contains(word) && p.line > 0),
            "{problems:#?}"
        );
    }
    for id in ["religion", "credit_score", "location_history", "ethnicity"] {
        let problems = after(&path, "datum: residence_address", &format!("datum: {id}"));
        assert!(
            problems.iter().any(|p| p.sentence.contains("never asks")),
            "{id}: {problems:#?}"
        );
    }
}

#[test]
fn design_16_no_certificate_type_holds_such_a_field() {
    let path = "national/certificate-types/elderly-card.yaml";
    let problems = after(path, "zh-Hans: 现住址", "zh-Hans: 民族");
    assert!(
        problems.iter().any(|p| p.sentence.contains("民族")),
        "{problems:#?}"
    );
}

#[test]
fn req_44_a_refusal_without_clause_or_remedy_is_not_published() {
    let problems = after(
        &format!("{CARD}/service.yaml"),
        "clause_text: 本法所称老年人是指六十周岁以上的公民。",
        "clause_text: \" \"",
    );
    assert!(problems[0].sentence.contains("does not quote its clause"));
    assert!(problems[0].line > 0);
    let problems = after(
        "national/rules.yaml",
        "    - kind: lawsuit",
        "    - kind: complaint",
    );
    let lawsuit = problems
        .iter()
        .filter(|p| p.sentence.contains("Lawsuit"))
        .count();
    assert_eq!(lawsuit, 3, "one a service: {problems:#?}");
}

#[test]
fn req_21_a_service_without_a_way_off_line_is_not_published() {
    let path = format!("{CARD}/guide.yaml");
    let text = include_str!(
        "../../../../../assets/packs/national/services/elderly-preferential-card/guide.yaml"
    );
    let from = text
        .split("channels:\n")
        .nth(1)
        .unwrap()
        .split("hours:")
        .next()
        .unwrap();
    let problems = after(
        &path,
        from,
        "  - { kind: app, text: { zh-Hans: 在这里填, en: Here } }\n",
    );
    assert!(
        problems
            .iter()
            .any(|p| p.sentence.contains("no way without a device")),
        "{problems:#?}"
    );
}

#[test]
fn req_45_a_result_that_only_a_phone_can_receive_is_not_published() {
    let path = format!("{CARD}/guide.yaml");
    let says = |from: &str, to: &str, sentence: &str| {
        let problems = after(&path, from, to);
        let found = problems.iter().any(|p| p.sentence.contains(sentence));
        assert!(found, "{sentence}: {problems:#?}");
    };
    let (counter, post, app) = (
        "kind: counter",
        "kind: post, text: { zh-Hans: 寄到家",
        "kind: app, text: { zh-Hans: 文书",
    );
    let twice = after(&path, counter, "kind: terminal");
    assert_eq!(twice, [], "a terminal may be offered beside the post");
    says(
        post,
        "kind: app, text: { zh-Hans: 寄到家",
        "the route app stands twice",
    );
    says(app, "kind: fax, text: { zh-Hans: 文书", "leave the app out");
    let text = include_str!(
        "../../../../../assets/packs/national/services/elderly-preferential-card/guide.yaml"
    );
    let routes = text
        .split("routes:\n")
        .nth(1)
        .and_then(|rest| rest.split("hours:").next());
    let only_the_app = "  - { kind: app, text: { zh-Hans: 到手机上, en: To the phone } }\n";
    says(
        routes.unwrap(),
        only_the_app,
        "no route to its result without a device",
    );
}

#[test]
fn req_04_an_item_code_begins_with_a_valid_credit_code() {
    let path = "yunquan/services/residence-permit/overlay.yaml";
    let problems = after(path, "11990100MB0T1A034A", "11990100MB0T1A034B");
    assert!(
        problems[0].sentence.contains("credit code"),
        "{problems:#?}"
    );
}

#[test]
fn req_24_no_datum_is_asked_twice_in_a_form() {
    let path = format!("{CARD}/form.yaml");
    let problems = after(&path, "datum: contact_phone", "datum: person_name");
    assert!(
        problems
            .iter()
            .any(|p| p.sentence.contains("asks the same datum in name")),
        "{problems:#?}"
    );
}

#[test]
fn who_must_come_is_told_why() {
    let path = format!("{CARD}/guide.yaml");
    let problems = after(&path, "promised: 0", "promised: 1");
    assert!(problems[0].sentence.contains("told why"), "{problems:#?}");
}
