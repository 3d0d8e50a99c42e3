//! Up to acceptance: judge everything, tell everything once, accept, or say no completely.
#![allow(non_snake_case)]

use tongban_cases::{
    Action, Answers, Command, End, Gap, Ground, Holder, IntakeStage, Judgement, Phase, Refusal,
    Role, Source, What,
};
use tongban_rules::expression::Value;

use super::support::*;
use super::world::{World, error, missing, unfit};

#[test]
fn req_31_nothing_is_closed_while_a_material_is_unjudged() {
    let mut world = World::submitted(service(RESIDENCE), vec![identity(), photo("home", 1)]);
    let sources: Vec<_> = world
        .view()
        .materials
        .into_iter()
        .map(|m| (m.material, m.source))
        .collect();
    let source = |id: &str| {
        sources
            .iter()
            .find(|(found, _)| found == id)
            .unwrap()
            .1
            .clone()
    };
    assert_eq!(
        source("identity"),
        Source::Wallet("resident-identity".into())
    );
    assert_eq!(source("home"), Source::Uploaded);
    assert_eq!(source("portrait"), Source::Nothing);
    assert_eq!(source("registration"), Source::Office);

    world.judge("portrait", Judgement::Missing);
    world.judge("home", Judgement::Fit);
    world.judge("identity", Judgement::Fit);
    let left = Refusal::Unjudged(vec!["registration".into()]);
    let document = || "文".to_owned();
    let asked = world.refused(
        Role::Caseworker,
        Command::AskSupplement {
            document: document(),
        },
    );
    let accepted = world.refused(
        Role::Caseworker,
        Command::Accept {
            document: document(),
        },
    );
    let reasons = vec!["none-of-three".to_owned()];
    let not = Command::NotAccept {
        document: document(),
        reasons,
    };
    assert_eq!((&asked, &accepted), (&left, &left));
    assert_eq!(world.refused(Role::Caseworker, not), left);
    assert!(!world.view().allows(Role::Caseworker, Action::AskSupplement));

    world.judge("registration", Judgement::Fit);
    assert!(world.view().allows(Role::Caseworker, Action::AskSupplement));
}

#[test]
fn req_31_only_published_errors_make_a_material_unfit() {
    let mut world = World::submitted(service(RESIDENCE), vec![identity(), photo("home", 1)]);
    let judge = |material: &str, judgement| Command::Judge {
        material: material.into(),
        judgement,
    };
    let refused = [
        judge("home", unfit("ugly")),
        judge("home", unfit("portrait-background")),
        judge("home", Judgement::Unfit(Default::default())),
        judge("home", Judgement::NotConfirmed),
        judge("portrait", Judgement::Fit),
        judge("portrait", unfit("portrait-background")),
        judge("registration", Judgement::Missing),
    ];
    for command in refused {
        let refusal = world.refused(Role::Caseworker, command);
        assert!(matches!(refusal, Refusal::NoSuchJudgement(_)), "{refusal}");
    }
    let stranger = world.refused(Role::Caseworker, judge("job", Judgement::Missing));
    assert_eq!(
        stranger,
        Refusal::NotAsked("job".into()),
        "this application does not need it"
    );
    world.judge("home", unfit("lease-last-page"));
}

#[test]
fn req_39_exactly_one_of_three_documents_answers_an_application() {
    let all = vec![identity(), photo("home", 1), photo("portrait", 2)];
    let some = vec![identity(), photo("home", 1)];
    let document = || "文".to_owned();
    for (supplied, ready) in [(all, true), (some, false)] {
        let mut world = World::submitted(service(RESIDENCE), supplied);
        world.judge_rest();
        let accept = Command::Accept {
            document: document(),
        };
        let ask = Command::AskSupplement {
            document: document(),
        };
        match ready {
            true => {
                assert_eq!(world.refused(Role::Intake, ask), Refusal::NothingMissing);
                world.must(Role::Intake, accept.clone());
                assert_eq!(world.view().phase.slug(), "accepted");
            }
            false => {
                let still = Refusal::StillMissing(vec![missing("portrait")]);
                assert_eq!(world.refused(Role::Intake, accept), still);
                world.must(Role::Intake, ask.clone());
                assert_eq!(world.view().phase, Phase::SupplementAsked);
            }
        }
        for again in [
            Command::Accept {
                document: "再".into(),
            },
            Command::AskSupplement {
                document: "再".into(),
            },
            Command::NotAccept {
                document: "再".into(),
                reasons: vec!["none-of-three".into()],
            },
        ] {
            let action = again.action();
            assert_eq!(
                world.refused(Role::Caseworker, again),
                if action == Action::NotAccept {
                    Refusal::NotNow(Action::NotAccept)
                } else {
                    Refusal::NotNow(action)
                }
            );
        }
        assert_eq!(world.view().documents.len(), 1);
    }
}

