//! The services of the region, all of them or those that a phrase or a life event names.

use tongban_rules::pack::Pack;
use tongban_rules::search::Index;
use tongban_rules::service::{ItemKind, Service};

use super::parts::Teller;
use super::view::{LifeEventView, ServiceCardView, ServicesRequest, ServicesView};
use crate::context::Core;
use crate::drafts;
use crate::packs::PackError;

/// Needs no wallet; an open one adds the drafts.
pub(crate) fn list(core: &Core, request: &ServicesRequest) -> Result<ServicesView, PackError> {
    let loaded = core.pack()?;
    let (pack, teller) = (loaded.pack(), Teller::new(core, &loaded));
    let query = request.query.as_deref().map(str::trim).unwrap_or_default();
    let found: Vec<(&Service, Option<&str>)> = match query {
        "" => applicable(pack).map(|service| (service, None)).collect(),
        query => Index::new(pack)
            .search(query)
            .into_iter()
            .filter(|hit| hit.service.kind.is_on_application())
            .map(|hit| (hit.service, Some(hit.because)))
            .collect(),
    };
    let in_event = |service: &Service| {
        let event = request.life_event.as_ref();
        event.is_none_or(|event| service.life_events.contains(event))
    };
    let services: Vec<ServiceCardView> = found
        .into_iter()
        .filter(|(service, _)| in_event(service))
        .map(|(service, because)| card(core, &teller, service, because))
        .collect();
    Ok(ServicesView {
        region: pack
            .layers
            .last()
            .map_or_else(|| pack.id.clone(), |layer| teller.text(&layer.name)),
        pack_version: pack.version,
        as_of: pack.as_of.to_string(),
        life_events: life_events(pack, &teller),
        nothing_found: services.is_empty(),
        services,
    })
}

fn life_events(pack: &Pack, teller: &Teller<'_>) -> Vec<LifeEventView> {
    let count = |id: &String| {
        let listed = applicable(pack).filter(|service| service.life_events.contains(id));
        u32::try_from(listed.count()).unwrap_or(u32::MAX)
    };
    let events = pack.life_events.iter().map(|event| LifeEventView {
        id: event.id.clone(),
        name: teller.text(&event.name),
        count: count(&event.id),
    });
    events.filter(|event| event.count > 0).collect()
}

fn applicable(pack: &Pack) -> impl Iterator<Item = &Service> {
    let services = pack.services.iter();
    services.filter(|service| service.kind.is_on_application())
}

fn card(
    core: &Core,
    teller: &Teller<'_>,
    service: &Service,
    because: Option<&str>,
) -> ServiceCardView {
    let limits = &service.limits;
    let limit = teller
        .ruled_limit(&limits.promise)
        .or_else(|| teller.ruled_limit(&limits.decide));
    ServiceCardView {
        id: service.id.clone(),
        name: teller.text(&service.names),
        summary: teller.text(&service.guide.summary),
        office: teller.text(&service.office.name),
        kind: kind_slug(service.kind).to_owned(),
        certificate_type: issued(service),
        because: because.map(str::to_owned),
        promise: limit.map(|limit| limit.limit),
        free: is_free(service, teller),
        visits: service.guide.visits.promised.into(),
        draft: drafts::open_draft_of(core, &service.id),
    }
}

/// The first certificate that a grant issues.
pub(super) fn issued(service: &Service) -> Option<String> {
    let first = service.issues.first();
    first.map(|issue| issue.certificate_type.clone())
}

pub(super) fn is_free(service: &Service, teller: &Teller<'_>) -> bool {
    service.fees.iter().all(|fee| {
        let applies = fee.fen.on(teller.today).applies;
        applies.is_none_or(|rule| rule.value == 0)
    })
}

pub(super) fn kind_slug(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Licence => "licence",
        ItemKind::Confirmation => "confirmation",
        ItemKind::Benefit => "benefit",
        ItemKind::Award => "award",
        ItemKind::Adjudication => "adjudication",
        ItemKind::Filing => "filing",
        ItemKind::OtherPower => "other_power",
        ItemKind::Levy => "levy",
        ItemKind::Penalty => "penalty",
        ItemKind::Coercion => "coercion",
        ItemKind::Inspection => "inspection",
        ItemKind::PublicServiceOnApplication => "public_service_on_application",
        ItemKind::PublicServiceUnasked => "public_service_unasked",
    }
}
