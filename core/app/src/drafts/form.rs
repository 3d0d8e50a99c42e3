//! The form of a draft, page by page, as a screen sees it.

use tongban_cases::{FieldView, FormView, Origin, Problem, ProblemKind};
use tongban_rules::Day;
use tongban_rules::expression::{Format, Value};
use tongban_rules::form::{Choice, Field, FieldKind};

use super::error::DraftError;
use super::sheet::Sheet;
use super::view::{
    DraftKindView, DraftView, FieldProblemView, FormFieldView, InputView, OptionView, OriginView,
    PageView, ValueView,
};
use crate::context::Core;
use crate::error::{Param, Params, param};
use crate::services::Teller;
use crate::time;

/// The draft with its form.
pub(super) fn view(core: &Core, sheet: &Sheet) -> Result<DraftView, DraftError> {
    let teller = Teller::new(core, &sheet.loaded);
    let form = sheet.form()?;
    let pages = pages(&teller, sheet, &form)?;
    let missing = |page: &PageView| page.fields.iter().any(|field| !field.problems.is_empty());
    Ok(DraftView {
        id: sheet.stored.id.to_string(),
        kind: sheet.stored.kind.into(),
        case: sheet.base.as_ref().map(|base| base.file.id.to_string()),
        service: sheet.stored.service.clone(),
        service_name: teller.text(&sheet.service()?.names),
        saved_at: time::instant(sheet.stored.saved_at),
        page: sheet.stored.page,
        unknown_answers: count(form.unknown().len()),
        complete: !pages.iter().any(missing),
        pages,
        pack_changed: super::pack_change::is_open(core, &sheet.stored)?,
        conflicts: sheet.conflicts,
    })
}

/// The pages with something to show; those of a supplement are one.
pub(super) fn pages(
    teller: &Teller<'_>,
    sheet: &Sheet,
    form: &FormView<'_>,
) -> Result<Vec<PageView>, DraftError> {
    let service = sheet.service()?;
    let field = |view: &FieldView<'_>| field_view(teller, service, view);
    let shown = |views: &[FieldView<'_>]| -> Vec<FormFieldView> {
        let shown = views.iter().filter(|view| sheet.shows(view));
        shown.map(field).collect()
    };
    if sheet.base.is_some() {
        let fields = shown(form.fields());
        let page = page_of("supplement", teller.say("core.supplement"), fields);
        return Ok(Vec::from_iter(page));
    }
    let pages = form.pages().filter_map(|page| {
        let title = teller.text(&page.section.title);
        page_of(&page.section.id, title, shown(page.fields))
    });
    Ok(pages.collect())
}

fn page_of(id: &str, title: String, fields: Vec<FormFieldView>) -> Option<PageView> {
    let with = |wanted: &dyn Fn(&FormFieldView) -> bool| {
        count(fields.iter().filter(|field| wanted(field)).count())
    };
    (!fields.is_empty())
        .then(|| PageView {
            id: id.to_owned(),
            title,
            visible: count(fields.len()),
            needed: with(&|field| field.needed),
            ready: with(&|field| field.needed && field.problems.is_empty()),
            known: with(&|field| matches!(field.origin, Some(OriginView::Known { .. }))),
            fields: Vec::new(),
        })
        .map(|page| PageView { fields, ..page })
}

fn field_view(
    teller: &Teller<'_>,
    service: &tongban_rules::service::Service,
    view: &FieldView<'_>,
) -> FormFieldView {
    let field = view.field;
    FormFieldView {
        id: field.id.clone(),
        label: teller.text(&field.label),
        help: teller.some(&field.help),
        purpose: teller.text(&field.purpose),
        visible: view.visible,
        input: input(teller, &field.kind),
        needed: view.needed,
        editable: view.editable,
        value: view.value.as_deref().map(ValueView::from),
        typed: view.kept.map(ValueView::from),
        origin: view.origin.as_ref().map(|origin| match origin {
            Origin::Typed => OriginView::Typed,
            Origin::Computed => OriginView::Computed,
            Origin::Known { known, prefill } => OriginView::Known {
                source: known.source.clone(),
                basis: teller.citation(&prefill.basis),
            },
        }),
        problems: view
            .problems
            .iter()
            .map(|problem| problem_view(teller, service, field, view, problem))
            .collect(),
    }
}

/// What can be answered to a field of this kind.
pub(crate) fn input(teller: &Teller<'_>, kind: &FieldKind) -> InputView {
    let options = |options: &[Choice]| -> Vec<OptionView> {
        let told = options.iter().map(|option| OptionView {
            id: option.id.clone(),
            label: teller.text(&option.label),
        });
        told.collect()
    };
    let day = |day: &Option<Day>| day.map(|day| day.to_string());
    match kind {
        FieldKind::Text { max } => InputView::Text { max: (*max).into() },
        FieldKind::LongText { max } => InputView::LongText { max: (*max).into() },
        FieldKind::Number { min, max } => InputView::Number {
            min: *min,
            max: *max,
        },
        FieldKind::Money { min, max } => InputView::Money {
            min: *min,
            max: *max,
        },
        FieldKind::Date { earliest, latest } => InputView::Date {
            earliest: day(earliest),
            latest: day(latest),
        },
        FieldKind::YesNo => InputView::YesNo,
        FieldKind::Declaration => InputView::Declaration,
        FieldKind::Choice { options: all } => InputView::Choice {
            options: options(all),
        },
        FieldKind::Choices {
            options: all,
            min,
            max,
        } => InputView::Choices {
            options: options(all),
            min: (*min).into(),
            max: (*max).into(),
        },
        FieldKind::PersonName => InputView::PersonName,
        FieldKind::CitizenId => InputView::CitizenId,
        FieldKind::CreditCode => InputView::CreditCode,
        FieldKind::Phone => InputView::Phone,
        FieldKind::Address => InputView::Address,
    }
}

