//! Beginning a scope, and beginning it again: snapshots, newest cases first (rule S4).

use std::collections::BTreeSet;

use tongban_protocol::{
    CaseId, Extra, PullRequest, PullResponse, PushRequest, Row, SnapshotPage, SnapshotPlace, paths,
};
use tongban_sync::{Answer, Event, Failure, Pause, Report, Request};

use crate::support::bench::{Bench, Fate, accepted, is_received};
use crate::support::ops::{SCOPE, case, id, operation, with_photos};
use crate::support::store::Dies;

/// 120 cases of two rows each, of which case 7 was heard of last.
fn long_history(bench: &mut Bench) {
    for version in 1..=2 {
        for number in 1..=120 {
            bench
                .platform
                .add_row(SCOPE, "event", case(number), version, &[number; 40]);
        }
    }
    bench
        .platform
        .add_row(SCOPE, "event", case(7), 3, b"newest");
    (bench.platform.page_rows, bench.platform.snapshot_rows) = (500, 1_000);
}

fn pulls(bench: &Bench) -> Vec<PullRequest> {
    let pulls = bench
        .sent
        .iter()
        .filter(|(_, request)| request.path == paths::PULL);
    pulls
        .map(|(_, request)| PullRequest::decode(&request.body).expect("ours"))
        .collect()
}

fn cases_here(bench: &Bench) -> BTreeSet<CaseId> {
    let rows = bench.store.rows.get(&SCOPE).into_iter().flatten();
    rows.map(|(_, row)| row.case()).collect()
}

fn has_everything(bench: &Bench) {
    let theirs = &bench.platform.state.scopes[&SCOPE].rows;
    let mut ours: Vec<&Row> = bench.store.rows[&SCOPE]
        .iter()
        .map(|(_, row)| row)
        .collect();
    ours.sort_by_key(|row| row.seq());
    let theirs: Vec<&Row> = theirs.iter().filter(|row| !row.is_gone()).collect();
    assert_eq!(ours, theirs);
    assert!(bench.store.snapshots.is_empty());
    assert_eq!(
        bench.store.cursors[&SCOPE].seq,
        bench.platform.state.scopes[&SCOPE].rows.len() as u64
    );
}

/// Runs until so many answers with rows were stored, and loses everything after.
fn sync_pages(bench: &mut Bench, pages: usize) {
    let mut pulled = 0;
    bench.run(|request| {
        pulled += usize::from(request.path == paths::PULL);
        match pulled > pages {
            true => Fate::Lost(Failure::Offline),
            false => Fate::Answered,
        }
    });
}

#[test]
fn rule_S4_the_newest_fifty_cases_are_here_after_the_first_response() {
    let mut bench = Bench::new();
    long_history(&mut bench);
    sync_pages(&mut bench, 1);
    let here = cases_here(&bench);
    let newest: BTreeSet<_> = (72..=120).chain([7]).map(case).collect();
    assert_eq!(here, newest);
    let rows = &bench.store.rows[&SCOPE];
    assert_eq!(rows.len(), 49 * 2 + 3, "each of them whole");
    assert!(bench.store.cursors.is_empty(), "nothing is called read");

    bench.feed(Event::Online);
    bench.sync();
    has_everything(&bench);
    assert_eq!(
        pulls(&bench).len(),
        4,
        "two pages, one of them twice, and what came since"
    );
}

#[test]
fn rule_S4_a_snapshot_stays_where_it_was_pinned_and_the_pull_goes_on_from_there() {
    let mut bench = Bench::new();
    long_history(&mut bench);
    sync_pages(&mut bench, 1);
    let pin = bench.store.snapshots[&SCOPE].pin;
    // An old case moves while the rest of the snapshot is on its way.
    bench.platform.add_row(SCOPE, "event", case(3), 3, b"later");
    bench.feed(Event::Online);
    bench.sync();
    has_everything(&bench);
    let after = pulls(&bench);
    let after = after.iter().find(|pull| pull.place.is_none());
    assert_eq!(after.expect("an ordinary pull").cursor, Some(pin));
}

#[test]
fn rule_S4_a_snapshot_goes_on_after_a_kill_at_any_page() {
    for page in 0..7 {
        for dies in [Dies::Before, Dies::After] {
            let mut bench = Bench::new();
            long_history(&mut bench);
            bench.platform.snapshot_rows = 40;
            bench.store.dies_at = Some((page, dies));
            bench.sync();
            assert!(bench.store.dead, "page {page}");
            let before = pulls(&bench).len();
            bench.restart();
            bench.sync();
            has_everything(&bench);
            let again = &pulls(&bench)[before..];
            let begun = again[0].cursor.is_none();
            let nothing_stored = page == 0 && dies == Dies::Before;
            assert_eq!(
                begun, nothing_stored,
                "page {page}: it goes on where it was"
            );
        }
    }
}

