//! What an application needs, as the platform finds it when something is handed in.

use serde::{Deserialize, Serialize};
use tongban_rules::Day;
use tongban_rules::service::Service;

use super::{Judgement, Refusal, State};
use crate::materials::Standing;
use crate::{Answers, Known, Supplied, check_materials, evaluate};

/// Everything that must be judged, and every answer that is not right yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    /// The materials that this application needs, in the order of the service.
    pub materials: Vec<Listed>,
    /// Answers that are missing or wrong.
    pub wanting: Vec<Wanting>,
}

/// A material of the listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its id.
    pub material: String,
    /// Where it comes from (row 31).
    pub source: Source,
    /// Whether it may come after acceptance.
    pub deferrable: bool,
    /// Whether it was handed in, or became needed, just now.
    pub fresh: bool,
}

/// Where a material comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The applicant uploaded it.
    Uploaded,
    /// A certificate of this type from the wallet.
    Wallet(String),
    /// On paper.
    Paper,
    /// This commitment replaces it.
    Commitment(String),
    /// The office looks it up (shared data).
    Office,
    /// Nothing was handed in.
    Nothing,
}

/// An answer that is not right yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanting {
    /// The field.
    pub field: String,
    /// Whether it was answered, or became needed, just now.
    pub fresh: bool,
}

/// What was handed in just now, on top of what `state` holds.
pub(super) struct HandedIn<'a> {
    pub(super) answers: &'a Answers,
    pub(super) known: &'a [Known],
    pub(super) supplied: &'a [Supplied],
}

/// The listing after `new` was handed in on `day`. What a person has not asked for, and what
/// cannot be taken as it is, is an error.
pub(super) fn list(
    service: &Service,
    state: &State,
    new: &HandedIn<'_>,
    day: Day,
) -> Result<Listing, Refusal> {
    let answers = merged(&state.answers, new.answers);
    let known: Vec<Known> = new.known.iter().chain(&state.known).cloned().collect();
    let mut supplied = state.supplied.clone();
    supplied.extend_from_slice(new.supplied);
    // The form is judged by the day of receipt, not by the day on which an officer looks.
    let form = evaluate(
        &service.form,
        &answers,
        &known,
        state.received.unwrap_or(day),
    )?;
    let checklist = check_materials(service, &form, &supplied, &[])?;

    let mut listing = Listing::default();
    for item in &checklist.items {
        let material = &item.material.id;
        let handed_in = new.supplied.iter().any(|new| new.material == *material);
        let source = match &item.standing {
            Standing::NotNeeded if handed_in && state.received.is_some() => {
                return Err(Refusal::NotAsked(material.clone()));
            }
            Standing::NotNeeded => continue,
            Standing::ByOffice => Source::Office,
            Standing::FromWallet(certificate_type) => Source::Wallet((*certificate_type).into()),
            Standing::Uploaded => Source::Uploaded,
            Standing::OnPaper => Source::Paper,
            Standing::Committed(commitment) => Source::Commitment((*commitment).into()),
            Standing::Missing { .. } => Source::Nothing,
            Standing::Unusable(_) if handed_in => return Err(Refusal::Unusable(material.clone())),
            Standing::Unusable(_) => Source::Nothing,
        };
        let before = state.material(material);
        if handed_in && before.is_some_and(|m| m.judgement == Some(Judgement::Fit)) {
            return Err(Refusal::NotAsked(material.clone()));
        }
        let deferral = item.material.deferral.as_ref();
        listing.materials.push(Listed {
            fresh: handed_in || before.is_none_or(|before| before.source != source),
            material: material.clone(),
            source,
            deferrable: deferral.is_some_and(|deferral| deferral.provision.is_in_force(day)),
        });
    }
    if let Some(id) = checklist.unasked.first() {
        return Err(Refusal::NotAsked((*id).to_owned()));
    }
    for view in form
        .fields()
        .iter()
        .filter(|view| !view.problems.is_empty())
    {
        let field = &view.field.id;
        let answered = new.answers.get(field).is_some();
        listing.wanting.push(Wanting {
            field: field.clone(),
            fresh: answered || !state.wanting.contains_key(field),
        });
    }
    Ok(listing)
}

/// `new` over `old`.
pub(super) fn merged(old: &Answers, new: &Answers) -> Answers {
    let mut answers = old.clone();
    for (field, value) in new.iter() {
        answers.set(field, value.clone());
    }
    answers
}
