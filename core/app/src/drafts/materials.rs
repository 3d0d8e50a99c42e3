//! "Check my materials": what is needed, where each comes from, what is missing.

use tongban_cases::{Checklist, FormView, GapFault, Item, Standing, SupplyFault};
use tongban_rules::materials::{Material, Way};
use tongban_rules::service::Regime;

use super::error::DraftError;
use super::form::{count, pages};
use super::sheet::Sheet;
use super::view::{
    CommitmentView, DeferralView, DraftRequest, FileView, HeldTypeView, MaterialFaultView,
    MaterialHowView, MaterialStandingView, MaterialView, MaterialsView, MissingAnswerView,
    OptionView,
};
use crate::context::Core;
use crate::error::{Params, param};
use crate::services::Teller;

/// The materials of a draft.
pub(crate) fn materials(core: &Core, request: &DraftRequest) -> Result<MaterialsView, DraftError> {
    let db = core.unlocked()?;
    view(core, &Sheet::open(core, &db, request.id()?)?)
}

pub(super) fn view(core: &Core, sheet: &Sheet) -> Result<MaterialsView, DraftError> {
    let teller = Teller::new(core, &sheet.loaded);
    let form = sheet.form()?;
    let list = sheet.checklist(&form)?;
    let missing = missing(&teller, &list);
    let form_missing = form_missing(&teller, sheet, &form)?;
    let mut items = Vec::with_capacity(list.items.len());
    for item in &list.items {
        items.push(material(&teller, sheet, &form, item)?);
    }
    Ok(MaterialsView {
        draft: sheet.stored.id.to_string(),
        service_name: teller.text(&sheet.service()?.names),
        items,
        complete: missing.is_empty() && form_missing.is_empty(),
        missing,
        form_missing,
    })
}

/// The names of what is missing.
pub(super) fn missing(teller: &Teller<'_>, list: &Checklist<'_>) -> Vec<String> {
    let missing = list.missing();
    missing
        .map(|item| teller.text(&item.material.name))
        .collect()
}

/// The answers that are missing or wrong, with their pages.
pub(super) fn form_missing(
    teller: &Teller<'_>,
    sheet: &Sheet,
    form: &FormView<'_>,
) -> Result<Vec<MissingAnswerView>, DraftError> {
    let mut found = Vec::new();
    for (page, view) in (0..).zip(pages(teller, sheet, form)?) {
        for field in view.fields {
            if !field.problems.is_empty() {
                found.push(MissingAnswerView {
                    page,
                    field: field.id,
                    label: field.label,
                });
            }
        }
    }
    Ok(found)
}

fn material(
    teller: &Teller<'_>,
    sheet: &Sheet,
    form: &FormView<'_>,
    item: &Item<'_>,
) -> Result<MaterialView, DraftError> {
    let (service, material) = (sheet.service()?, item.material);
    let paper = material.way.paper();
    let files = sheet.files.iter();
    let files = files.filter(|file| file.material == material.id);
    let faults = match &item.standing {
        Standing::Unusable(faults) => faults.iter().map(fault).collect(),
        _ => Vec::new(),
    };
    let offered = service.commitments.iter().filter(|offer| {
        matches!(&offer.regime, Regime::Proof { material: id } if *id == material.id)
            && offer.provision.is_in_force(form.today())
    });
    let mut variants = Vec::new();
    for variant in &material.variants {
        let acceptable = match &variant.if_true {
            Some(condition) => form.holds(condition)? != Some(false),
            None => true,
        };
        if acceptable {
            variants.push(OptionView {
                id: variant.id.clone(),
                label: teller.text(&variant.name),
            });
        }
    }
    Ok(MaterialView {
        id: material.id.clone(),
        name: teller.text(&material.name),
        help: teller.some(&material.help),
        standing: standing(&item.standing),
        how: how(&item.standing, sheet, material),
        from: match &item.standing {
            Standing::FromWallet(type_name) => Some(teller.certificate_title(type_name)),
            _ => None,
        },
        certificates: certificates(teller, sheet, material),
        files: files
            .map(|file| FileView {
                id: file.id.to_string(),
                media_type: file.media_type.clone(),
                size: u32::try_from(file.length).unwrap_or(u32::MAX),
            })
            .collect(),
        max_files: paper.map_or(0, |paper| paper.max_files.into()),
        media_types: paper.map_or_else(Vec::new, |paper| paper.media_types.clone()),
        deferrable: material
            .deferral
            .as_ref()
            .filter(|deferral| deferral.provision.is_in_force(form.today()))
            .map(|deferral| DeferralView {
                until: Some(teller.limit(&deferral.within).text),
                otherwise: teller.text(&deferral.otherwise),
            }),
        commitments: offered
            .map(|offer| CommitmentView {
                id: offer.id.clone(),
                text: teller.text(&offer.text),
                liability: teller.text(&offer.liability),
            })
            .collect(),
        variants,
        faults,
        samples: teller.samples(
            material
                .variants
                .iter()
                .flat_map(|variant| &variant.samples),
        ),
        common_errors: teller.common_errors(&material.common_errors),
        source: Some(teller.source(&material.provision)),
        asked_again: asked_again(teller, sheet, material)?,
    })
}

