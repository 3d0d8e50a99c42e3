//! Forms: total, idempotent, independent of order; nothing that was typed is lost.

use std::collections::BTreeSet;
use std::time::Instant;

use proptest::prelude::*;
use tongban_cases::{Answers, FormView, Known, Origin, ProblemKind, evaluate};
use tongban_rules::Texts;
use tongban_rules::expression::{Comparison, Expr, KnownType, Value, ValueType};
use tongban_rules::form::{Choice, Field, FieldIndex, FieldKind, Form, KnownRef, Need, Section};

use super::support::*;

fn view<'a>(form: &'a Form, answers: &'a Answers, known: &'a [Known]) -> FormView<'a> {
    evaluate(form, answers, known, day("2026-03-02")).expect("within the budget")
}

fn values(view: &FormView<'_>) -> Vec<Option<Value>> {
    let values = view
        .fields()
        .iter()
        .map(|field| field.value.as_deref().cloned());
    values.collect()
}

#[test]
fn req_24_what_a_certificate_says_is_filled_in_with_its_source_and_not_asked_again() {
    let form = &service(ELDERLY).form;
    let known = known();
    let mut answers = Answers::new();
    answers.set("name", text("别人"));
    answers.set("address", text("云泉市石桥镇九号"));
    let view = view(form, &answers, &known);

    let name = view.find("name").unwrap();
    assert!(name.value.as_deref() == Some(&text("林桂芳")));
    assert!(!name.editable && name.problems.is_empty());
    assert!(
        name.kept == Some(&text("别人")),
        "what was typed stays in the draft"
    );
    let Some(Origin::Known { known, prefill }) = name.origin else {
        panic!("the source is shown");
    };
    assert_eq!(known.source, "resident-identity");
    assert!(!prefill.basis.clause.is_empty());

    let address = view.find("address").unwrap();
    assert!(address.editable && address.origin == Some(Origin::Typed));
    assert!(address.value.as_deref() == Some(&text("云泉市石桥镇九号")));
    assert_eq!(view.totals().known, 3, "name, number and date of birth");
}

#[test]
fn a_known_value_that_the_field_cannot_take_is_asked_instead() {
    let form = &service(ELDERLY).form;
    let known = [
        claim("id_number", text("12345")),
        claim("birth_date", text("1949-12-31")),
    ];
    let answers = Answers::new();
    let view = view(form, &answers, &known);
    let number = view.find("id_number").unwrap();
    assert!(number.value.is_none() && number.editable);
    let born = view.find("birth_date").unwrap();
    assert!(
        born.value.as_deref() == Some(&Value::Day(day("1949-12-31"))),
        "a day in text"
    );
}

#[test]
fn what_is_hidden_is_kept_and_not_submitted() {
    let form = &service(RESIDENCE).form;
    let known = known();
    let mut answers = answers_for(service(RESIDENCE));
    answers.set("home_kind", text("owned"));
    let hidden = view(form, &answers, &known);
    let landlord = hidden.find("landlord").unwrap();
    assert!(!landlord.visible && landlord.value.is_none() && landlord.problems.is_empty());
    assert!(landlord.kept == Some(&text("王建国")));
    assert!(hidden.is_complete());
    assert!(hidden.to_submit().0.get("landlord").is_none());

    answers.set("home_kind", text("rented"));
    let shown = view(form, &answers, &known);
    assert!(shown.to_submit().0.get("landlord") == Some(&text("王建国")));
}

#[test]
fn only_known_values_that_the_form_uses_travel() {
    let mut known = known();
    known.push(claim("portrait", text("…")));
    let answers = answers_for(service(BUSINESS));
    let view = view(&service(BUSINESS).form, &answers, &known);
    let (_, sent) = view.to_submit();
    let portrait =
        |k: &Known| matches!(&k.reference, KnownRef::Claim { claim, .. } if claim == "portrait");
    assert!(!sent.is_empty() && !sent.iter().any(portrait));
}

