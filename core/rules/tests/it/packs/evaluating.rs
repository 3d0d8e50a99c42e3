//! Expressions: total, budgeted, by Kleene's logic.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tongban_rules::Day;
use tongban_rules::expression::{
    Budget, Comparison, Expr, ExprError, Format, KnownType, OutOfBudget, Scope, Value, ValueType,
};
use tongban_rules::form::{FieldIndex, KnownRef};

use super::support::day;

#[derive(Default)]
struct Answers(BTreeMap<u16, Value>);

impl Scope for Answers {
    fn field(&self, index: FieldIndex) -> Option<&Value> {
        self.0.get(&index.0)
    }
    fn known(&self, _: &KnownRef) -> Option<&Value> {
        None
    }
    fn today(&self) -> Day {
        day("2026-02-24")
    }
}

fn value(expr: &Expr, answers: &Answers) -> Option<Value> {
    expr.evaluate(answers, &mut Budget::of(1000))
        .unwrap()
        .map(|value| value.into_owned())
}

fn is(expr: &Expr, expected: Option<Value>) {
    assert!(value(expr, &Answers::default()) == expected);
}

fn literal(value: Value) -> Box<Expr> {
    Box::new(Expr::Literal(value))
}

fn on(text: &str) -> Box<Expr> {
    literal(Value::Day(day(text)))
}

fn unknown() -> Expr {
    Expr::Field(FieldIndex(99))
}

#[test]
fn what_decides_decides_also_beside_the_unknown() {
    let truth = |b| Expr::Literal(Value::Bool(b));
    is(
        &Expr::All(vec![unknown(), truth(false)]),
        Some(Value::Bool(false)),
    );
    is(&Expr::All(vec![unknown(), truth(true)]), None);
    is(
        &Expr::Any(vec![unknown(), truth(true)]),
        Some(Value::Bool(true)),
    );
    is(&Expr::Any(vec![unknown(), truth(false)]), None);
    is(&Expr::Not(Box::new(unknown())), None);
    is(&Expr::Answered(FieldIndex(99)), Some(Value::Bool(false)));
}

#[test]
fn ages_count_completed_years_and_months() {
    let years = |from, to| value(&Expr::YearsBetween(on(from), on(to)), &Answers::default());
    assert!(years("1966-02-24", "2026-02-24") == Some(Value::Number(60)));
    assert!(years("1966-02-25", "2026-02-24") == Some(Value::Number(59)));
    assert!(years("2008-02-29", "2026-02-28") == Some(Value::Number(17)));
    assert!(years("2008-02-29", "2026-03-01") == Some(Value::Number(18)));
    assert!(years("2026-02-24", "1966-02-24") == Some(Value::Number(-60)));
    let months = |from, to| value(&Expr::MonthsBetween(on(from), on(to)), &Answers::default());
    assert!(months("2025-08-24", "2026-02-24") == Some(Value::Number(6)));
    assert!(months("2025-08-25", "2026-02-24") == Some(Value::Number(5)));
}

#[test]
fn months_later_end_on_a_day_that_exists() {
    let later = |from, months| {
        let months = literal(Value::Number(months));
        value(&Expr::PlusMonths(on(from), months), &Answers::default())
    };
    assert!(later("2025-08-31", 6) == Some(Value::Day(day("2026-02-28"))));
    assert!(later("2023-08-31", 6) == Some(Value::Day(day("2024-02-29"))));
    assert!(later("2025-11-20", 6) == Some(Value::Day(day("2026-05-20"))));
    assert!(later("2026-03-31", -1) == Some(Value::Day(day("2026-02-28"))));
    assert!(later("2026-03-31", i64::MAX).is_none());
    assert!(later("9999-12-31", 1).is_none());
}

#[test]
fn numbers_that_do_not_fit_are_unknown() {
    let most = || literal(Value::Number(i64::MAX));
    is(&Expr::Sum(vec![*most(), *most()]), None);
    is(&Expr::Times(most(), most()), None);
    is(&Expr::Minus(literal(Value::Number(i64::MIN)), most()), None);
}

