//! The evaluation.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use tongban_rules::Day;
use tongban_rules::expression::{Budget, Expr, OutOfBudget, Scope, Value, ValueType};
use tongban_rules::form::{Field, FieldIndex, Form, KnownRef, Need, Prefill};

use super::faults::{fault, is_empty};
use super::view::{FieldView, FormView, Origin, Values};
use super::{Problem, ProblemKind};
use crate::{Answers, Known};

/// The form with these answers on the day `today`.
///
/// Total: every answer, of whatever type and length, leads to a view. The only error is a form
/// whose expressions together take more than a million steps, which a signed pack of ordinary size
/// never does. Of two known values with one reference the first counts.
pub fn evaluate<'a>(
    form: &'a Form,
    answers: &'a Answers,
    known: &'a [Known],
    today: Day,
) -> Result<FormView<'a>, OutOfBudget> {
    let mut by_reference = BTreeMap::new();
    for known in known {
        by_reference.entry(&known.reference).or_insert(known);
    }
    let mut values = Values {
        fields: vec![None; form.fields.len()],
        known: by_reference,
        used: RefCell::default(),
        today,
    };
    let mut budget = Budget::of(STEPS);
    let mut views: Vec<Option<FieldView<'a>>> = form.fields.iter().map(|_| None).collect();
    for index in &form.order {
        let Some(field) = form.field(*index) else {
            continue;
        };
        let at = usize::from(index.0);
        let view = settle(*index, field, answers, &values, &mut budget)?;
        values.fields[at] = view.usable_value();
        views[at] = Some(view);
    }
    let mut fields: Vec<_> = views.into_iter().flatten().collect();
    for view in &mut fields {
        view.problems = problems(view, &values, &mut budget)?;
    }
    let unknown = answers.iter().map(|(id, _)| id);
    let ids: std::collections::BTreeSet<_> = form.fields.iter().map(|f| f.id.as_str()).collect();
    Ok(FormView {
        form,
        fields,
        unknown: unknown.filter(|id| !ids.contains(id)).collect(),
        values,
    })
}

/// Whether the field is shown and needed, and which value it has.
fn settle<'a>(
    index: FieldIndex,
    field: &'a Field,
    answers: &'a Answers,
    values: &Values<'a>,
    budget: &mut Budget,
) -> Result<FieldView<'a>, OutOfBudget> {
    let typed = answers.get(&field.id);
    let holds = |expr: &Expr, budget: &mut Budget| {
        let truth = expr.is_true(values, budget)?;
        Ok::<_, OutOfBudget>(truth == Some(true))
    };
    let visible = match &field.visible_if {
        Some(condition) => holds(condition, budget)?,
        None => true,
    };
    let mut view = FieldView {
        index,
        field,
        visible,
        needed: false,
        value: None,
        origin: None,
        editable: field.calculate.is_none(),
        kept: typed,
        problems: Vec::new(),
    };
    if !visible {
        return Ok(view);
    }
    view.needed = match &field.need {
        Need::Always => true,
        Need::Never => false,
        Need::If(condition) => holds(condition, budget)?,
    };
    let written = typed.filter(|value| !is_empty(&field.kind, value));
    if let Some(expr) = &field.calculate {
        let value = expr.evaluate(values, budget)?;
        view.value = value.map(|value| Cow::Owned(value.into_owned()));
        view.origin = view.value.as_ref().map(|_| Origin::Computed);
    } else if let Some((prefill, known, value)) = prefilled(field, values) {
        view.editable = prefill.editable;
        match written.filter(|_| prefill.editable) {
            Some(own) => {
                view.value = Some(Cow::Borrowed(own));
                view.origin = Some(Origin::Typed);
            }
            None => {
                view.value = Some(value);
                view.origin = Some(Origin::Known { known, prefill });
            }
        }
    } else if let Some(own) = written {
        view.value = Some(Cow::Borrowed(own));
        view.origin = Some(Origin::Typed);
    }
    Ok(view)
}

/// The first source that knows a value which the field can take. One that does not fit is passed
/// over, so that the applicant is asked instead of being stuck with it.
fn prefilled<'a>(
    field: &'a Field,
    values: &Values<'a>,
) -> Option<(&'a Prefill, &'a Known, Cow<'a, Value>)> {
    field.prefill.iter().find_map(|prefill| {
        let known = *values.known.get(&prefill.from)?;
        let value = match (&known.value, field.kind.value_type()) {
            (Value::Text(text), ValueType::Day) => Cow::Owned(Value::Day(Day::parse(text)?)),
            (value, _) => Cow::Borrowed(value),
        };
        let fits = !is_empty(&field.kind, &value) && fault(&field.kind, &value).is_none();
        fits.then_some((prefill, known, value))
    })
}

fn problems<'a>(
    view: &FieldView<'a>,
    values: &Values<'a>,
    budget: &mut Budget,
) -> Result<Vec<Problem<'a>>, OutOfBudget> {
    let field = view.field;
    let mut found = Vec::new();
    if !view.visible {
        return Ok(found);
    }
    let Some(value) = view.value.as_deref() else {
        let computable = || {
            let answered = |on: &FieldIndex| values.field(*on).is_some();
            field.depends_on().iter().all(answered)
        };
        let kind = match &field.calculate {
            None => view.needed.then_some(ProblemKind::Missing),
            Some(_) => (view.needed && computable()).then_some(ProblemKind::NotComputable),
        };
        found.extend(kind.map(|kind| Problem {
            kind,
            common_error: None,
        }));
        return Ok(found);
    };
    if let Some(kind) = fault(&field.kind, value) {
        // A declaration that nobody needs may be left undeclared.
        if kind != ProblemKind::NotDeclared || view.needed {
            let common_error = field.common_error.as_deref();
            found.push(Problem { kind, common_error });
        }
    }
    for check in &field.checks {
        if check.must.is_true(values, budget)? == Some(false) {
            found.push(Problem {
                kind: ProblemKind::Check(check),
                common_error: check.common_error.as_deref(),
            });
        }
    }
    Ok(found)
}

impl Scope for Values<'_> {
    fn field(&self, index: FieldIndex) -> Option<&Value> {
        self.fields.get(usize::from(index.0))?.as_deref()
    }

    fn known(&self, reference: &KnownRef) -> Option<&Value> {
        let (reference, known) = self.known.get_key_value(reference)?;
        self.used.borrow_mut().insert(reference);
        Some(&known.value)
    }

    fn today(&self) -> Day {
        self.today
    }
}

/// Steps of a whole form: 2,000 fields with a few hundred nodes each.
const STEPS: u32 = 1_000_000;