#[test]
fn req_39_a_document_has_a_number_of_its_own() {
    let mut world = World::submitted(service(RESIDENCE), vec![identity(), photo("home", 1)]);
    world.judge_rest();
    let ask = |document: &str| Command::AskSupplement {
        document: document.into(),
    };
    assert_eq!(world.refused(Role::Intake, ask("  ")), Refusal::NoDocument);
    world.must(Role::Intake, ask("补 1"));
    world.supply(vec![photo("portrait", 3)]);
    world.judge("portrait", unfit("portrait-background"));
    assert_eq!(
        world.refused(Role::Intake, ask("补 1")),
        Refusal::DocumentTwice
    );
}

#[test]
fn req_40_one_notice_names_everything_answers_too() {
    let mut answers = answers_for(service(RESIDENCE));
    answers.take("landlord");
    answers.set("phone", Value::Number(5));
    let mut submission = submission(answers, vec![photo("home", 1)]);
    submission
        .known
        .retain(|known| !format!("{known:?}").contains("phone"));
    let mut world = World::new(service(RESIDENCE));
    world.must(Role::Applicant, Command::Submit(submission));
    world.judge("home", unfit("lease-last-page"));
    world.judge_rest();
    world.ask();
    let answer = |field: &str| Gap::Answer {
        field: field.into(),
    };
    let notice = &world.view().notices[0];
    assert_eq!(
        notice.gaps,
        [
            missing("identity"),
            missing("portrait"),
            error("home", "lease-last-page"),
            answer("landlord"),
            answer("phone")
        ]
    );
    assert_eq!(world.view().holder, Holder::Applicant);
    assert_eq!(world.device_view(), world.view());
}

#[test]
fn req_40_a_second_notice_names_only_what_the_supply_caused() {
    let mut world = World::submitted(service(RESIDENCE), vec![identity(), photo("home", 1)]);
    world.judge("home", unfit("lease-last-page"));
    world.judge_rest();
    world.ask();
    world.supply(vec![photo("portrait", 2)]);
    assert_eq!(
        world.view().phase,
        Phase::SupplementAsked,
        "the lease is still open"
    );
    world.supply(vec![photo("home", 3)]);
    assert_eq!(world.view().phase, Phase::Intake(IntakeStage::Supplied));

    // What was in order at the first review cannot become a gap now.
    let late = Command::Judge {
        material: "identity".into(),
        judgement: unfit("id-card-one-side"),
    };
    assert_eq!(
        world.refused(Role::Caseworker, late),
        Refusal::JudgedBefore("identity".into())
    );
    // The new lease has the old fault: told before, so no second notice.
    world.judge("portrait", Judgement::Fit);
    world.judge("home", unfit("lease-last-page"));
    let document = || "再".to_owned();
    let ask = || Command::AskSupplement {
        document: document(),
    };
    assert_eq!(world.refused(Role::Caseworker, ask()), Refusal::ToldBefore);
    // It has a fault of its own: that is one.
    let own = ["lease-last-page", "home-other-address"].map(str::to_owned);
    world.judge("home", Judgement::Unfit(own.into_iter().collect()));
    world.must(Role::Caseworker, ask());
    assert_eq!(
        world.view().notices[1].gaps,
        [error("home", "home-other-address")]
    );
}

