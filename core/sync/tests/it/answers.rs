//! What an answer means, and what it is the answer to.

use tongban_protocol::{
    PullResponse, PushOutcome, PushRequest, PushResponse, PushVerdict, Refusal, paths,
};
use tongban_sync::{Answer, Event, Failure, ItemState, Pause, Report, pump};

use crate::support::bench::{Bench, Fate, accepted, is_received};
use crate::support::ops::{SCOPE, case, id, operation, with_photos};
use crate::support::platform::refused;

const MINUTE: u64 = 60_000;

fn empty() -> Answer {
    Answer {
        status: 204,
        retry_after: None,
        body: Vec::new(),
    }
}

fn good(body: Vec<u8>) -> Answer {
    Answer {
        status: 200,
        retry_after: None,
        body,
    }
}

fn count(bench: &Bench, path: &str) -> usize {
    bench.paths().iter().filter(|one| **one == path).count()
}

#[test]
fn a_late_answer_to_a_request_that_is_over_is_not_taken_for_the_one_in_flight() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&operation(1));
    let Pause::Send(first, request) = pump(&mut bench.engine, &mut bench.store, Event::Tick) else {
        panic!("a request");
    };
    let Pause::Wait(until) = pump(&mut bench.engine, &mut bench.store, Event::Tick) else {
        panic!("it waits for the answer");
    };
    let sending = ItemState::Sending { percent: 0 };
    assert_eq!(bench.state(&id(1)), Some(&sending));
    let deadline = bench.store.now + request.deadline_millis;
    assert_eq!(until, deadline + 30_000, "and half a minute of grace");
    bench.store.now = until;
    let Pause::Wait(until) = pump(&mut bench.engine, &mut bench.store, Event::Tick) else {
        panic!("it is over, and tried again later");
    };
    bench.store.now = until;
    let Pause::Send(second, _) = pump(&mut bench.engine, &mut bench.store, Event::Tick) else {
        panic!("a second request");
    };
    assert_ne!(first, second);
    let late = bench.platform.answer(&request);
    let event = Event::Answered(first, Ok(late.clone()));
    assert!(matches!(
        pump(&mut bench.engine, &mut bench.store, event),
        Pause::Wait(_)
    ));
    assert!(bench.store.receipt(&id(1)).is_none());
    let event = Event::Answered(second, Ok(late));
    pump(&mut bench.engine, &mut bench.store, event);
    assert!(bench.store.receipt(&id(1)).is_some());
}

#[test]
fn an_empty_answer_to_who_did_not_say_what_is_known_is_a_broken_line() {
    for path in [paths::PULL, paths::PUSH, paths::SESSION_CHALLENGE] {
        let mut bench = Bench::new();
        bench.enqueue(&operation(1));
        bench.platform.add_row(SCOPE, "event", case(9), 1, b"row");
        let mut left = 3;
        bench.sync_for(MINUTE, |request| {
            if request.path == path && left > 0 {
                left -= 1;
                return Fate::Instead(empty());
            }
            Fate::Answered
        });
        assert_eq!(left, 0, "{path}");
        let tries = bench.sent.iter().filter(|(_, sent)| sent.path == path);
        let at: Vec<u64> = tries.map(|(at, _)| *at).take(4).collect();
        assert!(at.windows(2).all(|two| two[0] < two[1]), "{path}: {at:?}");
        assert!(is_received(&bench, 1), "{path}");
        assert!(!bench.store.rows[&SCOPE].is_empty(), "{path}");
    }
}

#[test]
fn an_answer_has_room_for_the_longest_that_the_platform_gives() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 9_000));
    bench.sync();
    for (_, request) in &bench.sent {
        assert!(request.response_limit >= 64 * ((16 << 10) + 256));
        assert!(request.response_limit <= 4 << 20);
    }
}

#[test]
fn rule_S3_a_receipt_under_the_name_of_another_operation_does_not_count() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&operation(1));
    bench.enqueue(&operation(2));
    let mut model = crate::support::platform::Platform::new();
    std::mem::swap(&mut model, &mut bench.platform);
    bench.sync_for(100, |request| {
        let answer = model.answer(request);
        let mut response = PushResponse::decode(&answer.body).expect("outcomes");
        let names: Vec<_> = response.outcomes.iter().map(|one| one.operation).collect();
        for (outcome, name) in response.outcomes.iter_mut().zip(names.iter().rev()) {
            outcome.operation = *name;
        }
        Fate::Instead(good(response.encode()))
    });
    assert!(
        [1, 2]
            .iter()
            .all(|number| bench.store.receipt(&id(*number)).is_none())
    );
    std::mem::swap(&mut model, &mut bench.platform);
    bench.sync_for(MINUTE, |_| Fate::Answered);
    assert!(is_received(&bench, 1) && is_received(&bench, 2));
}

