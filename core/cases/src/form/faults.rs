//! What the kind of a field says about a value.

use tongban_rules::expression::{Format, Value};
use tongban_rules::form::FieldKind;

use super::ProblemKind;

/// What is wrong with `value` for a field of this kind; nothing for a value that fits.
pub(super) fn fault(kind: &FieldKind, value: &Value) -> Option<ProblemKind<'static>> {
    let (expected, found) = (kind.value_type(), value.value_type());
    if expected != found {
        return Some(ProblemKind::WrongType { expected, found });
    }
    match (kind, value) {
        (FieldKind::Text { max } | FieldKind::LongText { max }, Value::Text(text)) => {
            longer(text, (*max).into())
        }
        (FieldKind::PersonName, Value::Text(text)) => longer(text, MAX_NAME),
        (FieldKind::Address, Value::Text(text)) => longer(text, MAX_ADDRESS),
        (FieldKind::CitizenId, Value::Text(text)) => form(Format::CitizenId, text),
        (FieldKind::CreditCode, Value::Text(text)) => form(Format::CreditCode, text),
        (FieldKind::Phone, Value::Text(text)) => form(Format::MobilePhone, text),
        (FieldKind::Choice { options }, Value::Text(text)) => {
            let offered = options.iter().any(|option| option.id == *text);
            (!offered).then_some(ProblemKind::NotAnOption)
        }
        (FieldKind::Number { min, max } | FieldKind::Money { min, max }, Value::Number(number)) => {
            let (min, max) = (*min, *max);
            let outside = !(min..=max).contains(number);
            outside.then_some(ProblemKind::OutOfRange { min, max })
        }
        (FieldKind::Date { earliest, latest }, Value::Day(day)) => {
            if let Some(earliest) = earliest.filter(|earliest| day < earliest) {
                return Some(ProblemKind::TooEarly { earliest });
            }
            let latest = latest.filter(|latest| day > latest);
            latest.map(|latest| ProblemKind::TooLate { latest })
        }
        (FieldKind::Choices { options, min, max }, Value::Choices(chosen)) => {
            let (min, max) = (usize::from(*min), usize::from(*max));
            let offered = |id: &String| options.iter().any(|option| option.id == *id);
            if !chosen.iter().all(offered) {
                Some(ProblemKind::NotAnOption)
            } else if chosen.len() < min {
                Some(ProblemKind::TooFew { min })
            } else {
                (chosen.len() > max).then_some(ProblemKind::TooMany { max })
            }
        }
        (FieldKind::Declaration, Value::Bool(false)) => Some(ProblemKind::NotDeclared),
        _ => None,
    }
}

/// Whether a value of the right type says nothing: blank text, or no option where one is needed.
pub(super) fn is_empty(kind: &FieldKind, value: &Value) -> bool {
    match (kind, value) {
        (_, Value::Text(text)) => text.trim().is_empty(),
        (FieldKind::Choices { min, .. }, Value::Choices(chosen)) => *min > 0 && chosen.is_empty(),
        _ => false,
    }
}

fn longer(text: &str, max: usize) -> Option<ProblemKind<'static>> {
    let found = text.chars().count();
    (found > max).then_some(ProblemKind::TooLong { max, found })
}

fn form(format: Format, text: &str) -> Option<ProblemKind<'static>> {
    (!format.fits(text)).then_some(ProblemKind::WrongForm(format))
}

/// Characters of a name; the longest on ID cards have about half as many.
const MAX_NAME: usize = 100;
/// Characters of a postal address in one line.
const MAX_ADDRESS: usize = 200;
