//! How often and in what company something is tried (rule S5).

use tongban_protocol::{PushRequest, Refusal, UnverifiedOperation, paths};
use tongban_sync::{Event, Failure, ItemState, Problem, Request};

use crate::support::bench::{Bench, Fate, is_received};
use crate::support::ops::{SCOPE, case, id, operation, with_photos};
use crate::support::platform::refused;

const MINUTE: u64 = 60_000;

/// The pushes as numbers of operations.
fn pushes(bench: &Bench) -> Vec<Vec<u8>> {
    let pushes = bench
        .sent
        .iter()
        .filter(|(_, request)| request.path == paths::PUSH);
    pushes.map(|(_, request)| numbers(&request.body)).collect()
}

fn numbers(body: &[u8]) -> Vec<u8> {
    let push = PushRequest::decode(body).expect("ours");
    let number = |bytes: &Vec<u8>| {
        let operation = UnverifiedOperation::parse(bytes).expect("ours");
        operation.claimed_id().as_bytes()[0]
    };
    push.operations.iter().map(number).collect()
}

#[test]
fn rule_S5_what_the_platform_fails_at_is_tried_five_times_and_five_again_when_the_person_asks() {
    let mut bench = Bench::new();
    let mut bomb = operation(1);
    bomb.kind = "bomb".to_owned();
    bench.enqueue(&bomb);
    let needs_you = ItemState::NeedsYou(Problem::KeepsFailing);
    for round in 1..=2 {
        bench.sync_for(60 * MINUTE, |_| Fate::Answered);
        assert_eq!(bench.state(&id(1)), Some(&needs_you));
        assert_eq!(pushes(&bench).len(), 5 * round, "round {round}");
        bench.feed(Event::Retry(id(1)));
    }
}

#[test]
fn rule_S5_items_that_the_platform_fails_at_do_not_take_all_turns() {
    let mut bench = Bench::new();
    bench.sync();
    for number in 1..=6 {
        let mut bomb = operation(number);
        bomb.kind = "bomb".to_owned();
        bench.enqueue(&bomb);
    }
    bench.run(|_| Fate::Answered);
    bench.platform.add_row(SCOPE, "event", case(9), 1, b"row");
    bench.sync_for(30_000, |_| Fate::Answered);
    assert_eq!(bench.store.rows[&SCOPE].len(), 1, "rows are read meanwhile");
    bench.sync_for(60 * MINUTE, |_| Fate::Answered);
    let paths = bench.paths();
    assert!(
        !paths.windows(3).any(|three| three == [paths::PUSH; 3]),
        "after a pause something harmless shows whether the platform is well: {paths:?}"
    );
    let first = paths.iter().position(|path| *path == paths::PUSH);
    let first = first.expect("a push");
    assert_eq!(
        paths[first..first + 3],
        [paths::PUSH, paths::PUSH, paths::PULL],
        "and not before"
    );
    let needs_you = ItemState::NeedsYou(Problem::KeepsFailing);
    assert!((1..=6).all(|number| bench.state(&id(number)) == Some(&needs_you)));
}

#[test]
fn rule_S5_on_a_line_that_breaks_less_goes_at_once_and_more_again_when_it_is_well() {
    let mut bench = Bench::writing_only();
    for number in 1..=64 {
        bench.enqueue(&operation(number));
    }
    let mut tries = 0;
    bench.sync_for(10 * MINUTE, |_| {
        tries += 1;
        match tries {
            1..=3 => Fate::Lost(Failure::TimedOut),
            _ => Fate::Answered,
        }
    });
    let sizes: Vec<usize> = pushes(&bench).iter().map(Vec::len).collect();
    assert_eq!(sizes, [64, 16, 16, 16, 16, 32], "{sizes:?}");
    assert!((1..=64).all(|number| is_received(&bench, number)));
}

#[test]
fn rule_S5_who_failed_alone_goes_after_everybody_else() {
    let mut bench = Bench::writing_only();
    for number in 1..=3 {
        bench.enqueue(&operation(number));
    }
    // A request with the first is never taken on the way; the others are.
    bench.sync_for(5 * MINUTE, |request| {
        match numbers(&request.body).contains(&1) {
            true => Fate::Lost(Failure::TimedOut),
            false => Fate::Answered,
        }
    });
    assert!(is_received(&bench, 2) && is_received(&bench, 3));
    bench.enqueue(&operation(4));
    bench.feed(Event::PullNow);
    let before = pushes(&bench).len();
    bench.sync();
    assert_eq!(pushes(&bench)[before..], [vec![4], vec![1]]);
}

