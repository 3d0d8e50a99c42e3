//! Evaluation: total, by Kleene's logic, paid for out of a budget.

use std::borrow::Cow;

use super::{Comparison, Expr, Value};
use crate::Day;
use crate::form::{FieldIndex, KnownRef};

/// What an expression may look at.
pub trait Scope {
    /// The answer of a field; `None` while it has none or is not visible.
    fn field(&self, index: FieldIndex) -> Option<&Value>;
    /// A known value, as text or as a day.
    fn known(&self, reference: &KnownRef) -> Option<&Value>;
    /// The day of the evaluation.
    fn today(&self) -> Day;
}

/// How many steps an evaluation may still take. One node is one step; joining texts costs one more
/// for every 64 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    left: u32,
}

/// The budget is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("evaluation takes more steps than allowed")]
pub struct OutOfBudget;

impl Budget {
    /// So many steps.
    pub fn of(steps: u32) -> Self {
        Self { left: steps }
    }

    /// Steps that are left.
    pub fn left(&self) -> u32 {
        self.left
    }

    fn pay(&mut self, steps: usize) -> Result<(), OutOfBudget> {
        let steps = u32::try_from(steps).map_err(|_| OutOfBudget)?;
        self.left = self.left.checked_sub(steps).ok_or(OutOfBudget)?;
        Ok(())
    }
}

impl Expr {
    /// The value; `None` where it is unknown. Never panics, also on an expression that nobody
    /// checked: a part of the wrong type is unknown, so is a number that does not fit 64 bits.
    pub fn evaluate<'a>(
        &'a self,
        scope: &'a dyn Scope,
        budget: &mut Budget,
    ) -> Result<Option<Cow<'a, Value>>, OutOfBudget> {
        budget.pay(1)?;
        Ok(match self {
            Self::Literal(value) => Some(Cow::Borrowed(value)),
            Self::Field(index) => scope.field(*index).map(Cow::Borrowed),
            Self::Known(reference, _) => scope.known(reference).map(Cow::Borrowed),
            Self::Today => owned(Value::Day(scope.today())),
            Self::Answered(index) => owned(Value::Bool(scope.field(*index).is_some())),
            Self::Not(part) => truth(part.is_true(scope, budget)?.map(|truth| !truth)),
            Self::All(list) => truth(every(list, true, scope, budget)?),
            Self::Any(list) => truth(every(list, false, scope, budget)?),
            Self::Compare(comparison, left, right) => {
                let (left, right) = (
                    left.evaluate(scope, budget)?,
                    right.evaluate(scope, budget)?,
                );
                truth(
                    left.zip(right)
                        .and_then(|(l, r)| compare(*comparison, &l, &r)),
                )
            }
            Self::OneOf(part, list) => {
                budget.pay(list.len())?;
                let text = part.text(scope, budget)?;
                truth(text.map(|text| list.iter().any(|option| *option == *text)))
            }
            Self::Includes(part, option) => match part.evaluate(scope, budget)?.as_deref() {
                Some(Value::Choices(chosen)) => truth(Some(chosen.contains(option))),
                _ => None,
            },
            Self::Count(part) => match part.evaluate(scope, budget)?.as_deref() {
                Some(Value::Choices(chosen)) => number(i64::try_from(chosen.len()).ok()),
                _ => None,
            },
            Self::Length(part) => {
                let text = part.text(scope, budget)?;
                number(text.and_then(|text| i64::try_from(text.chars().count()).ok()))
            }
            Self::HasFormat(part, format) => {
                truth(part.text(scope, budget)?.map(|text| format.fits(&text)))
            }
            Self::Sum(list) => {
                let mut sum = Some(0i64);
                for part in list {
                    let part = part.number(scope, budget)?;
                    sum = sum.zip(part).and_then(|(sum, part)| sum.checked_add(part));
                }
                number(sum)
            }
            Self::Minus(left, right) => {
                let pair = (left.number(scope, budget)?, right.number(scope, budget)?);
                number(pair.0.zip(pair.1).and_then(|(l, r)| l.checked_sub(r)))
            }
            Self::Times(left, right) => {
                let pair = (left.number(scope, budget)?, right.number(scope, budget)?);
                number(pair.0.zip(pair.1).and_then(|(l, r)| l.checked_mul(r)))
            }
            Self::YearsBetween(from, to) => {
                let pair = (from.day(scope, budget)?, to.day(scope, budget)?);
                number(pair.0.zip(pair.1).map(|(f, t)| months_between(f, t) / 12))
            }
            Self::MonthsBetween(from, to) => {
                let pair = (from.day(scope, budget)?, to.day(scope, budget)?);
                number(pair.0.zip(pair.1).map(|(f, t)| months_between(f, t)))
            }
            Self::DaysBetween(from, to) => {
                let pair = (from.day(scope, budget)?, to.day(scope, budget)?);
                let days = |(from, to): (Day, Day)| i64::from(to.days()) - i64::from(from.days());
                number(pair.0.zip(pair.1).map(days))
            }
            Self::PlusDays(from, days) => {
                let pair = (from.day(scope, budget)?, days.number(scope, budget)?);
                day(pair
                    .0
                    .zip(pair.1)
                    .and_then(|(from, days)| from.checked_plus_days(i32::try_from(days).ok()?)))
            }
            Self::PlusMonths(from, months) => {
                let pair = (from.day(scope, budget)?, months.number(scope, budget)?);
                day(pair
                    .0
                    .zip(pair.1)
                    .and_then(|(from, months)| plus_months(from, months)))
            }
            Self::If(condition, yes, no) => match condition.is_true(scope, budget)? {
                Some(true) => yes.evaluate(scope, budget)?,
                Some(false) => no.evaluate(scope, budget)?,
                None => None,
            },
            Self::Join(list) => {
                join(list, scope, budget)?.and_then(|text| owned(Value::Text(text)))
            }
        })
    }

    /// The truth of a condition; `None` where it is unknown.
    pub fn is_true(
        &self,
        scope: &dyn Scope,
        budget: &mut Budget,
    ) -> Result<Option<bool>, OutOfBudget> {
        Ok(match self.evaluate(scope, budget)?.as_deref() {
            Some(Value::Bool(truth)) => Some(*truth),
            _ => None,
        })
    }

    fn number(&self, scope: &dyn Scope, budget: &mut Budget) -> Result<Option<i64>, OutOfBudget> {
        Ok(match self.evaluate(scope, budget)?.as_deref() {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        })
    }

    fn day(&self, scope: &dyn Scope, budget: &mut Budget) -> Result<Option<Day>, OutOfBudget> {
        Ok(match self.evaluate(scope, budget)?.as_deref() {
            Some(Value::Day(day)) => Some(*day),
            _ => None,
        })
    }

    fn text<'a>(
        &'a self,
        scope: &'a dyn Scope,
        budget: &mut Budget,
    ) -> Result<Option<Cow<'a, str>>, OutOfBudget> {
        Ok(match self.evaluate(scope, budget)? {
            Some(Cow::Borrowed(Value::Text(text))) => Some(Cow::Borrowed(text.as_str())),
            Some(Cow::Owned(Value::Text(text))) => Some(Cow::Owned(text)),
            _ => None,
        })
    }
}

