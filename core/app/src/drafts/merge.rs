//! Two devices' versions of one draft, brought together field by field (rule S6): what only one
//! of them changed since both had the same is taken; what both changed differently is kept twice
//! until a person chooses.

use std::collections::{BTreeMap, BTreeSet};

use tongban_cases::{Answers, Supplied};
use tongban_rules::expression::Value;
use tongban_rules::pack::codec::{decode, encode};
use tongban_sync::{Conflict, FieldValues, merge_fields};

use super::error::DraftError;
use crate::storage::StorageError;

/// What is filled in, without the files.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Content {
    pub(crate) typed: Answers,
    pub(crate) supplied: Vec<Supplied>,
}

/// What came of two versions.
pub(crate) struct Merged {
    /// Every field; of a conflict the value of this device.
    pub(crate) content: Content,
    /// Fields that a person has to choose.
    pub(crate) conflicts: Vec<Conflict>,
}

impl Content {
    pub(crate) fn read(answers: &[u8], supplied: &[u8]) -> Result<Self, DraftError> {
        Ok(Self {
            typed: decode(answers).map_err(|_| StorageError::Failed)?,
            supplied: decode(supplied).map_err(|_| StorageError::Failed)?,
        })
    }

    /// The stored form: answers, supplies.
    pub(crate) fn write(&self) -> Result<(Vec<u8>, Vec<u8>), DraftError> {
        let answers = encode(&self.typed).map_err(|_| DraftError::TooLong)?;
        let supplied = encode(&self.supplied).map_err(|_| DraftError::TooLong)?;
        Ok((answers, supplied))
    }

    /// The value of a field, as a conflict keeps it.
    pub(crate) fn value(&self, field: &str) -> Result<Option<Vec<u8>>, DraftError> {
        Ok(self.fields()?.remove(field))
    }

    /// Sets a field, or takes it away.
    pub(crate) fn set(&mut self, field: &str, value: Option<&[u8]>) -> Result<(), DraftError> {
        let mut fields = self.fields()?;
        match value {
            Some(value) => _ = fields.insert(field.to_owned(), value.to_vec()),
            None => _ = fields.remove(field),
        }
        *self = Self::of(&fields)?;
        Ok(())
    }

    fn fields(&self) -> Result<FieldValues, DraftError> {
        let mut fields = FieldValues::new();
        for (field, value) in self.typed.iter() {
            let value = encode(value).map_err(|_| DraftError::TooLong)?;
            fields.insert(format!("{ANSWER}{field}"), value);
        }
        for supplied in &self.supplied {
            let value = encode(supplied).map_err(|_| DraftError::TooLong)?;
            fields.insert(format!("{MATERIAL}{}", supplied.material), value);
        }
        Ok(fields)
    }

    fn of(fields: &FieldValues) -> Result<Self, DraftError> {
        let mut content = Self::default();
        for (name, value) in fields {
            if let Some(field) = name.strip_prefix(ANSWER) {
                content.typed.set(field, answer_of(value)?);
            } else if name.starts_with(MATERIAL) {
                content.supplied.push(supplied_of(value)?);
            }
        }
        Ok(content)
    }
}

/// The two parts of a field's name.
pub(crate) enum FieldName<'a> {
    Answer(&'a str),
    Material(&'a str),
}

impl<'a> FieldName<'a> {
    /// `None` for a name that only a newer version knows.
    pub(crate) fn of(name: &'a str) -> Option<Self> {
        let answer = name.strip_prefix(ANSWER).map(Self::Answer);
        answer.or_else(|| name.strip_prefix(MATERIAL).map(Self::Material))
    }
}

pub(crate) fn answer_of(value: &[u8]) -> Result<Value, DraftError> {
    Ok(decode(value).map_err(|_| StorageError::Failed)?)
}

pub(crate) fn supplied_of(value: &[u8]) -> Result<Supplied, DraftError> {
    Ok(decode(value).map_err(|_| StorageError::Failed)?)
}

/// Merges from `base`, the newest version that both devices had; without one every difference is
/// a conflict. A field of `open` waits for a choice on one of the devices already: it is not
/// decided by the way.
pub(crate) fn merge(
    base: &Content,
    mine: &Content,
    theirs: &Content,
    open: &BTreeSet<String>,
) -> Result<Merged, DraftError> {
    let (base, mine, theirs) = (base.fields()?, mine.fields()?, theirs.fields()?);
    let merged = merge_fields(&base, &mine, &theirs);
    let (mut fields, mut conflicts) = (merged.fields, merged.conflicts);
    for field in open {
        let (here, there) = (mine.get(field), theirs.get(field));
        if here != there && !conflicts.iter().any(|known| known.field == *field) {
            conflicts.push(Conflict {
                field: field.clone(),
                mine: here.cloned(),
                theirs: there.cloned(),
            });
        }
    }
    let mine: BTreeMap<_, _> = mine;
    for conflict in &conflicts {
        match mine.get(&conflict.field) {
            Some(value) => _ = fields.insert(conflict.field.clone(), value.clone()),
            None => _ = fields.remove(&conflict.field),
        }
    }
    Ok(Merged {
        content: Content::of(&fields)?,
        conflicts,
    })
}

const ANSWER: &str = "answer.";
const MATERIAL: &str = "material.";

#[cfg(test)]
mod tests {
    #![allow(non_snake_case)]

    use tongban_cases::Supply;

    use super::*;

    fn content(answers: &[(&str, &str)], materials: &[(&str, Supply)]) -> Content {
        let text = |value: &str| Value::Text(value.to_owned());
        Content {
            typed: answers
                .iter()
                .map(|(field, value)| (*field, text(value)))
                .collect(),
            supplied: materials
                .iter()
                .map(|(material, how)| Supplied {
                    material: (*material).to_owned(),
                    how: how.clone(),
                })
                .collect(),
        }
    }

    #[test]
    fn rule_S6_a_field_is_taken_from_who_changed_it_and_kept_twice_where_both_did() {
        let base = content(
            &[("name", "a"), ("phone", "1")],
            &[("portrait", Supply::OnPaper)],
        );
        let mine = content(
            &[("name", "b"), ("phone", "2")],
            &[("portrait", Supply::OnPaper)],
        );
        let certificate = Supply::Certificate {
            certificate_type: "id".into(),
        };
        let theirs = content(
            &[("name", "a"), ("phone", "3")],
            &[("portrait", certificate.clone())],
        );
        let merged = merge(&base, &mine, &theirs, &BTreeSet::new()).unwrap();
        let wanted = content(
            &[("name", "b"), ("phone", "2")],
            &[("portrait", certificate)],
        );
        assert!(merged.content == wanted);
        let [conflict] = &merged.conflicts[..] else {
            panic!("{:?}", merged.conflicts)
        };
        assert_eq!(conflict.field, "answer.phone");
        let theirs_value = answer_of(conflict.theirs.as_ref().unwrap()).unwrap();
        assert!(theirs_value == Value::Text("3".into()));
    }

    #[test]
    fn a_field_that_waits_for_a_choice_is_not_decided_by_the_way() {
        let base = content(&[("phone", "1")], &[]);
        let theirs = content(&[("phone", "2")], &[]);
        let open = BTreeSet::from(["answer.phone".to_owned()]);
        let merged = merge(&base, &base, &theirs, &open).unwrap();
        assert_eq!(merged.conflicts.len(), 1);
        assert!(merged.content == base, "what stands here stays until then");
        let decided = merge(&base, &base, &theirs, &BTreeSet::new()).unwrap();
        assert!(decided.content == theirs && decided.conflicts.is_empty());
    }
}
