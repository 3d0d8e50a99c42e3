//! The checklist of materials: what is needed, where each comes from, what is missing (rows 24, 31).

use tongban_rules::expression::OutOfBudget;
use tongban_rules::form::Need;
use tongban_rules::materials::{Material, Paper, Way};
use tongban_rules::service::{Condition, Regime, Service};

use crate::form::FormView;
use crate::{FileRef, Id, Supplied, Supply};

/// Every material of a service as it stands for one application.
#[derive(Debug)]
pub struct Checklist<'a> {
    /// The materials in the order of the service.
    pub items: Vec<Item<'a>>,
    /// Conditions of the service, as far as a machine can tell. One that does not hold is a reason
    /// to ask, never to refuse.
    pub conditions: Vec<(&'a Condition, Option<bool>)>,
    /// Ids under which something was handed in although the service has no such material.
    pub unasked: Vec<&'a str>,
}

/// One material.
#[derive(Debug)]
pub struct Item<'a> {
    /// Its description.
    pub material: &'a Material,
    /// Where it stands.
    pub standing: Standing<'a>,
}

/// Where a material stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// This application does not need it.
    NotNeeded,
    /// The office looks it up itself; it is never asked of the applicant.
    ByOffice,
    /// A certificate of the wallet stands in for it: the upload slot disappears.
    FromWallet(&'a str),
    /// Files were handed in and can be judged.
    Uploaded,
    /// Paper was handed in.
    OnPaper,
    /// A commitment replaces it.
    Committed(&'a str),
    /// It is missing; a deferrable one may come after acceptance.
    Missing {
        /// Whether it may come later.
        deferrable: bool,
    },
    /// What was handed in cannot be taken as it is.
    Unusable(Vec<SupplyFault<'a>>),
}

/// Why something that was handed in cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SupplyFault<'a> {
    /// There is no file in it.
    NoFile,
    /// A file has no bytes.
    EmptyFile(Id),
    /// More files than the material takes.
    TooManyFiles {
        /// Most.
        max: u8,
    },
    /// A file of a type that the material does not take.
    MediaType(&'a FileRef),
    /// The material has no such variant, or not with these answers.
    NotAcceptable(&'a str),
    /// No certificate of that type stands in for it.
    WrongCertificate(&'a str),
    /// No such commitment is offered for it.
    NotOffered(&'a str),
    /// It is never asked of the applicant.
    NotAsked,
}

/// The checklist of an application.
///
/// `wallet` names the types of the certificates that the applicant holds and that are valid; what
/// such a certificate says is not asked again. Of two supplies for one material the last counts.
pub fn check_materials<'a>(
    service: &'a Service,
    form: &FormView<'_>,
    supplied: &'a [Supplied],
    wallet: &'a [String],
) -> Result<Checklist<'a>, OutOfBudget> {
    let mut items = Vec::with_capacity(service.materials.len());
    for material in &service.materials {
        let last = supplied.iter().rev().find(|s| s.material == material.id);
        let standing = match needed(material, form)? {
            false => Standing::NotNeeded,
            true => standing(service, material, form, last, wallet)?,
        };
        items.push(Item { material, standing });
    }
    let mut conditions = Vec::with_capacity(service.conditions.len());
    for condition in &service.conditions {
        let holds = match &condition.holds {
            Some(expr) => form.holds(expr)?,
            None => None,
        };
        conditions.push((condition, holds));
    }
    let ids = supplied.iter().map(|supplied| supplied.material.as_str());
    Ok(Checklist {
        items,
        conditions,
        unasked: ids.filter(|id| service.material(id).is_none()).collect(),
    })
}

impl<'a> Checklist<'a> {
    /// The materials that are still to be handed in, or to be handed in otherwise: "one thing is
    /// missing: …". A deferrable one is not among them.
    pub fn missing(&self) -> impl Iterator<Item = &Item<'a>> {
        self.items.iter().filter(|item| item.standing.is_gap())
    }

    /// Whether everything is there that must be there at submission.
    pub fn is_complete(&self) -> bool {
        self.missing().next().is_none()
    }

    /// What a submission carries for the materials: what was handed in and is needed, and the
    /// certificates of the wallet that stand in.
    pub fn to_submit(&self, supplied: &[Supplied]) -> Vec<Supplied> {
        let one = |item: &Item<'a>| match &item.standing {
            Standing::FromWallet(certificate_type) => Some(Supplied {
                material: item.material.id.clone(),
                how: Supply::Certificate {
                    certificate_type: (*certificate_type).to_owned(),
                },
            }),
            Standing::Uploaded | Standing::OnPaper | Standing::Committed(_) => {
                let id = &item.material.id;
                supplied.iter().rev().find(|s| s.material == *id).cloned()
            }
            _ => None,
        };
        self.items.iter().filter_map(one).collect()
    }
}

impl Standing<'_> {
    /// Whether the applicant still has something to do about it before submission.
    pub fn is_gap(&self) -> bool {
        matches!(
            self,
            Self::Missing { deferrable: false } | Self::Unusable(_)
        )
    }
}

