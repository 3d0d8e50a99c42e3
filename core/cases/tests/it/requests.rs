//! What operations ask for, as bytes and as commands.
#![allow(non_snake_case)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use tongban_cases::{
    Action, ChosenRoute, Command, Id, Judgement, PackRef, Request, RequestError, Review, Role,
    Supply, TellBy, Termination,
};
use tongban_rules::guide::RouteKind;
use tongban_rules::{Approver, StopReason};

use super::support::*;

fn every() -> Vec<Request> {
    let reasons = || vec!["none-of-three".to_owned()];
    vec![
        Request::Submit {
            service: ELDERLY.into(),
            pack: PackRef {
                id: "yunquan".into(),
                version: 1,
            },
            answers: answers(),
            known: known(),
            supplied: vec![identity(), photo("portrait", 2)],
            route: Some(ChosenRoute {
                kind: RouteKind::Post,
                to: Some(written("云泉市石桥镇一号")),
            }),
        },
        Request::Supply {
            answers: answers(),
            known: Vec::new(),
            supplied: vec![photo("portrait", 3)],
            all: true,
        },
        Request::Withdraw,
        Request::Take,
        Request::Judge {
            material: "portrait".into(),
            judgement: Judgement::Unfit(BTreeSet::from(["blurred".to_owned()])),
        },
        Request::Correct {
            field: "phone".into(),
            value: text("12000000721"),
        },
        Request::AskSupplement,
        Request::Accept,
        Request::NotAccept { reasons: reasons() },
        Request::WrongAuthority {
            go_to: "石桥镇便民服务中心".into(),
        },
        Request::Lapse,
        Request::Stop {
            reason: StopReason::ALL[0],
        },
        Request::Resume,
        Request::Extend {
            days: 10,
            approver: Approver::OfficeHead,
            reason: "专家评审".into(),
        },
        Request::Grant,
        Request::Refuse { reasons: reasons() },
        Request::Terminate {
            why: Termination::ObjectGone,
        },
        Request::Annul { reasons: reasons() },
        Request::Reopen {
            review: Review::Reconsideration,
        },
        Request::ChooseRoute {
            route: ChosenRoute::default(),
        },
        Request::Serve {
            document: "文2026-0".into(),
            route: RouteKind::Post,
            receipt: written("挂号 XA 1234 5678 9 CN"),
        },
        Request::Tell {
            document: "文2026-0".into(),
            by: TellBy::Phone,
            receipt: written("本人接听"),
        },
    ]
}

#[test]
fn requests_read_back_under_their_own_kind_only() {
    for request in every() {
        let (kind, body) = (request.kind(), request.encode_body());
        assert!(
            Request::decode(kind, &body) == Ok(request.clone()),
            "{kind}"
        );
        assert!(Request::decode("tick", &body) == Err(RequestError::OtherKind));
        let mut longer = body.clone();
        longer.push(0);
        assert!(Request::decode(kind, &longer) == Err(RequestError::Malformed));
    }
}

#[test]
fn every_action_of_a_person_can_be_asked_for_and_becomes_that_command() {
    let machine_only = [Action::MarkComplete, Action::Tick];
    let asked: BTreeSet<_> = every().iter().map(Request::kind).collect();
    for action in Action::ALL {
        let can = asked.contains(action.slug());
        assert_eq!(can, !machine_only.contains(action), "{}", action.slug());
    }
    for request in every() {
        let (action, needs) = (request.action(), request.needs_document());
        let command = request.into_command(true, "文2026-1".into());
        assert_eq!(command.action(), action);
        assert_eq!(format!("{command:?}").contains("文2026-1"), needs);
        if let Command::Submit(submission) = command {
            assert!(submission.complete);
        }
    }
}

/// Signed before there was a choice of routes: these bytes stand in queues and archives.
#[test]
fn rule_S9_a_submission_that_says_nothing_of_a_route_has_the_bytes_of_before() {
    let before = [
        &b"\xa1\x66submit\xa5\x64pack\xa2\x62id\x67yunquan\x67version\x01"[..],
        &b"\x65known\x80\x67answers\xa0\x67service\x65BEES1\x68supplied\x80"[..],
    ]
    .concat();
    let submit = |route| Request::Submit {
        service: "BEES1".into(),
        pack: PackRef {
            id: "yunquan".into(),
            version: 1,
        },
        answers: Default::default(),
        known: Vec::new(),
        supplied: Vec::new(),
        route,
    };
    assert_eq!(submit(None).encode_body(), before);
    assert!(Request::decode("submit", &before) == Ok(submit(None)));
    let chosen = submit(Some(ChosenRoute::default()));
    assert!(Request::decode("submit", &chosen.encode_body()) == Ok(chosen));
}

#[test]
fn the_files_of_a_request_are_those_of_its_materials() {
    let every = every();
    let (submit, supply) = (&every[0], &every[1]);
    let ids = |request: &Request| request.files().map(|file| file.id).collect::<Vec<Id>>();
    let Supply::Files { files, .. } = photo("portrait", 2).how else {
        panic!("a photo is a file")
    };
    assert_eq!(ids(submit), files.iter().map(|f| f.id).collect::<Vec<_>>());
    assert_eq!(ids(supply).len(), 1);
    assert_eq!(ids(&Request::Grant).len(), 0);
}

#[test]
fn roles_are_read_by_the_words_that_name_them() {
    for role in Role::ALL {
        assert_eq!(Role::parse(role.slug()), Some(*role));
    }
    assert_eq!(Role::parse("admin"), None);
}

proptest! {
    #[test]
    fn any_bytes_and_any_flipped_bit_are_read_without_a_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        which in 0..22_usize,
        bit in any::<prop::sample::Index>(),
    ) {
        let request = every().swap_remove(which);
        let mut flipped = request.encode_body();
        let at = bit.index(flipped.len() * 8);
        flipped[at / 8] ^= 1 << (at % 8);
        let _ = Request::decode(request.kind(), &bytes);
        if let Ok(other) = Request::decode(request.kind(), &flipped) {
            prop_assert!(other != request);
            prop_assert_eq!(other.encode_body(), flipped);
        }
    }
}
