//! An evaluated form.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use tongban_rules::Day;
use tongban_rules::expression::{Budget, Expr, OutOfBudget, Value};
use tongban_rules::form::{Field, FieldIndex, Form, KnownRef, Prefill, Section};

use super::{Problem, ProblemKind};
use crate::{Answers, Known};

/// A form with its answers.
#[derive(Debug)]
pub struct FormView<'a> {
    pub(super) form: &'a Form,
    pub(super) fields: Vec<FieldView<'a>>,
    pub(super) unknown: Vec<&'a str>,
    pub(super) values: Values<'a>,
}

/// One field of an evaluated form.
#[derive(Debug)]
pub struct FieldView<'a> {
    /// Its place.
    pub index: FieldIndex,
    /// Its description.
    pub field: &'a Field,
    /// Whether it is shown.
    pub visible: bool,
    /// Whether it is shown and must have an answer.
    pub needed: bool,
    /// The value that counts; none while it is not shown.
    pub value: Option<Cow<'a, Value>>,
    /// Where that value comes from.
    pub origin: Option<Origin<'a>>,
    /// Whether the applicant may change the value.
    pub editable: bool,
    /// What the applicant typed here at some time, whether it counts now or not.
    pub kept: Option<&'a Value>,
    /// What is wrong, in the order of reporting.
    pub problems: Vec<Problem<'a>>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin<'a> {
    /// The applicant typed it.
    Typed,
    /// It was known and is not asked (row 24).
    Known {
        /// The value with its source.
        known: &'a Known,
        /// Why it is not asked again.
        prefill: &'a Prefill,
    },
    /// The form computes it.
    Computed,
}

/// One page of the form.
#[derive(Debug)]
pub struct Page<'v, 'a> {
    /// Its section.
    pub section: &'a Section,
    /// Its fields, in the order of the screen.
    pub fields: &'v [FieldView<'a>],
    /// How far it is.
    pub totals: Totals,
}

/// How far a form or a page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Fields that are shown.
    pub visible: usize,
    /// Fields that need an answer.
    pub needed: usize,
    /// Of these, fields that have one without a problem.
    pub ready: usize,
    /// Values that nobody had to type.
    pub known: usize,
    /// Problems, missing answers included.
    pub problems: usize,
}

/// What expressions see.
pub(super) struct Values<'a> {
    pub(super) fields: Vec<Option<Cow<'a, Value>>>,
    pub(super) known: BTreeMap<&'a KnownRef, &'a Known>,
    /// The known values that an expression looked at.
    pub(super) used: RefCell<BTreeSet<&'a KnownRef>>,
    pub(super) today: Day,
}

impl<'a> FormView<'a> {
    /// Every field, in the order of the form.
    pub fn fields(&self) -> &[FieldView<'a>] {
        &self.fields
    }

    /// The field with that id.
    pub fn find(&self, id: &str) -> Option<&FieldView<'a>> {
        self.fields.iter().find(|view| view.field.id == id)
    }

    /// Ids under which there are answers, but no field. The answers are kept where they came from.
    pub fn unknown(&self) -> &[&'a str] {
        &self.unknown
    }

    /// The pages with at least one field to show.
    pub fn pages(&self) -> impl Iterator<Item = Page<'_, 'a>> {
        let mut rest = self.fields.as_slice();
        self.form.sections.iter().filter_map(move |section| {
            let count = usize::from(section.count).min(rest.len());
            let (fields, after) = rest.split_at(count);
            rest = after;
            let totals = Totals::of(fields);
            (totals.visible > 0).then_some(Page {
                section,
                fields,
                totals,
            })
        })
    }

    /// How far the whole form is.
    pub fn totals(&self) -> Totals {
        Totals::of(&self.fields)
    }

    /// Whether nothing is missing or wrong.
    pub fn is_complete(&self) -> bool {
        self.fields.iter().all(|view| view.problems.is_empty())
    }

    /// Whether `condition`, of the same service, holds; `None` where that cannot be told yet.
    pub fn holds(&self, condition: &Expr) -> Result<Option<bool>, OutOfBudget> {
        condition.is_true(&self.values, &mut Budget::of(STEPS))
    }

    /// The value of an expression of the same service; `None` where it cannot be told yet.
    pub fn value_of(&self, expr: &Expr) -> Result<Option<Value>, OutOfBudget> {
        let value = expr.evaluate(&self.values, &mut Budget::of(STEPS))?;
        Ok(value.map(Cow::into_owned))
    }

    /// The day of the evaluation.
    pub fn today(&self) -> Day {
        self.values.today
    }

    /// What a submission carries: typed answers of fields that are shown, and of the known values
    /// only those that the form uses, in a value or in a condition. What is computed is computed again. Evaluated on the same
    /// day, this gives the same values as the draft.
    pub fn to_submit(&self) -> (Answers, Vec<Known>) {
        let mut answers = Answers::new();
        let mut used = self.values.used.borrow().clone();
        for view in &self.fields {
            match (view.origin, &view.value) {
                (Some(Origin::Typed), Some(value)) => {
                    answers.set(&view.field.id, value.clone().into_owned());
                }
                (Some(Origin::Known { known, .. }), _) => _ = used.insert(&known.reference),
                _ => {}
            }
        }
        let known = self.values.known.iter();
        let known = known.filter(|(reference, _)| used.contains(*reference));
        let known = known.map(|(_, known)| (*known).clone()).collect();
        (answers, known)
    }
}

impl<'a> FieldView<'a> {
    /// What other expressions see of it: a value of the right type.
    pub(super) fn usable_value(&self) -> Option<Cow<'a, Value>> {
        let value = self.value.as_ref()?;
        (value.value_type() == self.field.kind.value_type()).then(|| value.clone())
    }
}

impl Totals {
    fn of(fields: &[FieldView<'_>]) -> Self {
        let mut totals = Self::default();
        for view in fields.iter().filter(|view| view.visible) {
            totals.visible += 1;
            totals.problems += view.problems.len();
            totals.known += usize::from(matches!(view.origin, Some(Origin::Known { .. })));
            totals.needed += usize::from(view.needed);
            let ready = view.needed && view.problems.is_empty();
            totals.ready += usize::from(ready);
        }
        totals
    }
}

impl Problem<'_> {
    /// Whether only an answer is missing, so that a screen need not show it before the applicant
    /// has been at the field.
    pub fn is_missing(&self) -> bool {
        matches!(self.kind, ProblemKind::Missing | ProblemKind::NotDeclared)
    }
}

/// Prints the day only.
impl std::fmt::Debug for Values<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Values({})", self.today)
    }
}

/// Steps of one condition.
const STEPS: u32 = 10_000;