#[test]
fn rule_S4_what_a_person_sends_does_not_wait_for_the_whole_snapshot() {
    let mut bench = Bench::new();
    long_history(&mut bench);
    bench.platform.snapshot_rows = 20;
    let mut fresh = with_photos(200, 1, 9_000);
    fresh.case = case(200);
    bench.enqueue(&fresh);
    bench.sync();
    has_everything(&bench);
    assert!(is_received(&bench, 200));
    let order: Vec<_> = bench
        .sent
        .iter()
        .map(|(_, request)| request.path)
        .skip_while(|path| *path != paths::PULL)
        .collect();
    assert_eq!(order[..3], [paths::PULL, paths::PUSH, paths::PULL]);
    let photo = order.iter().position(|path| *path == paths::UPLOAD);
    let rest = order[..photo.expect("a photo")].iter();
    assert!(
        rest.filter(|path| **path == paths::PULL).count() > 10,
        "photos come after the snapshot"
    );
}

#[test]
fn rule_S4_nothing_goes_before_the_snapshot_of_the_new_history_and_what_followed_is_here() {
    let mut bench = Bench::new();
    long_history(&mut bench);
    bench.platform.back_up();
    bench.sync();
    bench.platform.restore();
    bench.platform.snapshot_rows = 40;
    bench.feed(Event::PullNow);
    sync_pages(&mut bench, 4);
    let epochs = |bench: &Bench| -> BTreeSet<_> {
        let rows = &bench.store.rows[&SCOPE];
        rows.iter().map(|(epoch, _)| *epoch).collect()
    };
    assert!(bench.store.reports.contains(&Report::Forked(SCOPE)));
    assert_eq!(
        epochs(&bench).len(),
        2,
        "old rows stay until the new ones are here"
    );
    bench.feed(Event::Online);
    bench.sync();
    assert_eq!(epochs(&bench), BTreeSet::from([bench.platform.epoch]));
    has_everything(&bench);
    assert_eq!(forks(&bench), 1, "said once, whatever the pages");
}

fn forks(bench: &Bench) -> usize {
    let reports = bench.store.reports.iter();
    reports
        .filter(|report| **report == Report::Forked(SCOPE))
        .count()
}

#[test]
fn rule_S2_a_second_restore_before_the_first_page_is_a_fork_too() {
    let mut bench = Bench::new();
    long_history(&mut bench);
    bench.platform.back_up();
    bench.sync();
    bench.platform.restore();
    bench.feed(Event::PullNow);
    sync_pages(&mut bench, 1);
    assert_eq!(forks(&bench), 1);
    bench.platform.restore();
    bench.feed(Event::Online);
    bench.sync();
    has_everything(&bench);
    assert_eq!(forks(&bench), 2);
}

#[test]
fn rule_S4_what_is_left_of_an_older_history_goes_also_after_a_kill_at_any_save() {
    let story = |kill: Option<(u32, Dies)>| {
        let mut bench = Bench::new();
        long_history(&mut bench);
        bench.platform.snapshot_rows = 150;
        bench.platform.back_up();
        bench.sync();
        bench.platform.restore();
        bench.store.saves = 0;
        bench.store.dies_at = kill;
        bench.feed(Event::PullNow);
        bench.sync();
        if bench.store.dead {
            bench.restart();
            bench.sync();
        }
        let rows = &bench.store.rows[&SCOPE];
        assert!(rows.iter().all(|(epoch, _)| *epoch == bench.platform.epoch));
        has_everything(&bench);
        bench.store.saves
    };
    let saves = story(None);
    assert!(saves >= 4, "{saves}");
    for save in 0..saves {
        story(Some((save, Dies::Before)));
        story(Some((save, Dies::After)));
    }
}

#[test]
fn rule_S4_a_restore_in_the_middle_of_a_snapshot_begins_the_new_one() {
    let mut bench = Bench::new();
    long_history(&mut bench);
    bench.platform.snapshot_rows = 40;
    bench.platform.back_up();
    sync_pages(&mut bench, 3);
    bench.platform.restore();
    bench.feed(Event::Online);
    bench.sync();
    has_everything(&bench);
    assert!(bench.store.reports.contains(&Report::Forked(SCOPE)));
}

