//! The platform's history, and what a device does when it is another one (rules S1, S2).

use std::collections::BTreeSet;

use tongban_protocol::{Extra, Page, PullRequest, PullResponse, Row, paths};
use tongban_sync::{Answer, Event, Failure, Report, Request};

use crate::support::bench::{Bench, Fate, accepted, is_received};
use crate::support::ops::{SCOPE, case, id, operation, with_photos};

#[test]
fn rule_S1_a_page_with_a_row_missing_is_not_taken() {
    let mut bench = Bench::new();
    for version in 1..=5 {
        bench
            .platform
            .add_row(SCOPE, "event", case(1), version, b"row");
    }
    let mut spoilt = 0;
    bench.sync_for(60_000, |request| {
        if request.path != paths::PULL || spoilt > 0 {
            return Fate::Answered;
        }
        spoilt += 1;
        Fate::Instead(without_second_row(request))
    });
    assert_eq!(spoilt, 1);
    let seqs: Vec<_> = bench.store.rows[&SCOPE]
        .iter()
        .map(|(_, row)| row.seq())
        .collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
}

fn without_second_row(request: &Request) -> Answer {
    let asked = PullRequest::decode(&request.body).expect("a pull");
    let epoch = tongban_protocol::Epoch::from_bytes([1; 16]);
    let rows = [1, 3].map(|seq| Row::new(seq, "event", case(1), seq, b"row"));
    let mut cursor = tongban_protocol::Cursor::start(epoch);
    cursor.seq = 3;
    let page = Page {
        scope: asked.scope,
        cursor,
        rows: rows.to_vec(),
        more: false,
        stable_seq: 0,
        now: 0,
        extra: Extra::default(),
    };
    let body = PullResponse::Page(page).encode();
    Answer {
        status: 200,
        retry_after: None,
        body,
    }
}

#[test]
fn rule_S2_what_a_restored_platform_lost_is_offered_again_and_counts_once() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.sync();
    bench.platform.back_up();
    bench.enqueue(&with_photos(2, 1, 9_000));
    bench.sync();
    assert!(is_received(&bench, 1) && is_received(&bench, 2));

    bench.platform.restore();
    assert_eq!(accepted(&bench), 1, "the second is lost");
    bench.feed(Event::PullNow);
    bench.sync_for(60_000, |_| Fate::Answered);

    assert!(bench.store.reports.contains(&Report::Forked(SCOPE)));
    assert_eq!(accepted(&bench), 2);
    let feed = &bench.platform.state.scopes[&SCOPE];
    assert_eq!(
        feed.rows.iter().filter(|row| row.kind() == "event").count(),
        2
    );
    let rows: Vec<_> = bench.store.rows[&SCOPE]
        .iter()
        .map(|(_, row)| row.raw())
        .collect();
    assert_eq!(rows, feed.rows.iter().map(Row::raw).collect::<Vec<_>>());
}

#[test]
fn rule_S2_payloads_are_freed_only_when_a_backup_has_them() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.sync();
    bench.feed(Event::PullNow);
    bench.sync();
    assert!(bench.store.freed.is_empty(), "no backup yet");
    bench.platform.back_up();
    bench.feed(Event::PullNow);
    bench.sync();
    assert_eq!(bench.store.freed, BTreeSet::from([id(1)]));
}

#[test]
fn rule_S2_a_receipt_of_a_history_that_is_over_does_not_count() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    let mut old = None;
    bench.run(|request| match request.path {
        paths::PUSH => Fate::AnswerLost(Failure::Offline),
        _ => Fate::Answered,
    });
    let (_, push) = bench.sent.last().cloned().expect("the push");
    old.replace(bench.platform.answer(&push));
    bench.platform.restore();
    bench.feed(Event::PullNow);
    bench.run(|request| match (request.path, old.take()) {
        (paths::PUSH, Some(replayed)) => Fate::Instead(replayed),
        (_, kept) => {
            old = kept;
            Fate::Answered
        }
    });
    assert!(old.is_none(), "it was replayed");
    assert!(bench.store.receipt(&id(1)).is_none());
    bench.sync_for(60_000, |_| Fate::Answered);
    assert!(is_received(&bench, 1));
    assert_eq!(accepted(&bench), 1);
}

