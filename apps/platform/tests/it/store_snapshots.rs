//! What every `PlatformStore` keeps of snapshots and of rows that later ones replace (rules S2, S4).

use std::collections::{BTreeMap, BTreeSet};

use tongban_platform::store::{
    Commit, Committed, FeedPage, NewRow, PlatformStore, PostgresStore, SnapshotRows, SqliteStore,
};
use tongban_protocol::{CaseId, Cursor, Epoch, MAX_SNAPSHOT_ROWS, Row, ScopeId, SnapshotPlace};

use crate::support::database;

const SCOPE: ScopeId = ScopeId::from_bytes([1; 16]);
const EPOCH: Epoch = Epoch::from_bytes([9; 16]);

#[tokio::test]
async fn rule_S4_sqlite_keeps_the_contract_of_snapshots() {
    let folder = tempfile::tempdir().expect("a folder");
    snapshots(&SqliteStore::open(folder.path(), None).expect("made")).await;
}

#[tokio::test]
async fn rule_S2_sqlite_keeps_the_contract_of_compaction() {
    let folder = tempfile::tempdir().expect("a folder");
    compaction(&SqliteStore::open(folder.path(), None).expect("made")).await;
}

#[tokio::test]
async fn rule_S4_postgres_keeps_the_contract_of_snapshots() {
    let url = database().await;
    snapshots(&PostgresStore::open(&url).await.expect("made")).await;
}

#[tokio::test]
async fn rule_S2_postgres_keeps_the_contract_of_compaction() {
    let url = database().await;
    compaction(&PostgresStore::open(&url).await.expect("made")).await;
}

/// Runs the suite of snapshots; `store` must be empty.
async fn snapshots(store: &dyn PlatformStore) {
    store.epoch(EPOCH).await.expect("drawn");
    let SnapshotRows::Rows {
        pin, rows, more, ..
    } = part(store, None, SnapshotPlace::BEGIN, 50, 1 << 20).await
    else {
        panic!("a fork")
    };
    assert_eq!(
        (pin, rows.len(), more),
        (Cursor::start(EPOCH), 0, false),
        "no rows yet"
    );

    // 60 cases of three rows; then case 5 once more, so that it is the newest.
    for _ in 0..3 {
        add(store, &(1..=60).collect::<Vec<_>>(), &[]).await;
    }
    add(store, &[5], &[]).await;
    let first = rows_of(part(store, None, SnapshotPlace::BEGIN, 50, 1 << 20).await);
    let newest: BTreeSet<u8> = (12..=60).chain([5]).collect();
    assert_eq!(cases(&first.rows), newest);
    assert_eq!(first.rows.len(), 49 * 3 + 4, "each of them whole");
    assert_eq!(first.rows[0].case(), case(5), "newest first");
    assert!(first.more);
    let seqs: Vec<u64> = first.rows[..4].iter().map(Row::seq).collect();
    assert!(seqs.is_sorted(), "in order within a case: {seqs:?}");

    // What comes meanwhile is not part of it, and moves nothing.
    add(store, &[1, 2, 61], &[]).await;
    let rest = rows_of(part(store, Some(first.pin), first.place, 1_000, 1 << 20).await);
    assert_eq!(rest.pin, first.pin);
    assert_eq!(
        cases(&rest.rows),
        (1..=11).filter(|number| *number != 5).collect()
    );
    assert!(rest.rows.iter().all(|row| row.seq() <= first.pin.seq));
    assert!(!rest.more);
    assert_eq!(first.rows.len() + rest.rows.len(), 181);

    // However small the parts are, they are the same rows in the same order.
    let mut whole = first.rows.clone();
    whole.extend(rest.rows);
    for (cases, bytes) in [(1, 1 << 20), (50, 1), (7, 300), (1_000, 1_000)] {
        assert_eq!(
            read(store, first.pin, cases, bytes).await,
            whole,
            "{cases} cases, {bytes} B"
        );
    }
    for wrong in [
        Cursor {
            seq: 999,
            ..first.pin
        },
        Cursor {
            epoch: Epoch::from_bytes([7; 16]),
            ..first.pin
        },
        Cursor {
            rolling_hash: [0; 32],
            ..first.pin
        },
    ] {
        let answer = part(store, Some(wrong), first.place, 50, 1 << 20).await;
        assert!(matches!(answer, SnapshotRows::Fork(found) if found == EPOCH));
    }
    let other = ScopeId::from_bytes([3; 16]);
    let answer = store
        .snapshot_page(other, None, SnapshotPlace::BEGIN, 50, 1 << 20)
        .await;
    assert!(matches!(answer, Ok(SnapshotRows::Rows { rows, more: false, .. }) if rows.is_empty()));

    // One case with more rows than a part may have.
    for _ in 0..6 {
        add(store, &[7; 200], &[]).await;
    }
    let long = rows_of(part(store, None, SnapshotPlace::BEGIN, 1, usize::MAX).await);
    assert_eq!(
        (long.rows.len(), long.more),
        (MAX_SNAPSHOT_ROWS as usize, true)
    );
    let rest = rows_of(part(store, Some(long.pin), long.place, 1, usize::MAX).await);
    let of_seven = rest.rows.iter().filter(|row| row.case() == case(7));
    assert_eq!(of_seven.count(), 203);

    let next = Epoch::from_bytes([6; 16]);
    store.begin_epoch(next).await.expect("begun");
    let answer = part(store, Some(first.pin), first.place, 50, 1 << 20).await;
    assert!(matches!(answer, SnapshotRows::Fork(found) if found == next));
}

