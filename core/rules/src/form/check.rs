//! What holds for every form: unique ids, typed expressions, no field that depends on itself.

use std::collections::BTreeSet;

use super::{Field, FieldIndex, Form, Need};
use crate::expression::{Expr, ExprError, ValueType};

/// Why a form is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// The sections do not hold every field exactly once.
    #[error("form sections do not cover the fields")]
    Sections,
    /// An id stands twice, or an option does.
    #[error("form has {0} twice")]
    Twice(String),
    /// A choice offers nothing, or a range is empty.
    #[error("field {0} can have no answer")]
    NoAnswer(String),
    /// An expression of a field is not usable.
    #[error("field {field}: {error}")]
    Expression {
        /// The field.
        field: String,
        /// What is wrong.
        error: ExprError,
    },
    /// Fields depend on each other in a circle.
    #[error("field {0} depends on itself")]
    Circle(String),
    /// The stored order evaluates a field before one that it depends on, or leaves one out.
    #[error("form has no valid order of evaluation")]
    Order,
}

impl Form {
    /// Checks everything that the evaluator relies on.
    pub fn check(&self) -> Result<(), FormError> {
        let covered: usize = self.sections.iter().map(|s| usize::from(s.count)).sum();
        if covered != self.fields.len() || self.fields.len() > MAX_FIELDS {
            return Err(FormError::Sections);
        }
        unique(self.sections.iter().map(|section| section.id.as_str()))?;
        unique(self.fields.iter().map(|field| field.id.as_str()))?;
        for field in &self.fields {
            self.check_field(field)?;
        }
        let mut done = vec![false; self.fields.len()];
        for index in &self.order {
            let field = self.field(*index).ok_or(FormError::Order)?;
            let ready = field
                .depends_on()
                .iter()
                .all(|on| done.get(usize::from(on.0)) == Some(&true));
            if !ready || std::mem::replace(&mut done[usize::from(index.0)], true) {
                return Err(FormError::Order);
            }
        }
        match done.iter().all(|done| *done) {
            true => Ok(()),
            false => Err(FormError::Order),
        }
    }

    /// The types of the fields, for expressions over this form.
    pub fn type_of(&self, index: FieldIndex) -> Option<ValueType> {
        self.field(index).map(|field| field.kind.value_type())
    }

    /// An order in which each field comes after those that it depends on; among those that could
    /// come next, the first on the screen.
    pub fn ordered(fields: &[Field]) -> Result<Vec<FieldIndex>, FormError> {
        let needs: Vec<_> = fields.iter().map(Field::depends_on).collect();
        let mut done = vec![false; fields.len()];
        let mut order = Vec::with_capacity(fields.len());
        while order.len() < fields.len() {
            let ready = |at: &usize| {
                let met = |on: &FieldIndex| done.get(usize::from(on.0)).is_none_or(|done| *done);
                !done[*at] && needs[*at].iter().all(met)
            };
            let before = order.len();
            let next: Vec<usize> = (0..fields.len()).filter(ready).collect();
            for at in next {
                done[at] = true;
                order.push(FieldIndex(
                    u16::try_from(at).map_err(|_| FormError::Sections)?,
                ));
            }
            if order.len() == before {
                let stuck = done.iter().position(|done| !done).unwrap_or(0);
                return Err(FormError::Circle(fields[stuck].id.clone()));
            }
        }
        Ok(order)
    }

    fn check_field(&self, field: &Field) -> Result<(), FormError> {
        let options = field.kind.options();
        unique(options.iter().map(|option| option.id.as_str()))?;
        if !field.kind.has_an_answer() {
            return Err(FormError::NoAnswer(field.id.clone()));
        }
        let expects = |expr: &Expr, kind: ValueType| {
            expr.check(kind, &|index| self.type_of(index))
                .map_err(|error| FormError::Expression {
                    field: field.id.clone(),
                    error,
                })
        };
        for condition in field.conditions() {
            expects(condition, ValueType::Bool)?;
        }
        match &field.calculate {
            Some(expr) => expects(expr, field.kind.value_type()),
            None => Ok(()),
        }
    }
}

impl Field {
    /// The fields whose answers decide whether it is visible, needed, and what it computes. Its own
    /// checks may look at any field, itself too: they are evaluated after all answers.
    pub fn depends_on(&self) -> BTreeSet<FieldIndex> {
        let need = match &self.need {
            Need::If(condition) => Some(condition),
            Need::Always | Need::Never => None,
        };
        let all = self.visible_if.iter().chain(need).chain(&self.calculate);
        all.flat_map(Expr::fields).collect()
    }

    fn conditions(&self) -> impl Iterator<Item = &Expr> {
        let need = match &self.need {
            Need::If(condition) => Some(condition),
            Need::Always | Need::Never => None,
        };
        let checks = self.checks.iter().map(|check| &check.must);
        self.visible_if.iter().chain(need).chain(checks)
    }
}

fn unique<'a>(ids: impl Iterator<Item = &'a str>) -> Result<(), FormError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(FormError::Twice(id.to_owned()));
        }
    }
    Ok(())
}

/// Most fields of a form.
pub const MAX_FIELDS: usize = 2000;