#[test]
fn rule_S2_after_a_fork_nothing_counts_until_the_new_history_says_so() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.sync();
    assert!(is_received(&bench, 1));
    bench.platform.restore();
    bench.feed(Event::PullNow);
    let mut pulls = 0;
    bench.run(|request| {
        pulls += u32::from(request.path == paths::PULL);
        match pulls {
            1 => Fate::Answered,
            _ => Fate::Lost(Failure::Offline),
        }
    });
    assert!(bench.store.reports.contains(&Report::Forked(SCOPE)));
    assert!(!is_received(&bench, 1), "nobody knows whether it is there");
    assert!(bench.store.receipt(&id(1)).is_none());
    bench.feed(Event::Online);
    bench.sync_for(60_000, |_| Fate::Answered);
    assert!(is_received(&bench, 1));
}

#[test]
fn rule_S2_what_was_rejected_is_freed_with_its_correction_and_not_before() {
    let mut bench = Bench::new();
    let mut rejected = operation(1);
    rejected.kind = "reject".to_owned();
    bench.enqueue(&rejected);
    bench.sync();
    bench.platform.back_up();
    bench.feed(Event::PullNow);
    bench.sync();
    assert!(
        bench.store.freed.is_empty(),
        "a person still has to correct it"
    );
    let mut correction = operation(2);
    (correction.case, correction.supersedes) = (case(1), vec![id(1)]);
    bench.enqueue(&correction);
    bench.sync();
    bench.platform.back_up();
    bench.feed(Event::PullNow);
    bench.sync();
    assert_eq!(bench.store.freed, BTreeSet::from([id(1), id(2)]));
}

#[test]
fn rule_S2_after_a_restore_the_photo_goes_on_where_the_platform_is() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 1_000_000));
    let mut uploads = 0;
    bench.run(|request| {
        uploads += u32::from(request.path == paths::UPLOAD);
        match uploads {
            // 64, 128 and twice 256 KiB are there by then.
            5.. => Fate::Lost(Failure::Offline),
            _ => Fate::Answered,
        }
    });
    bench.platform.back_up();
    bench.platform.restore();
    let before = bench.sent.len();
    bench.feed(Event::Online);
    bench.feed(Event::PullNow);
    bench.sync_for(60_000, |_| Fate::Answered);
    assert!(is_received(&bench, 1));
    let sent = bench.sent[before..].iter();
    let sent = sent.filter(|(_, request)| request.path == paths::UPLOAD);
    let bytes: usize = sent.map(|(_, request)| request.body.len()).sum();
    assert!(bytes < 500_000, "{bytes}: most of it was there");
}

#[test]
fn rule_S2_what_was_taken_between_two_restores_is_offered_again() {
    let mut bench = Bench::new();
    bench.platform.add_row(SCOPE, "event", case(9), 1, b"row");
    bench.sync();
    bench.platform.back_up();
    bench.platform.restore();
    bench.feed(Event::PullNow);
    // The fork is heard of, its rows are not read, and what is sent meanwhile gets a receipt.
    let refusal = crate::support::platform::refused(&tongban_protocol::Refusal::NotAllowed);
    let mut pulls = 0;
    bench.enqueue(&operation(1));
    bench.run(|request| {
        pulls += u32::from(request.path == paths::PULL);
        match request.path {
            paths::PULL if pulls > 1 => Fate::Instead(refusal.clone()),
            _ => Fate::Answered,
        }
    });
    assert!(is_received(&bench, 1));
    bench.platform.restore();
    assert_eq!(accepted(&bench), 0, "it is lost");
    bench.feed(Event::PullNow);
    bench.sync_for(60_000, |_| Fate::Answered);
    assert_eq!(accepted(&bench), 1);
    assert!(is_received(&bench, 1));
}
