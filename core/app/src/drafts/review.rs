//! Everything of a draft in words, before it is sent.

use tongban_cases::{FormView, Origin};
use tongban_rules::form::Field;

use super::error::DraftError;
use super::form::in_words;
use super::materials::{form_missing, goes_along, missing};
use super::sheet::Sheet;
use super::view::{DraftRequest, ReviewLineView, ReviewMaterialView, ReviewPageView, ReviewView};
use crate::context::Core;
use crate::delivery;
use crate::services::Teller;

/// The review of a draft.
pub(crate) fn review(core: &Core, request: &DraftRequest) -> Result<ReviewView, DraftError> {
    let db = core.unlocked()?;
    let sheet = Sheet::open(core, &db, request.id()?)?;
    let teller = Teller::new(core, &sheet.loaded);
    let form = sheet.form()?;
    let list = sheet.checklist(&form)?;
    let mut lacking: Vec<String> = form_missing(&teller, &sheet, &form)?
        .into_iter()
        .map(|answer| answer.label)
        .collect();
    lacking.extend(missing(&teller, &list));
    let materials: Vec<ReviewMaterialView> = list
        .items
        .iter()
        .filter_map(|item| {
            let (how, files) = goes_along(item, &sheet)?;
            Some(ReviewMaterialView {
                name: teller.text(&item.material.name),
                how: how.to_owned(),
                files,
            })
        })
        .collect();
    let service = sheet.service()?;
    Ok(ReviewView {
        draft: sheet.stored.id.to_string(),
        service_name: teller.text(&service.names),
        office: teller.text(&service.office.name),
        pages: lines(&teller, &form, &|view| sheet.shows(view)),
        can_submit: match &sheet.base {
            None => lacking.is_empty(),
            // Of a supplement, something may be handed in even if not everything can be.
            Some(_) => sheet.has_something()?,
        },
        routes: match &sheet.base {
            None => delivery::routes(&teller, service, Some(&form)),
            Some(_) => Vec::new(),
        },
        materials,
        missing: lacking,
    })
}

/// The answers by page, in words.
pub(crate) fn lines(
    teller: &Teller<'_>,
    form: &FormView<'_>,
    shows: &dyn Fn(&tongban_cases::FieldView<'_>) -> bool,
) -> Vec<ReviewPageView> {
    let mut pages = Vec::new();
    for (place, page) in (0..).zip(form.pages()) {
        let shown = page.fields.iter().filter(|view| shows(view));
        let lines: Vec<ReviewLineView> = shown
            .filter_map(|view| {
                let value = view.value.as_deref()?;
                Some(ReviewLineView {
                    field: view.field.id.clone(),
                    label: teller.text(&view.field.label),
                    value: in_words(teller, view.field, value),
                    source: source(view.origin.as_ref()),
                })
            })
            .collect();
        if !lines.is_empty() {
            pages.push(ReviewPageView {
                title: teller.text(&page.section.title),
                page: place,
                lines,
            });
        }
    }
    pages
}

pub(crate) fn source(origin: Option<&Origin<'_>>) -> Option<String> {
    match origin {
        Some(Origin::Known { known, .. }) => Some(known.source.clone()),
        _ => None,
    }
}

/// The applicant's name, where the form asks a person's name.
pub(crate) fn applicant(form: &FormView<'_>) -> Option<String> {
    use tongban_rules::expression::Value;
    use tongban_rules::form::FieldKind;
    let is_name = |field: &Field| matches!(field.kind, FieldKind::PersonName);
    let mut named = form.fields().iter().filter(|view| is_name(view.field));
    named.find_map(|view| match view.value.as_deref() {
        Some(Value::Text(name)) => Some(name.clone()),
        _ => None,
    })
}