fn standing(standing: &Standing<'_>) -> MaterialStandingView {
    match standing {
        Standing::NotNeeded => MaterialStandingView::NotNeeded,
        Standing::ByOffice => MaterialStandingView::Office,
        Standing::FromWallet(_)
        | Standing::Uploaded
        | Standing::OnPaper
        | Standing::Committed(_) => MaterialStandingView::InOrder,
        Standing::Missing { deferrable: true } => MaterialStandingView::Later,
        Standing::Missing { deferrable: false } => MaterialStandingView::Missing,
        Standing::Unusable(_) => MaterialStandingView::Faulty,
    }
}

fn how(standing: &Standing<'_>, sheet: &Sheet, material: &Material) -> Option<MaterialHowView> {
    use tongban_cases::Supply;
    let chosen = sheet.supplied.iter().rev();
    let mut chosen = chosen.filter(|supplied| supplied.material == material.id);
    match standing {
        Standing::FromWallet(_) => Some(MaterialHowView::Certificate),
        _ => chosen.next().map(|supplied| match supplied.how {
            Supply::Files { .. } => MaterialHowView::Files,
            Supply::Certificate { .. } => MaterialHowView::Certificate,
            Supply::OnPaper => MaterialHowView::OnPaper,
            Supply::Commitment { .. } => MaterialHowView::Commitment,
        }),
    }
}

fn certificates(teller: &Teller<'_>, sheet: &Sheet, material: &Material) -> Vec<HeldTypeView> {
    let Way::Certificate {
        certificate_types, ..
    } = &material.way
    else {
        return Vec::new();
    };
    let held = certificate_types.iter();
    let held = held.filter(|name| sheet.held.types.contains(name));
    held.map(|name| HeldTypeView {
        type_name: name.clone(),
        title: teller.certificate_title(name),
    })
    .collect()
}

/// In a supplement: what the notice says about it.
fn asked_again(
    teller: &Teller<'_>,
    sheet: &Sheet,
    material: &Material,
) -> Result<Option<String>, DraftError> {
    let asked = sheet
        .base
        .as_ref()
        .and_then(|base| base.materials.get(&material.id));
    let Some(faults) = asked else {
        return Ok(None);
    };
    let service = sheet.service()?;
    let mut why = Vec::new();
    for fault in faults {
        why.push(match fault {
            GapFault::Missing => teller.say("core.gap_missing"),
            GapFault::Error(id) => teller
                .common_error_of(service, id)
                .map_or_else(|| teller.say("core.gap_wrong"), |error| error.text),
        });
    }
    Ok(Some(why.join(&teller.say("core.sentence_gap"))))
}

fn fault(fault: &SupplyFault<'_>) -> MaterialFaultView {
    let (code, params) = match fault {
        SupplyFault::NoFile => ("no_file", Params::new()),
        SupplyFault::EmptyFile(_) => ("empty_file", Params::new()),
        SupplyFault::TooManyFiles { max } => ("too_many_files", param("max", u32::from(*max))),
        SupplyFault::MediaType(_) => ("media_type", Params::new()),
        SupplyFault::NotAcceptable(_) => ("not_acceptable", Params::new()),
        SupplyFault::WrongCertificate(_) => ("wrong_certificate", Params::new()),
        SupplyFault::NotOffered(_) => ("not_offered", Params::new()),
        SupplyFault::NotAsked => ("not_asked", Params::new()),
    };
    MaterialFaultView {
        code: code.to_owned(),
        params,
    }
}

/// How a material goes along, for a review: slug and number of files.
pub(super) fn goes_along(item: &Item<'_>, sheet: &Sheet) -> Option<(&'static str, u32)> {
    let slug = match &item.standing {
        Standing::FromWallet(_) => "certificate",
        Standing::Uploaded => "files",
        Standing::OnPaper => "on_paper",
        Standing::Committed(_) => "commitment",
        Standing::ByOffice => "office",
        Standing::Missing { deferrable: true } => "later",
        _ => return None,
    };
    let files = sheet.files.iter();
    let files = files.filter(|file| file.material == item.material.id);
    Some((slug, count(files.count())))
}
