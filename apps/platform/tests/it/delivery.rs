//! The route by which documents come, over HTTP (rows 42 and 45).

use tongban_cases::{ChosenRoute, Request, TellBy, Written};
use tongban_protocol::RejectionCode;
use tongban_rules::guide::RouteKind;

use crate::casework::Hall;
use crate::support::{Member, card, detail, fresh, submit, zhou};

fn route(kind: RouteKind, to: Option<&str>) -> ChosenRoute {
    ChosenRoute {
        kind,
        to: to.map(written),
    }
}

fn written(text: &str) -> Written {
    Written::new(text).expect("a short text")
}

#[tokio::test]
async fn req_45_a_choice_that_the_office_overtook_counts_and_only_the_applicant_makes_it() {
    let hall = Hall::open().await;
    let (case, _) = hall.whole().await;
    let seen = hall.applicant.version(case).await;
    let version = hall.judge(case, &[]).await;
    hall.clerk.acts(case, version, &Request::Accept).await;
    let counter = Request::ChooseRoute {
        route: route(RouteKind::Counter, None),
    };
    // Made without network on what the device knew; a supply like this would be stale.
    let version = hall.applicant.acts(case, seen, &counter).await;
    assert_eq!(hall.view(case).await.route.kind, RouteKind::Counter);
    let by_staff = hall.clerk.rejected(case, version, &counter).await;
    assert_eq!(by_staff.code, RejectionCode::NotAllowed);
    let stranger = Member::resident(&hall.town, "ma-wenhui").await;
    // One that says it has seen the case is not decided, whosever it is (rule S2).
    let by_another = stranger.rejected(case, 0, &counter).await;
    assert_eq!(by_another.code, RejectionCode::UnknownCase);
    let fax = Request::ChooseRoute {
        route: route(RouteKind::Fax, Some("0000-1200011")),
    };
    let fax = hall.applicant.rejected(case, version, &fax).await;
    assert_eq!(detail(&fax), "route_not_offered");
    // What the office says of it stands on the newest version, like everything it does.
    let document = hall.view(case).await.documents[0].number.clone();
    let tell = Request::Tell {
        document,
        by: TellBy::Phone,
        receipt: written("本人接听"),
    };
    let stale = hall.clerk.rejected(case, seen, &tell).await;
    assert_eq!(stale.code, RejectionCode::StaleVersion);
    hall.clerk.acts(case, version, &tell).await;
    let by_applicant = hall.applicant.rejected(case, version + 1, &tell).await;
    assert_eq!(by_applicant.code, RejectionCode::NotAllowed);
}

#[tokio::test]
async fn req_45_the_choice_comes_with_the_submission_as_an_event_of_its_own() {
    let hall = Hall::open().await;
    let (plain, operation) = submit(&hall.applicant);
    assert_eq!(hall.applicant.send(&operation).await.version(), 1);
    let home = "云泉市石桥镇石桥沟村，周桂芳收";
    let chosen = |wish| {
        let Request::Submit {
            service,
            pack,
            answers,
            known,
            supplied,
            ..
        } = card(zhou(), Vec::new())
        else {
            panic!("a submission")
        };
        Request::Submit {
            service,
            pack,
            answers,
            known,
            supplied,
            route: Some(wish),
        }
    };
    let case = tongban_protocol::CaseId::from_bytes(fresh());
    let request = chosen(route(RouteKind::Post, Some(home)));
    let operation = hall.applicant.operation(case, 0, &request);
    let operation = hall.applicant.with_keys(operation, 1);
    assert_eq!(hall.applicant.send(&operation).await.version(), 2);
    let kinds = |case| {
        let hall = &hall;
        async move {
            let events = hall.events(case).await;
            let kinds = events.iter().map(|event| event.what.kind().to_owned());
            kinds.collect::<Vec<_>>()
        }
    };
    assert_eq!(kinds(plain).await, ["submitted"]);
    assert_eq!(kinds(case).await, ["submitted", "route_chosen"]);
    let view = hall.view(case).await;
    assert_eq!(view.route, route(RouteKind::Post, Some(home)));
    // Without an address there is no case at all.
    let other = tongban_protocol::CaseId::from_bytes(fresh());
    let nowhere = chosen(route(RouteKind::Post, None));
    let operation = hall.applicant.operation(other, 0, &nowhere);
    let operation = hall.applicant.with_keys(operation, 1);
    let rejection = hall.applicant.send(&operation).await.rejection();
    assert_eq!(detail(&rejection), "no_address");
    assert!(hall.events(other).await.is_empty());
}