fn needed(material: &Material, form: &FormView<'_>) -> Result<bool, OutOfBudget> {
    Ok(match &material.need {
        Need::Always => true,
        Need::Never => false,
        Need::If(condition) => form.holds(condition)? == Some(true),
    })
}

fn standing<'a>(
    service: &'a Service,
    material: &'a Material,
    form: &FormView<'_>,
    supplied: Option<&'a Supplied>,
    wallet: &'a [String],
) -> Result<Standing<'a>, OutOfBudget> {
    let stands_in: &[String] = match &material.way {
        Way::CheckedByOffice { .. } => {
            return Ok(match supplied {
                None => Standing::ByOffice,
                Some(_) => Standing::Unusable(vec![SupplyFault::NotAsked]),
            });
        }
        Way::Certificate {
            certificate_types, ..
        } => certificate_types,
        Way::Supplied(_) => &[],
    };
    let Some(supplied) = supplied else {
        let held = stands_in.iter().find(|wanted| wallet.contains(wanted));
        return Ok(match held {
            Some(certificate_type) => Standing::FromWallet(certificate_type),
            None => Standing::Missing {
                deferrable: is_deferrable(material, form),
            },
        });
    };
    let fault = |fault| Ok(Standing::Unusable(vec![fault]));
    match &supplied.how {
        Supply::OnPaper => Ok(Standing::OnPaper),
        Supply::Certificate { certificate_type } => match stands_in.contains(certificate_type) {
            true => Ok(Standing::FromWallet(certificate_type)),
            false => fault(SupplyFault::WrongCertificate(certificate_type)),
        },
        Supply::Commitment { commitment } => {
            let offered = service.commitments.iter().any(|offer| {
                let replaces =
                    matches!(&offer.regime, Regime::Proof { material: id } if *id == material.id);
                offer.id == *commitment && replaces && offer.provision.is_in_force(form.today())
            });
            match offered {
                true => Ok(Standing::Committed(commitment)),
                false => fault(SupplyFault::NotOffered(commitment)),
            }
        }
        Supply::Files { variant, files } => {
            let mut faults = Vec::new();
            if let Some(paper) = material.way.paper() {
                faults.extend(file_faults(paper, files));
            }
            if let Some(variant) = variant
                && !acceptable(material, variant, form)?
            {
                faults.push(SupplyFault::NotAcceptable(variant));
            }
            Ok(match faults.is_empty() {
                true => Standing::Uploaded,
                false => Standing::Unusable(faults),
            })
        }
    }
}

fn file_faults<'a>(paper: &Paper, files: &'a [FileRef]) -> Vec<SupplyFault<'a>> {
    let mut faults = Vec::new();
    if files.is_empty() {
        faults.push(SupplyFault::NoFile);
    }
    if files.len() > usize::from(paper.max_files) {
        faults.push(SupplyFault::TooManyFiles {
            max: paper.max_files,
        });
    }
    for file in files {
        if file.size == 0 {
            faults.push(SupplyFault::EmptyFile(file.id));
        }
        if !paper.media_types.contains(&file.media_type) {
            faults.push(SupplyFault::MediaType(file));
        }
    }
    faults
}

fn acceptable(
    material: &Material,
    variant: &str,
    form: &FormView<'_>,
) -> Result<bool, OutOfBudget> {
    match material.variants.iter().find(|known| known.id == variant) {
        None => Ok(false),
        Some(known) => match &known.if_true {
            None => Ok(true),
            Some(condition) => Ok(form.holds(condition)? == Some(true)),
        },
    }
}

fn is_deferrable(material: &Material, form: &FormView<'_>) -> bool {
    let deferral = material.deferral.as_ref();
    deferral.is_some_and(|deferral| deferral.provision.is_in_force(form.today()))
}
