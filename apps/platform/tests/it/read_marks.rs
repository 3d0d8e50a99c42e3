//! What was read on one device of a person, for the others.

use std::collections::BTreeSet;

use tongban_platform::store::{FeedPage, PlatformStore, PostgresStore, SqliteStore};
use tongban_protocol::{
    Cursor, Epoch, Extra, MAX_READ_MARKS, READ_KIND, ReadMark, ReadMarksRequest, ReadRow, Refusal,
    Row, ScopeId, paths,
};

use crate::support::{Answer, Member, Town, database, post};

const SCOPE: ScopeId = ScopeId::from_bytes([1; 16]);

fn marks(numbers: std::ops::Range<usize>) -> Vec<ReadMark> {
    let ids = numbers.map(|number| format!("case.{number}"));
    ids.map(|id| ReadMark::of(SCOPE, &id)).collect()
}

async fn rows(store: &dyn PlatformStore, scope: ScopeId) -> (Vec<Row>, Cursor) {
    match store.page(scope, None, 500, 1 << 20).await.expect("read") {
        FeedPage::Rows { rows, cursor, .. } => (rows, cursor),
        FeedPage::Fork(_) => panic!("a fork"),
    }
}

#[tokio::test]
async fn rule_S1_sqlite_adds_each_mark_once_with_the_next_number() {
    let folder = tempfile::tempdir().expect("a folder");
    conformance(&SqliteStore::open(folder.path(), None).expect("made")).await;
}

#[tokio::test]
async fn rule_S1_postgres_adds_each_mark_once_with_the_next_number() {
    let url = database().await;
    conformance(&PostgresStore::open(&url).await.expect("made")).await;
}

async fn conformance(store: &dyn PlatformStore) {
    let epoch = Epoch::from_bytes([9; 16]);
    store.epoch(epoch).await.expect("drawn");
    let add = |numbers| store.add_read_marks(SCOPE, marks(numbers));
    assert_eq!(add(0..3).await.expect("stored"), 3);
    assert_eq!(
        add(0..3).await.expect("stored"),
        0,
        "the same again is no row"
    );
    assert_eq!(add(1..5).await.expect("stored"), 2, "only what is new");
    let twice = [marks(7..8), marks(7..8)].concat();
    let added = store.add_read_marks(SCOPE, twice).await;
    assert_eq!(added.expect("stored"), 1);
    let (found, cursor) = rows(store, SCOPE).await;
    assert_eq!(cursor.seq, 3);
    let by_hand = found
        .iter()
        .fold(Cursor::start(epoch), |at, row| at.after(row).expect("next"));
    assert_eq!(by_hand, cursor);
    let mut all = BTreeSet::new();
    for row in &found {
        assert_eq!((row.kind(), row.version()), (READ_KIND, 0));
        assert_eq!(row.case().as_bytes(), SCOPE.as_bytes());
        all.extend(ReadRow::decode(row.body()).expect("a row").marks);
    }
    let expected: BTreeSet<_> = [marks(0..5), marks(7..8)].concat().into_iter().collect();
    assert_eq!(all, expected);

    // Another scope knows nothing of it, and feeds are told by their ends.
    let other = ScopeId::from_bytes([2; 16]);
    let added = store.add_read_marks(other, marks(0..1)).await;
    assert_eq!(added.expect("stored"), 1);
    let unknown = ScopeId::from_bytes([3; 16]);
    let ends = store.feed_ends(vec![SCOPE, other, unknown]).await;
    let ends: BTreeSet<_> = ends.expect("read").into_iter().collect();
    assert_eq!(ends, [(SCOPE, 3), (other, 1), (unknown, 0)].into());

    // A feed takes a lifetime of messages, and then no more.
    for begin in (0..32_768).step_by(MAX_READ_MARKS) {
        let added = store
            .add_read_marks(unknown, marks(begin..begin + MAX_READ_MARKS))
            .await;
        assert_eq!(added.expect("stored") as usize, MAX_READ_MARKS);
    }
    let beyond = store.add_read_marks(unknown, marks(40_000..40_001)).await;
    assert_eq!(beyond.expect("answered"), 0);
}

async fn told(member: &Member, scope: ScopeId, marks: Vec<ReadMark>) -> Answer {
    let token = member.session().await.token;
    let request = ReadMarksRequest {
        scope,
        marks,
        extra: Extra::default(),
    };
    member
        .with_token(&token, paths::READ_MARKS, &request.encode())
        .await
}

#[tokio::test]
async fn what_one_device_has_read_reaches_the_other_once_and_nobody_else_can_say_so() {
    let town = Town::start().await;
    let phone = Member::resident(&town, "zhou-guifang").await;
    let tablet = Member::resident(&town, "zhou-guifang").await;
    assert_eq!(phone.scope, tablet.scope);
    let read = vec![ReadMark::of(phone.scope, "case.1")];
    for _ in 0..2 {
        let answer = told(&phone, phone.scope, read.clone()).await;
        assert_eq!((answer.status, answer.body.len()), (204, 0));
    }
    let rows = tablet.rows(READ_KIND).await;
    assert_eq!(rows.len(), 1, "once, however often it is told");
    assert_eq!(ReadRow::decode(rows[0].body()).expect("a row").marks, read);

    let ma = Member::resident(&town, "ma-wenhui").await;
    let foreign = told(&ma, phone.scope, read.clone()).await;
    assert_eq!(foreign.refusal(), Refusal::NotAllowed);
    let clerk = Member::staff(&town, "何志平", &["intake"]).await;
    let office = told(&clerk, clerk.scope, read.clone()).await;
    assert_eq!(office.refusal(), Refusal::NotAllowed, "an office has none");
    let request = ReadMarksRequest {
        scope: phone.scope,
        marks: read,
        extra: Extra::default(),
    };
    let nobody = post(phone.to, paths::READ_MARKS, &request.encode()).await;
    assert_eq!(nobody.refusal(), Refusal::SessionEnded);
    let empty = told(&phone, phone.scope, Vec::new()).await;
    let bad = Refusal::BadRequest {
        what: "message".to_owned(),
    };
    assert_eq!(empty.refusal(), bad);
}

#[tokio::test]
async fn a_device_that_tells_too_much_is_told_to_wait() {
    let town = Town::start_with(|config| {
        config.limits.of_a_key.burst = 4;
        config.limits.of_a_key.a_second = 1;
    })
    .await;
    let zhou = Member::resident(&town, "zhou-guifang").await;
    assert_eq!(told(&zhou, zhou.scope, marks(0..4)).await.status, 204);
    let more = told(&zhou, zhou.scope, marks(4..6)).await;
    assert!(matches!(more.refusal(), Refusal::RateLimited { .. }));
}
