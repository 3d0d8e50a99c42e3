//! Two platform programs on one PostgreSQL: what each answers is what both know.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sqlx::{Connection as _, PgConnection};
use tokio::sync::RwLock;
use tongban_platform::store::PlatformStore as _;
use tongban_protocol::{EVENT_KIND, Fact, PushResponse, PushVerdict, RECEIPT_KIND, Row, paths};

use crate::support::{Office, get, push_body, submit, try_post};

#[tokio::test(flavor = "multi_thread")]
async fn rule_S11_fifty_posts_of_one_submission_over_two_processes_are_one_record_and_one_receipt()
{
    let (office, one) = Office::open(&[]).await;
    let other = office.start(&[]);
    let member = office.resident("zhou-guifang", one.address).await;
    let (case, operation) = submit(&member);
    let body = push_body(&[member.signed(&operation)]);
    let posts = (0..50).map(|place| {
        let to = [one.address, other.address][place % 2];
        let body = body.clone();
        tokio::spawn(async move { receipt(to, &body).await })
    });
    let mut receipts = BTreeSet::new();
    for post in posts.collect::<Vec<_>>() {
        receipts.insert(post.await.expect("ran").expect("decided"));
    }
    assert_eq!(receipts.len(), 1, "the same receipt fifty times");
    let rows = member.feed().await;
    let kinds: Vec<_> = rows.iter().map(Row::kind).collect();
    assert_eq!(kinds, [EVENT_KIND, RECEIPT_KIND], "one record");
    assert_eq!(Some(rows[1].body()), receipts.first().map(Vec::as_slice));
    let open = office.store().await.open_cases(10).await.expect("read");
    assert_eq!((open.len(), open[0].id), (1, case));
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S11_nothing_is_lost_or_doubled_when_one_of_two_processes_is_killed_and_restarted() {
    let (office, one) = Office::open(&[]).await;
    let other = office.start(&[]);
    let doors = Arc::new(RwLock::new([one.address, other.address]));
    let done = Arc::new(AtomicUsize::new(0));
    let mut pushing = Vec::new();
    // Four devices of one person: every decision is about the same feed.
    for _ in 0..DEVICES {
        let member = office.resident("zhou-guifang", other.address).await;
        let (doors, done) = (Arc::clone(&doors), Arc::clone(&done));
        pushing.push(tokio::spawn(async move {
            let mut sent = Vec::new();
            for place in 0..EACH {
                let (_, operation) = submit(&member);
                let body = push_body(&[member.signed(&operation)]);
                // Whichever process answers; the same bytes until one does.
                let mut door = place;
                let receipt = loop {
                    let to = doors.read().await[door % 2];
                    match receipt(to, &body).await {
                        Some(receipt) => break receipt,
                        None => door += 1,
                    }
                };
                sent.push((operation.id, receipt));
                done.fetch_add(1, Ordering::Relaxed);
            }
            (member, sent)
        }));
    }
    let all = DEVICES * EACH;
    while done.load(Ordering::Relaxed) < all / 3 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    // SIGKILL, in the middle of whatever it is doing.
    drop(one);
    assert!(done.load(Ordering::Relaxed) < all, "in the middle");
    while done.load(Ordering::Relaxed) < all * 2 / 3 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let again = office.start(&[]);
    doors.write().await[0] = again.address;
    let (mut answered, mut numbers) = (BTreeSet::new(), BTreeSet::new());
    let mut devices = Vec::new();
    for pushing in pushing {
        let (member, sent) = pushing.await.expect("ran");
        for (operation, receipt) in sent {
            let said = member.verified(&receipt).await;
            assert_eq!(said.operation, operation);
            assert!(
                matches!(said.fact, Fact::Complete { .. }),
                "{:?}",
                said.fact
            );
            numbers.insert(said.number);
            answered.insert(receipt);
        }
        devices.push(member);
    }
    for at in [again.address, other.address] {
        devices[0].to = at;
        let rows = devices[0].feed().await;
        let (receipts, events): (Vec<_>, Vec<_>) =
            rows.iter().partition(|row| row.kind() == RECEIPT_KIND);
        let kept: BTreeSet<_> = receipts.iter().map(|row| row.body().to_vec()).collect();
        assert_eq!(kept, answered, "what was answered is what is kept");
        assert_eq!(
            (receipts.len(), events.len()),
            (all, all),
            "none lost, none twice"
        );
    }
    let expected: BTreeSet<_> = (1..=all).map(|n| format!("R2026-{n:06}")).collect();
    assert_eq!(
        numbers, expected,
        "every number is given once, and none is left out"
    );
}

#[tokio::test]
async fn rule_C3_two_processes_publish_what_is_due_once() {
    let every = ["--publish-every", "1"];
    let (office, one) = Office::open(&every).await;
    let other = office.start(&every);
    let mut connection = PgConnection::connect(office.url.expose())
        .await
        .expect("connects");
    let published = |kind: i16| {
        sqlx::query_as::<_, (i64, i64, i64)>(
            "SELECT count(*), count(DISTINCT slot), max(version) - min(version) + 1
             FROM snapshots WHERE kind = $1",
        )
        .bind(kind)
    };
    // The office's start publishes what it issues beside what is due.
    let (before, ..) = published(2).fetch_one(&mut connection).await.expect("read");
    loop {
        let (now, ..) = published(2).fetch_one(&mut connection).await.expect("read");
        if now >= before + 4 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    drop((one, other));
    for kind in [1, 2] {
        let (all, slots, versions) = published(kind)
            .fetch_one(&mut connection)
            .await
            .expect("read");
        assert_eq!(versions, all, "versions rise one by one");
        assert!(all - slots <= 1, "{all} lists in {slots} slots");
    }
}

#[tokio::test]
async fn two_processes_serve_the_same_and_an_enrolment_at_one_counts_at_the_other() {
    let (office, one) = Office::open(&[]).await;
    let other = office.start(&[]);
    for path in [paths::TRUST, paths::STATUS, paths::KEYS, paths::PACK] {
        let (one, other) = (get(one.address, path).await, get(other.address, path).await);
        assert_eq!((one.status, one.body == other.body), (200, true), "{path}");
    }
    let mut member = office.resident("zhou-guifang", one.address).await;
    member.to = other.address;
    let (_, operation) = submit(&member);
    let sent = member.send(&operation).await;
    member.to = one.address;
    assert_eq!(member.send(&operation).await.bytes, sent.bytes);
}

/// The receipt, if the platform lived to answer.
async fn receipt(to: std::net::SocketAddr, body: &[u8]) -> Option<Vec<u8>> {
    let answer = try_post(to, paths::PUSH, body).await?;
    if answer.status == 503 {
        return None;
    }
    assert_eq!(answer.status, 200);
    let outcomes = PushResponse::decode(&answer.body)
        .expect("outcomes")
        .outcomes;
    match outcomes.into_iter().next()?.verdict {
        PushVerdict::Receipt(bytes) => Some(bytes),
        _ => None,
    }
}

const DEVICES: usize = 4;
const EACH: usize = 15;
