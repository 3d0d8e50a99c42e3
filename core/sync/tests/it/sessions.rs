//! The device's permission to read.

use tongban_protocol::{Refusal, paths};
use tongban_sync::{Event, Failure, Report};

use crate::support::bench::{Bench, Fate, is_received};
use crate::support::ops::{SCOPE, case, operation};
use crate::support::platform::refused;

const MINUTE: u64 = 60_000;

fn sessions(bench: &Bench) -> usize {
    let paths = bench.paths();
    paths.iter().filter(|path| **path == paths::SESSION).count()
}

#[test]
fn a_token_is_not_used_from_the_instant_at_which_it_is_over() {
    let mut bench = Bench::new();
    bench.sync();
    bench.store.now = 12 * 3_600_000 - 1;
    bench.feed(Event::PullNow);
    bench.sync();
    assert_eq!(sessions(&bench), 1);
    bench.store.now += 1;
    bench.feed(Event::PullNow);
    bench.sync();
    assert_eq!(sessions(&bench), 2);
}

#[test]
fn every_session_that_ends_is_made_anew_at_once() {
    let mut bench = Bench::new();
    bench.sync();
    for made in 2..6 {
        bench.platform.forget_sessions();
        bench.store.now += MINUTE;
        let now = bench.store.now;
        bench.feed(Event::PullNow);
        bench.sync();
        assert_eq!(sessions(&bench), made);
        assert_eq!(bench.sent.last().map(|(at, _)| *at), Some(now));
        assert_eq!(bench.paths().last(), Some(&paths::PULL));
    }
}

#[test]
fn tokens_that_do_not_work_are_asked_for_ever_more_rarely_and_a_person_may_hurry() {
    let mut bench = Bench::new();
    bench.store.now = 5_000;
    bench.enqueue(&operation(1));
    let ended = refused(&Refusal::SessionEnded);
    let useless = |request: &tongban_sync::Request| match request.path {
        paths::PULL => Fate::Instead(ended.clone()),
        _ => Fate::Answered,
    };
    bench.sync_for(6 * 60 * MINUTE, useless);
    assert!(is_received(&bench, 1), "sending goes on");
    let made = sessions(&bench);
    assert!((10..200).contains(&made), "{made} sessions in six hours");
    bench.feed(Event::PullNow);
    let now = bench.store.now;
    bench.run(useless);
    assert_eq!(bench.sent.last().map(|(at, _)| *at), Some(now));
}

#[test]
fn a_device_that_is_refused_asks_again_in_a_quarter_of_an_hour_or_when_someone_looks() {
    let mut bench = Bench::new();
    bench.store.now = 5_000;
    let devices = std::mem::take(&mut bench.platform.devices);
    bench.sync_for(16 * MINUTE, |_| Fate::Answered);
    let asked = bench
        .sent
        .iter()
        .filter(|(_, request)| request.path == paths::SESSION);
    let at: Vec<u64> = asked.map(|(at, _)| *at).collect();
    assert_eq!(at, [5_000, 5_000 + 15 * MINUTE]);
    bench.platform.devices = devices;
    bench.feed(Event::PullNow);
    bench.sync();
    assert_eq!(bench.paths().last(), Some(&paths::PULL));
}

#[test]
fn a_session_that_fails_otherwise_is_tried_again_within_seconds_and_nobody_is_told() {
    let bad = refused(&Refusal::BadRequest {
        what: "nonce".to_owned(),
    });
    for path in [paths::SESSION_CHALLENGE, paths::SESSION] {
        for broken in [false, true] {
            let mut bench = Bench::new();
            bench.store.now = 5_000;
            let mut failed = 0;
            bench.sync_for(20_000, |request| {
                if request.path != path || failed > 0 {
                    return Fate::Answered;
                }
                failed += 1;
                match broken {
                    true => Fate::Lost(Failure::TimedOut),
                    false => Fate::Instead(bad.clone()),
                }
            });
            assert_eq!(failed, 1);
            assert!(bench.paths().contains(&paths::PULL), "{path} {broken}");
            assert!(!bench.store.reports.contains(&Report::SessionRefused));
        }
    }
}

#[test]
fn a_device_key_that_refuses_holds_reading_and_not_sending() {
    let mut bench = Bench::new();
    bench.store.now = 5_000;
    let key = bench.store.device_key.take();
    bench.enqueue(&operation(1));
    bench.sync_for(10 * MINUTE, |_| Fate::Answered);
    assert!(is_received(&bench, 1));
    let challenges = bench
        .paths()
        .iter()
        .filter(|path| **path == paths::SESSION_CHALLENGE)
        .count();
    assert!((3..100).contains(&challenges), "{challenges} tries");
    bench.store.device_key = key;
    bench.sync_for(16 * MINUTE, |_| Fate::Answered);
    assert!(bench.paths().contains(&paths::PULL));
}

#[test]
fn a_device_that_knows_no_scope_learns_its_own_with_the_session() {
    let mut bench = Bench::new();
    bench.platform.add_row(SCOPE, "event", case(1), 1, b"row");
    let keys = [bench.platform.receipt_key.point()];
    bench.engine = bench.store.engine(&[], &keys);
    bench.sync();
    assert_eq!(bench.store.rows[&SCOPE].len(), 1);
    assert_eq!(sessions(&bench), 1);
}
