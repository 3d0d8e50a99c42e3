//! What every `PlatformStore` keeps of feeds and decisions (rule S1).

use std::time::Duration;

use sqlx::{Connection as _, Executor as _, PgConnection, Row as _};
use tongban_platform::store::{
    Commit, Committed, FeedPage, NewRow, PlatformStore, PostgresStore, Series, Sought, SqliteStore,
};
use tongban_protocol::{CaseId, Cursor, Epoch, Row, ScopeId};

use crate::support::database;

const SCOPE: ScopeId = ScopeId::from_bytes([1; 16]);
const CASE: CaseId = CaseId::from_bytes([2; 16]);

#[tokio::test]
async fn rule_S1_sqlite_keeps_the_contract_of_feeds() {
    let folder = tempfile::tempdir().expect("a folder");
    conformance(&SqliteStore::open(folder.path(), None).expect("made")).await;
}

/// Decisions wait for the disk together; nobody reads one that has not been waited for.
#[tokio::test]
async fn rule_S1_a_decision_is_durable_before_a_feed_shows_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(folder.path(), None).expect("made");
    store
        .epoch(Epoch::from_bytes([9; 16]))
        .await
        .expect("drawn");
    assert_eq!(store.commits_not_durable(), 0);
    assert_eq!(commit(&store, 0, &["a"], 1).await, Committed::Stored);
    assert_eq!(commit(&store, 1, &["b"], 2).await, Committed::Stored);
    assert_eq!(commit(&store, 1, &["c"], 3).await, Committed::Moved);
    store.find(sought()).await.expect("read");
    assert_eq!(store.commits_not_durable(), 2);
    page(&store, None, 500, 1 << 20).await;
    assert_eq!(store.commits_not_durable(), 0);
    assert_eq!(commit(&store, 2, &["c"], 3).await, Committed::Stored);
    assert_eq!(store.commits_not_durable(), 1);
    store.durable().await.expect("on the disk");
    assert_eq!(store.commits_not_durable(), 0);
}

#[tokio::test]
async fn rule_S1_postgres_keeps_the_contract_of_feeds() {
    let url = database().await;
    conformance(&PostgresStore::open(&url).await.expect("made")).await;
}

/// Runs the whole suite; `store` must be empty.
async fn conformance(store: &dyn PlatformStore) {
    let epoch = Epoch::from_bytes([9; 16]);
    assert_eq!(store.epoch(epoch).await.expect("drawn"), epoch);
    assert_eq!(
        store.epoch(Epoch::from_bytes([8; 16])).await.expect("kept"),
        epoch
    );

    assert_eq!(commit(store, 0, &["a", "b"], 1).await, Committed::Stored);
    // What moved since is refused, and leaves nothing: neither the feed nor the number.
    assert_eq!(commit(store, 0, &["c"], 2).await, Committed::Moved);
    assert_eq!(commit(store, 2, &["c"], 1).await, Committed::Moved);
    assert_eq!(commit(store, 2, &["c"], 3).await, Committed::Moved);
    assert_eq!(commit(store, 2, &["c"], 2).await, Committed::Stored);
    let found = store.find(sought()).await.expect("read");
    assert_eq!(found.feeds[&SCOPE], 3);
    assert_eq!(found.numbers[&Series::Document], 2);

    let (rows, cursor, more) = page(store, None, 2, 1 << 20).await;
    assert_eq!((kinds(&rows), cursor.seq, more), (vec!["a", "b"], 2, true));
    let by_hand = rows
        .iter()
        .fold(Cursor::start(epoch), |at, row| at.after(row).expect("next"));
    assert_eq!(by_hand, cursor, "the hash is the protocol's");
    let (rows, end, more) = page(store, Some(cursor), 500, 1 << 20).await;
    assert_eq!((kinds(&rows), end.seq, more), (vec!["c"], 3, false));
    let (rows, _, more) = page(store, None, 500, 1).await;
    assert_eq!(
        (rows.len(), more),
        (1, true),
        "one row at least, however long"
    );
    let (rows, same, _) = page(store, Some(end), 500, 1 << 20).await;
    assert!(rows.is_empty() && same == end);
    for wrong in [
        Cursor { seq: 4, ..end },
        Cursor {
            epoch: Epoch::from_bytes([7; 16]),
            ..end
        },
        Cursor {
            rolling_hash: [0; 32],
            ..end
        },
    ] {
        let answer = store.page(SCOPE, Some(wrong), 500, 1).await.expect("read");
        assert!(matches!(answer, FeedPage::Fork(found) if found == epoch));
    }
    let other = ScopeId::from_bytes([3; 16]);
    assert!(matches!(store.page(other, None, 1, 1).await.expect("read"),
        FeedPage::Rows { rows, more: false, .. } if rows.is_empty()));
    let next = Epoch::from_bytes([6; 16]);
    store.begin_epoch(next).await.expect("begun");
    assert!(
        matches!(store.page(SCOPE, Some(end), 1, 1).await.expect("read"), FeedPage::Fork(found) if found == next)
    );
    let (rows, _, _) = page(store, None, 500, 1 << 20).await;
    assert_eq!(rows.len(), 3, "rows stay");
}

