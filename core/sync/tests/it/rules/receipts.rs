//! What the platform says, and whose word counts (rules S3, K4, K6).

use tongban_protocol::{
    Extra, Fact, RECEIPT_KIND, Refusal, VerifiedReceipt, paths, prepare_receipt,
};
use tongban_sync::{Answer, Event, Failure, ItemState, Problem, Report, Request};

use crate::support::bench::{Bench, Fate, is_received};
use crate::support::keys::Key;
use crate::support::ops::{SCOPE, case, id, operation, with_photos};

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

/// A receipt as a row, signed by the platform's key.
fn add_receipt_row(
    bench: &mut Bench,
    number: u8,
    change: impl Fn(&mut tongban_protocol::Receipt),
) -> Vec<u8> {
    let stored = &bench.platform.state.operations[&id(number)];
    let known = VerifiedReceipt::from_kept(&stored.receipt).expect("ours");
    let mut receipt = known.receipt().clone();
    change(&mut receipt);
    let key = bench.platform.receipt_key.clone();
    let prepared = prepare_receipt(&receipt, &key.point()).expect("a good receipt");
    let signature = key.sign(prepared.to_be_signed());
    let bytes = prepared.finish(&signature);
    bench
        .platform
        .add_row(SCOPE, RECEIPT_KIND, case(number), 0, &bytes);
    bytes
}

#[test]
fn rule_S3_the_receipt_that_a_person_has_stays_when_the_platform_signs_the_same_anew() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.sync();
    let first = bench
        .store
        .receipt(&id(1))
        .expect("a receipt")
        .bytes()
        .to_vec();
    let again = add_receipt_row(&mut bench, 1, |_| {});
    assert_ne!(again, first, "another signature of the same words");
    bench.feed(Event::PullNow);
    bench.sync();
    assert_eq!(
        bench.store.receipt(&id(1)).expect("a receipt").bytes(),
        first
    );
    let older = add_receipt_row(&mut bench, 1, |receipt| receipt.seq -= 1);
    bench.feed(Event::PullNow);
    bench.sync();
    assert_ne!(older, first);
    assert_eq!(
        bench.store.receipt(&id(1)).expect("a receipt").bytes(),
        first
    );
}

#[test]
fn rule_S5_a_receipt_solves_what_the_person_was_asked_about_except_an_unreadable_photo() {
    // Refused alone, and stored all the same: the row says so.
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 9_000));
    let refusal = crate::support::platform::refused(&Refusal::TooLarge);
    let mut model = std::mem::replace(
        &mut bench.platform,
        crate::support::platform::Platform::new(),
    );
    bench.run(|request| match request.path {
        paths::PUSH => {
            model.answer(request);
            Fate::Instead(refusal.clone())
        }
        _ => Fate::Instead(model.answer(request)),
    });
    bench.platform = model;
    let states = bench
        .store
        .reports
        .iter()
        .filter_map(|report| match report {
            Report::Item(_, state) => Some(state),
            _ => None,
        });
    let refused = ItemState::NeedsYou(Problem::Refused("too_large".to_owned()));
    assert!(states.clone().any(|state| *state == refused));
    bench.feed(Event::PullNow);
    bench.sync();
    assert!(is_received(&bench, 1), "{:?}", bench.state(&id(1)));

    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 9_000));
    bench.store.unreadable.insert(id(1));
    bench.sync();
    let needs_you = bench.state(&id(1)).cloned();
    assert!(matches!(needs_you, Some(ItemState::NeedsYou(_))));
    add_receipt_row(&mut bench, 1, |receipt| receipt.seq += 9);
    bench.store.reports.clear();
    bench.feed(Event::PullNow);
    bench.sync();
    assert_eq!(bench.state(&id(1)).cloned(), needs_you);
    let told = |report: &Report| matches!(report, Report::Item(..));
    assert!(
        !bench.store.reports.iter().any(told),
        "its text is held, its photo is not: nothing has changed"
    );
}

#[test]
fn rule_S2_what_a_platform_took_after_all_frees_what_waits_for_it() {
    // Operation 1 is rejected, so are its corrections, and the last waits for the first.
    for (corrections, taken) in [(1, 1), (2, 1), (2, 2)] {
        let mut bench = Bench::new();
        bench.enqueue(&operation(90));
        let mut chain = Vec::new();
        for number in 1..=corrections + 1 {
            let mut one = operation(number);
            (one.kind, one.case) = ("reject".to_owned(), case(1));
            one.supersedes = chain.iter().rev().map(|older| id(*older)).collect();
            bench.enqueue(&one);
            bench.sync();
            chain.push(number);
        }
        let mut waiting = operation(50);
        (waiting.case, waiting.depends_on) = (case(50), vec![id(1)]);
        bench.enqueue(&waiting);
        bench.sync();
        let newest = id(corrections + 1);
        assert_eq!(
            bench.state(&id(50)),
            Some(&ItemState::BlockedBy(newest)),
            "{corrections} {taken}"
        );
        // A restored platform may take, from an offer that was long on its way, what it rejected.
        add_receipt_row(&mut bench, taken, |receipt| {
            receipt.seq += 100;
            receipt.fact = Fact::Complete { case_version: 1 };
        });
        let before = bench.sent.len();
        bench.feed(Event::PullNow);
        bench.sync();
        let pushed = bench.sent[before..].iter();
        let pushed = pushed.filter(|(_, request)| request.path == paths::PUSH);
        assert!(pushed.count() > 0, "{corrections} {taken}");
    }
}