#[test]
fn an_expression_is_typed_before_it_is_evaluated() {
    let fields = |index: FieldIndex| (index.0 == 0).then_some(ValueType::Text);
    let check = |expr: Expr, kind| expr.check(kind, &fields);
    let text = || Box::new(Expr::Field(FieldIndex(0)));
    assert_eq!(check(Expr::Length(text()), ValueType::Number), Ok(()));
    let wrong = ExprError::WrongType {
        expected: ValueType::Number,
        found: ValueType::Text,
    };
    assert_eq!(
        check(Expr::Sum(vec![*text()]), ValueType::Number),
        Err(wrong)
    );
    assert_eq!(
        check(unknown(), ValueType::Text),
        Err(ExprError::UnknownField)
    );
    let less = Expr::Compare(Comparison::Less, text(), text());
    assert_eq!(
        check(less, ValueType::Bool),
        Err(ExprError::NoOrder(ValueType::Text))
    );
    assert_eq!(
        check(Expr::All(Vec::new()), ValueType::Bool),
        Err(ExprError::Empty)
    );
    let deep = (0..40).fold(Expr::Today, |e, _| {
        Expr::PlusDays(Box::new(e), literal(Value::Number(1)))
    });
    assert_eq!(check(deep, ValueType::Day), Err(ExprError::TooDeep));
    let wide = Expr::Sum(vec![Expr::Literal(Value::Number(1)); 300]);
    assert_eq!(check(wide, ValueType::Number), Err(ExprError::TooLarge));
}

#[test]
fn evaluation_stops_at_its_budget() {
    let sum = Expr::Sum(vec![Expr::Literal(Value::Number(1)); 100]);
    let mut budget = Budget::of(50);
    assert_eq!(
        sum.evaluate(&Answers::default(), &mut budget).unwrap_err(),
        OutOfBudget
    );
    let mut budget = Budget::of(101);
    assert!(sum.evaluate(&Answers::default(), &mut budget).is_ok());
    assert_eq!(budget.left(), 0);
    let long = Expr::Join(vec![Expr::Literal(Value::Text("x".repeat(64_000)))]);
    assert_eq!(
        long.evaluate(&Answers::default(), &mut Budget::of(500))
            .unwrap_err(),
        OutOfBudget
    );
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Number),
        ".{0,8}".prop_map(Value::Text),
        (-700_000..2_900_000i32).prop_map(|days| Value::Day(Day::from_days(days).unwrap())),
        proptest::collection::btree_set("[a-c]", 0..3).prop_map(Value::Choices),
    ]
}

/// Any tree at all, of right and wrong types.
fn any_expr() -> impl Strategy<Value = Expr> {
    let claim = KnownRef::Datum("x".into());
    let leaf = prop_oneof![
        any_value().prop_map(Expr::Literal),
        (0..6u16).prop_map(|index| Expr::Field(FieldIndex(index))),
        (0..6u16).prop_map(|index| Expr::Answered(FieldIndex(index))),
        Just(Expr::Today),
        Just(Expr::Known(claim, KnownType::Text)),
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let one = inner.clone().prop_map(Box::new);
        let two = (one.clone(), one.clone());
        let list = proptest::collection::vec(inner, 0..3);
        prop_oneof![
            one.clone().prop_map(Expr::Not),
            list.clone().prop_map(Expr::All),
            list.clone().prop_map(Expr::Any),
            list.clone().prop_map(Expr::Sum),
            list.prop_map(Expr::Join),
            one.clone().prop_map(Expr::Count),
            one.clone().prop_map(Expr::Length),
            one.clone().prop_map(|e| Expr::OneOf(e, vec!["a".into()])),
            one.clone().prop_map(|e| Expr::Includes(e, "a".into())),
            one.clone()
                .prop_map(|e| Expr::HasFormat(e, Format::CitizenId)),
            two.clone()
                .prop_map(|(a, b)| Expr::Compare(Comparison::AtMost, a, b)),
            two.clone()
                .prop_map(|(a, b)| Expr::Compare(Comparison::Equal, a, b)),
            two.clone().prop_map(|(a, b)| Expr::Minus(a, b)),
            two.clone().prop_map(|(a, b)| Expr::Times(a, b)),
            two.clone().prop_map(|(a, b)| Expr::YearsBetween(a, b)),
            two.clone().prop_map(|(a, b)| Expr::MonthsBetween(a, b)),
            two.clone().prop_map(|(a, b)| Expr::DaysBetween(a, b)),
            two.clone().prop_map(|(a, b)| Expr::PlusDays(a, b)),
            two.prop_map(|(a, b)| Expr::PlusMonths(a, b)),
            (one.clone(), one.clone(), one).prop_map(|(a, b, c)| Expr::If(a, b, c)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_expression_makes_evaluation_panic_and_a_typed_one_keeps_its_type(
        expr in any_expr(),
        answers in proptest::collection::btree_map(0..6u16, any_value(), 0..6),
    ) {
        let answers = Answers(answers);
        let evaluated = value(&expr, &answers);
        let types = |index: FieldIndex| answers.0.get(&index.0).map(Value::value_type);
        for kind in [ValueType::Bool, ValueType::Number, ValueType::Text, ValueType::Day, ValueType::Choices] {
            if expr.check(kind, &types) == Ok(()) {
                prop_assert!(evaluated.as_ref().is_none_or(|value| value.value_type() == kind));
            }
        }
    }
}
