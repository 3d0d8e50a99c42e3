//! Guides without gaps, refusals without dead ends, services without a screen.

use super::{Finding, found};
use crate::expression::Format;
use crate::guide::{ChannelKind, GuideField, RouteKind};
use crate::pack::Pack;
use crate::service::{Regime, RemedyKind, Service};

pub(super) fn check(pack: &Pack, service: &Service, findings: &mut Vec<Finding>) {
    if !service.kind.is_on_application() {
        findings.push(found(
            service,
            "service.yaml",
            None,
            "nobody applies for an item of this kind, so it has no form",
        ));
    }
    for field in GuideField::missing(service) {
        let sentence = format!("the guide says nothing under {} ({field:?})", field.term());
        findings.push(found(service, "guide.yaml", None, sentence));
    }
    code(service, findings);
    channels(service, findings);
    routes(service, findings);
    redress(service, findings);
    once(service, findings);
    let unknown = service
        .life_events
        .iter()
        .find(|id| !pack.life_events.iter().any(|event| event.id == **id));
    if let Some(id) = unknown {
        let sentence = format!("no layer has a life event {id:?}");
        findings.push(found(service, "service.yaml", None, sentence));
    }
    for commitment in &service.commitments {
        if let Regime::Proof { material } = &commitment.regime
            && service.material(material).is_none()
        {
            let sentence = format!("the commitment replaces {material:?}, which nobody asks for");
            let id = Some(commitment.id.as_str());
            findings.push(found(service, "service.yaml", id, sentence));
        }
    }
}

/// A code of 31 characters begins with the credit code of the office that carries the item out.
fn code(service: &Service, findings: &mut Vec<Finding>) {
    let code = &service.code;
    let office = code.get(..18).filter(|_| code.len() == 31);
    if code.len() > 20 && !office.is_some_and(|office| Format::CreditCode.fits(office)) {
        let sentence = "the item's code does not begin with a valid unified social credit code";
        findings.push(found(service, "service.yaml", None, sentence));
    }
}

/// Every service can be had without a device, and no one must come without knowing why.
fn channels(service: &Service, findings: &mut Vec<Finding>) {
    let guide = &service.guide;
    let kinds = || guide.channels.iter().map(|channel| channel.kind);
    if !kinds().any(ChannelKind::needs_no_device) {
        let sentence = "the service names no way without a device: window, post or helper";
        findings.push(found(service, "guide.yaml", None, sentence));
    }
    if kinds().any(|kind| kind == ChannelKind::Window) && service.venues.is_empty() {
        let sentence = "the service has windows but names no venue";
        findings.push(found(service, "service.yaml", None, sentence));
    }
    if guide.visits.promised > 0 && guide.visits.reason.is_none() {
        let sentence = "who must come in person is told why";
        findings.push(found(service, "guide.yaml", None, sentence));
    }
}

/// What is decided reaches everyone: a phone is never the only way to a document.
fn routes(service: &Service, findings: &mut Vec<Finding>) {
    let routes = &service.guide.routes;
    let mut sentences = Vec::new();
    if !routes.iter().any(|route| route.kind.needs_no_device()) {
        let sentence = "the service names no route to its result without a device: post or counter";
        sentences.push(sentence.to_owned());
    }
    if !routes.iter().any(|route| route.kind == RouteKind::App) {
        let sentence = "the routes leave the app out, by which every document comes";
        sentences.push(sentence.to_owned());
    }
    for (place, route) in routes.iter().enumerate() {
        let mut earlier = routes[..place].iter();
        if earlier.any(|other| other.kind == route.kind) {
            sentences.push(format!("the route {} stands twice", route.kind.slug()));
        }
    }
    if routes.iter().any(|route| route.kind == RouteKind::Counter) && service.venues.is_empty() {
        sentences.push("results are handed over at a counter of no venue".to_owned());
    }
    findings.extend(
        sentences
            .into_iter()
            .map(|sentence| found(service, "guide.yaml", None, sentence)),
    );
}

/// Whoever is refused learns the clause and both remedies with their time.
fn redress(service: &Service, findings: &mut Vec<Finding>) {
    for kind in [RemedyKind::Reconsideration, RemedyKind::Lawsuit] {
        let mut remedies = service.remedies.iter();
        let with_time = remedies.any(|remedy| remedy.kind == kind && remedy.within.is_some());
        if !with_time {
            let sentence = format!("the service lacks the remedy {kind:?} with its time");
            findings.push(found(service, "service.yaml", None, sentence));
        }
    }
    if service.refusals.is_empty() {
        let sentence = "no reason for refusal is named, so nobody could ever refuse";
        findings.push(found(service, "service.yaml", None, sentence));
    }
    for refusal in &service.refusals {
        if refusal.clause_text.trim().is_empty() {
            let sentence = "the refusal does not quote its clause";
            let id = Some(refusal.id.as_str());
            findings.push(found(service, "service.yaml", id, sentence));
        }
    }
}

/// No datum is asked twice in one form.
fn once(service: &Service, findings: &mut Vec<Finding>) {
    let fields = &service.form.fields;
    for (place, field) in fields.iter().enumerate() {
        let earlier = fields[..place].iter();
        let mut same = earlier.filter(|other| other.datum.is_some() && other.datum == field.datum);
        if let Some(other) = same.next() {
            let sentence = format!("the form asks the same datum in {} already", other.id);
            findings.push(found(service, "form.yaml", Some(&field.id), sentence));
        }
    }
}