#[test]
fn a_known_value_that_only_a_condition_looks_at_travels_too() {
    let known = known();
    let mut shown = field("why", FieldKind::Text { max: 9 });
    let name = Box::new(Expr::Known(known[0].reference.clone(), KnownType::Text));
    let same = Box::new(Expr::Literal(text("林桂芳")));
    shown.visible_if = Some(Expr::Compare(Comparison::Equal, name, same));
    let form = form_of(vec![shown]);
    let answers: Answers = [("why", text("因为"))].into_iter().collect();
    let (sent, travels) = view(&form, &answers, &known).to_submit();
    assert!(travels == known[..1]);
    assert!(view(&form, &sent, &travels).find("why").unwrap().visible);
}

#[test]
fn a_computed_answer_is_computed_and_cannot_be_typed() {
    let known = known();
    let mut answers = answers_for(service(BUSINESS));
    answers.set("business_name", text("别的名字"));
    let form = &service(BUSINESS).form;
    let evaluated = view(form, &answers, &known);
    let name = evaluated.find("business_name").unwrap();
    assert_eq!(name.origin, Some(Origin::Computed));
    assert!(!name.editable);
    let Some(Value::Text(computed)) = name.value.as_deref() else {
        panic!("a name is computed");
    };
    assert!(computed.contains("桂芳") && computed.contains("云泉区"));
    answers.take("trade_name");
    let without = view(form, &answers, &known);
    let name = without.find("business_name").unwrap();
    assert!(
        name.value.is_none() && name.problems.is_empty(),
        "the missing input is what is told"
    );
}

#[test]
fn every_wrong_answer_has_its_own_problem_and_stays() {
    let options = |ids: &[&str]| {
        let option = |id: &&str| Choice {
            id: (*id).into(),
            label: Texts::default(),
        };
        ids.iter().map(option).collect::<Vec<_>>()
    };
    let choices = FieldKind::Choices {
        options: options(&["a", "b", "c"]),
        min: 1,
        max: 2,
    };
    let date = FieldKind::Date {
        earliest: Some(day("2000-01-01")),
        latest: Some(day("2030-01-01")),
    };
    let set = |ids: &[&str]| Value::Choices(ids.iter().map(|id| (*id).to_owned()).collect());
    let number = FieldKind::Number { min: 1, max: 9 };
    let long = "字".repeat(10_000);
    let wrong = |expected, found| ProblemKind::WrongType { expected, found };
    let cases = [
        (
            FieldKind::Text { max: 60 },
            text(&long),
            ProblemKind::TooLong {
                max: 60,
                found: 10_000,
            },
        ),
        (
            FieldKind::LongText { max: 300 },
            text(&long),
            ProblemKind::TooLong {
                max: 300,
                found: 10_000,
            },
        ),
        (
            FieldKind::Text { max: 60 },
            Value::Number(5),
            wrong(ValueType::Text, ValueType::Number),
        ),
        (
            FieldKind::Text { max: 60 },
            text("　 "),
            ProblemKind::Missing,
        ),
        (
            FieldKind::YesNo,
            text("yes"),
            wrong(ValueType::Bool, ValueType::Text),
        ),
        (
            FieldKind::Declaration,
            Value::Bool(false),
            ProblemKind::NotDeclared,
        ),
        (
            number.clone(),
            Value::Number(0),
            ProblemKind::OutOfRange { min: 1, max: 9 },
        ),
        (
            number,
            Value::Number(i64::MAX),
            ProblemKind::OutOfRange { min: 1, max: 9 },
        ),
        (
            date.clone(),
            Value::Day(day("1999-12-31")),
            ProblemKind::TooEarly {
                earliest: day("2000-01-01"),
            },
        ),
        (
            date,
            Value::Day(day("2030-01-02")),
            ProblemKind::TooLate {
                latest: day("2030-01-01"),
            },
        ),
        (
            FieldKind::Choice {
                options: options(&["a"]),
            },
            text("z"),
            ProblemKind::NotAnOption,
        ),
        (choices.clone(), set(&["a", "z"]), ProblemKind::NotAnOption),
        (
            choices.clone(),
            set(&["a", "b", "c"]),
            ProblemKind::TooMany { max: 2 },
        ),
        (choices, set(&[]), ProblemKind::Missing),
    ];
    for (kind, value, problem) in cases {
        let form = form_of(vec![field("f", kind)]);
        let answers: Answers = [("f", value.clone()), ("elsewhere", text("x"))]
            .into_iter()
            .collect();
        let evaluated = view(&form, &answers, &[]);
        let kinds: Vec<_> = evaluated.fields()[0]
            .problems
            .iter()
            .map(|p| &p.kind)
            .collect();
        assert_eq!(kinds, [&problem]);
        assert!(evaluated.fields()[0].kept == Some(&value));
        assert_eq!(evaluated.unknown(), ["elsewhere"]);
        assert!(answers.get("elsewhere").is_some() && !evaluated.is_complete());
    }
}

