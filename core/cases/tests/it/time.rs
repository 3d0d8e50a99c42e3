//! The clocks of a case.
#![allow(non_snake_case)]

use tongban_cases::{Command, DecisionStage, Phase, Refusal, Role, What, answer_due, decision_due};
use tongban_rules::provision::{Rule, Ruled};
use tongban_rules::service::{ClockStart, Service};
use tongban_rules::{Acceptance, Approver, BindingBy, ClockError, ClockReading, Day, StopReason};

use super::support::*;
use super::world::World;

fn accepted(service: &Service) -> World<'_> {
    let supplied = vec![
        identity(),
        photo("place", 1),
        photo("home", 1),
        photo("portrait", 2),
    ];
    let supplied = supplied
        .into_iter()
        .filter(|s| service.material(&s.material).is_some());
    let mut world = World::submitted(service, supplied.collect());
    world.judge_rest();
    world.accept();
    world
}

fn dues(world: &World<'_>) -> (Day, BindingBy, Day) {
    let view = world.view();
    let due = decision_due(view.clock.as_ref(), world.service, calendar())
        .unwrap()
        .unwrap();
    let (ClockReading::Running(binding), ClockReading::Running(law)) = (due.binding, due.statutory)
    else {
        panic!("the clock stands still");
    };
    (binding.due, due.by, law.due)
}

#[test]
fn req_49_the_promise_binds_and_the_law_stands_beside_it() {
    let world = accepted(service(BUSINESS));
    let (binding, by, law) = dues(&world);
    assert_eq!(by, BindingBy::Promise);
    assert_eq!(binding, day("2026-03-03"), "one working day after Monday");
    assert_eq!(law, day("2026-03-05"), "three by law");
}

#[test]
fn rule_L4_silence_is_acceptance_from_the_day_of_receipt() {
    let mut world = World::submitted(service(BUSINESS), vec![identity(), photo("place", 1)]);
    let open = answer_due(
        day("2026-03-02"),
        world.service,
        calendar(),
        day("2026-03-09"),
    );
    assert!(matches!(open, Ok(Some(Acceptance::Open { .. }))));
    world.go_to("2026-03-09");
    assert_eq!(
        world.must(Role::Machine, Command::Tick),
        [],
        "the fifth working day is in time"
    );
    world.go_to("2026-03-10");
    world.judge_rest_after_silence();
    assert_eq!(
        world.view().phase,
        Phase::Decision(DecisionStage::DeemedAccepted)
    );
    assert_eq!(world.view().clock.unwrap().started, day("2026-03-02"));
}

impl World<'_> {
    /// The first command after the silence brings the acceptance with it.
    fn judge_rest_after_silence(&mut self) {
        let late = Command::AskSupplement {
            document: "迟".into(),
        };
        let refusal = self.refused(Role::Caseworker, late);
        assert_eq!(
            refusal,
            Refusal::NotNow(tongban_cases::Action::AskSupplement),
            "too late for a notice"
        );
        let events = self.must(Role::Machine, Command::Tick);
        let from = day("2026-03-02");
        assert_eq!(
            events.iter().map(|e| &e.what).collect::<Vec<_>>(),
            [&What::DeemedAccepted { from }]
        );
        self.judge_rest();
    }
}

#[test]
fn rule_S3_the_clock_starts_when_the_text_is_held_or_the_photos_are_complete_as_the_pack_says() {
    let mut submitted = submission(
        answers_for(service(BUSINESS)),
        vec![identity(), photo("place", 1)],
    );
    submitted.complete = false;
    let mut world = World::new(service(BUSINESS));
    world.must(Role::Applicant, Command::Submit(submitted.clone()));
    assert_eq!(world.view().answer_from, Some(day("2026-03-02")));
    world.go_to("2026-03-04");
    world.must(Role::Machine, Command::MarkComplete);
    assert_eq!(
        world.view().answer_from,
        Some(day("2026-03-02")),
        "held is what counts"
    );
    assert_eq!(
        world.refused(Role::Machine, Command::MarkComplete),
        Refusal::NotNow(tongban_cases::Action::MarkComplete)
    );

    let mut patient = service(BUSINESS).clone();
    let provision = patient.basis[0].clone();
    patient.limits.starts = Ruled::new(vec![Rule {
        value: ClockStart::Complete,
        provision,
    }]);
    let mut world = World::new(&patient);
    world.must(Role::Applicant, Command::Submit(submitted));
    assert_eq!(world.view().answer_from, None);
    world.go_to("2026-03-04");
    world.must(Role::Machine, Command::MarkComplete);
    assert_eq!(world.view().answer_from, Some(day("2026-03-04")));
}