#[test]
fn rule_S2_after_a_fork_only_what_the_snapshot_does_not_bring_is_offered_again() {
    let mut bench = Bench::new();
    for number in 1..=30 {
        bench.enqueue(&operation(number));
    }
    bench.sync();
    bench.platform.back_up();
    bench.enqueue(&operation(31));
    bench.sync();
    assert!(is_received(&bench, 31));
    let (told, sent) = (bench.store.receipt(&id(31)).cloned(), bench.sent.len());
    // No backup is older than what was freed: nothing was.
    bench.store.freed.clear();
    bench.platform.restore();
    bench.feed(Event::PullNow);
    bench.sync_for(60_000, |_| Fate::Answered);
    assert_eq!(accepted(&bench), 31);
    assert!((1..=31).all(|number| is_received(&bench, number)));
    let since = &bench.sent[sent..];
    let is = |path| move |(_, request): &&(u64, Request)| request.path == path;
    let offered: Vec<_> = since
        .iter()
        .filter(is(paths::PUSH))
        .flat_map(|(_, request)| PushRequest::decode(&request.body).expect("ours").operations)
        .collect();
    assert_eq!(
        offered,
        [bench.store.outbox[&id(31)].operation.bytes()],
        "and nothing else"
    );
    let asks_snapshot = |(_, request): &(u64, Request)| {
        request.path == paths::PULL
            && PullRequest::decode(&request.body)
                .expect("ours")
                .place
                .is_some()
    };
    let first = since
        .iter()
        .position(|(_, request)| request.path == paths::PUSH);
    let last_page = since.iter().rposition(asks_snapshot).expect("a snapshot");
    assert!(Some(last_page) < first);
    let before = bench.store.outbox[&id(31)].before.as_ref();
    let numbers = |receipt: &tongban_protocol::VerifiedReceipt| receipt.receipt().number.clone();
    assert_eq!(
        before.map(numbers),
        told.as_ref().map(numbers),
        "the number that the person was told is history, not nothing"
    );
}

#[test]
fn rule_S4_a_snapshot_page_that_does_not_fit_is_as_if_it_had_not_come() {
    type Spoil = fn(&mut SnapshotPage);
    let spoils: [(&str, Spoil); 5] = [
        ("beyond the pin", |page| {
            page.rows.push(Row::new(9_999, "event", case(1), 1, b"x"));
        }),
        ("twice", |page| page.rows.push(page.rows[0].clone())),
        ("emptied", |page| page.rows.push(Row::gone(1, [0; 32]))),
        ("no progress", |page| page.place = SnapshotPlace::BEGIN),
        ("another pin", |page| page.pin.seq -= 1),
    ];
    for (what, spoil) in spoils {
        let mut bench = Bench::new();
        long_history(&mut bench);
        bench.platform.snapshot_rows = 40;
        sync_pages(&mut bench, 1);
        let stored = bench.store.rows[&SCOPE].len();
        let mut spoilt = 0;
        let mut model = std::mem::replace(
            &mut bench.platform,
            crate::support::platform::Platform::new(),
        );
        bench.feed(Event::Online);
        bench.run(|request| match request.path {
            paths::PULL if spoilt == 0 => {
                spoilt += 1;
                Fate::Instead(spoilt_answer(model.answer(request), request, spoil))
            }
            _ => Fate::Lost(Failure::Offline),
        });
        assert_eq!(spoilt, 1, "{what}");
        assert_eq!(bench.store.rows[&SCOPE].len(), stored, "{what}");
        bench.platform = model;
        bench.sync_for(120_000, |_| Fate::Answered);
        has_everything(&bench);
    }
}

fn spoilt_answer(honest: Answer, request: &Request, spoil: fn(&mut SnapshotPage)) -> Answer {
    let asked = PullRequest::decode(&request.body).expect("ours");
    let page = tongban_protocol::UncheckedPull::decode(&honest.body).expect("a page");
    let Ok(PullResponse::Snapshot(mut page)) = page.check(&asked) else {
        panic!("a snapshot");
    };
    spoil(&mut page);
    Answer {
        body: PullResponse::Snapshot(page).encode(),
        ..honest
    }
}

#[test]
fn rule_S4_a_platform_that_gives_no_snapshots_is_read_from_the_beginning() {
    let mut bench = Bench::new();
    long_history(&mut bench);
    bench.platform.is_old = true;
    bench.sync();
    has_everything(&bench);
}