#[test]
fn req_08_a_mistake_cites_the_published_error() {
    let mut answers = answers_for(service(ELDERLY));
    answers.set("id_number", text("110105194912310021"));
    answers.set("wants_card", Value::Bool(true));
    answers.set("recipient_phone", text("1390"));
    let evaluated = view(&service(ELDERLY).form, &answers, &[]);
    for field in ["id_number", "recipient_phone"] {
        let problem = &evaluated.find(field).unwrap().problems[0];
        assert!(matches!(problem.kind, ProblemKind::WrongForm(_)));
        let cited = problem.common_error.expect("an error is cited");
        assert!(service(ELDERLY).common_error(cited).is_some());
    }
}

#[test]
fn pages_say_how_far_they_are() {
    let answers = Answers::new();
    let known = known();
    let evaluated = view(&service(ELDERLY).form, &answers, &known);
    let pages: Vec<_> = evaluated.pages().collect();
    let ids: Vec<_> = pages.iter().map(|page| page.section.id.as_str()).collect();
    assert_eq!(ids, ["applicant", "delivery", "benefits"]);
    let first = pages[0].totals;
    assert_eq!(
        (first.visible, first.needed, first.ready, first.known),
        (4, 4, 3, 3)
    );
    let sum: usize = pages.iter().map(|page| page.totals.problems).sum();
    assert_eq!(sum, evaluated.totals().problems);
    assert!(pages[0].fields[3].problems[0].is_missing());
}

#[test]
#[allow(clippy::print_stdout)] // The figure, for who wants to see it.
fn seven_hundred_conditional_fields_are_quick_even_unoptimised() {
    let form = form_of(chain(700));
    let answers: Answers = (0..700)
        .map(|at| (format!("f{at}"), Value::Number(at % 7)))
        .collect();
    let started = Instant::now();
    for _ in 0..10 {
        assert!(view(&form, &answers, &[]).totals().visible > 0);
    }
    let each = started.elapsed() / 10;
    println!("700 conditional fields: {each:?} each");
    assert!(each.as_millis() < 100, "{each:?}");
}

/// Each field is shown only if the one before has an answer above zero.
fn chain(count: u16) -> Vec<Field> {
    let fields = (0..count).map(|at| {
        let mut field = field(&format!("f{at}"), FieldKind::Number { min: 0, max: 100 });
        if at % 7 != 0 {
            let before = Box::new(Expr::Field(FieldIndex(at - 1)));
            let zero = Box::new(Expr::Literal(Value::Number(0)));
            field.visible_if = Some(Expr::Any(vec![
                Expr::Compare(Comparison::AtLeast, before, zero),
                Expr::Not(Box::new(Expr::Answered(FieldIndex(at - 1)))),
            ]));
        }
        field
    });
    fields.collect()
}

fn field(id: &str, kind: FieldKind) -> Field {
    Field {
        id: id.into(),
        kind,
        label: Texts::default(),
        help: None,
        purpose: Texts::default(),
        datum: None,
        prefill: Vec::new(),
        visible_if: None,
        need: Need::Always,
        calculate: None,
        checks: Vec::new(),
        common_error: None,
    }
}