#[test]
fn req_50_the_clock_stops_for_listed_reasons_with_a_document_only() {
    let mut world = accepted(service(BUSINESS));
    let stop = |reason, document: &str| Command::Stop {
        reason,
        document: document.into(),
    };
    let unlisted = world.refused(Role::Caseworker, stop(StopReason::Auction, "停 1"));
    assert_eq!(unlisted, Refusal::Clock(ClockError::ReasonNotListed));
    assert_eq!(
        world.refused(Role::Caseworker, stop(StopReason::Hearing, "")),
        Refusal::NoDocument
    );
    let supplement = world.refused(Role::Caseworker, stop(StopReason::Supplement, "停 1"));
    assert_eq!(supplement, Refusal::SupplementIsANotice);

    world.must(Role::Caseworker, stop(StopReason::Hearing, "停 1"));
    let view = world.view();
    assert_eq!(
        view.holder,
        tongban_cases::Holder::Waiting(StopReason::Hearing)
    );
    let due = decision_due(view.clock.as_ref(), world.service, calendar())
        .unwrap()
        .unwrap();
    assert!(matches!(due.statutory, ClockReading::Stopped(_)));
    let grant = world.refused(
        Role::Decider,
        Command::Grant {
            document: "准".into(),
        },
    );
    assert_eq!(grant, Refusal::NotNow(tongban_cases::Action::Grant));
    world.go_to("2026-03-10");
    world.must(Role::Caseworker, Command::Resume);
    let (binding, _, law) = dues(&world);
    assert_eq!(
        (binding, law),
        (day("2026-03-11"), day("2026-03-13")),
        "the days go on after the stop"
    );
}

#[test]
fn req_50_an_office_extends_once_with_the_consent_and_the_reason_that_the_rule_wants() {
    let mut world = accepted(service(BUSINESS));
    let extend = |days, approver, reason: &str, document: &str| Command::Extend {
        days,
        approver,
        reason: reason.into(),
        document: document.into(),
    };
    let head = Approver::OfficeHead;
    let refused = |world: &mut World<'_>, command| match world.refused(Role::Decider, command) {
        Refusal::Clock(error) => error,
        other => panic!("{other}"),
    };
    assert_eq!(
        refused(&mut world, extend(4, head, "复杂", "延")),
        ClockError::ExtensionTooLong
    );
    assert_eq!(
        refused(
            &mut world,
            extend(2, Approver::GovernmentHead, "复杂", "延")
        ),
        ClockError::WrongApprover
    );
    assert_eq!(
        refused(&mut world, extend(2, head, " ", "延")),
        ClockError::NoReason
    );
    world.must(Role::Decider, extend(2, head, "复杂", "延"));
    assert_eq!(
        refused(&mut world, extend(1, head, "还是复杂", "再延")),
        ClockError::AlreadyExtended
    );
    let (binding, by, law) = dues(&world);
    assert_eq!((law, by), (day("2026-03-09"), BindingBy::Promise));
    assert_eq!(binding, day("2026-03-03"), "a promise is not extended");

    let mut late = accepted(service(BUSINESS));
    late.go_to("2026-03-06");
    assert_eq!(
        refused(&mut late, extend(2, head, "复杂", "延")),
        ClockError::TooLate
    );
}

#[test]
fn a_clock_that_was_set_back_makes_no_event_older_than_the_one_before() {
    let mut world = accepted(service(BUSINESS));
    world.at -= 10 * 86_400;
    let events = world.must(
        Role::Decider,
        Command::Grant {
            document: "准".into(),
        },
    );
    assert_eq!(events[0].at, morning("2026-03-02"));
    world.at = u64::MAX;
    assert_eq!(
        world.refused(
            Role::Decider,
            Command::Terminate {
                document: "终".into(),
                why: tongban_cases::Termination::ObjectGone
            }
        ),
        Refusal::Time
    );
}
