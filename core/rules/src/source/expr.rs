//! Expressions as they are written: a scalar, or a map of one operator.

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_saphyr::{Location, Spanned};

use super::Problem;
use super::place::Place;
use crate::Day;
use crate::expression::{Comparison, Expr, Format, KnownType, Value};
use crate::form::{FieldIndex, KnownRef};

/// An expression before its names are looked up.
#[derive(Clone)]
pub(super) enum ExprFile {
    Text(String),
    Number(i64),
    Bool(bool),
    List(Vec<ExprFile>),
    Map(Vec<(Spanned<String>, ExprFile)>),
}

/// The form whose fields an expression may name.
#[derive(Clone, Copy)]
pub(super) struct Naming<'a> {
    pub(super) place: Place<'a>,
    pub(super) fields: &'a [String],
}

impl Naming<'_> {
    /// The expression, with every name looked up. Types are checked later, with the whole form.
    pub(super) fn expr(&self, file: &ExprFile) -> Result<Expr, Problem> {
        match file {
            ExprFile::Text(text) => Ok(Expr::Literal(Value::Text(text.clone()))),
            ExprFile::Number(number) => Ok(Expr::Literal(Value::Number(*number))),
            ExprFile::Bool(truth) => Ok(Expr::Literal(Value::Bool(*truth))),
            ExprFile::List(_) => Err(self
                .place
                .whole("a list stands where an expression is needed")),
            ExprFile::Map(entries) => match entries.as_slice() {
                [(operator, operand)] => self.operation(operator, operand),
                _ => Err(self
                    .place
                    .whole("an expression is a scalar or a map of one operator")),
            },
        }
    }

    fn operation(&self, name: &Spanned<String>, operand: &ExprFile) -> Result<Expr, Problem> {
        let at = name.referenced;
        let list = || self.list(at, operand);
        let one = || self.expr(operand).map(Box::new);
        let two = || self.exactly::<2>(at, operand);
        let pair = |make: fn(Box<Expr>, Box<Expr>) -> Expr| {
            two().map(|[left, right]| make(Box::new(left), Box::new(right)))
        };
        let compare = |comparison| {
            two().map(|[left, right]| Expr::Compare(comparison, Box::new(left), Box::new(right)))
        };
        match name.value.as_str() {
            "field" => self.field(at, operand).map(Expr::Field),
            "answered" => self.field(at, operand).map(Expr::Answered),
            "known" => self.known(at, operand),
            "today" => Ok(Expr::Today),
            "day" => self.day(at, operand),
            "not" => one().map(Expr::Not),
            "all" => list().map(Expr::All),
            "any" => list().map(Expr::Any),
            "equal" => compare(Comparison::Equal),
            "unequal" => compare(Comparison::Unequal),
            "less" => compare(Comparison::Less),
            "at_most" => compare(Comparison::AtMost),
            "more" => compare(Comparison::More),
            "at_least" => compare(Comparison::AtLeast),
            "one_of" => self.one_of(at, operand),
            "includes" => self.includes(at, operand),
            "count" => one().map(Expr::Count),
            "length" => one().map(Expr::Length),
            "has_format" => self.has_format(at, operand),
            "sum" => list().map(Expr::Sum),
            "minus" => pair(Expr::Minus),
            "times" => pair(Expr::Times),
            "years_between" => pair(Expr::YearsBetween),
            "months_between" => pair(Expr::MonthsBetween),
            "days_between" => pair(Expr::DaysBetween),
            "plus_days" => pair(Expr::PlusDays),
            "plus_months" => pair(Expr::PlusMonths),
            "join" => list().map(Expr::Join),
            "if" => self.exactly::<3>(at, operand).map(|[condition, yes, no]| {
                Expr::If(Box::new(condition), Box::new(yes), Box::new(no))
            }),
            other => Err(self
                .place
                .problem(at, format!("there is no operator {other:?}"))),
        }
    }

    fn list(&self, at: Location, operand: &ExprFile) -> Result<Vec<Expr>, Problem> {
        match operand {
            ExprFile::List(list) => list.iter().map(|part| self.expr(part)).collect(),
            _ => Err(self.place.problem(at, "this operator needs a list")),
        }
    }

    fn exactly<const N: usize>(
        &self,
        at: Location,
        operand: &ExprFile,
    ) -> Result<[Expr; N], Problem> {
        let sentence = format!("this operator needs a list of {N}");
        let list = self.list(at, operand)?;
        list.try_into()
            .map_err(|_| self.place.problem(at, sentence))
    }

    fn field(&self, at: Location, operand: &ExprFile) -> Result<FieldIndex, Problem> {
        let name = self.text(at, operand)?;
        let found = self.fields.iter().position(|field| field == name);
        found
            .and_then(|place| u16::try_from(place).ok())
            .map(FieldIndex)
            .ok_or_else(|| {
                self.place
                    .problem(at, format!("the form has no field {name:?}"))
            })
    }

    fn known(&self, at: Location, operand: &ExprFile) -> Result<Expr, Problem> {
        let ExprFile::Map(entries) = operand else {
            return Err(self
                .place
                .problem(at, "known needs certificate_type, claim and as"));
        };
        let get = |key: &str| {
            let mut found = entries.iter().filter(|(name, _)| name.value == key);
            match found.next() {
                Some((_, ExprFile::Text(text))) => Ok(text.clone()),
                _ => Err(self.place.problem(at, format!("known needs {key}"))),
            }
        };
        let kind = match get("as")?.as_str() {
            "text" => KnownType::Text,
            "day" => KnownType::Day,
            _ => return Err(self.place.problem(at, "a known value is a text or a day")),
        };
        let reference = KnownRef::Claim {
            certificate_type: get("certificate_type")?,
            claim: get("claim")?,
        };
        match entries.len() {
            3 => Ok(Expr::Known(reference, kind)),
            _ => Err(self
                .place
                .problem(at, "known has a key that it does not know")),
        }
    }

    fn day(&self, at: Location, operand: &ExprFile) -> Result<Expr, Problem> {
        let day = Day::parse(self.text(at, operand)?);
        day.map(|day| Expr::Literal(Value::Day(day)))
            .ok_or_else(|| self.place.problem(at, "a day is written YYYY-MM-DD"))
    }

    fn one_of(&self, at: Location, operand: &ExprFile) -> Result<Expr, Problem> {
        let (value, words) = self.with_words(at, operand)?;
        Ok(Expr::OneOf(Box::new(value), words))
    }

    fn includes(&self, at: Location, operand: &ExprFile) -> Result<Expr, Problem> {
        match self.with_words(at, operand)? {
            (value, mut words) if words.len() == 1 => {
                Ok(Expr::Includes(Box::new(value), words.remove(0)))
            }
            _ => Err(self.place.problem(at, "includes needs one option")),
        }
    }

    fn has_format(&self, at: Location, operand: &ExprFile) -> Result<Expr, Problem> {
        let (value, words) = self.with_words(at, operand)?;
        let format = match words.first().map(String::as_str) {
            Some("mobile_phone") => Format::MobilePhone,
            Some("citizen_id") => Format::CitizenId,
            Some("credit_code") => Format::CreditCode,
            Some("postcode") => Format::Postcode,
            Some("digits") => Format::Digits,
            _ => return Err(self.place.problem(at, "there is no such format")),
        };
        Ok(Expr::HasFormat(Box::new(value), format))
    }

    /// `[expression, word, …]`.
    fn with_words(&self, at: Location, operand: &ExprFile) -> Result<(Expr, Vec<String>), Problem> {
        let ExprFile::List(list) = operand else {
            return Err(self.place.problem(at, "this operator needs a list"));
        };
        let Some((value, words)) = list.split_first() else {
            return Err(self.place.problem(at, "this operator needs a list"));
        };
        let words = words
            .iter()
            .map(|word| self.text(at, word).map(str::to_owned));
        Ok((self.expr(value)?, words.collect::<Result<_, _>>()?))
    }

    fn text<'f>(&self, at: Location, file: &'f ExprFile) -> Result<&'f str, Problem> {
        match file {
            ExprFile::Text(text) => Ok(text),
            _ => Err(self.place.problem(at, "a name is needed here")),
        }
    }
}

impl<'de> Deserialize<'de> for ExprFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = ExprFile;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an expression")
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<ExprFile, E> {
        Ok(ExprFile::Bool(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<ExprFile, E> {
        Ok(ExprFile::Number(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<ExprFile, E> {
        let number = i64::try_from(number);
        number
            .map(ExprFile::Number)
            .map_err(|_| E::custom("a number that does not fit"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<ExprFile, E> {
        Ok(ExprFile::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<ExprFile, A::Error> {
        let mut list = Vec::new();
        while let Some(part) = seq.next_element()? {
            list.push(part);
        }
        Ok(ExprFile::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ExprFile, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key()? {
            entries.push((key, map.next_value()?));
        }
        Ok(ExprFile::Map(entries))
    }
}