fn problem_view(
    teller: &Teller<'_>,
    service: &tongban_rules::service::Service,
    field: &Field,
    view: &FieldView<'_>,
    problem: &Problem<'_>,
) -> FieldProblemView {
    let (code, params) = problem_code(&problem.kind, view.value.as_deref());
    FieldProblemView {
        code: code.to_owned(),
        params,
        text: match &problem.kind {
            ProblemKind::Check(check) => Some(teller.text(&check.message)),
            _ => None,
        },
        only_missing: problem.is_missing(),
        common_error: problem
            .common_error
            .or(field
                .common_error
                .as_deref()
                .filter(|_| !problem.is_missing()))
            .and_then(|id| teller.common_error_of(service, id)),
    }
}

/// The slug of a problem with the values of its text.
pub(crate) fn problem_code(
    kind: &ProblemKind<'_>,
    value: Option<&Value>,
) -> (&'static str, Params) {
    let none = Params::new();
    match kind {
        ProblemKind::Missing => ("missing", none),
        ProblemKind::NotDeclared => ("not_declared", none),
        ProblemKind::WrongType { .. } => ("wrong_type", none),
        ProblemKind::TooLong { max, found } => {
            let mut params = param("max", count(*max));
            params.extend(param("found", count(*found)));
            ("too_long", params)
        }
        ProblemKind::OutOfRange { min, max } => {
            let mut params = param("min", number(*min));
            params.extend(param("max", number(*max)));
            ("out_of_range", params)
        }
        ProblemKind::TooEarly { earliest } => ("bad_date", param("earliest", earliest.to_string())),
        ProblemKind::TooLate { latest } => ("bad_date", param("latest", latest.to_string())),
        ProblemKind::NotAnOption => ("no_option", none),
        ProblemKind::TooFew { min } => ("too_few", param("min", count(*min))),
        ProblemKind::TooMany { max } => ("too_many", param("max", count(*max))),
        ProblemKind::WrongForm(format) => wrong_form(*format, value),
        ProblemKind::NotComputable => ("not_computable", none),
        ProblemKind::Check(_) => ("check", none),
    }
}

/// A number that is not finished is told otherwise than one that is wrong.
fn wrong_form(format: Format, value: Option<&Value>) -> (&'static str, Params) {
    let length = match value {
        Some(Value::Text(text)) => text.chars().count(),
        _ => 0,
    };
    let wanted = match format {
        Format::MobilePhone => 11,
        Format::CitizenId | Format::CreditCode => 18,
        Format::Postcode => 6,
        Format::Digits => length,
    };
    match (format, length.cmp(&wanted)) {
        (_, std::cmp::Ordering::Less) => ("too_short", param("missing", count(wanted - length))),
        (_, std::cmp::Ordering::Greater) => ("too_long", param("max", count(wanted))),
        (Format::CitizenId | Format::CreditCode, _) => ("bad_check_character", Params::new()),
        _ => ("bad_phone", Params::new()),
    }
}

/// An answer in words, for a review and for a desk.
pub(crate) fn in_words(teller: &Teller<'_>, field: &Field, value: &Value) -> String {
    let label = |id: &String| {
        let option = field.kind.options().iter().find(|option| option.id == *id);
        option.map_or_else(|| id.clone(), |option| teller.text(&option.label))
    };
    match (&field.kind, value) {
        (FieldKind::Choice { .. }, Value::Text(id)) => label(id),
        (_, Value::Choices(ids)) => {
            let labels: Vec<String> = ids.iter().map(label).collect();
            labels.join(&teller.say("core.list_comma"))
        }
        (FieldKind::Money { .. }, Value::Number(fen)) => {
            format!("{}.{:02}", fen / 100, (fen % 100).abs())
        }
        (_, value) => bare_words(teller, value),
    }
}

/// An answer in words where its field is not known.
pub(crate) fn bare_words(teller: &Teller<'_>, value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Day(day) => teller.messages.day(&day.to_string()),
        Value::Bool(true) => teller.say("core.yes"),
        Value::Bool(false) => teller.say("core.no"),
        Value::Choices(ids) => {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            ids.join(&teller.say("core.list_comma"))
        }
    }
}

impl From<&Value> for ValueView {
    fn from(value: &Value) -> Self {
        match value {
            Value::Text(text) => Self::Text {
                value: text.clone(),
            },
            Value::Number(number) => Self::Number { value: *number },
            Value::Day(day) => Self::Day {
                value: day.to_string(),
            },
            Value::Bool(answer) => Self::Bool { value: *answer },
            Value::Choices(ids) => Self::Choices {
                value: ids.iter().cloned().collect(),
            },
        }
    }
}

impl ValueView {
    /// The answer that it says; `None` for a day that is none.
    pub(crate) fn value(&self) -> Option<Value> {
        Some(match self {
            Self::Text { value } => Value::Text(value.clone()),
            Self::Number { value } => Value::Number(*value),
            Self::Day { value } => Value::Day(Day::parse(value)?),
            Self::Bool { value } => Value::Bool(*value),
            Self::Choices { value } => Value::Choices(value.iter().cloned().collect()),
        })
    }
}

impl From<tongban_store::DraftKind> for DraftKindView {
    fn from(kind: tongban_store::DraftKind) -> Self {
        match kind {
            tongban_store::DraftKind::Application => Self::Application,
            tongban_store::DraftKind::Supplement => Self::Supplement,
        }
    }
}

pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn number(value: i64) -> Param {
    u32::try_from(value).map_or_else(|_| Param::Text(value.to_string()), Param::Number)
}