#[test]
fn rule_S5_what_the_platform_says_that_an_item_waits_for_is_shown() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&operation(1));
    bench.sync_for(100, |request| {
        let push = PushRequest::decode(&request.body).expect("a push");
        let blocked = PushOutcome {
            operation: id(1),
            verdict: PushVerdict::BlockedBy(id(77)),
        };
        let response = PushResponse {
            outcomes: vec![blocked],
            extra: push.extra,
        };
        Fate::Instead(good(response.encode()))
    });
    assert_eq!(bench.state(&id(1)), Some(&ItemState::BlockedBy(id(77))));
    bench.sync_for(MINUTE, |_| Fate::Answered);
    assert!(is_received(&bench, 1));
}

#[test]
fn a_scope_that_may_not_be_read_is_asked_for_again_in_a_quarter_of_an_hour() {
    let mut bench = Bench::new();
    bench.store.now = 5_000;
    bench.enqueue(&operation(1));
    let refusal = refused(&Refusal::NotAllowed);
    bench.sync_for(31 * MINUTE, |request| match request.path {
        paths::PULL => Fate::Instead(refusal.clone()),
        _ => Fate::Answered,
    });
    assert!(is_received(&bench, 1), "what is sent does not wait for it");
    let pulls = bench
        .sent
        .iter()
        .filter(|(_, request)| request.path == paths::PULL);
    let at: Vec<u64> = pulls.map(|(at, _)| *at).collect();
    assert_eq!(at, [0, 15, 30].map(|minutes| 5_000 + minutes * MINUTE));
}

#[test]
fn a_pull_that_fails_is_tried_again_within_seconds() {
    let garbage = || Fate::Instead(good(b"not ours".to_vec()));
    for sends in [false, true] {
        let mut bench = Bench::new();
        bench.store.now = 5_000;
        bench.sync();
        match sends {
            true => bench.enqueue(&operation(1)),
            false => {
                bench.platform.add_row(SCOPE, "event", case(9), 1, b"row");
                bench.feed(Event::PullNow);
            }
        }
        let mut failed = 0;
        bench.sync_for(10_000, |request| {
            if request.path == paths::PULL && failed == 0 {
                failed += 1;
                return garbage();
            }
            Fate::Answered
        });
        assert_eq!(failed, 1);
        let theirs = bench.platform.state.scopes[&SCOPE].rows.len();
        assert_eq!(bench.store.rows[&SCOPE].len(), theirs, "sends: {sends}");
    }
}

#[test]
fn rule_S11_after_a_page_that_got_through_the_next_wait_is_a_short_one() {
    let mut bench = Bench::new();
    bench.platform.is_old = true;
    for version in 1..=280 {
        bench
            .platform
            .add_row(SCOPE, "event", case(9), version, b"row");
    }
    let mut pulls = 0;
    bench.sync_for(5 * MINUTE, |request| {
        pulls += u32::from(request.path == paths::PULL);
        match request.path {
            paths::PULL if pulls % 2 == 1 => Fate::Instead(good(b"not ours".to_vec())),
            _ => Fate::Answered,
        }
    });
    assert_eq!(bench.store.rows[&SCOPE].len(), 280);
}

#[test]
fn rule_S2_a_platform_that_cannot_make_up_its_mind_is_asked_ever_more_rarely() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    let mut epoch = 0;
    bench.sync_for(60 * MINUTE, |request| match request.path {
        paths::PULL => {
            epoch = epoch % 250 + 1;
            let fork = PullResponse::Fork {
                scope: SCOPE,
                epoch: tongban_protocol::Epoch::from_bytes([epoch; 16]),
            };
            Fate::Instead(good(fork.encode()))
        }
        _ => Fate::Answered,
    });
    let pulls = count(&bench, paths::PULL);
    assert!(pulls < 60, "{pulls} pulls in an hour");
    assert_eq!(accepted(&bench), 1, "and what is sent counts once");
}

#[test]
fn devices_do_not_poll_in_step() {
    let next = |seed| {
        let mut bench = Bench::new();
        bench.store.dice = crate::support::dice::Dice::new(seed);
        let Pause::Wait(until) = bench.sync() else {
            panic!("it waits for the next poll");
        };
        until
    };
    let instants: std::collections::BTreeSet<u64> = (1..=8).map(next).collect();
    assert!(instants.len() > 4, "{instants:?}");
    assert!(
        instants
            .iter()
            .all(|at| (13 * MINUTE..=15 * MINUTE).contains(at))
    );
}

#[test]
fn an_item_is_ready_until_it_goes_and_waits_when_it_cannot() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&operation(1));
    bench.sync_for(10, |_| Fate::Lost(Failure::Offline));
    let states: Vec<_> = bench
        .store
        .reports
        .iter()
        .filter_map(|report| match report {
            Report::Item(_, state) => Some(state.clone()),
            _ => None,
        })
        .collect();
    assert!(
        matches!(
            &states[..],
            [
                ItemState::Ready,
                ItemState::WaitingForNetwork { next_try: 1_000.. }
            ]
        ),
        "{states:?}"
    );
}
