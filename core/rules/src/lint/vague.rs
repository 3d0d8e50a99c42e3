//! No catch-all materials: whoever reads the list knows what to bring.

use serde::Deserialize;

use super::{Finding, found};
use crate::RULES_LOCALE;
use crate::service::Service;

/// A phrase that says "and whatever else we think of".
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaguePhrase {
    /// The phrase.
    pub phrase: String,
    /// Definite terms that contain it.
    #[serde(default)]
    pub but_not: Vec<String>,
}

/// The list of vague phrases: data of the layers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VaguePhrases(Vec<VaguePhrase>);

impl VaguePhrases {
    /// Adds the phrases of a layer.
    pub fn extend(&mut self, phrases: Vec<VaguePhrase>) {
        self.0.extend(phrases);
    }

    /// The phrases.
    pub fn phrases(&self) -> &[VaguePhrase] {
        &self.0
    }

    /// The first vague phrase of a text. Spaces and brackets do not hide one.
    pub fn in_text(&self, text: &str) -> Option<&str> {
        let text = squeezed(text);
        let hit = |vague: &&VaguePhrase| {
            let phrase = squeezed(&vague.phrase);
            let definite: Vec<String> = vague.but_not.iter().map(|term| squeezed(term)).collect();
            let mut places = text.match_indices(phrase.as_str());
            places.any(|(at, _)| {
                let covers = |term: &String| {
                    let mut terms = text.match_indices(term.as_str());
                    terms.any(|(from, _)| from <= at && at + phrase.len() <= from + term.len())
                };
                !definite.iter().any(covers)
            })
        };
        self.0.iter().find(hit).map(|vague| vague.phrase.as_str())
    }
}

pub(super) fn check(service: &Service, vague: &VaguePhrases, findings: &mut Vec<Finding>) {
    for material in &service.materials {
        let variants = material.variants.iter().map(|variant| &variant.name);
        let texts = std::iter::once(&material.name)
            .chain(&material.help)
            .chain(variants);
        for text in texts.filter_map(|text| text.exactly(RULES_LOCALE)) {
            if let Some(phrase) = vague.in_text(text) {
                let sentence = format!("“{phrase}” does not say what to bring; name the thing");
                let id = Some(material.id.as_str());
                findings.push(found(service, "materials.yaml", id, sentence));
            }
        }
    }
}

fn squeezed(text: &str) -> String {
    let keep = |c: &char| !c.is_whitespace() && !"“”\"'‘’（）()【】[]《》、，,".contains(*c);
    text.chars().filter(keep).collect()
}