/// Runs the suite of compaction; `store` must be empty.
async fn compaction(store: &dyn PlatformStore) {
    store.epoch(EPOCH).await.expect("drawn");
    add(store, &[1, 2, 1, 2, 3], &[]).await;
    let everything = pages(store, None).await;
    let after_second = pages(store, None).await.1[1];
    add(store, &[1], &[1, 3]).await;
    let first = rows_of(part(store, None, SnapshotPlace::BEGIN, 1, 1 << 20).await);
    assert_eq!(
        seqs(&first.rows),
        [6],
        "what is replaced is left out at once"
    );
    assert_eq!(store.compact_feeds(1).await.expect("written"), 1);
    assert_eq!(store.compact_feeds(10).await.expect("written"), 1);
    assert_eq!(
        store.compact_feeds(10).await.expect("written"),
        0,
        "nothing is left to empty"
    );

    let (rows, cursors) = pages(store, None).await;
    assert_eq!(seqs(&rows), [1, 2, 3, 4, 5, 6]);
    assert_eq!(gone(&rows), [1, 3]);
    assert_eq!(rows[0].digest(), everything.0[0].digest());
    assert_eq!(cursors[..5], everything.1, "every cursor is what it was");
    for (cursor, place) in cursors.iter().zip(1..) {
        let (rest, _) = pages(store, Some(*cursor)).await;
        assert_eq!(seqs(&rest), (place + 1..=6).collect::<Vec<u64>>());
    }
    let (rest, _) = pages(store, Some(after_second)).await;
    assert_eq!(
        gone(&rest),
        [3],
        "an old cursor goes on over what was emptied"
    );
    // A snapshot that was begun before goes on where it was.
    let rest = rows_of(part(store, Some(first.pin), first.place, 10, 1 << 20).await);
    assert_eq!(seqs(&rest.rows), [5, 2, 4]);
    let unknown = ScopeId::from_bytes([8; 16]);
    let nothing = Commit {
        replaced: vec![(unknown, 1), (SCOPE, 99)],
        ..Commit::default()
    };
    assert_eq!(
        store.commit(nothing).await.expect("answered"),
        Committed::Stored
    );
    assert_eq!(store.compact_feeds(10).await.expect("written"), 0);
}

struct Part {
    pin: Cursor,
    rows: Vec<Row>,
    place: SnapshotPlace,
    more: bool,
}

async fn part(
    store: &dyn PlatformStore,
    pin: Option<Cursor>,
    place: SnapshotPlace,
    cases: u32,
    bytes: usize,
) -> SnapshotRows {
    let answer = store.snapshot_page(SCOPE, pin, place, cases, bytes).await;
    answer.expect("read")
}

fn rows_of(answer: SnapshotRows) -> Part {
    match answer {
        SnapshotRows::Rows {
            pin,
            rows,
            place,
            more,
            ..
        } => Part {
            pin,
            rows,
            place,
            more,
        },
        SnapshotRows::Fork(_) => panic!("a fork"),
    }
}

async fn read(store: &dyn PlatformStore, pin: Cursor, cases: u32, bytes: usize) -> Vec<Row> {
    let (mut rows, mut place) = (Vec::new(), SnapshotPlace::BEGIN);
    for _ in 0..1_000 {
        let part = rows_of(part(store, Some(pin), place, cases, bytes).await);
        rows.extend(part.rows);
        place = part.place;
        if !part.more {
            return rows;
        }
    }
    panic!("it never ends")
}

/// All rows after a cursor, and the cursor after each.
async fn pages(store: &dyn PlatformStore, from: Option<Cursor>) -> (Vec<Row>, Vec<Cursor>) {
    let (mut all, mut cursors, mut at) = (Vec::new(), Vec::new(), from);
    loop {
        match store.page(SCOPE, at, 1, 1 << 20).await.expect("read") {
            FeedPage::Rows {
                rows, cursor, more, ..
            } => {
                let before = at.unwrap_or(Cursor::start(EPOCH));
                let by_hand = rows
                    .iter()
                    .fold(before, |at, row| at.after(row).expect("the next"));
                assert_eq!(by_hand, cursor, "the hash is the protocol's");
                if !rows.is_empty() {
                    cursors.push(cursor);
                }
                all.extend(rows);
                at = Some(cursor);
                if !more {
                    return (all, cursors);
                }
            }
            FeedPage::Fork(_) => panic!("a fork"),
        }
    }
}

/// One row for each of these cases, in one transaction, replacing the rows of these seqs.
async fn add(store: &dyn PlatformStore, cases: &[u8], replaces: &[u64]) {
    let rows = cases.iter().map(|number| NewRow {
        scope: SCOPE,
        kind: "event",
        case: case(*number),
        version: 1,
        body: vec![*number; 40],
    });
    let commit = Commit {
        rows: rows.collect(),
        replaced: replaces.iter().map(|seq| (SCOPE, *seq)).collect(),
        at: 1,
        ..Commit::default()
    };
    assert_eq!(
        store.commit(commit).await.expect("answered"),
        Committed::Stored
    );
}

const fn case(number: u8) -> CaseId {
    CaseId::from_bytes([number; 16])
}

fn cases(rows: &[Row]) -> BTreeSet<u8> {
    let mut count: BTreeMap<u8, u32> = BTreeMap::new();
    for row in rows {
        *count.entry(row.case().as_bytes()[0]).or_default() += 1;
    }
    count.into_keys().collect()
}

fn seqs(rows: &[Row]) -> Vec<u64> {
    rows.iter().map(Row::seq).collect()
}

fn gone(rows: &[Row]) -> Vec<u64> {
    let gone = rows.iter().filter(|row| row.is_gone());
    gone.map(Row::seq).collect()
}
