//! What goes against an applicant: always a person, always reasons, clause and remedies.
#![allow(non_snake_case)]

use tongban_cases::{
    Action, ClaimValue, Command, End, Ground, Judgement, Phase, Refusal, Review, Role, Ruling,
    RulingError, Termination, issued_claims,
};
use tongban_rules::service::RemedyKind;

use super::support::*;
use super::world::World;

fn accepted(service: &tongban_rules::service::Service) -> World<'_> {
    let supplied = vec![identity(), photo("home", 1), photo("portrait", 2)];
    let mut world = World::submitted(service, supplied);
    world.judge_rest();
    world.accept();
    world
}

fn refuse(reasons: &[&str]) -> Command {
    Command::Refuse {
        document: "不予 1".into(),
        reasons: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
    }
}

#[test]
fn req_44_a_refusal_without_reason_clause_and_both_remedies_cannot_be_made() {
    let mut world = accepted(service(RESIDENCE));
    let none = world.refused(Role::Decider, refuse(&[]));
    assert_eq!(none, Refusal::Ruling(RulingError::NoReason));
    let unlisted = world.refused(Role::Decider, refuse(&["because"]));
    assert_eq!(
        unlisted,
        Refusal::Ruling(RulingError::NotListed("because".into()))
    );

    for kind in [RemedyKind::Reconsideration, RemedyKind::Lawsuit] {
        let mut lacking = service(RESIDENCE).clone();
        lacking.remedies.retain(|remedy| remedy.kind != kind);
        let mut world = accepted(&lacking);
        let refusal = world.refused(Role::Decider, refuse(&["not-half-a-year"]));
        assert_eq!(refusal, Refusal::Ruling(RulingError::NoRemedy(kind)));
    }
    let mut lacking = service(RESIDENCE).clone();
    lacking.refusals[0].provision.citation.clause.clear();
    let refusal = accepted(&lacking).refused(Role::Decider, refuse(&["not-half-a-year"]));
    assert_eq!(refusal, Refusal::Ruling(RulingError::NoClause));
    let mut lacking = service(RESIDENCE).clone();
    lacking.refusals[0].provision.valid_until = Some(day("2026-01-01"));
    let refusal = accepted(&lacking).refused(Role::Decider, refuse(&["not-half-a-year"]));
    assert_eq!(
        refusal,
        Refusal::Ruling(RulingError::NotInForce("not-half-a-year".into()))
    );
}

#[test]
fn req_44_a_refusal_says_why_by_what_and_what_can_be_done() {
    let mut world = accepted(service(RESIDENCE));
    world.must(Role::Decider, refuse(&["not-half-a-year"]));
    let view = world.device_view();
    assert_eq!(view.phase, Phase::Ended(End::Refused));
    let ruling: &Ruling = view.ruling().expect("the device has it too");
    let reason = &ruling.reasons()[0];
    assert_eq!(reason.ground, Ground::Listed("not-half-a-year".into()));
    assert!(reason.text.get("zh-Hans").contains("半年"));
    assert_eq!(reason.clause.clause, "第二条");
    assert!(
        reason
            .clause_text
            .as_ref()
            .unwrap()
            .contains("居住半年以上")
    );
    let kinds: Vec<_> = ruling.remedies().iter().map(|remedy| remedy.kind).collect();
    assert!(kinds.contains(&RemedyKind::Reconsideration) && kinds.contains(&RemedyKind::Lawsuit));
}

