//! Rules that contradict each other are decided by a stated principle, or not published.

use super::{Finding, found};
use crate::clock::Limit;
use crate::pack::Pack;
use crate::provision::{Ruled, Why};
use crate::service::Service;

pub(super) fn check(pack: &Pack, service: &Service, findings: &mut Vec<Finding>) {
    let limits = &service.limits;
    let mut undecided: Vec<&str> = Vec::new();
    let mut look = |name: &'static str, open: bool| open.then(|| undecided.push(name));
    look("starts", is_open(pack, &limits.starts));
    look("answer", is_open(pack, &limits.answer));
    look("supply", is_open(pack, &limits.supply));
    look("decide", is_open(pack, &limits.decide));
    look("promise", is_open(pack, &limits.promise));
    look("extend", is_open(pack, &limits.extend));
    look("deliver", is_open(pack, &limits.deliver));
    for fee in &service.fees {
        look("fees", is_open(pack, &fee.fen));
    }
    for name in undecided {
        let sentence = format!(
            "rules about {name} contradict each other and nothing decides: neither weight, nor \
             speciality, nor date"
        );
        findings.push(found(service, "service.yaml", None, sentence));
    }
    promise(pack, service, findings);
}

/// Whether some rule in force says otherwise than the one that applies and is not beaten by it.
fn is_open<T: PartialEq>(pack: &Pack, ruled: &Ruled<T>) -> bool {
    let resolved = ruled.on(pack.as_of);
    resolved.applies.is_some_and(|applies| {
        resolved
            .lost
            .iter()
            .any(|lost| lost.why == Why::Repeated && lost.rule.value != applies.value)
    })
}

/// A promise that is longer than the law's limit promises nothing.
fn promise(pack: &Pack, service: &Service, findings: &mut Vec<Finding>) {
    let on = |ruled: &Ruled<Limit>| ruled.on(pack.as_of).applies.map(|rule| rule.value);
    let limits = &service.limits;
    if let (Some(promise), Some(decide)) = (on(&limits.promise), on(&limits.decide))
        && promise.unit() == decide.unit()
        && promise.amount().most() > decide.amount().most()
    {
        let sentence = "the promised limit is longer than the one by law";
        findings.push(found(service, "service.yaml", None, sentence));
    }
}