#[test]
fn rule_S2_a_cursor_of_a_year_ago_goes_on_over_what_was_emptied() {
    let mut bench = Bench::new();
    for number in 1..=6 {
        bench.enqueue(&operation(number));
    }
    bench.sync();
    let cursor = bench.store.cursors[&SCOPE];
    // A year of changes, each of which replaces the one before. The device's own last row goes too.
    for number in 1..=40 {
        bench
            .platform
            .add_row(SCOPE, "event", case(90), number, b"year");
        let replaced = bench.platform.state.scopes[&SCOPE].rows.len() as u64;
        let feed = bench.platform.state.scopes.get_mut(&SCOPE).expect("a feed");
        feed.replaced.insert(replaced - 1);
    }
    assert!(bench.platform.compact());
    let mut unsent = operation(60);
    unsent.case = case(60);
    bench.store.now += 365 * 24 * 3_600_000;
    bench.restart();
    bench.enqueue(&unsent);
    let before = bench.sent.len();
    bench.sync_for(60_000, |_| Fate::Answered);
    assert!(is_received(&bench, 60), "what was typed offline is sent");
    let first = pulls(&bench);
    let since = bench.sent[before..].iter();
    let since = since.filter(|(_, request)| request.path == paths::PULL);
    let first = &first[first.len() - since.count()];
    assert_eq!(
        (first.cursor, first.place),
        (Some(cursor), None),
        "no reset"
    );
    assert!(!bench.store.reports.contains(&Report::Forked(SCOPE)));
    let here: BTreeSet<u64> = bench.store.rows[&SCOPE]
        .iter()
        .map(|(_, row)| row.seq())
        .collect();
    let feed = &bench.platform.state.scopes[&SCOPE].rows;
    assert!(
        feed.iter()
            .filter(|row| !row.is_gone())
            .all(|row| here.contains(&row.seq()))
    );
}

#[test]
fn rule_S9_a_year_away_and_five_releases_older_it_syncs_without_a_reset() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.sync();
    let kept = bench.store.cursors[&SCOPE];
    // What a later release writes: kinds and keys that this one has never heard of.
    bench
        .platform
        .add_row(SCOPE, "tide_table", case(1), 0, &[0xff]);
    bench.platform.add_row(SCOPE, "event", case(1), 2, b"known");
    bench.platform.speaks_newer = true;
    bench.platform.forget_sessions();
    bench.store.now += 365 * 24 * 3_600_000;
    bench.restart();
    bench.enqueue(&operation(2));
    bench.sync_for(60_000, |_| Fate::Answered);
    assert!(is_received(&bench, 2));
    assert!(!bench.store.reports.contains(&Report::Forked(SCOPE)));
    assert!(!bench.store.reports.contains(&Report::UpdateNeeded));
    has_everything(&bench);
    let asked = pulls(&bench);
    assert!(asked.iter().any(|pull| pull.cursor == Some(kept)));
    assert_eq!(Extra::default(), asked[0].extra);
    // And a device that begins anew with this old build reads a newer platform's snapshot.
    let mut fresh = Bench::new();
    std::mem::swap(&mut fresh.platform, &mut bench.platform);
    fresh.restart();
    assert!(matches!(fresh.sync(), Pause::Wait(_)));
    has_everything(&fresh);
}

#[test]
fn rule_S2_a_feed_that_is_begun_at_its_end_brings_no_past_and_still_knows_what_was_lost() {
    let mut bench = Bench::new();
    bench.store.from_end = true;
    bench.restart();
    long_history(&mut bench);
    bench.sync();
    let rows = bench.store.rows.get(&SCOPE).map_or(0, Vec::len);
    assert_eq!(
        rows, 3,
        "the newest case came with the end, and nothing else"
    );
    let end = bench.platform.state.scopes[&SCOPE].rows.len() as u64;
    assert_eq!(bench.store.cursors[&SCOPE].seq, end);
    assert_eq!(pulls(&bench).len(), 2, "the end, and what came since");

    bench.platform.back_up();
    bench.enqueue(&operation(1));
    bench.sync();
    assert!(is_received(&bench, 1));
    let kept = bench.store.outbox.len();
    bench.platform.restore();
    assert_eq!(accepted(&bench), 0);
    bench.feed(Event::PullNow);
    bench.sync();
    assert!(
        is_received(&bench, 1),
        "offered again without reading the past"
    );
    assert_eq!((accepted(&bench), bench.store.outbox.len()), (1, kept));
    let rows = bench.store.rows[&SCOPE].len();
    assert!(rows < 20, "{rows} rows");

    // And once it is in a backup it is freed, as everywhere.
    bench.platform.back_up();
    bench.feed(Event::PullNow);
    bench.sync();
    assert!(bench.store.outbox.is_empty());
}