#[test]
fn rule_L9_every_document_against_the_applicant_names_all_remedies() {
    let tolerant = tolerant();
    let document = || "文".to_owned();
    let reasons = || vec!["none-of-three".to_owned()];
    let open = || {
        let mut world = World::submitted(&tolerant, vec![identity()]);
        world.judge_rest();
        world
    };
    let mut ends = Vec::new();
    let mut world = open();
    world.must(
        Role::Caseworker,
        Command::NotAccept {
            document: document(),
            reasons: reasons(),
        },
    );
    ends.push(world);
    let mut world = open();
    world.must(
        Role::Intake,
        Command::WrongAuthority {
            document: document(),
            go_to: "邻区".into(),
        },
    );
    ends.push(world);
    let mut world = open();
    world.ask();
    world.at += 40 * 86_400;
    world.must(
        Role::Caseworker,
        Command::Lapse {
            document: document(),
        },
    );
    ends.push(world);
    let mut world = open();
    world.must(
        Role::Decider,
        Command::Terminate {
            document: document(),
            why: Termination::ApplicantGone,
        },
    );
    ends.push(world);
    let mut world = accepted(&tolerant);
    world.must(
        Role::Decider,
        Command::Refuse {
            document: document(),
            reasons: reasons(),
        },
    );
    ends.push(world);
    let mut world = accepted(&tolerant);
    world.must(
        Role::Decider,
        Command::Grant {
            document: "准".into(),
        },
    );
    world.must(
        Role::Decider,
        Command::Annul {
            document: document(),
            reasons: reasons(),
        },
    );
    ends.push(world);
    for world in ends {
        let view = world.view();
        let ruling = view.ruling().unwrap_or_else(|| panic!("{:?}", view.phase));
        assert_eq!(ruling.remedies(), tolerant.remedies, "{:?}", view.phase);
    }
}

#[test]
fn req_44_not_accepting_for_what_is_missing_needs_a_notice_first() {
    let mut world = World::submitted(service(RESIDENCE), vec![identity(), photo("home", 1)]);
    world.judge_rest();
    let not = || Command::NotAccept {
        document: "不受理".into(),
        reasons: Vec::new(),
    };
    let refusal = world.refused(Role::Caseworker, not());
    assert!(matches!(refusal, Refusal::NotTold(gaps) if gaps.len() == 1));
    world.ask();
    let nothing_more = Command::Supply {
        answers: Default::default(),
        known: Vec::new(),
        supplied: Vec::new(),
        all: true,
    };
    world.must(Role::Applicant, nothing_more);
    world.must(Role::Caseworker, not());
    let view = world.view();
    let ruling = view.ruling().unwrap();
    assert_eq!(ruling.reasons()[0].ground, Ground::StillMissing);
    assert_eq!(
        ruling.reasons()[0].clause.clause,
        "第九条第一款",
        "the clause that asks for it"
    );
}

#[test]
fn a_13_a_machine_says_yes_and_never_no() {
    for action in Action::ALL
        .iter()
        .copied()
        .filter(|action| Role::Machine.may(*action))
    {
        let yes = [
            Action::MarkComplete,
            Action::Tick,
            Action::Judge,
            Action::Accept,
            Action::Grant,
        ];
        assert!(yes.contains(&action), "{action:?}");
    }
    let mut world = World::submitted(
        service(RESIDENCE),
        vec![identity(), photo("home", 1), photo("portrait", 2)],
    );
    let judge = |judgement| Command::Judge {
        material: "home".into(),
        judgement,
    };
    let machine = Refusal::MachineMayOnlyApprove;
    for no in [
        Judgement::Missing,
        super::world::unfit("lease-last-page"),
        Judgement::NotConfirmed,
    ] {
        assert_eq!(world.refused(Role::Machine, judge(no)), machine);
    }
    world.must(Role::Machine, judge(Judgement::Fit));
    assert_eq!(
        world.refused(Role::Machine, refuse(&["none-of-three"])),
        machine
    );
    world.judge("registration", Judgement::NotConfirmed);
    world.judge_rest();
    let accept = Command::Accept {
        document: "受".into(),
    };
    assert_eq!(
        world.refused(Role::Machine, accept.clone()),
        machine,
        "a doubt is for a person"
    );
    world.judge("registration", Judgement::Fit);
    world.must(Role::Machine, accept);
    let grant = Command::Grant {
        document: "准".into(),
    };
    assert_eq!(
        world.refused(Role::Machine, grant.clone()),
        machine,
        "one condition only a person can judge"
    );
    world.must(Role::Decider, grant);
}

