//! `service.yaml`, and the folder around it as one service.

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::cite::{Cite, Citing, RuleFile};
use super::decision::{CommitmentFile, IssueFile, RefusalFile, RemedyFile};
use super::expr::{ExprFile, Naming};
use super::field::FormFile;
use super::general::{Gathered, LimitsFile};
use super::guide::GuideFile;
use super::material::MaterialFile;
use super::place::Place;
use super::reading::reading;
use super::sample::Folder;
use super::{Files, Problem, yaml};
use crate::Texts;
use crate::provision::Ruled;
use crate::service::{Applicants, Condition, Fee, ItemKind, Office, Phrase, Service};

/// A service.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServiceFile {
    pub(super) id: Spanned<String>,
    code: Spanned<String>,
    pub(super) kind: ItemKind,
    applicants: Applicants,
    names: Texts,
    #[serde(default)]
    phrases: Vec<PhraseFile>,
    #[serde(default)]
    life_events: Vec<Spanned<String>>,
    office: Office,
    basis: Vec<Cite>,
    conditions: Vec<ConditionFile>,
    #[serde(default)]
    pub(super) limits: LimitsFile,
    fees: Vec<FeeFile>,
    refusals: Vec<RefusalFile>,
    #[serde(default)]
    pub(super) remedies: Vec<RemedyFile>,
    #[serde(default)]
    decides_on_the_spot: bool,
    #[serde(default)]
    issues: Vec<IssueFile>,
    #[serde(default)]
    commitments: Vec<CommitmentFile>,
    #[serde(default)]
    venues: Vec<String>,
}

/// Phrases of one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PhraseFile {
    locale: String,
    texts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConditionFile {
    id: Spanned<String>,
    text: Texts,
    holds: Option<ExprFile>,
    by: Cite,
}

/// A fee.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeeFile {
    id: Spanned<String>,
    name: Texts,
    fen: Vec<RuleFile<u32>>,
    concession: Option<Texts>,
}

impl ServiceFile {
    /// The service with everything in its folder; `gathered` holds what general rules say.
    pub(super) fn service(
        self,
        files: &Files,
        folder: &Folder<'_>,
        citing: &Citing<'_>,
        gathered: Gathered,
    ) -> Result<Service, Problem> {
        let guide_path = format!("{}/guide.yaml", folder.path);
        let guide: GuideFile = yaml::needed(files, &guide_path)?;
        let form_path = format!("{}/form.yaml", folder.path);
        let form: FormFile = yaml::needed(files, &form_path)?;
        let material_path = format!("{}/materials.yaml", folder.path);
        let materials: Vec<MaterialFile> = yaml::needed(files, &material_path)?;

        let fields = form.field_ids();
        let at = |file| Citing {
            place: Place { file },
            ..*citing
        };
        let names = |place| Naming {
            place,
            fields: &fields,
        };
        let here = names(citing.place);
        let there = names(Place {
            file: &material_path,
        });
        let material = |file: &MaterialFile| file.material(&at(&material_path), &there, folder);

        let (limits, remedies) = gathered.finish();
        let names = self.names.iter();
        let own = names.map(|(locale, text)| phrase(locale, text));
        let given = self.phrases.iter().flat_map(PhraseFile::phrases);
        Ok(Service {
            id: citing.place.id(&self.id, '-')?,
            code: self.code.value.clone(),
            kind: self.kind,
            applicants: self.applicants,
            names: self.names.clone(),
            phrases: own.chain(given).collect(),
            life_events: self.life_events.iter().map(|id| id.value.clone()).collect(),
            office: self.office.clone(),
            basis: each(&self.basis, |cite| citing.provision(cite))?,
            guide: guide.guide(Place { file: &guide_path }, folder)?,
            conditions: each(&self.conditions, |file| file.condition(citing, &here))?,
            materials: each(&materials, material)?,
            form: form.form(&at(&form_path))?,
            limits,
            fees: each(&self.fees, |file| file.fee(citing))?,
            refusals: each(&self.refusals, |file| file.refusal(citing, &here))?,
            remedies,
            decides_on_the_spot: self.decides_on_the_spot,
            issues: each(&self.issues, |file| file.issue(&here))?,
            commitments: each(&self.commitments, |file| file.commitment(citing))?,
            venues: self.venues,
        })
    }
}

impl PhraseFile {
    pub(super) fn phrases(&self) -> impl Iterator<Item = Phrase> {
        self.texts.iter().map(|text| phrase(&self.locale, text))
    }
}

impl ConditionFile {
    fn condition(&self, citing: &Citing<'_>, naming: &Naming<'_>) -> Result<Condition, Problem> {
        let holds = self.holds.as_ref().map(|expr| naming.expr(expr));
        Ok(Condition {
            id: citing.place.id(&self.id, '-')?,
            text: self.text.clone(),
            holds: holds.transpose()?,
            provision: citing.provision(&self.by)?,
        })
    }
}

impl FeeFile {
    fn fee(&self, citing: &Citing<'_>) -> Result<Fee, Problem> {
        Ok(Fee {
            id: citing.place.id(&self.id, '-')?,
            name: self.name.clone(),
            fen: Ruled::new(citing.rules(&self.fen)?),
            concession: self.concession.clone(),
        })
    }
}

fn phrase(locale: &str, text: &str) -> Phrase {
    Phrase {
        locale: locale.to_owned(),
        text: text.to_owned(),
        reading: reading(text),
    }
}

fn each<T, U>(list: &[T], make: impl Fn(&T) -> Result<U, Problem>) -> Result<Vec<U>, Problem> {
    list.iter().map(make).collect()
}
