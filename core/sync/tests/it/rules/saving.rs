//! Storing first, believing after (rule S8).

use std::collections::BTreeSet;

use tongban_protocol::{Row, paths};
use tongban_sync::{Event, Report};

use crate::support::bench::{Bench, Fate, is_received};
use crate::support::ops::{SCOPE, case, id, operation, with_photos};
use crate::support::store::Dies;

#[test]
fn rule_S8_killed_at_any_save_before_or_after_it_everything_counts_once() {
    let story = |kill: Option<(u32, Dies)>| {
        let mut bench = Bench::new();
        bench.platform.add_row(SCOPE, "event", case(9), 1, b"older");
        bench.enqueue(&with_photos(1, 2, 9_000));
        let mut follow_up = operation(2);
        (follow_up.case, follow_up.depends_on) = (case(1), vec![id(1)]);
        bench.enqueue(&follow_up);
        bench.platform.back_up();
        bench.store.dies_at = kill;
        let mut killed = false;
        for _ in 0..4 {
            bench.sync_for(60_000, |_| Fate::Answered);
            if bench.store.dead {
                killed = true;
                bench.restart();
            }
            bench.platform.back_up();
            bench.feed(Event::PullNow);
        }
        let feed = &bench.platform.state.scopes[&SCOPE];
        assert_eq!(
            feed.rows.iter().filter(|row| row.kind() == "event").count(),
            3,
            "{:?}",
            kill.map(|(save, _)| save)
        );
        assert_eq!(bench.store.freed, BTreeSet::from([id(1), id(2)]));
        let rows: Vec<_> = bench.store.rows[&SCOPE]
            .iter()
            .map(|(_, row)| row.raw())
            .collect();
        assert_eq!(
            rows,
            feed.rows.iter().map(Row::raw).collect::<Vec<_>>(),
            "rows and cursor together"
        );
        (killed, bench.store.saves)
    };
    let (_, saves) = story(None);
    assert!(saves >= 6, "{saves} saves");
    let killed = (0..saves).flat_map(|save| [(save, Dies::Before), (save, Dies::After)]);
    let killed = killed.filter(|kill| story(Some(*kill)).0).count();
    assert!(killed >= 10, "killed {killed} times");
}

#[test]
fn rule_S8_nothing_is_sent_again_of_what_was_stored_and_nothing_shown_of_what_was_not() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.platform.add_row(SCOPE, "event", case(9), 1, b"older");
    bench.store.disk_full = true;
    bench.sync();
    assert!(bench.store.reports.contains(&Report::DiskFull));
    assert!(
        bench.platform.state.operations.is_empty(),
        "not offered before it is written down"
    );
    assert!(bench.store.cursors.is_empty());
    bench.store.disk_full = false;
    bench.sync_for(60_000, |_| Fate::Answered);
    assert!(is_received(&bench, 1));
    assert!(bench.store.outbox[&id(1)].offered, "written down after all");
    let seqs: Vec<_> = bench.store.rows[&SCOPE]
        .iter()
        .map(|(_, row)| row.seq())
        .collect();
    assert_eq!(seqs, [1, 2, 3], "no row was believed and not stored");
    let pushes = bench
        .paths()
        .iter()
        .filter(|path| **path == paths::PUSH)
        .count();
    bench.restart();
    bench.sync();
    assert_eq!(
        bench
            .paths()
            .iter()
            .filter(|path| **path == paths::PUSH)
            .count(),
        pushes
    );
}