fn form_of(fields: Vec<Field>) -> Form {
    let order = Form::ordered(&fields).expect("no circle");
    let sections = vec![Section {
        id: "all".into(),
        title: Texts::default(),
        help: None,
        count: u16::try_from(fields.len()).unwrap(),
    }];
    let form = Form {
        sections,
        fields,
        order,
    };
    form.check().expect("a form that a pack could hold");
    form
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        (-3..12i64).prop_map(Value::Number),
        ".{0,6}".prop_map(Value::Text),
        (0..30_000i32).prop_map(|days| Value::Day(tongban_rules::Day::from_days(days).unwrap())),
        proptest::collection::btree_set("[a-c]", 0..3).prop_map(Value::Choices),
    ]
}

/// Fields of all kinds; each may look at one of the others, never in a circle: the last fields
/// of the screen come first in evaluation.
fn any_form() -> impl Strategy<Value = Form> {
    let part = (0..6u8, 0..5u8, any::<u16>());
    proptest::collection::vec(part, 1..24).prop_map(|parts| {
        let count = parts.len();
        let mut fields = Vec::new();
        for (at, (kind, how, other)) in parts.into_iter().enumerate() {
            let mut field = field(
                &format!("f{at}"),
                match kind {
                    0 => FieldKind::YesNo,
                    1 => FieldKind::Text { max: 4 },
                    2 => FieldKind::Phone,
                    _ => FieldKind::Number { min: 0, max: 9 },
                },
            );
            let later = at + 1 + usize::from(other) % (count - at).max(1);
            let later = (later < count).then(|| FieldIndex(u16::try_from(later).unwrap()));
            let answered = later.map(Expr::Answered);
            match (how, answered) {
                (0, Some(answered)) => field.visible_if = Some(answered),
                (1, Some(answered)) => field.visible_if = Some(Expr::Not(Box::new(answered))),
                (2, Some(answered)) => field.need = Need::If(answered),
                (3, Some(answered)) if kind == 0 => field.calculate = Some(answered),
                (4, _) => field.need = Need::Never,
                _ => {}
            }
            fields.push(field);
        }
        form_of(fields)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn evaluation_is_idempotent_and_the_order_among_independent_fields_does_not_matter(
        form in any_form(),
        answers in proptest::collection::btree_map("f(1?[0-9]|2[0-9])", any_value(), 0..24),
        seed in any::<u64>(),
    ) {
        let answers: Answers = answers.into_iter().collect();
        let first = view(&form, &answers, &[]);
        // What is submitted gives the same values again.
        let (sent, known) = first.to_submit();
        prop_assert!(values(&first) == values(&view(&form, &sent, &known)));
        for field in first.fields().iter().filter(|field| !field.visible) {
            prop_assert!(field.value.is_none() && field.problems.is_empty());
        }
        // Any other valid order gives the same view.
        let mut other = form.clone();
        other.order = another_order(&form, seed);
        prop_assert_eq!(other.check(), Ok(()));
        let second = view(&other, &answers, &[]);
        prop_assert!(values(&first) == values(&second));
        let problems = |view: &FormView<'_>| format!("{:?}", view.fields().iter().map(|f| (f.needed, f.problems.clone())).collect::<Vec<_>>());
        prop_assert_eq!(problems(&first), problems(&second));
        let known_ids: BTreeSet<_> = form.fields.iter().map(|f| f.id.as_str()).collect();
        let strangers = answers.iter().filter(|(id, _)| !known_ids.contains(id)).count();
        prop_assert_eq!(first.unknown().len(), strangers);
    }
}

/// Takes, again and again, one of the fields that could come next.
fn another_order(form: &Form, mut seed: u64) -> Vec<FieldIndex> {
    let mut order: Vec<FieldIndex> = Vec::new();
    while order.len() < form.fields.len() {
        let ready: Vec<_> = form
            .indexed()
            .filter(|(index, field)| {
                !order.contains(index) && field.depends_on().iter().all(|on| order.contains(on))
            })
            .map(|(index, _)| index)
            .collect();
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        order.push(ready[usize::try_from(seed >> 33).unwrap() % ready.len()]);
    }
    order
}
