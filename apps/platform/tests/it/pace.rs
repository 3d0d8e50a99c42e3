//! What protects the many from one, and the platform from all: who is refused is told when to
//! come back, and nothing of anybody is lost.

use std::time::Duration;

use tongban_platform::Pace;
use tongban_protocol::{MEDIA_TYPE, RECEIPT_KIND, Refusal, paths};

use crate::support::{Answer, Member, Town, ask, push_body, submit};

#[tokio::test]
async fn one_address_that_asks_too_fast_leaves_the_others_what_they_have() {
    let town = Town::start_with(|config| {
        config.trusted_proxy = Some("127.0.0.1".parse().expect("an address"));
        config.limits.of_an_address = Pace {
            burst: 5,
            a_second: 1,
        };
    })
    .await;
    let asks = |from: &'static str| {
        let to = town.address();
        async move { ask(to, "GET", paths::TRUST, &[("x-forwarded-for", from)], &[]).await }
    };
    for _ in 0..5 {
        assert_eq!(asks("203.0.113.5").await.status, 200);
    }
    let refused = asks("203.0.113.5").await;
    let wait = retry_after(&refused);
    assert_eq!((refused.status, wait), (429, 1));
    assert!(
        matches!(refused.refusal(), Refusal::RateLimited { retry_after } if retry_after == wait)
    );
    assert_eq!(asks("203.0.113.6").await.status, 200, "another address");
    // A client with IPv6 has a whole /64, which is one client.
    for last in ["1", "2", "3", "4", "5"] {
        let from: &'static str = format!("2001:db8::{last}").leak();
        assert_eq!(asks(from).await.status, 200);
    }
    assert_eq!(asks("2001:db8::ffff").await.status, 429);
    tokio::time::sleep(Duration::from_secs(wait)).await;
    assert_eq!(asks("203.0.113.5").await.status, 200, "as it was told");
}

#[tokio::test]
async fn a_device_that_runs_wild_is_slowed_and_loses_nothing_and_others_go_on() {
    let town = Town::start_with(|config| {
        config.limits.of_a_key = Pace {
            burst: 3,
            a_second: 1,
        };
    })
    .await;
    let wild = Member::resident(&town, "zhou-guifang").await;
    let calm = Member::resident(&town, "zhou-guifang").await;
    let operations: Vec<_> = (0..4).map(|_| submit(&wild).1).collect();
    let bytes: Vec<_> = operations.iter().map(|one| wild.signed(one)).collect();
    wild.push(&bytes[..3]).await;
    let refused = wild.pushed(&bytes[3..]).await;
    assert_eq!(refused.status, 429);
    let wait = retry_after(&refused);
    assert_eq!(
        wild.rows(RECEIPT_KIND).await.len(),
        3,
        "nothing was stored of it"
    );
    let (_, other) = submit(&calm);
    calm.send(&other).await;
    // A stranger's bytes under this key's name use up nothing of what it may do.
    let mut forged = bytes[3].clone();
    *forged.last_mut().expect("bytes") ^= 1;
    for _ in 0..9 {
        assert_eq!(calm.pushed(&[forged.clone()]).await.status, 400);
    }
    tokio::time::sleep(Duration::from_secs(wait)).await;
    wild.push(&bytes[3..]).await;
    assert_eq!(wild.rows(RECEIPT_KIND).await.len(), 5, "each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_answers_at_once_and_what_waits_in_it_is_stored() {
    let town = Town::start_with(|config| config.limits.waiting = 2).await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let bodies: Vec<_> = (0..3)
        .map(|_| push_body(&[member.signed(&submit(&member).1)]))
        .collect();
    // Somebody holds the database.
    let file = town.folder.path().join("platform.db");
    let held = rusqlite::Connection::open(file).expect("opens");
    held.execute_batch("BEGIN IMMEDIATE").expect("begun");
    let to = town.address();
    let push = |body: Vec<u8>| async move {
        ask(
            to,
            "POST",
            paths::PUSH,
            &[("content-type", MEDIA_TYPE)],
            &body,
        )
        .await
    };
    let waiting: Vec<_> = bodies[..2]
        .iter()
        .map(|body| tokio::spawn(push(body.clone())))
        .collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let begun = std::time::Instant::now();
    let refused = push(bodies[2].clone()).await;
    assert_eq!((refused.status, retry_after(&refused)), (503, 5));
    assert!(
        begun.elapsed() < Duration::from_secs(1),
        "at once, not after its turn"
    );
    assert!(waiting.iter().all(|one| !one.is_finished()));
    held.execute_batch("ROLLBACK").expect("let go");
    for one in waiting {
        assert_eq!(
            one.await.expect("ran").status,
            200,
            "who waited is answered"
        );
    }
    assert_eq!(
        push(bodies[2].clone()).await.status,
        200,
        "and the third later"
    );
    assert_eq!(member.rows(RECEIPT_KIND).await.len(), 3);
}

fn retry_after(answer: &Answer) -> u64 {
    let text = answer
        .header("retry-after")
        .expect("told when to come back");
    text.parse().expect("seconds")
}
