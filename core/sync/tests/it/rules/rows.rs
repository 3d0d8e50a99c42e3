//! Rows as they come (rules S9, requirement 45).

use tongban_sync::Event;

use crate::support::bench::Bench;
use crate::support::ops::{SCOPE, case, operation};

#[test]
fn rule_S9_a_row_of_an_unknown_kind_is_stored_as_it_travelled() {
    let mut bench = Bench::new();
    bench
        .platform
        .add_row(SCOPE, "case.moon_phase", case(1), 1, &[0xff, 0x00]);
    bench.sync();
    let theirs = &bench.platform.state.scopes[&SCOPE].rows[0];
    let (_, ours) = &bench.store.rows[&SCOPE][0];
    assert_eq!(ours.raw(), theirs.raw());
    assert_eq!(ours.kind(), "case.moon_phase");
}

#[test]
fn req_45_what_was_granted_is_stored_within_one_sync() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.sync();
    bench
        .platform
        .add_row(SCOPE, "case.granted", case(1), 2, b"certificate");
    let (before, now) = (bench.sent.len(), bench.store.now);
    bench.feed(Event::PullNow);
    bench.sync();
    assert_eq!(
        (bench.sent.len() - before, bench.store.now),
        (1, now),
        "one request, no wait"
    );
    let (_, row) = bench.store.rows[&SCOPE].last().expect("rows");
    assert_eq!(
        (row.kind(), row.body()),
        ("case.granted", &b"certificate"[..])
    );
}

#[test]
fn a_pull_that_brings_nothing_is_one_small_request_and_writes_nothing() {
    let mut bench = Bench::new();
    bench.platform.add_row(SCOPE, "event", case(1), 1, b"row");
    bench.sync();
    bench.feed(Event::PullNow);
    bench.sync();
    let (saves, before) = (bench.store.saves, bench.sent.len());
    bench.feed(Event::PullNow);
    bench.sync();
    let [(_, request)] = &bench.sent[before..] else {
        panic!("one request");
    };
    let answer = bench.platform.answer(request);
    assert_eq!((answer.status, answer.body.len()), (204, 0));
    assert!(request.body.len() <= 100, "{} bytes", request.body.len());
    assert_eq!(bench.store.saves, saves);
}

#[test]
fn an_older_platform_that_answers_with_an_empty_page_makes_nothing_be_written() {
    let mut bench = Bench::new();
    bench.platform.is_old = true;
    bench.platform.add_row(SCOPE, "event", case(1), 1, b"row");
    bench.sync();
    bench.feed(Event::PullNow);
    bench.sync();
    let (saves, before) = (bench.store.saves, bench.sent.len());
    bench.feed(Event::PullNow);
    bench.sync();
    let [(_, request)] = &bench.sent[before..] else {
        panic!("one request");
    };
    let answer = bench.platform.answer(request);
    assert_eq!(answer.status, 200);
    assert_eq!(bench.store.saves, saves);
}