/// `All` for `target` true, `Any` for false: one part that differs from the target decides.
fn every(
    list: &[Expr],
    target: bool,
    scope: &dyn Scope,
    budget: &mut Budget,
) -> Result<Option<bool>, OutOfBudget> {
    let mut outcome = Some(target);
    for part in list {
        match part.is_true(scope, budget)? {
            Some(truth) if truth != target => return Ok(Some(truth)),
            Some(_) => {}
            None => outcome = None,
        }
    }
    Ok(outcome)
}

fn compare(comparison: Comparison, left: &Value, right: &Value) -> Option<bool> {
    if left.value_type() != right.value_type() {
        return None;
    }
    let order = match (left, right) {
        (Value::Number(left), Value::Number(right)) => Some(left.cmp(right)),
        (Value::Day(left), Value::Day(right)) => Some(left.cmp(right)),
        _ => None,
    };
    match comparison {
        Comparison::Equal => Some(left == right),
        Comparison::Unequal => Some(left != right),
        Comparison::Less => order.map(|order| order.is_lt()),
        Comparison::AtMost => order.map(|order| order.is_le()),
        Comparison::More => order.map(|order| order.is_gt()),
        Comparison::AtLeast => order.map(|order| order.is_ge()),
    }
}

fn join(
    list: &[Expr],
    scope: &dyn Scope,
    budget: &mut Budget,
) -> Result<Option<String>, OutOfBudget> {
    let mut joined = Some(String::new());
    for part in list {
        let text = part.text(scope, budget)?;
        budget.pay(text.as_ref().map_or(0, |text| text.len() / 64))?;
        joined = joined.zip(text).map(|(joined, text)| joined + &text);
    }
    Ok(joined)
}

/// Completed months from one day to another; negative if the second is earlier. Who is born on
/// 29 February completes a month of 28 days on the first day after it.
fn months_between(from: Day, to: Day) -> i64 {
    if to < from {
        return -months_between(to, from);
    }
    let months = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month());
    months(to) - months(from) - i64::from(to.day_of_month() < from.day_of_month())
}

fn plus_months(from: Day, months: i64) -> Option<Day> {
    let count = (i64::from(from.year()) * 12 + i64::from(from.month()) - 1).checked_add(months)?;
    let year = i32::try_from(count.div_euclid(12)).ok()?;
    let month = u32::try_from(count.rem_euclid(12)).ok()? + 1;
    let wanted = u32::from(from.day_of_month());
    // At most three tries: the shortest month has 28 days.
    (28..=wanted.max(28))
        .rev()
        .map(|day| day.min(wanted))
        .find_map(|day| Day::from_ymd(year, month, day))
}

fn owned<'a>(value: Value) -> Option<Cow<'a, Value>> {
    Some(Cow::Owned(value))
}

fn truth<'a>(truth: Option<bool>) -> Option<Cow<'a, Value>> {
    truth.map(|truth| Cow::Owned(Value::Bool(truth)))
}

fn number<'a>(number: Option<i64>) -> Option<Cow<'a, Value>> {
    number.map(|number| Cow::Owned(Value::Number(number)))
}

fn day<'a>(day: Option<Day>) -> Option<Cow<'a, Value>> {
    day.map(|day| Cow::Owned(Value::Day(day)))
}
