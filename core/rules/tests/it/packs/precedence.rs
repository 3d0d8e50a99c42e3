//! Which of several rules applies, and why the others do not.

use tongban_rules::provision::{Citation, Provision, Rule, Ruled, Weight, Why};

use super::support::{after, day, pack};

fn rule(value: u16, weight: Weight, change: impl FnOnce(&mut Provision)) -> Rule<u16> {
    let mut provision = Provision {
        citation: Citation {
            source: format!("source-{value}"),
            clause: "第一条".into(),
        },
        weight,
        jurisdiction: "national".into(),
        depth: 0,
        special: false,
        gives_way_to: None,
        valid_from: day("2020-01-01"),
        valid_until: None,
    };
    change(&mut provision);
    Rule { value, provision }
}

fn outcome(rules: Vec<Rule<u16>>, on: &str) -> (Option<u16>, Vec<(u16, Why)>) {
    let ruled = Ruled::new(rules);
    let resolved = ruled.on(day(on));
    let lost = resolved.lost.iter().map(|lost| (lost.rule.value, lost.why));
    (resolved.applies.map(|rule| rule.value), lost.collect())
}

#[test]
fn rule_L1_a_rule_applies_from_its_first_day_until_the_day_before_its_end() {
    let dated = |p: &mut Provision| {
        p.valid_from = day("2022-03-01");
        p.valid_until = Some(day("2026-03-01"));
    };
    let on = |text| outcome(vec![rule(1, Weight::Law, dated)], text);
    assert_eq!(on("2022-02-28"), (None, vec![(1, Why::NotYetInForce)]));
    assert_eq!(on("2022-03-01").0, Some(1));
    assert_eq!(on("2026-02-28").0, Some(1));
    assert_eq!(on("2026-03-01"), (None, vec![(1, Why::NoLongerInForce)]));
}

#[test]
fn rule_L1_a_proposal_is_never_law_also_where_nothing_else_is() {
    let found = outcome(vec![rule(45, Weight::Proposed, |_| ())], "2026-01-01");
    assert_eq!(found, (None, vec![(45, Why::Proposed)]));
    let rules = vec![
        rule(45, Weight::Proposed, |p| p.special = true),
        rule(60, Weight::NormativeDocument, |_| ()),
    ];
    assert_eq!(
        outcome(rules, "2026-01-01"),
        (Some(60), vec![(45, Why::Proposed)])
    );
}

#[test]
fn rule_L2_higher_over_lower_then_special_over_general_then_newer_over_older() {
    let newer = |p: &mut Provision| p.valid_from = day("2024-01-01");
    let on = |rules| outcome(rules, "2026-01-01");
    let law = || rule(1, Weight::Law, |_| ());
    let found = on(vec![
        rule(2, Weight::Regulation, |p| p.special = true),
        law(),
    ]);
    assert_eq!(found, (Some(1), vec![(2, Why::Lower)]), "heavier first");
    let city = rule(3, Weight::NormativeDocument, |p| p.depth = 2);
    let region = rule(4, Weight::NormativeDocument, |p| p.depth = 1);
    assert_eq!(
        on(vec![city, region]),
        (Some(4), vec![(3, Why::Lower)]),
        "nearer the nation"
    );
    let special = rule(5, Weight::Law, |p| p.special = true);
    assert_eq!(
        on(vec![rule(6, Weight::Law, newer), special]),
        (Some(5), vec![(6, Why::General)])
    );
    let found = on(vec![law(), rule(7, Weight::Law, newer)]);
    assert_eq!(found, (Some(7), vec![(1, Why::Older)]));
    assert_eq!(on(vec![law(), law()]), (Some(1), vec![(1, Why::Repeated)]));
}

#[test]
fn rule_L2_a_law_that_gives_way_does() {
    let yields = |p: &mut Provision| p.gives_way_to = Some(Weight::Regulation);
    let law = || rule(20, Weight::Law, yields);
    let rules = vec![law(), rule(3, Weight::Regulation, |p| p.special = true)];
    assert_eq!(
        outcome(rules, "2026-01-01"),
        (Some(3), vec![(20, Why::GivesWay)])
    );
    let document = rule(40, Weight::NormativeDocument, |p| p.special = true);
    let found = outcome(vec![law(), document], "2026-01-01");
    assert_eq!(
        found,
        (Some(20), vec![(40, Why::Lower)]),
        "to a regulation, not to a document"
    );
}

#[test]
fn rule_L2_the_order_of_the_layers_alone_decides_nothing() {
    let all = [
        rule(1, Weight::Law, |p| {
            p.gives_way_to = Some(Weight::Regulation)
        }),
        rule(2, Weight::Regulation, |p| p.special = true),
        rule(3, Weight::NormativeDocument, |p| p.depth = 1),
        rule(4, Weight::Rule, |_| ()),
        rule(5, Weight::Regulation, |p| p.depth = 1),
    ];
    for start in 0..all.len() {
        let mut turned = all.to_vec();
        turned.rotate_left(start);
        assert_eq!(outcome(turned.clone(), "2026-01-01").0, Some(2));
        turned.reverse();
        assert_eq!(outcome(turned, "2026-01-01").0, Some(2));
    }
}

#[test]
fn rule_L2_the_pack_keeps_the_losing_rule_with_its_reason() {
    let business = pack().service("individual-business-registration").unwrap();
    let resolved = business.limits.decide.on(day("2026-02-24"));
    let applies = resolved.applies.unwrap();
    assert_eq!(applies.value.amount().most(), 3);
    assert_eq!(
        applies.provision.citation.source,
        "market-entity-regulation"
    );
    let [lost] = resolved.lost.as_slice() else {
        panic!("the licensing law is kept");
    };
    assert_eq!(
        (lost.rule.provision.citation.source.as_str(), lost.why),
        ("licensing-law", Why::GivesWay)
    );
    // A city cannot take back what the law gives.
    let answer = business.limits.answer.on(day("2026-02-24"));
    assert_eq!(
        answer.applies.unwrap().provision.citation.source,
        "licensing-law"
    );
    assert_eq!(answer.lost[0].why, Why::Lower);
}

#[test]
fn a_contradiction_that_nothing_decides_is_not_published() {
    let problems = after(
        "yunquan/services/residence-permit/overlay.yaml",
        "      by: { source: yunquan-list, clause: 第 3 项 }",
        "      by: { source: yunquan-list, clause: 第 3 项 }\n    - value: { days: 9, unit: working, duty: office }\n      by: { source: yunquan-list, clause: 第 4 项 }",
    );
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].sentence.contains("promise contradict"),
        "{problems:?}"
    );
}

#[test]
fn a_promise_longer_than_the_law_is_not_published() {
    let problems = after(
        "yunquan/services/individual-business-registration/overlay.yaml",
        "days: 1,",
        "days: 4,",
    );
    assert_eq!(problems.len(), 1);
    assert!(problems[0].sentence.contains("longer than the one by law"));
}
