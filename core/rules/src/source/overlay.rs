//! `services/<id>/overlay.yaml`: what a layer says about a service that a layer under it describes.

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::Problem;
use super::cite::{Citing, RuleFile};
use super::decision::RemedyFile;
use super::general::LimitsFile;
use super::item::PhraseFile;
use super::material::WayFile;
use crate::Texts;
use crate::guide::Contact;
use crate::materials::Way;
use crate::provision::{Rule, Ruled};
use crate::service::{Office, Service};

/// An overlay. Rules are added as candidates; which one applies is decided by their weight and
/// dates, never by the order of the layers alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OverlayFile {
    pub(super) service: Spanned<String>,
    /// The code in the list of the place that carries the item out.
    code: Option<String>,
    office: Option<Office>,
    hours: Option<Texts>,
    #[serde(default)]
    pub(super) limits: LimitsFile,
    #[serde(default)]
    pub(super) remedies: Vec<RemedyFile>,
    #[serde(default)]
    fees: Vec<AddedFee>,
    #[serde(default)]
    materials: Vec<EasedMaterial>,
    #[serde(default)]
    contacts: Vec<Contact>,
    #[serde(default)]
    phrases: Vec<PhraseFile>,
    #[serde(default)]
    venues: Vec<String>,
}

/// More rules about a fee that the service has.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddedFee {
    id: Spanned<String>,
    fen: Vec<RuleFile<u32>>,
}

/// A material that this place asks less for. More is never asked than below.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EasedMaterial {
    id: Spanned<String>,
    way: WayFile,
}

impl OverlayFile {
    /// Lays everything but limits and remedies over the service.
    pub(super) fn apply(&self, service: &mut Service, citing: &Citing<'_>) -> Result<(), Problem> {
        for added in &self.fees {
            let fee = service.fees.iter_mut().find(|fee| fee.id == added.id.value);
            let fee = fee.ok_or_else(|| {
                let sentence = format!("the service has no fee {:?}", added.id.value);
                citing.place.problem(added.id.referenced, sentence)
            })?;
            let mut candidates: Vec<Rule<u32>> = fee.fen.candidates().to_vec();
            candidates.extend(citing.rules(&added.fen)?);
            fee.fen = Ruled::new(candidates);
        }
        for eased in &self.materials {
            eased.apply(service, citing)?;
        }
        if let Some(code) = &self.code {
            service.code = code.clone();
        }
        if let Some(office) = &self.office {
            service.office = office.clone();
        }
        if let Some(hours) = &self.hours {
            service.guide.hours = hours.clone();
        }
        service.guide.contacts.extend(self.contacts.iter().cloned());
        let phrases = self.phrases.iter().flat_map(PhraseFile::phrases);
        service.phrases.extend(phrases);
        service.venues.extend(self.venues.iter().cloned());
        Ok(())
    }
}

impl EasedMaterial {
    fn apply(&self, service: &mut Service, citing: &Citing<'_>) -> Result<(), Problem> {
        let problem = |sentence| citing.place.problem(self.id.referenced, sentence);
        let mut materials = service.materials.iter_mut();
        let material = materials.find(|material| material.id == self.id.value);
        let material = material.ok_or_else(|| problem("the service has no such material"))?;
        let way = self.way.way(citing)?;
        if burden(&way) >= burden(&material.way) {
            return Err(problem(
                "a layer may ask less than the one below, never as much again",
            ));
        }
        if way.paper().is_none() {
            material.variants.clear();
            material.common_errors.clear();
        }
        material.way = way;
        Ok(())
    }
}

/// How much a way asks of the applicant.
fn burden(way: &Way) -> u8 {
    match way {
        Way::CheckedByOffice { .. } => 0,
        Way::Certificate { .. } => 1,
        Way::Supplied(_) => 2,
    }
}
