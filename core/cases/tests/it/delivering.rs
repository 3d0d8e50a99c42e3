//! By which routes documents reach the applicant (rows 42 and 45).

use tongban_cases::{
    Action, CaseView, ChosenRoute, Command, Delivery, DeliveryReceipt, Event, Phase, Refusal, Role,
    Served, StepAbout, TellBy, Told, What, fold,
};
use tongban_rules::guide::RouteKind;

use super::support::*;
use super::world::World;

const NUMBER: &str = "挂号 XA 1234 5678 9 CN";

fn route(kind: RouteKind, to: Option<&str>) -> ChosenRoute {
    ChosenRoute {
        kind,
        to: to.map(written),
    }
}

fn post() -> ChosenRoute {
    route(RouteKind::Post, Some("云泉市石桥镇一号"))
}

/// An application of which everything is in order, with this choice.
fn submitted(chosen: Option<ChosenRoute>) -> World<'static> {
    let mut world = World::new(service(ELDERLY));
    let mut submission = submission(
        answers_for(world.service),
        vec![identity(), photo("portrait", 1)],
    );
    submission.route = chosen;
    world.must(Role::Applicant, Command::Submit(submission));
    world
}

/// The same, accepted with the document `文 1`.
fn accepted(chosen: Option<ChosenRoute>) -> World<'static> {
    let mut world = submitted(chosen);
    world.judge_rest();
    world.accept();
    world
}

fn serve(document: &str, route: RouteKind, receipt: &str) -> Command {
    Command::Serve {
        document: document.into(),
        route,
        receipt: written(receipt),
    }
}

fn tell(document: &str, by: TellBy, receipt: &str) -> Command {
    Command::Tell {
        document: document.into(),
        by,
        receipt: written(receipt),
    }
}

fn delivery(view: &CaseView, number: &str) -> Delivery {
    let found = view.documents.iter().find(|d| d.number == number);
    found.expect("a document of the case").delivery.clone()
}

#[test]
fn req_42_the_delivery_record_holds_each_channel_time_and_receipt() {
    let mut world = accepted(Some(post()));
    let (made, version) = (world.at, world.state.version());
    world.go_to("2026-03-03");
    world.must(Role::Intake, serve("文 1", RouteKind::Post, NUMBER));
    let posted = world.at;
    world.at += 60;
    world.must(Role::Intake, tell("文 1", TellBy::Sms, "发往尾号 0721"));
    world.at += 60;
    world.must(Role::Caseworker, tell("文 1", TellBy::Phone, "本人接听"));
    let expected = Delivery {
        served: vec![
            Served {
                route: RouteKind::App,
                at: made,
                receipt: DeliveryReceipt::Feed(version),
            },
            Served {
                route: RouteKind::Post,
                at: posted,
                receipt: DeliveryReceipt::Written(written(NUMBER)),
            },
        ],
        told: vec![
            Told {
                by: TellBy::Sms,
                at: posted + 60,
                receipt: written("发往尾号 0721"),
            },
            Told {
                by: TellBy::Phone,
                at: posted + 120,
                receipt: written("本人接听"),
            },
        ],
        honoured: true,
    };
    assert_eq!(delivery(&world.view(), "文 1"), expected);
    // The applicant's device has the same record, from bytes.
    assert_eq!(delivery(&world.device_view(), "文 1"), expected);
    let steps = world.device_view().steps;
    let kinds: Vec<_> = steps
        .iter()
        .rev()
        .take(3)
        .map(|s| s.kind.as_str())
        .collect();
    assert_eq!(kinds, ["told", "told", "served"]);
    let served = StepAbout::Served {
        document: "文 1".into(),
        route: RouteKind::Post,
        receipt: written(NUMBER),
    };
    assert_eq!(steps[steps.len() - 3].about, Some(served));
}

#[test]
fn req_45_the_chosen_route_is_honoured_and_recorded() {
    let mut world = accepted(Some(post()));
    assert_eq!(world.view().route, post());
    assert!(world.view().awaits_service(), "it lies in the feed only");
    let by_hand = serve("文 1", RouteKind::Counter, "本人签收");
    let refused = world.refused(Role::Intake, by_hand.clone());
    assert_eq!(refused, Refusal::NotTheChosenRoute);
    world.must(Role::Intake, serve("文 1", RouteKind::Post, NUMBER));
    assert!(!world.view().awaits_service());
    // Beside the chosen route, another one may bring it too.
    world.must(Role::Intake, by_hand);
    let served = delivery(&world.device_view(), "文 1").served;
    let routes: Vec<_> = served.iter().map(|served| served.route).collect();
    assert_eq!(
        routes,
        [RouteKind::App, RouteKind::Post, RouteKind::Counter]
    );
}

#[test]
fn req_45_the_app_is_the_route_of_who_chooses_none_and_its_rows_are_its_service() {
    let mut world = accepted(None);
    let view = world.view();
    assert_eq!(view.route, ChosenRoute::default());
    assert!(!view.awaits_service());
    assert!(delivery(&view, "文 1").honoured);
    let by_itself = world.refused(Role::Intake, serve("文 1", RouteKind::App, "已看"));
    assert_eq!(by_itself, Refusal::ServedByItself);
    world.must(Role::Intake, serve("文 1", RouteKind::Counter, "本人签收"));
    // Nothing was said of a route, so no event says anything of one.
    let chosen = |event: &Event| matches!(event.what, What::RouteChosen { .. });
    assert!(!world.device.iter().any(chosen));
}

