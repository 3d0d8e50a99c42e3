//! Types and size of an expression, before anything evaluates it.

use super::{Comparison, Expr, KnownType, ValueType};
use crate::form::FieldIndex;

/// Gives the type of a field's answer; `None` for a field that does not exist.
pub type FieldTypes<'a> = &'a dyn Fn(FieldIndex) -> Option<ValueType>;

/// Why an expression is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExprError {
    /// It names a field that the form does not have.
    #[error("expression names an unknown field")]
    UnknownField,
    /// A part has another type than its place needs.
    #[error("expression needs {expected} where it has {found}")]
    WrongType {
        /// What the place needs.
        expected: ValueType,
        /// What stands there.
        found: ValueType,
    },
    /// Yes/no, texts and choices have no order.
    #[error("expression orders values of type {0}")]
    NoOrder(ValueType),
    /// A list that needs parts has none.
    #[error("expression has an empty list")]
    Empty,
    /// It is nested more than [`MAX_DEPTH`] deep.
    #[error("expression is nested too deeply")]
    TooDeep,
    /// It has more than [`MAX_NODES`] parts.
    #[error("expression has too many parts")]
    TooLarge,
}

impl Expr {
    /// Whether it gives `expected` over fields of these types, within depth and size.
    pub fn check(&self, expected: ValueType, fields: FieldTypes<'_>) -> Result<(), ExprError> {
        let mut checker = Checker { fields, nodes: 0 };
        checker.needs(self, expected, 0)
    }

    /// Every field that it names, as often as it names it.
    pub fn fields(&self) -> Vec<FieldIndex> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(expr) = open.pop() {
            if let Self::Field(index) | Self::Answered(index) = expr {
                found.push(*index);
            }
            open.extend(expr.parts());
        }
        found
    }

    /// Every known value that it names.
    pub fn known(&self) -> Vec<&crate::form::KnownRef> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(expr) = open.pop() {
            if let Self::Known(reference, _) = expr {
                found.push(reference);
            }
            open.extend(expr.parts());
        }
        found
    }

    fn parts(&self) -> Vec<&Expr> {
        match self {
            Self::Literal(_)
            | Self::Field(_)
            | Self::Known(..)
            | Self::Today
            | Self::Answered(_) => Vec::new(),
            Self::Not(a)
            | Self::OneOf(a, _)
            | Self::Includes(a, _)
            | Self::Count(a)
            | Self::Length(a)
            | Self::HasFormat(a, _) => vec![a],
            Self::Compare(_, a, b)
            | Self::Minus(a, b)
            | Self::Times(a, b)
            | Self::YearsBetween(a, b)
            | Self::MonthsBetween(a, b)
            | Self::DaysBetween(a, b)
            | Self::PlusDays(a, b)
            | Self::PlusMonths(a, b) => vec![a, b],
            Self::If(a, b, c) => vec![a, b, c],
            Self::All(list) | Self::Any(list) | Self::Sum(list) | Self::Join(list) => {
                list.iter().collect()
            }
        }
    }
}

struct Checker<'a> {
    fields: FieldTypes<'a>,
    nodes: usize,
}

impl Checker<'_> {
    fn needs(&mut self, expr: &Expr, expected: ValueType, depth: usize) -> Result<(), ExprError> {
        let found = self.type_of(expr, depth)?;
        match found == expected {
            true => Ok(()),
            false => Err(ExprError::WrongType { expected, found }),
        }
    }

    fn each(&mut self, list: &[Expr], expected: ValueType, depth: usize) -> Result<(), ExprError> {
        if list.is_empty() {
            return Err(ExprError::Empty);
        }
        list.iter()
            .try_for_each(|part| self.needs(part, expected, depth))
    }

    fn type_of(&mut self, expr: &Expr, depth: usize) -> Result<ValueType, ExprError> {
        self.nodes += 1;
        if depth > MAX_DEPTH {
            return Err(ExprError::TooDeep);
        }
        if self.nodes > MAX_NODES {
            return Err(ExprError::TooLarge);
        }
        let deeper = depth + 1;
        match expr {
            Expr::Literal(value) => Ok(value.value_type()),
            Expr::Field(index) => (self.fields)(*index).ok_or(ExprError::UnknownField),
            Expr::Answered(index) => (self.fields)(*index)
                .map(|_| ValueType::Bool)
                .ok_or(ExprError::UnknownField),
            Expr::Known(_, KnownType::Text) => Ok(ValueType::Text),
            Expr::Known(_, KnownType::Day) | Expr::Today => Ok(ValueType::Day),
            Expr::Not(part) => {
                self.needs(part, ValueType::Bool, deeper)?;
                Ok(ValueType::Bool)
            }
            Expr::All(list) | Expr::Any(list) => {
                self.each(list, ValueType::Bool, deeper)?;
                Ok(ValueType::Bool)
            }
            Expr::Compare(comparison, left, right) => {
                let kind = self.type_of(left, deeper)?;
                self.needs(right, kind, deeper)?;
                let ordered = matches!(kind, ValueType::Number | ValueType::Day);
                let equality = matches!(comparison, Comparison::Equal | Comparison::Unequal);
                match ordered || equality {
                    true => Ok(ValueType::Bool),
                    false => Err(ExprError::NoOrder(kind)),
                }
            }
            Expr::OneOf(part, list) => {
                self.needs(part, ValueType::Text, deeper)?;
                // Each word costs as much as a node when it is compared.
                self.nodes += list.len();
                match list.is_empty() {
                    true => Err(ExprError::Empty),
                    false => Ok(ValueType::Bool),
                }
            }
            Expr::Includes(part, _) => {
                self.needs(part, ValueType::Choices, deeper)?;
                Ok(ValueType::Bool)
            }
            Expr::Count(part) => {
                self.needs(part, ValueType::Choices, deeper)?;
                Ok(ValueType::Number)
            }
            Expr::Length(part) => {
                self.needs(part, ValueType::Text, deeper)?;
                Ok(ValueType::Number)
            }
            Expr::HasFormat(part, _) => {
                self.needs(part, ValueType::Text, deeper)?;
                Ok(ValueType::Bool)
            }
            Expr::Sum(list) => {
                self.each(list, ValueType::Number, deeper)?;
                Ok(ValueType::Number)
            }
            Expr::Minus(left, right) | Expr::Times(left, right) => {
                self.needs(left, ValueType::Number, deeper)?;
                self.needs(right, ValueType::Number, deeper)?;
                Ok(ValueType::Number)
            }
            Expr::YearsBetween(from, to)
            | Expr::MonthsBetween(from, to)
            | Expr::DaysBetween(from, to) => {
                self.needs(from, ValueType::Day, deeper)?;
                self.needs(to, ValueType::Day, deeper)?;
                Ok(ValueType::Number)
            }
            Expr::PlusDays(day, number) | Expr::PlusMonths(day, number) => {
                self.needs(day, ValueType::Day, deeper)?;
                self.needs(number, ValueType::Number, deeper)?;
                Ok(ValueType::Day)
            }
            Expr::If(condition, yes, no) => {
                self.needs(condition, ValueType::Bool, deeper)?;
                let kind = self.type_of(yes, deeper)?;
                self.needs(no, kind, deeper)?;
                Ok(kind)
            }
            Expr::Join(list) => {
                self.each(list, ValueType::Text, deeper)?;
                Ok(ValueType::Text)
            }
        }
    }
}

/// Deepest nesting of an expression.
pub const MAX_DEPTH: usize = 12;

/// Most parts of one expression.
pub const MAX_NODES: usize = 256;
