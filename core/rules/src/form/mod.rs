//! The description of a form: sections of fields of a closed list of kinds.
//!
//! Only a description: evaluation is the work of `core/cases`. A [`Form`] that was built or read by
//! this crate holds what [`Form::check`] says: ids are unique, every expression has its type, and no field
//! depends on itself.

mod check;
mod field;
mod known;

pub use check::FormError;
pub use field::{Check, Choice, Field, FieldKind, Need, Prefill};
pub use known::KnownRef;

use serde::{Deserialize, Serialize};

use crate::Texts;

/// A form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Sections in the order of the screen, one page each. Together they hold every field once,
    /// in the order of `fields`.
    pub sections: Vec<Section>,
    /// All fields; [`FieldIndex`] counts here.
    pub fields: Vec<Field>,
    /// All fields, each after those that it depends on.
    pub order: Vec<FieldIndex>,
}

/// One page of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Stable name within the form.
    pub id: String,
    /// Heading.
    pub title: Texts,
    /// One sentence under the heading.
    pub help: Option<Texts>,
    /// How many fields of the form belong to it.
    pub count: u16,
}

/// Place of a field in [`Form::fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldIndex(pub u16);

impl Form {
    /// The field at `index`; `None` only for an index of another form.
    pub fn field(&self, index: FieldIndex) -> Option<&Field> {
        self.fields.get(usize::from(index.0))
    }

    /// The field with that id and its place.
    pub fn find(&self, id: &str) -> Option<(FieldIndex, &Field)> {
        self.indexed().find(|(_, field)| field.id == id)
    }

    /// Every field with its place.
    pub fn indexed(&self) -> impl Iterator<Item = (FieldIndex, &Field)> {
        (0..=u16::MAX).map(FieldIndex).zip(&self.fields)
    }

    /// Every section with the fields on it.
    pub fn pages(&self) -> impl Iterator<Item = (&Section, &[Field])> {
        let mut next = 0usize;
        self.sections.iter().map(move |section| {
            let start = next.min(self.fields.len());
            next = (start + usize::from(section.count)).min(self.fields.len());
            (section, &self.fields[start..next])
        })
    }
}