#[test]
fn req_40_an_answer_that_makes_another_material_necessary_leads_to_a_second_notice() {
    let mut answers = answers_for(service(RESIDENCE));
    answers.take("reason");
    let supplied = vec![identity(), photo("home", 1), photo("portrait", 2)];
    let mut world = World::new(service(RESIDENCE));
    world.must(
        Role::Applicant,
        Command::Submit(submission(answers, supplied)),
    );
    world.judge_rest();
    world.ask();
    let mut answers = Answers::new();
    answers.set("reason", text("job"));
    let supply = |answers| Command::Supply {
        answers,
        known: Vec::new(),
        supplied: Vec::new(),
        all: false,
    };
    world.must(Role::Applicant, supply(answers));
    world.judge("job", Judgement::Missing);
    world.ask();
    let gaps = &world.view().notices[1].gaps;
    assert_eq!(*gaps, [missing("job")]);
}

#[test]
fn what_is_in_order_or_not_asked_cannot_be_supplied() {
    let mut world = World::submitted(service(RESIDENCE), vec![identity(), photo("home", 1)]);
    world.judge_rest();
    world.ask();
    let supply = |answers, supplied| Command::Supply {
        answers,
        known: Vec::new(),
        supplied,
        all: false,
    };
    let home = world.refused(
        Role::Applicant,
        supply(Answers::new(), vec![photo("home", 4)]),
    );
    assert_eq!(home, Refusal::NotAsked("home".into()));
    let passport = world.refused(
        Role::Applicant,
        supply(Answers::new(), vec![photo("passport", 4)]),
    );
    assert_eq!(passport, Refusal::NotAsked("passport".into()));
    let answers: Answers = [("address", text("别处"))].into_iter().collect();
    let address = world.refused(Role::Applicant, supply(answers, Vec::new()));
    assert_eq!(address, Refusal::NotOpen("address".into()));
    let nothing = world.refused(Role::Applicant, supply(Answers::new(), Vec::new()));
    assert_eq!(nothing, Refusal::NothingSupplied);
}

#[test]
fn rule_L6_an_answer_is_corrected_on_the_spot() {
    let supplied = vec![identity(), photo("home", 1), photo("portrait", 2)];
    let mut world = World::submitted(service(RESIDENCE), supplied);
    let correct = |field: &str, value| Command::Correct {
        field: field.into(),
        value,
    };
    let wrong = world.refused(Role::Intake, correct("lives_since", text("去年")));
    assert_eq!(wrong, Refusal::NotRight("lives_since".into()));
    let stranger = world.refused(Role::Intake, correct("moon", text("x")));
    assert_eq!(stranger, Refusal::NotOpen("moon".into()));
    let known = world.refused(Role::Intake, correct("name", text("王五")));
    assert_eq!(
        known,
        Refusal::NotOpen("name".into()),
        "a certificate says it"
    );
    world.must(Role::Intake, correct("landlord", text("王建军")));
    let view = world.view();
    assert_eq!(view.phase, Phase::Intake(IntakeStage::CorrectedOnTheSpot));
    assert!(view.corrected.contains("landlord"));
    assert!(world.state.answers().get("landlord") == Some(&text("王建军")));
    assert!(view.notices.is_empty(), "no notice was needed");
}

#[test]
fn rule_L6_a_wrong_authority_says_where_to_go() {
    let mut world = World::submitted(service(BUSINESS), vec![identity()]);
    let wrong = |go_to: &str| Command::WrongAuthority {
        document: "文".into(),
        go_to: go_to.into(),
    };
    assert_eq!(world.refused(Role::Intake, wrong(" ")), Refusal::NoPlace);
    world.must(Role::Intake, wrong("石河区市场监督管理局"));
    let view = world.view();
    assert_eq!(view.phase, Phase::Ended(End::WrongAuthority));
    assert_eq!(view.go_to.as_deref(), Some("石河区市场监督管理局"));
    let ruling = view.ruling().expect("it says what can be done about it");
    assert_eq!(ruling.reasons()[0].ground, Ground::WrongAuthority);
}

