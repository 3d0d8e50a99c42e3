//! Pages that no honest platform sends (rules S1, S2): they are as if they had not come, and
//! nothing else waits for them.

use tongban_protocol::{Cursor, Epoch, Extra, Page, PullResponse, Row, paths};
use tongban_sync::{Answer, Event, Failure};

use crate::support::bench::{Bench, Fate, is_received};
use crate::support::ops::{SCOPE, case, operation, with_photos};

/// What the device has, and the rows that follow.
struct Known {
    cursor: Cursor,
    next: Vec<Row>,
}

#[test]
fn rule_S2_a_page_that_does_not_follow_holds_nothing_up_and_changes_nothing() {
    type Spoil = fn(&Known, &mut Page);
    let spoils: [(&str, Spoil); 6] = [
        ("a cursor that goes back", |known, page| {
            page.rows.clear();
            page.cursor = known.cursor;
            page.cursor.seq -= 1;
        }),
        ("another history", |_, page| {
            page.cursor.epoch = Epoch::from_bytes([9; 16]);
        }),
        ("another hash", |_, page| page.cursor.rolling_hash[0] ^= 1),
        ("a row twice", |_, page| {
            page.rows.push(page.rows[0].clone())
        }),
        ("more, and never anything", |known, page| {
            page.rows.clear();
            (page.cursor, page.more) = (known.cursor, true);
        }),
        ("a number that no store holds", |known, page| {
            let seq = known.cursor.seq + 1;
            page.rows = vec![Row::new(seq, "event", case(1), 1 << 63, b"row")];
            page.cursor = known.cursor.after(&page.rows[0]).expect("the next");
        }),
    ];
    for (what, spoil) in spoils {
        let mut bench = Bench::new();
        add_rows(&mut bench, 1..=3);
        bench.sync();
        add_rows(&mut bench, 4..=5);
        let known = Known {
            cursor: bench.store.cursors[&SCOPE],
            next: bench.platform.state.scopes[&SCOPE].rows[3..].to_vec(),
        };
        bench.enqueue(&operation(1));
        bench.feed(Event::PullNow);
        let mut spoilt = 0;
        bench.sync_for(10 * 60_000, |request| match request.path {
            paths::PULL => {
                spoilt += 1;
                Fate::Instead(page(&known, spoil))
            }
            _ => Fate::Answered,
        });
        assert!((1..60).contains(&spoilt), "{what}: {spoilt} tries");
        assert!(is_received(&bench, 1), "{what}");
        assert_eq!(seqs(&bench), [1, 2, 3], "{what}");
        bench.feed(Event::PullNow);
        bench.sync_for(60_000, |_| Fate::Answered);
        assert_eq!(seqs(&bench), [1, 2, 3, 4, 5, 6, 7], "{what}");
    }
}

#[test]
fn rule_S11_a_feed_whose_answer_never_ends_holds_up_neither_another_feed_nor_what_is_sent() {
    let mut bench = Bench::new();
    let other = tongban_protocol::ScopeId::from_bytes([0xee; 16]);
    let (device, _) = bench.platform.devices[0];
    bench.platform.devices.push((device, other));
    bench
        .platform
        .add_row(other, "event", case(7), 1, b"of an office");
    bench.enqueue(&operation(1));
    let mut given_up = 0;
    bench.sync_for(30 * 60_000, |request| {
        let of = |scope| {
            let asked = tongban_protocol::PullRequest::decode(&request.body);
            request.path == paths::PULL && asked.is_ok_and(|asked| asked.scope == scope)
        };
        match of(SCOPE) {
            true => {
                given_up += 1;
                Fate::Lost(Failure::TimedOut)
            }
            false => Fate::Answered,
        }
    });
    assert!(given_up > 2, "it is tried again: {given_up}");
    assert!(is_received(&bench, 1), "what was handed in went out");
    assert_eq!(bench.store.rows[&other].len(), 1, "the other feed is read");
    bench.sync_for(30 * 60_000, |_| Fate::Answered);
    assert_eq!(seqs(&bench), [1, 2], "and nothing of the first is lost");
}

#[test]
fn rule_S5_a_feed_that_cannot_be_read_holds_up_nothing_however_often_somebody_looks() {
    let mut bench = Bench::new();
    add_rows(&mut bench, 1..=3);
    bench.sync();
    bench.enqueue(&with_photos(1, 1, 9_000));
    for look in 1.. {
        assert!(look < 12, "it is never sent");
        bench.feed(Event::PullNow);
        bench.run(|request| match request.path {
            paths::PULL => Fate::Lost(Failure::Broken),
            _ => Fate::Answered,
        });
        if is_received(&bench, 1) {
            break;
        }
    }
    bench.feed(Event::PullNow);
    bench.sync();
    let all = bench.platform.state.scopes[&SCOPE].rows.len() as u64;
    assert_eq!(seqs(&bench), (1..=all).collect::<Vec<_>>());
}

fn add_rows(bench: &mut Bench, versions: std::ops::RangeInclusive<u64>) {
    for version in versions {
        bench
            .platform
            .add_row(SCOPE, "event", case(1), version, b"row");
    }
}

fn page(known: &Known, spoil: fn(&Known, &mut Page)) -> Answer {
    let end = known
        .next
        .iter()
        .try_fold(known.cursor, |at, row| at.after(row));
    let mut page = Page {
        scope: SCOPE,
        cursor: end.expect("in order"),
        rows: known.next.clone(),
        more: false,
        stable_seq: 0,
        now: 0,
        extra: Extra::default(),
    };
    spoil(known, &mut page);
    Answer {
        status: 200,
        retry_after: None,
        body: PullResponse::Page(page).encode(),
    }
}

fn seqs(bench: &Bench) -> Vec<u64> {
    let rows = bench.store.rows.get(&SCOPE).into_iter().flatten();
    rows.map(|(_, row)| row.seq()).collect()
}
