//! The committed services.

use tongban_rules::expression::{Budget, Scope, Value};
use tongban_rules::form::{FieldIndex, KnownRef};
use tongban_rules::guide::{ChannelKind, GuideField};
use tongban_rules::materials::Way;
use tongban_rules::service::{ClockStart, RemedyKind, Within};
use tongban_rules::source::compile;
use tongban_rules::{Day, Unit};

use super::support::{day, files, pack};

#[test]
fn every_layer_can_be_published_by_itself() {
    let ningxia = compile(&files(), "ningxia").expect("it compiles");
    assert_eq!(ningxia.findings, []);
    assert_eq!(ningxia.pack.calendar, "ningxia");
    assert_eq!(
        pack().calendar,
        "ningxia",
        "the city counts in its region's calendar"
    );
    assert_eq!(pack().layers.len(), 3);
}

#[test]
fn req_05_every_guide_has_its_seventeen_fields() {
    assert_eq!(GuideField::ALL.len(), 17);
    for service in &pack().services {
        assert_eq!(GuideField::missing(service), [], "{}", service.id);
    }
    let mut bare = pack().services[0].clone();
    bare.guide.notes = Default::default();
    bare.fees.clear();
    assert_eq!(
        GuideField::missing(&bare),
        [GuideField::Fees, GuideField::Notes]
    );
}

#[test]
fn req_21_no_service_is_online_only() {
    for service in &pack().services {
        let kinds: Vec<_> = service
            .guide
            .channels
            .iter()
            .map(|channel| channel.kind)
            .collect();
        assert!(kinds.contains(&ChannelKind::Window), "{}", service.id);
        assert!(
            kinds.iter().any(|kind| kind.needs_no_device()),
            "{}",
            service.id
        );
        assert!(service.venues.iter().all(|id| pack().venue(id).is_some()));
    }
}

#[test]
fn req_22_every_service_can_be_done_in_the_app_without_a_visit() {
    for service in &pack().services {
        let mut channels = service.guide.channels.iter();
        assert!(channels.any(|channel| channel.kind == ChannelKind::App));
        assert_eq!(service.guide.visits.promised, 0);
        assert!(
            !service.issues.is_empty(),
            "{} ends in a certificate",
            service.id
        );
    }
}

#[test]
fn req_24_what_a_certificate_says_is_prefilled_with_the_rule_behind_it() {
    for service in &pack().services {
        let (_, name) = service.form.find("name").expect("every form has a name");
        let prefill = &name.prefill[0];
        let claim = KnownRef::Claim {
            certificate_type: "resident-identity".into(),
            claim: "name".into(),
        };
        assert_eq!(prefill.from, claim);
        assert!(pack().source(&prefill.basis.source).is_some());
        let identity = service
            .material("identity")
            .expect("identity is a material");
        assert!(matches!(identity.way, Way::Certificate { .. }));
    }
}

#[test]
fn req_24_what_the_office_can_look_up_is_never_asked() {
    let elderly = pack().service("elderly-preferential-card").unwrap();
    let register = elderly.material("household-register").unwrap();
    let Way::CheckedByOffice { basis, .. } = &register.way else {
        panic!("the region exempts what a department issued");
    };
    assert_eq!(basis.citation.source, "ningxia-standardisation-opinion");
    assert!(register.way.paper().is_none() && register.variants.is_empty());
    let national = compile(&files(), "national").unwrap().pack;
    let below = national.service("elderly-preferential-card").unwrap();
    assert!(
        below
            .material("household-register")
            .unwrap()
            .way
            .paper()
            .is_some()
    );
}

#[test]
fn req_31_every_material_has_a_sample_and_closed_reasons_for_unfitness() {
    for service in &pack().services {
        for material in service.materials.iter().filter(|m| m.way.paper().is_some()) {
            let place = format!("{} {}", service.id, material.id);
            assert!(!material.variants.is_empty(), "{place}");
            assert!(
                material.variants.iter().all(|v| !v.samples.is_empty()),
                "{place}"
            );
            assert!(!material.common_errors.is_empty(), "{place}");
        }
    }
}

#[test]
fn req_44_every_refusal_has_clause_and_both_remedies() {
    for service in &pack().services {
        assert!(!service.refusals.is_empty());
        for refusal in &service.refusals {
            assert!(pack().source(&refusal.provision.citation.source).is_some());
            assert!(!refusal.provision.citation.clause.is_empty());
            assert!(refusal.clause_text.chars().count() > 10);
        }
        let remedy = |kind| {
            service
                .remedies
                .iter()
                .find(|remedy| remedy.kind == kind)
                .unwrap()
        };
        let Some(Within::Days(limit)) = remedy(RemedyKind::Reconsideration).within else {
            panic!("sixty days");
        };
        assert_eq!((limit.amount().most(), limit.unit()), (60, Unit::Calendar));
        assert_eq!(remedy(RemedyKind::Lawsuit).within, Some(Within::Months(6)));
    }
}

#[test]
fn req_49_the_promise_stands_beside_the_limit_by_law() {
    let today = day("2026-02-24");
    let limits = |id: &str| pack().service(id).unwrap().limits.clone();
    let elderly = limits("elderly-preferential-card");
    let promise = elderly.promise.on(today).applies.unwrap().value;
    assert_eq!(
        (promise.amount().most(), promise.unit()),
        (10, Unit::Working)
    );
    let law = elderly.decide.on(today).applies.unwrap();
    assert_eq!(law.provision.citation.source, "litigation-law");
    assert!(
        elderly.promise.on(day("2025-12-31")).applies.is_none(),
        "not yet promised"
    );
}

#[test]
fn rule_S3_the_clock_starts_with_the_text_unless_a_rule_says_otherwise() {
    let mut limits = pack().services[0].limits.clone();
    assert_eq!(limits.starts_on(day("2026-02-24")), ClockStart::Held);
    limits.starts = Default::default();
    assert_eq!(limits.starts_on(day("2026-02-24")), ClockStart::Held);
}

#[test]
fn rule_L3_a_limit_without_a_unit_stays_without_one() {
    let permit = pack().service("residence-permit").unwrap();
    let decide = permit
        .limits
        .decide
        .on(day("2026-02-24"))
        .applies
        .unwrap()
        .value;
    assert_eq!(
        (decide.amount().most(), decide.unit()),
        (15, Unit::Unstated)
    );
}

#[test]
fn rule_L9_every_service_says_what_can_be_done_about_a_decision() {
    for service in &pack().services {
        let kinds: Vec<_> = service.remedies.iter().map(|remedy| remedy.kind).collect();
        assert_eq!(
            kinds,
            [
                RemedyKind::Reconsideration,
                RemedyKind::Lawsuit,
                RemedyKind::Complaint,
                RemedyKind::CannotGetItDone,
            ]
        );
    }
}

#[test]
fn a_refusal_for_too_short_a_stay_knows_the_day_to_apply_again() {
    struct Since(Value);
    impl Scope for Since {
        fn field(&self, _: FieldIndex) -> Option<&Value> {
            Some(&self.0)
        }
        fn known(&self, _: &KnownRef) -> Option<&Value> {
            None
        }
        fn today(&self) -> Day {
            day("2026-03-09")
        }
    }
    let permit = pack().service("residence-permit").unwrap();
    let again = permit
        .refusal("not-half-a-year")
        .unwrap()
        .again_from
        .as_ref()
        .unwrap();
    let since = Since(Value::Day(day("2025-11-20")));
    let found = again
        .evaluate(&since, &mut Budget::of(10))
        .unwrap()
        .unwrap();
    assert!(*found == Value::Day(day("2026-05-20")));
}