#[test]
fn rule_L6_a_supply_lapses_only_after_its_day_and_by_a_person() {
    let tolerant = tolerant();
    let mut world = World::submitted(&tolerant, vec![identity()]);
    world.judge_rest();
    world.ask();
    let until = world.view().notices[0].until.expect("a limit").day;
    let lapse = || Command::Lapse {
        document: "过期".into(),
    };
    assert_eq!(
        world.refused(Role::Machine, lapse()),
        Refusal::MachineMayOnlyApprove
    );
    world.go_to(&until.to_string());
    let early = world.refused(Role::Caseworker, lapse());
    assert_eq!(early, Refusal::NotLapsed { until: Some(until) });
    world.at += 86_400;
    let mut late = World {
        state: world.state.clone(),
        device: world.device.clone(),
        ..World::new(&tolerant)
    };
    late.at = world.at;
    late.supply(vec![photo("home", 4)]);
    assert_eq!(
        late.view().phase,
        Phase::Intake(IntakeStage::Supplied),
        "late is not too late"
    );
    world.must(Role::Caseworker, lapse());
    assert_eq!(world.view().phase, Phase::Ended(End::SupplyLapsed));
    assert!(world.view().ruling().is_some());
}

#[test]
fn req_34_what_may_come_later_is_accepted_with_its_day_and_holds_the_grant_up() {
    let tolerant = tolerant();
    let mut world = World::submitted(&tolerant, vec![identity(), photo("home", 1)]);
    world.judge_rest();
    world.accept();
    let view = world.view();
    assert_eq!(view.deferred[0].material, "portrait");
    assert_eq!(view.deferred[0].until.day, day("2026-03-12"));
    let grant = || Command::Grant {
        document: "准".into(),
    };
    let deferred = Refusal::StillDeferred(vec!["portrait".into()]);
    assert_eq!(world.refused(Role::Decider, grant()), deferred);
    world.supply(vec![photo("portrait", 2)]);
    world.judge("portrait", Judgement::Fit);
    world.must(Role::Decider, grant());
}

#[test]
fn rule_S6_a_command_names_the_version_that_it_saw() {
    let mut world = World::submitted(service(BUSINESS), vec![identity()]);
    let mut stale = world.context(Role::Intake);
    stale.seen = Some(0);
    let take = Command::Take;
    let refusal = tongban_cases::decide(&world.state, &take, &stale).unwrap_err();
    assert_eq!(refusal, Refusal::Stale);
    let events = world.must(Role::Intake, take);
    assert_eq!(events[0].what, What::Taken);
    let mut other = world.context(Role::Intake);
    other.service = service(RESIDENCE);
    let refusal = tongban_cases::decide(&world.state, &Command::Take, &other).unwrap_err();
    assert_eq!(refusal, Refusal::OtherService);
}

#[test]
fn req_46_the_view_says_who_holds_the_case_since_when() {
    let mut world = World::submitted(service(RESIDENCE), vec![identity(), photo("home", 1)]);
    assert_eq!(
        (world.view().holder, world.view().holder_since),
        (Holder::Intake, morning("2026-03-02"))
    );
    world.must(Role::Caseworker, Command::Take);
    assert!(world.view().officer.is_some());
    world.go_to("2026-03-03");
    world.judge_rest();
    assert_eq!(
        world.view().holder_since,
        morning("2026-03-02"),
        "judging hands nothing over"
    );
    world.ask();
    assert_eq!(
        (world.view().holder, world.view().holder_since),
        (Holder::Applicant, morning("2026-03-03"))
    );
    world.go_to("2026-03-05");
    world.supply(vec![photo("portrait", 2)]);
    assert_eq!(
        (world.view().holder, world.view().holder_since),
        (Holder::Intake, morning("2026-03-05"))
    );
    world.finish();
    let view = world.view();
    assert_eq!(view.holder, Holder::Nobody);
    let kinds: Vec<_> = view.steps.iter().map(|step| step.kind.as_str()).collect();
    assert_eq!(kinds[..2], ["submitted", "taken"]);
    assert_eq!(kinds[kinds.len() - 2..], ["accepted", "granted"]);
    let times: Vec<_> = view.steps.iter().map(|step| step.at).collect();
    assert!(times.is_sorted());
}