#[tokio::test]
async fn rule_S1_on_sqlite_a_second_writer_waits_and_no_reader_sees_the_higher_number_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(folder.path(), None).expect("made");
    store
        .epoch(Epoch::from_bytes([9; 16]))
        .await
        .expect("drawn");
    assert_eq!(commit(&store, 0, &["a"], 1).await, Committed::Stored);
    // A slower transaction has taken the next number and not committed yet.
    let slow = rusqlite::Connection::open(folder.path().join("platform.db")).expect("opens");
    slow.execute_batch("BEGIN IMMEDIATE").expect("begun");
    let taken: i64 = slow
        .query_row("UPDATE scopes SET seq = seq + 1 RETURNING seq", [], |row| {
            row.get(0)
        })
        .expect("taken");
    assert_eq!(taken, 2);
    let second = store.clone();
    let writing = tokio::spawn(async move { commit(&second, 1, &["late"], 2).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!writing.is_finished(), "the second writer waits");
    slow.execute_batch("ROLLBACK").expect("undone");
    assert_eq!(writing.await.expect("ran"), Committed::Stored);
    let (rows, cursor, _) = page(&store, None, 500, 1 << 20).await;
    assert_eq!(
        (kinds(&rows), cursor.seq),
        (vec!["a", "late"], 2),
        "no number is lost"
    );
}

#[tokio::test]
async fn rule_S1_on_postgres_of_two_open_transactions_the_slower_keeps_the_lower_number() {
    let url = database().await;
    let store = PostgresStore::open(&url).await.expect("made");
    let epoch = Epoch::from_bytes([9; 16]);
    store.epoch(epoch).await.expect("drawn");
    assert_eq!(commit(&store, 0, &["a"], 1).await, Committed::Stored);
    // A slower transaction of another process has taken number 2 and not committed yet.
    let mut slow = PgConnection::connect(url.expose()).await.expect("connects");
    slow.execute("BEGIN").await.expect("begun");
    let taken = slow
        .fetch_one("UPDATE scopes SET seq = seq + 1 RETURNING seq")
        .await
        .expect("taken");
    assert_eq!(taken.get::<i64, _>(0), 2);
    let second = store.clone();
    let writing = tokio::spawn(async move { commit(&second, 1, &["late"], 2).await });
    for _ in 0..6 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let (rows, cursor, more) = page(&store, None, 500, 1 << 20).await;
        assert_eq!((kinds(&rows), cursor.seq, more), (vec!["a"], 1, false));
    }
    assert!(!writing.is_finished(), "the second writer waits");
    let (_, before, _) = page(&store, None, 500, 1 << 20).await;
    let row = Row::new(2, "slow", CASE, 0, b"slow");
    let after = before.after(&row).expect("next");
    let hash = sqlx::query("UPDATE scopes SET hash = $1").bind(after.rolling_hash);
    hash.execute(&mut slow).await.expect("written");
    let added = sqlx::query(
        "INSERT INTO feed_rows (scope, seq, kind, case_id, version, body, hash)
         SELECT id, seq, 'slow', $1, 0, $2, hash FROM scopes",
    );
    let added = added
        .bind(CASE.as_bytes().as_slice())
        .bind(b"slow".as_slice());
    added.execute(&mut slow).await.expect("added");
    slow.execute("COMMIT").await.expect("committed");
    assert_eq!(
        writing.await.expect("ran"),
        Committed::Moved,
        "what was decided before the slower one is decided anew"
    );
    assert_eq!(commit(&store, 2, &["late"], 2).await, Committed::Stored);
    let (rows, cursor, _) = page(&store, None, 500, 1 << 20).await;
    assert_eq!((kinds(&rows), cursor.seq), (vec!["a", "slow", "late"], 3));
}