#[test]
fn a_13_a_machine_grants_where_every_condition_can_be_told() {
    let mut plain = service(ELDERLY).clone();
    plain
        .conditions
        .retain(|condition| condition.holds.is_some());
    assert_eq!(plain.conditions.len(), 1);
    for (born, grants) in [("1949-12-31", true), ("1990-01-01", false)] {
        let mut submission =
            submission(answers_for(&plain), vec![photo("portrait", 2), identity()]);
        submission.known = known();
        submission.known[2] = claim(
            "birth_date",
            tongban_rules::expression::Value::Day(day(born)),
        );
        let mut world = World::new(&plain);
        world.must(Role::Applicant, Command::Submit(submission));
        world.judge_rest();
        world.accept();
        let grant = world.attempt(
            Role::Machine,
            &Command::Grant {
                document: "准".into(),
            },
        );
        assert_eq!(
            grant.is_ok(),
            grants,
            "{born}: who is too young is left to a person"
        );
        assert!(world.state.phase() != Phase::Ended(End::Refused));
    }
}

#[test]
fn rule_L6_a_review_opens_a_case_again_and_its_time_begins_anew() {
    let mut world = accepted(service(RESIDENCE));
    world.must(Role::Decider, refuse(&["not-half-a-year"]));
    world.go_to("2026-05-06");
    let reopen = |document: &str| Command::Reopen {
        document: document.into(),
        review: Review::Reconsideration,
    };
    world.must(Role::Decider, reopen("复议 1"));
    let view = world.view();
    assert_eq!(view.phase.slug(), "reopened");
    assert!(view.ruling().is_none());
    assert_eq!(view.clock.unwrap().started, day("2026-05-06"));
    world.finish();
    assert_eq!(world.view().phase, Phase::Ended(End::Granted));
    assert_eq!(
        world.refused(Role::Decider, reopen("复议 2")),
        Refusal::NotNow(Action::Reopen)
    );
    world.must(
        Role::Decider,
        Command::Annul {
            document: "撤 1".into(),
            reasons: vec!["none-of-three".into()],
        },
    );
    world.must(Role::Decider, reopen("复议 3"));

    let mut world = World::submitted(service(RESIDENCE), vec![identity()]);
    world.must(
        Role::Intake,
        Command::WrongAuthority {
            document: "文".into(),
            go_to: "邻区".into(),
        },
    );
    world.must(Role::Decider, reopen("复议 4"));
    assert_eq!(
        world.view().phase.slug(),
        "reopened_intake",
        "never accepted: back to the window"
    );
    assert_eq!(world.view().go_to, None);
}

#[test]
fn only_the_applicant_withdraws_and_only_an_open_case() {
    let mut world = accepted(service(RESIDENCE));
    let refusal = world.refused(Role::Decider, Command::Withdraw);
    assert_eq!(refusal, Refusal::NotYours(Role::Decider, Action::Withdraw));
    world.must(Role::Applicant, Command::Withdraw);
    assert!(world.view().ruling().is_none());
    assert_eq!(
        world.refused(Role::Applicant, Command::Withdraw),
        Refusal::NotNow(Action::Withdraw)
    );
    assert!(world.view().allowed[&Role::Applicant].is_empty());
}

#[test]
fn a_grant_writes_what_the_form_says_into_the_certificate() {
    let world = accepted(service(RESIDENCE));
    let form = world.state.form(world.service).unwrap().expect("a case");
    let issue = &world.service.issues[0];
    let claims = issued_claims(issue, &form).unwrap();
    let of = |name: &str| &claims.iter().find(|(claim, _)| *claim == name).unwrap().1;
    assert!(*of("name") == ClaimValue::Answer(text("林桂芳")));
    assert!(matches!(of("portrait"), ClaimValue::Copied(_)));
    assert_eq!(claims.len(), issue.claims.len());
    let nothing = tongban_cases::Answers::new();
    let empty = tongban_cases::evaluate(&world.service.form, &nothing, &[], day("2026-03-02"));
    let claims = issued_claims(issue, &empty.unwrap()).unwrap();
    assert_eq!(claims[0], ("name", ClaimValue::Absent));
}