#[test]
fn req_45_the_applicant_may_change_the_route_until_everything_has_come_by_it() {
    let mut world = accepted(Some(post()));
    world.must(Role::Intake, serve("文 1", RouteKind::Post, NUMBER));
    let grant = world.document();
    world.must(Role::Decider, Command::Grant { document: grant });
    assert!(world.view().awaits_service(), "the decision is not served");
    let counter = |to| Command::ChooseRoute {
        route: route(RouteKind::Counter, to),
    };
    world.must(Role::Applicant, counter(None));
    let same = world.refused(Role::Applicant, counter(None));
    assert_eq!(same, Refusal::SameRoute);
    let late = world.refused(Role::Decider, serve("文 2", RouteKind::Post, NUMBER));
    assert_eq!(late, Refusal::NotTheChosenRoute);
    // What came by the route of its time stays honoured.
    assert!(delivery(&world.view(), "文 1").honoured);
    world.must(Role::Decider, serve("文 2", RouteKind::Counter, "本人签收"));
    let over = Command::ChooseRoute { route: post() };
    let over = world.refused(Role::Applicant, over);
    assert_eq!(over, Refusal::NotNow(Action::ChooseRoute));
    assert!(matches!(world.view().phase, Phase::Ended(_)));
    // From post to app, what lies in the feed has come.
    let mut world = accepted(Some(post()));
    let app = Command::ChooseRoute {
        route: ChosenRoute::default(),
    };
    world.must(Role::Applicant, app);
    assert!(!world.view().awaits_service());
}

#[test]
fn a_route_is_one_of_the_service_with_an_address_exactly_where_one_is_needed() {
    for (kind, to, refusal) in [
        (
            RouteKind::Fax,
            Some("0000-1200011"),
            Refusal::RouteNotOffered,
        ),
        (RouteKind::Terminal, None, Refusal::RouteNotOffered),
        (RouteKind::Post, None, Refusal::NoAddress),
        (RouteKind::Counter, Some("石桥镇"), Refusal::NoAddress),
        (RouteKind::Email, Some("lin.example.cn"), Refusal::NoAddress),
        (RouteKind::Email, Some("lin@example"), Refusal::NoAddress),
        (RouteKind::Email, Some("a b@example.cn"), Refusal::NoAddress),
    ] {
        let mut world = World::new(service(ELDERLY));
        let mut submission = submission(
            answers_for(world.service),
            vec![identity(), photo("portrait", 1)],
        );
        submission.route = Some(route(kind, to));
        let refused = world.refused(Role::Applicant, Command::Submit(submission));
        assert_eq!(refused, refusal, "{kind:?} {to:?}");
        let mut world = submitted(None);
        let change = Command::ChooseRoute {
            route: route(kind, to),
        };
        assert_eq!(world.refused(Role::Applicant, change), refusal);
    }
    let mut world = submitted(Some(route(RouteKind::Email, Some("lin@example.cn"))));
    let version = world.state.version();
    assert_eq!(version, 2, "the submission, and the choice after it");
    let mine = Command::ChooseRoute { route: post() };
    let other = world.refused(Role::Intake, mine);
    assert_eq!(other, Refusal::NotYours(Role::Intake, Action::ChooseRoute));
    // A pack from before there was a choice knows the app and nothing else.
    let mut old = service(ELDERLY).clone();
    old.guide.routes.clear();
    let mut world = World::new(&old);
    let mut submission = submission(answers_for(&old), vec![identity(), photo("portrait", 1)]);
    submission.route = Some(post());
    let refused = world.refused(Role::Applicant, Command::Submit(submission));
    assert_eq!(refused, Refusal::RouteNotOffered);
}

#[test]
fn what_is_served_or_told_is_a_document_of_the_case_with_something_to_show_for_it() {
    let mut world = submitted(None);
    let early = world.refused(Role::Intake, serve("文 1", RouteKind::Counter, "签收"));
    assert_eq!(early, Refusal::NotNow(Action::Serve));
    let mut world = accepted(None);
    let other = serve("文 9", RouteKind::Counter, "签收");
    assert_eq!(world.refused(Role::Intake, other), Refusal::NoSuchDocument);
    let other = tell("文 9", TellBy::Sms, "已发");
    assert_eq!(world.refused(Role::Intake, other), Refusal::NoSuchDocument);
    let fax = serve("文 1", RouteKind::Fax, "已发");
    assert_eq!(world.refused(Role::Intake, fax), Refusal::RouteNotOffered);
    // No screen lets anybody write these; bytes can say them.
    for blank in ["\x60", "\x61 "] {
        let receipt = tongban_rules::pack::codec::decode(blank.as_bytes()).expect("a text");
        let told = Command::Tell {
            document: "文 1".into(),
            by: TellBy::Phone,
            receipt,
        };
        let refused = world.refused(Role::Intake, told);
        assert_eq!(refused, Refusal::NoDeliveryReceipt);
    }
    let served = serve("文 1", RouteKind::Counter, "签收");
    world.must(Role::Intake, served.clone());
    assert_eq!(world.refused(Role::Intake, served), Refusal::ServedBefore);
    // What came back is sent again, under another number.
    world.must(Role::Intake, serve("文 1", RouteKind::Counter, "家人签收"));
    for role in [Role::Applicant, Role::Machine] {
        let told = world.refused(role, tell("文 1", TellBy::Phone, "接听"));
        assert!(matches!(
            told,
            Refusal::NotYours(..) | Refusal::MachineMayOnlyApprove
        ));
    }
}

#[test]
fn addresses_and_receipts_are_not_in_debug_output() {
    let mut world = accepted(Some(post()));
    world.must(Role::Intake, serve("文 1", RouteKind::Post, NUMBER));
    world.must(Role::Intake, tell("文 1", TellBy::Phone, "王建国接听"));
    let view = fold(&world.device);
    let printed = format!("{:?} {:?} {view:?}", world.device, world.state);
    for secret in ["石桥镇", "1234 5678", "王建国"] {
        assert!(!printed.contains(secret), "{secret}");
    }
}