#[tokio::test]
async fn rule_S1_on_postgres_twenty_writers_at_once_fill_one_feed_without_a_gap() {
    let url = database().await;
    let store = PostgresStore::open(&url).await.expect("made");
    store
        .epoch(Epoch::from_bytes([9; 16]))
        .await
        .expect("drawn");
    // Each in a pool of its own, as a process would be.
    let mut writing = Vec::new();
    for _ in 0..20 {
        let store = PostgresStore::open(&url).await.expect("opened");
        writing.push(tokio::spawn(async move {
            for _ in 0..1000 {
                let found = store.find(sought()).await.expect("read");
                let (seq, number) = (found.feeds[&SCOPE], found.numbers[&Series::Document]);
                if commit(&store, seq, &["one", "two"], number + 1).await == Committed::Stored {
                    return;
                }
            }
            panic!("overtaken a thousand times");
        }));
    }
    // A reader sees only beginnings of the whole.
    let mut seen = 0;
    while seen < 40 {
        let (rows, cursor, more) = page(&store, None, 500, 1 << 20).await;
        let by_hand = rows
            .iter()
            .fold(Cursor::start(Epoch::from_bytes([9; 16])), |at, row| {
                at.after(row).expect("no gap")
            });
        assert_eq!((by_hand, more, rows.len() % 2), (cursor, false, 0));
        assert!(cursor.seq >= seen, "nothing that was seen goes away");
        seen = cursor.seq;
    }
    for one in writing {
        one.await.expect("stored");
    }
    let found = store.find(sought()).await.expect("read");
    assert_eq!(found.numbers[&Series::Document], 20, "each number once");
}

async fn commit(
    store: &dyn PlatformStore,
    seq: u64,
    kinds: &[&'static str],
    number: u64,
) -> Committed {
    let rows = kinds.iter().map(|kind| NewRow {
        scope: SCOPE,
        kind,
        case: CASE,
        version: 0,
        body: kind.as_bytes().to_vec(),
    });
    let commit = Commit {
        feeds: vec![(SCOPE, seq)],
        rows: rows.collect(),
        numbers: vec![(Series::Document, 2026, number)],
        at: 1,
        ..Commit::default()
    };
    store.commit(commit).await.expect("answered")
}

fn sought() -> Sought {
    Sought {
        operation: None,
        depends_on: Vec::new(),
        supersedes: Vec::new(),
        case: CASE,
        feeds: vec![SCOPE],
        holder_keys: Vec::new(),
        twin_of: None,
        year: 2026,
    }
}

async fn page(
    store: &dyn PlatformStore,
    after: Option<Cursor>,
    rows: u32,
    bytes: usize,
) -> (Vec<Row>, Cursor, bool) {
    match store.page(SCOPE, after, rows, bytes).await.expect("read") {
        FeedPage::Rows {
            rows, cursor, more, ..
        } => (rows, cursor, more),
        FeedPage::Fork(_) => panic!("a fork"),
    }
}

fn kinds(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(Row::kind).collect()
}