#[test]
fn what_is_new_goes_before_the_photo_that_the_platform_failed_at() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&with_photos(1, 1, 9_000));
    let internal = refused(&Refusal::Internal);
    bench.run(|request| match request.path {
        paths::UPLOAD => Fate::Instead(internal.clone()),
        _ => Fate::Answered,
    });
    bench.enqueue(&operation(2));
    bench.feed(Event::PullNow);
    let before = bench.sent.len();
    bench.sync_for(MINUTE, |_| Fate::Answered);
    assert_eq!(bench.paths()[before], paths::PUSH);
    assert!(is_received(&bench, 1) && is_received(&bench, 2));
}

#[test]
fn rule_S5_what_the_platform_has_just_failed_at_goes_after_something_that_shows_it_well() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&with_photos(2, 1, 1_000_000));
    let lost = |request: &Request| match request.path {
        paths::UPLOAD => Fate::Lost(Failure::Offline),
        _ => Fate::Answered,
    };
    bench.run(lost);
    let mut bomb = operation(1);
    bomb.kind = "bomb".to_owned();
    bench.enqueue(&bomb);
    bench.feed(Event::Online);
    bench.run(lost);
    assert_eq!(pushes(&bench), [vec![2], vec![1]]);
    bench.feed(Event::PullNow);
    let before = bench.sent.len();
    bench.sync();
    assert_eq!(
        bench.paths()[before..before + 3],
        [paths::UPLOAD, paths::PUSH, paths::UPLOAD],
        "once it is well, text goes before photos again"
    );
}

#[test]
fn rule_S5_who_corrects_something_sees_first_what_was_new() {
    let mut bench = Bench::new();
    for number in 0..=149 {
        let mut one = operation(number);
        if number == 0 {
            one.kind = "reject".to_owned();
        }
        bench.enqueue(&one);
    }
    bench.sync();
    let paths = bench.paths();
    let begin = paths
        .iter()
        .position(|path| *path == paths::PUSH)
        .expect("a push");
    assert_eq!(paths[begin..begin + 2], [paths::PUSH, paths::PULL]);
    assert!(paths[begin + 2..].contains(&paths::PUSH), "before the next");
}

#[test]
fn rule_S5_letting_go_of_a_correction_brings_back_what_it_was_to_correct() {
    let mut bench = Bench::writing_only();
    let mut rejected = operation(1);
    rejected.kind = "reject".to_owned();
    bench.enqueue(&rejected);
    bench.sync();
    bench.feed(Event::Offline);
    let mut correction = operation(2);
    (correction.case, correction.supersedes) = (case(1), vec![id(1)]);
    bench.enqueue(&correction);
    bench.sync();
    bench.store.reports.clear();
    bench.store.outbox.remove(&id(2));
    bench.feed(Event::TakenBack(id(2)));
    bench.sync();
    let shown = bench.store.reports.iter().filter(|report| {
        matches!(report, tongban_sync::Report::Item(one, ItemState::ReturnedForCorrection { .. }) if *one == id(1))
    });
    assert_eq!(shown.count(), 1);
    let states = bench.store.states.clone();
    bench.feed(Event::TakenBack(id(99)));
    bench.sync();
    assert_eq!(
        bench.store.states, states,
        "nothing is said of what is not here"
    );
}

#[test]
fn two_operations_that_wait_for_each_other_hold_nobody() {
    let mut bench = Bench::writing_only();
    for (number, after) in [(1, 2), (2, 1)] {
        let mut one = operation(number);
        one.depends_on = vec![id(after)];
        bench.enqueue(&one);
    }
    bench.enqueue(&operation(3));
    bench.sync_for(MINUTE, |_| Fate::Answered);
    assert!(is_received(&bench, 3));
    assert_eq!(pushes(&bench), [vec![3]]);
}

#[test]
fn a_push_has_the_bytes_that_it_may_have_and_not_one_more() {
    let mut bench = Bench::writing_only();
    let signed = |bench: &Bench, body: usize| {
        let mut one = operation(1);
        one.body = vec![1; body];
        bench.sign(&one).bytes().len()
    };
    let around = signed(&bench, 60_000) - 60_000;
    // Of them one, then two, then four are the 64, 128 and 256 KiB that a quick line is given.
    for number in 1..=8 {
        let mut one = operation(number);
        one.body = vec![number; 65_536 - around];
        bench.enqueue(&one);
    }
    bench.sync();
    let pushed = pushes(&bench);
    assert_eq!(pushed, [vec![1], vec![2, 3], vec![4, 5, 6, 7], vec![8]]);
}
