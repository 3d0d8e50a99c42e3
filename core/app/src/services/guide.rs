//! The guide of one service, with the source behind each demand.

use tongban_rules::form::Need;
use tongban_rules::guide::{ChannelKind, ContactKind};
use tongban_rules::materials::{Material, PaperForm, Way};
use tongban_rules::service::Service;

use super::list::{is_free, issued, kind_slug};
use super::parts::{SourcedTextView, Teller, TitledView};
use super::view::{
    ChannelKindView, ChannelView, ContactKindView, ContactView, FeeView, GuideMaterialView,
    GuideStandingView, GuideView, ServiceRequest, VenueView,
};
use crate::context::Core;
use crate::packs::PackError;
use crate::{delivery, drafts};

/// Needs no wallet; an open one says which certificates stand in for materials.
pub(crate) fn guide(core: &Core, request: &ServiceRequest) -> Result<GuideView, PackError> {
    let loaded = core.pack()?;
    let service = loaded.service(&request.service)?;
    let teller = Teller::new(core, &loaded);
    let held = drafts::held_types(core);
    let guide = &service.guide;
    let titled = |title, text| TitledView { title, text };
    Ok(GuideView {
        id: service.id.clone(),
        name: teller.text(&service.names),
        summary: teller.text(&guide.summary),
        kind: kind_slug(service.kind).to_owned(),
        can_apply: service.kind.is_on_application(),
        office: teller.text(&service.office.name),
        certificate_type: issued(service),
        gets: guide
            .gets
            .iter()
            .map(|gets| titled(teller.text(&gets.what), teller.text(&gets.how)))
            .collect(),
        promise: teller.ruled_limit(&service.limits.promise),
        law: teller.ruled_limit(&service.limits.decide),
        provisional: provisional(service, &teller),
        fees: fees(service, &teller),
        free: is_free(service, &teller),
        visits: guide.visits.promised.into(),
        visits_reason: teller.some(&guide.visits.reason),
        materials: service
            .materials
            .iter()
            .map(|material| material_view(material, &teller, &held))
            .collect(),
        who: teller.text(&guide.who),
        conditions: service
            .conditions
            .iter()
            .map(|condition| SourcedTextView {
                text: teller.text(&condition.text),
                source: teller.source(&condition.provision),
            })
            .collect(),
        hours: teller.text(&guide.hours),
        channels: guide
            .channels
            .iter()
            .map(|channel| ChannelView {
                kind: channel.kind.into(),
                text: teller.text(&channel.text),
            })
            .collect(),
        routes: delivery::routes(&teller, service, None)
            .into_iter()
            .map(|route| titled(route.name, route.text.unwrap_or_default()))
            .collect(),
        steps: guide
            .steps
            .iter()
            .map(|step| titled(teller.text(&step.title), teller.text(&step.text)))
            .collect(),
        contacts: guide
            .contacts
            .iter()
            .map(|contact| ContactView {
                kind: contact.kind.into(),
                name: teller.text(&contact.name),
                phone: contact.phone.clone(),
                place: teller.some(&contact.place),
            })
            .collect(),
        notes: teller.text(&guide.notes),
        basis: service
            .basis
            .iter()
            .map(|rule| teller.source(rule))
            .collect(),
        venues: venues(service, &teller),
        common_errors: teller.common_errors(&guide.common_errors),
        samples: teller.samples(guide.blank_forms.iter().chain(&guide.filled_forms)),
        remedies: teller.remedies(&service.remedies, None),
        draft: drafts::open_draft_of(core, &service.id),
    })
}

/// Whether a decision that is counted from today would meet a day that is not announced.
fn provisional(service: &Service, teller: &Teller<'_>) -> bool {
    let limits = [&service.limits.promise, &service.limits.decide];
    limits.into_iter().any(|ruled| {
        let applies = ruled.on(teller.today).applies;
        applies.is_some_and(|rule| {
            tongban_rules::count(teller.loaded.calendar(), teller.today, &rule.value)
                .is_ok_and(|due| due.provisional)
        })
    })
}

fn fees(service: &Service, teller: &Teller<'_>) -> Vec<FeeView> {
    let one = |fee: &tongban_rules::service::Fee| {
        let resolved = fee.fen.on(teller.today);
        let applies = resolved.applies?;
        let mut source = teller.source(&applies.provision);
        source.losing = teller.losing(&resolved.lost);
        Some(FeeView {
            name: teller.text(&fee.name),
            fen: applies.value,
            concession: teller.some(&fee.concession),
            source,
        })
    };
    service.fees.iter().filter_map(one).collect()
}

fn venues(service: &Service, teller: &Teller<'_>) -> Vec<VenueView> {
    let named = service.venues.iter();
    let found = named.filter_map(|id| teller.loaded.pack().venue(id));
    found
        .map(|venue| VenueView {
            name: teller.text(&venue.name),
            address: teller.text(&venue.address),
            hours: Some(teller.text(&venue.hours)).filter(|hours| !hours.is_empty()),
            phone: venue.phone.clone(),
        })
        .collect()
}

fn material_view(material: &Material, teller: &Teller<'_>, held: &[String]) -> GuideMaterialView {
    let stands_in = match &material.way {
        Way::Certificate {
            certificate_types, ..
        } => certificate_types.iter().find(|name| held.contains(name)),
        _ => None,
    };
    let paper = material.way.paper().map(|paper| paper.form);
    let standing = match (&material.way, &material.need, stands_in) {
        (Way::CheckedByOffice { .. }, ..) => GuideStandingView::Office,
        (_, _, Some(_)) => GuideStandingView::Have,
        (_, Need::If(_) | Need::Never, None) => GuideStandingView::NotNeededYet,
        _ if paper == Some(PaperForm::Original) => GuideStandingView::Paper,
        _ => GuideStandingView::Photo,
    };
    let deferral = material.deferral.as_ref();
    GuideMaterialView {
        id: material.id.clone(),
        name: teller.text(&material.name),
        help: teller.some(&material.help),
        standing,
        from: stands_in.map(|name| teller.certificate_title(name)),
        deferrable: deferral.is_some_and(|deferral| deferral.provision.is_in_force(teller.today)),
        samples: teller.samples(
            material
                .variants
                .iter()
                .flat_map(|variant| &variant.samples),
        ),
        common_errors: teller.common_errors(&material.common_errors),
        source: teller.source(&material.provision),
    }
}

impl From<ChannelKind> for ChannelKindView {
    fn from(kind: ChannelKind) -> Self {
        match kind {
            ChannelKind::App => Self::App,
            ChannelKind::Web => Self::Web,
            ChannelKind::Terminal => Self::Terminal,
            ChannelKind::Window => Self::Window,
            ChannelKind::Post => Self::Post,
            ChannelKind::Helper => Self::Helper,
        }
    }
}

impl From<ContactKind> for ContactKindView {
    fn from(kind: ContactKind) -> Self {
        match kind {
            ContactKind::Question => Self::Question,
            ContactKind::Complaint => Self::Complaint,
            ContactKind::CannotGetItDone => Self::CannotGetItDone,
        }
    }
}
