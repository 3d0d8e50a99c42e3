//! `materials.yaml`.

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::Problem;
use super::cite::{Cite, Citing};
use super::expr::{ExprFile, Naming};
use super::field::NeedFile;
use super::sample::{Folder, SampleFile};
use crate::materials::{CommonError, Deferral, Material, Paper, Variant, Way};
use crate::{Limit, Texts};

/// A material.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MaterialFile {
    id: Spanned<String>,
    name: Texts,
    help: Option<Texts>,
    way: WayFile,
    #[serde(default)]
    need: NeedFile,
    deferral: Option<DeferralFile>,
    issuer: Texts,
    #[serde(default)]
    variants: Vec<VariantFile>,
    #[serde(default)]
    common_errors: Vec<CommonError>,
    by: Cite,
}

/// How a material reaches the office.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum WayFile {
    Supplied(Paper),
    Certificate {
        certificate_types: Vec<String>,
        by: Cite,
        otherwise: Paper,
    },
    CheckedByOffice {
        how: Texts,
        by: Cite,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeferralFile {
    within: Limit,
    otherwise: Texts,
    by: Cite,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantFile {
    id: Spanned<String>,
    name: Texts,
    if_true: Option<ExprFile>,
    samples: Vec<SampleFile>,
}

impl MaterialFile {
    /// The material.
    pub(super) fn material(
        &self,
        citing: &Citing<'_>,
        naming: &Naming<'_>,
        folder: &Folder<'_>,
    ) -> Result<Material, Problem> {
        let variant = |file: &VariantFile| {
            let if_true = file.if_true.as_ref().map(|expr| naming.expr(expr));
            Ok(Variant {
                id: citing.place.id(&file.id, '-')?,
                name: file.name.clone(),
                if_true: if_true.transpose()?,
                samples: folder.samples(citing.place, &file.samples)?,
            })
        };
        let deferral = |file: &DeferralFile| {
            Ok(Deferral {
                within: file.within,
                otherwise: file.otherwise.clone(),
                provision: citing.provision(&file.by)?,
            })
        };
        let deferral = self.deferral.as_ref().map(deferral).transpose()?;
        let material = Material {
            id: citing.place.id(&self.id, '-')?,
            name: self.name.clone(),
            help: self.help.clone(),
            way: self.way.way(citing)?,
            need: self.need.need(naming)?,
            deferral,
            issuer: self.issuer.clone(),
            variants: self
                .variants
                .iter()
                .map(variant)
                .collect::<Result<_, _>>()?,
            common_errors: self.common_errors.clone(),
            provision: citing.provision(&self.by)?,
        };
        let shown = material
            .variants
            .iter()
            .all(|variant| !variant.samples.is_empty());
        match material.way.paper().is_some() == (shown && !material.variants.is_empty()) {
            true => Ok(material),
            false => {
                let sentence = "what is handed in shows a sample for each accepted form, and what \
                                the office looks up itself has no forms";
                Err(citing.place.problem(self.id.referenced, sentence))
            }
        }
    }
}

impl WayFile {
    pub(super) fn way(&self, citing: &Citing<'_>) -> Result<Way, Problem> {
        Ok(match self {
            Self::Supplied(paper) => Way::Supplied(paper.clone()),
            Self::Certificate {
                certificate_types,
                by,
                otherwise,
            } => Way::Certificate {
                certificate_types: certificate_types.clone(),
                basis: citing.provision(by)?,
                otherwise: otherwise.clone(),
            },
            Self::CheckedByOffice { how, by } => Way::CheckedByOffice {
                how: how.clone(),
                basis: citing.provision(by)?,
            },
        })
    }
}
