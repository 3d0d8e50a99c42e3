//! What the platform says, and whose word counts (rules S3, K4, K6).

use tongban_protocol::{Extra, Fact, paths};
use tongban_sync::{Answer, Event, Failure, ItemState, Report, Request};

use crate::support::bench::{Bench, Fate, is_received};
use crate::support::keys::Key;
use crate::support::ops::{id, operation, with_photos};

#[test]
fn rule_S3_text_received_and_received_are_two_words() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 2, 20_000));
    bench.run(|request| match request.path {
        paths::UPLOAD => Fate::Lost(Failure::Offline),
        _ => Fate::Answered,
    });
    let state = bench.state(&id(1)).cloned();
    let Some(ItemState::TextReceived { left, percent, .. }) = state else {
        panic!("{state:?}");
    };
    assert_eq!((left.len(), percent <= 5), (2, true));
    let held = bench
        .store
        .receipt(&id(1))
        .expect("a receipt")
        .receipt()
        .clone();
    assert!(matches!(held.fact, Fact::Held { .. }));

    bench.feed(Event::Online);
    bench.sync();
    assert!(is_received(&bench, 1));
    let complete = bench
        .store
        .receipt(&id(1))
        .expect("a receipt")
        .receipt()
        .clone();
    assert!(matches!(complete.fact, Fact::Complete { .. }));
    assert_eq!(
        complete.number, held.number,
        "people keep the number they were told"
    );
}

#[test]
fn rule_S3_nothing_is_received_on_a_strangers_word() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&operation(1));
    let honest = std::mem::replace(&mut bench.platform.receipt_key, Key::new(66));
    bench.sync_for(5_000, |_| Fate::Answered);
    assert!(bench.store.receipt(&id(1)).is_none());
    assert!(matches!(
        bench.state(&id(1)),
        Some(ItemState::WaitingForNetwork { .. })
    ));
    assert!(
        bench
            .store
            .reports
            .contains(&Report::UntrustedReceipt(id(1)))
    );

    // The key was replaced, and the host has verified the new one.
    let keys = vec![honest.point(), bench.platform.receipt_key.point()];
    bench.feed(Event::ReceiptKeys(tongban_protocol::ReceiptKeys::new(keys)));
    bench.sync();
    assert!(is_received(&bench, 1));
}

#[test]
fn rule_S3_a_receipt_for_other_bytes_does_not_count() {
    let mut bench = Bench::writing_only();
    let mut other = operation(1);
    other.body = b"something else".to_vec();
    let theirs = bench.sign(&other);
    let mut body = None;
    bench.enqueue(&operation(1));
    let push = tongban_protocol::PushRequest {
        operations: vec![theirs.bytes().to_vec()],
        extra: Extra::default(),
    };
    let answer = bench.platform.answer(&Request {
        path: paths::PUSH,
        token: None,
        body: push.encode(),
        deadline_millis: 0,
        response_limit: 0,
    });
    body.replace(answer.body);
    bench.sync_for(100, |_| {
        let body = body.clone().expect("an answer");
        Fate::Instead(Answer {
            status: 200,
            retry_after: None,
            body,
        })
    });
    assert!(bench.store.receipt(&id(1)).is_none());
}

#[test]
fn rule_K4_sending_needs_no_persons_session() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&with_photos(1, 1, 9_000));
    bench.sync();
    assert!(is_received(&bench, 1));
    assert!(
        bench
            .sent
            .iter()
            .all(|(_, request)| request.token.is_none())
    );
}

#[test]
fn rule_K6_every_stored_receipt_carries_the_head_of_the_read_log() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.sync();
    let receipt = bench.store.receipt(&id(1)).expect("a receipt").receipt();
    assert_eq!((receipt.read_log.seq, receipt.read_log.hash), (1, [7; 32]));
}
