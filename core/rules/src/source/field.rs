//! `form.yaml`.

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::Problem;
use super::cite::{Cite, Citing};
use super::expr::{ExprFile, Naming};
use crate::Texts;
use crate::form::{Check, Field, FieldKind, Form, FormError, KnownRef, Need, Prefill, Section};

/// A form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormFile {
    sections: Vec<SectionFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionFile {
    id: Spanned<String>,
    title: Texts,
    help: Option<Texts>,
    fields: Vec<FieldFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldFile {
    id: Spanned<String>,
    kind: FieldKind,
    label: Texts,
    help: Option<Texts>,
    purpose: Texts,
    datum: Option<Spanned<String>>,
    #[serde(default)]
    prefill: Vec<PrefillFile>,
    visible_if: Option<ExprFile>,
    #[serde(default)]
    need: NeedFile,
    calculate: Option<ExprFile>,
    #[serde(default)]
    checks: Vec<CheckFile>,
    common_error: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrefillFile {
    from: KnownRef,
    #[serde(default)]
    editable: bool,
    by: Cite,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckFile {
    id: Spanned<String>,
    must: ExprFile,
    message: Texts,
    common_error: Option<String>,
}

/// Whether something is needed; always, if nothing is said.
#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NeedFile {
    #[default]
    Always,
    Never,
    If(ExprFile),
}

impl NeedFile {
    pub(super) fn need(&self, naming: &Naming<'_>) -> Result<Need, Problem> {
        Ok(match self {
            Self::Always => Need::Always,
            Self::Never => Need::Never,
            Self::If(condition) => Need::If(naming.expr(condition)?),
        })
    }
}

impl FormFile {
    /// The ids of the fields, in order.
    pub(super) fn field_ids(&self) -> Vec<String> {
        let fields = self.sections.iter().flat_map(|section| &section.fields);
        fields.map(|field| field.id.value.clone()).collect()
    }

    /// The form, checked.
    pub(super) fn form(&self, citing: &Citing<'_>) -> Result<Form, Problem> {
        let names = self.field_ids();
        let naming = Naming {
            place: citing.place,
            fields: &names,
        };
        let mut sections = Vec::new();
        let mut fields = Vec::new();
        for section in &self.sections {
            let count = section.fields.len();
            sections.push(Section {
                id: citing.place.id(&section.id, '_')?,
                title: section.title.clone(),
                help: section.help.clone(),
                count: u16::try_from(count).map_err(|_| {
                    citing
                        .place
                        .problem(section.id.referenced, "too many fields")
                })?,
            });
            for field in &section.fields {
                fields.push(field.field(citing, &naming)?);
            }
        }
        let order = Form::ordered(&fields).map_err(|error| self.problem(citing, &error))?;
        let form = Form {
            sections,
            fields,
            order,
        };
        form.check().map_err(|error| self.problem(citing, &error))?;
        Ok(form)
    }

    /// The error at the field that it names.
    fn problem(&self, citing: &Citing<'_>, error: &FormError) -> Problem {
        let at_fault = match error {
            FormError::Twice(id) | FormError::NoAnswer(id) | FormError::Circle(id) => Some(id),
            FormError::Expression { field, .. } => Some(field),
            FormError::Sections | FormError::Order => None,
        };
        let sections = self.sections.iter();
        let ids = sections.flat_map(|section| {
            let fields = section.fields.iter().map(|field| &field.id);
            std::iter::once(&section.id).chain(fields)
        });
        // Of two with one id, the later is the one too many.
        let found = ids.rev().find(|id| Some(&id.value) == at_fault);
        match found {
            Some(id) => citing.place.problem(id.referenced, error.to_string()),
            None => citing.place.whole(error.to_string()),
        }
    }
}

impl FieldFile {
    fn field(&self, citing: &Citing<'_>, naming: &Naming<'_>) -> Result<Field, Problem> {
        let prefill = |file: &PrefillFile| {
            Ok(Prefill {
                from: file.from.clone(),
                editable: file.editable,
                basis: citing.citation(&file.by)?,
            })
        };
        let check = |file: &CheckFile| {
            Ok(Check {
                id: citing.place.id(&file.id, '_')?,
                must: naming.expr(&file.must)?,
                message: file.message.clone(),
                common_error: file.common_error.clone(),
            })
        };
        let some = |expr: &Option<ExprFile>| expr.as_ref().map(|e| naming.expr(e)).transpose();
        let datum = self.datum.as_ref().map(|datum| citing.place.id(datum, '_'));
        Ok(Field {
            id: citing.place.id(&self.id, '_')?,
            kind: self.kind.clone(),
            label: self.label.clone(),
            help: self.help.clone(),
            purpose: self.purpose.clone(),
            datum: datum.transpose()?,
            prefill: self.prefill.iter().map(prefill).collect::<Result<_, _>>()?,
            visible_if: some(&self.visible_if)?,
            need: self.need.need(naming)?,
            calculate: some(&self.calculate)?,
            checks: self.checks.iter().map(check).collect::<Result<_, _>>()?,
            common_error: self.common_error.clone(),
        })
    }
}
