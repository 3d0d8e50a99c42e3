//! Rejections, corrections, and items that nobody can take (rule S5).

use tongban_protocol::{RejectionCode, paths};
use tongban_sync::{Event, ItemState, Problem, Report};

use crate::support::bench::{Bench, Fate, is_received};
use crate::support::ops::{SCOPE, case, id, operation, with_photos};

#[test]
fn rule_S5_one_poison_item_never_holds_the_others() {
    for kind in ["poison", "bomb"] {
        let mut bench = Bench::new();
        bench.platform.page_rows = 500;
        for number in 0..=249 {
            let mut one = operation(number);
            if number == 100 {
                one.kind = kind.to_owned();
            }
            bench.enqueue(&one);
        }
        bench.sync_for(4_000, |_| Fate::Answered);
        let received = (0..=249)
            .filter(|number| is_received(&bench, *number))
            .count();
        assert_eq!(received, 249, "{kind}: in the same cycle");
        let pushes = bench
            .paths()
            .iter()
            .filter(|path| **path == paths::PUSH)
            .count();
        assert!(pushes <= 24, "{kind}: {pushes} pushes");
        bench.sync_for(20 * 60_000, |_| Fate::Answered);
        let expected = match kind {
            "poison" => Problem::Refused("bad_request".to_owned()),
            _ => Problem::KeepsFailing,
        };
        assert_eq!(bench.state(&id(100)), Some(&ItemState::NeedsYou(expected)));
        assert!(
            bench.store.outbox.contains_key(&id(100)),
            "nothing ever vanishes"
        );
    }
}

#[test]
fn rule_S5_a_platform_that_fails_at_everything_blames_no_item() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.enqueue(&operation(2));
    let failing = crate::support::platform::refused(&tongban_protocol::Refusal::Internal);
    bench.sync_for(6 * 3_600_000, |_| Fate::Instead(failing.clone()));
    assert!(
        bench.sent.len() < 120,
        "{} requests in six hours",
        bench.sent.len()
    );
    for number in [1, 2] {
        assert!(!matches!(
            bench.state(&id(number)),
            Some(ItemState::NeedsYou(_))
        ));
    }
    bench.feed(Event::PullNow);
    bench.sync();
    assert!(is_received(&bench, 1) && is_received(&bench, 2));
}

#[test]
fn rule_S5_what_depends_on_a_rejected_one_waits_for_its_correction() {
    let mut bench = Bench::new();
    let mut rejected = operation(1);
    rejected.kind = "reject".to_owned();
    let mut dependent = operation(2);
    (dependent.case, dependent.depends_on) = (case(1), vec![id(1)]);
    let mut last = operation(3);
    (last.case, last.depends_on) = (case(1), vec![id(2)]);
    for one in [&rejected, &dependent, &last, &operation(4)] {
        bench.enqueue(one);
    }
    bench.sync();
    assert!(
        matches!(bench.state(&id(1)), Some(ItemState::ReturnedForCorrection { reason, .. }) if reason.code == RejectionCode::Invalid)
    );
    assert_eq!(bench.state(&id(2)), Some(&ItemState::BlockedBy(id(1))));
    assert_eq!(bench.state(&id(3)), Some(&ItemState::BlockedBy(id(1))));
    assert!(is_received(&bench, 4), "another case goes on");

    bench.restart();
    bench.feed(Event::Tick);
    let mut correction = operation(5);
    (correction.case, correction.supersedes) = (case(1), vec![id(1)]);
    bench.enqueue(&correction);
    bench.sync();
    assert!(
        bench
            .store
            .reports
            .contains(&Report::Replaced(id(1), id(5)))
    );
    assert!([5, 2, 3].iter().all(|number| is_received(&bench, *number)));
    let order: Vec<_> = bench.platform.state.cases[&(SCOPE, case(1))].makers.clone();
    assert_eq!(order, [id(5), id(2), id(3)]);
}

#[test]
fn rule_S5_two_items_that_the_platform_fails_at_starve_nobody() {
    let mut bench = Bench::new();
    for number in 1..=2 {
        let mut bomb = operation(number);
        bomb.kind = "bomb".to_owned();
        bench.enqueue(&bomb);
    }
    bench.enqueue(&with_photos(3, 2, 300_000));
    bench.platform.add_row(SCOPE, "event", case(9), 1, b"row");
    bench.sync_for(10_000, |_| Fate::Answered);
    assert!(is_received(&bench, 3), "{:?}", bench.state(&id(3)));
    assert_eq!(bench.store.cursors[&SCOPE].seq, 4, "and rows are read");
    bench.sync_for(30 * 60_000, |_| Fate::Answered);
    for number in 1..=2 {
        let needs_you = ItemState::NeedsYou(Problem::KeepsFailing);
        assert_eq!(bench.state(&id(number)), Some(&needs_you));
    }
}

#[test]
fn rule_S5_one_poison_item_in_five_hundred_and_the_other_499_arrive_in_the_same_cycle() {
    let mut bench = Bench::new();
    (bench.platform.page_rows, bench.platform.snapshot_rows) = (500, 500);
    let mut poison = None;
    for number in 0..500_u16 {
        let mut name = [9; 16];
        name[..2].copy_from_slice(&number.to_be_bytes());
        let mut one = operation(0);
        one.id = tongban_protocol::OperationId::from_bytes(name);
        one.case = tongban_protocol::CaseId::from_bytes(name);
        if number == 333 {
            one.kind = "poison".to_owned();
            poison = Some(one.id);
        }
        bench.enqueue(&one);
    }
    let began = bench.store.now;
    bench.sync();
    assert_eq!(bench.store.now, began, "no wait at all");
    let received = bench.store.states.values();
    let received = received.filter(|state| matches!(state, ItemState::Received { .. }));
    assert_eq!(received.count(), 499);
    let refused = ItemState::NeedsYou(Problem::Refused("bad_request".to_owned()));
    assert_eq!(
        bench.state(&poison.expect("one")),
        Some(&refused),
        "it says why"
    );
}
