//! Who goes when.

use tongban_protocol::{AttachmentId, Operation, PushRequest, UnverifiedOperation, paths};
use tongban_sync::{Event, Failure, ItemState};

use crate::support::bench::{Bench, Fate};
use crate::support::ops::{SCOPE, case, id, operation, photo};

/// The pushes as numbers of operations.
fn pushes(bench: &Bench) -> Vec<Vec<u8>> {
    let pushes = bench
        .sent
        .iter()
        .filter(|(_, request)| request.path == paths::PUSH);
    let number = |bytes: &Vec<u8>| {
        UnverifiedOperation::parse(bytes)
            .expect("ours")
            .claimed_id()
            .as_bytes()[0]
    };
    pushes
        .map(|(_, request)| {
            let push = PushRequest::decode(&request.body).expect("ours");
            push.operations.iter().map(number).collect()
        })
        .collect()
}

fn on_case_one(number: u8, after: &[u8]) -> Operation {
    Operation {
        case: case(1),
        depends_on: after.iter().map(|number| id(*number)).collect(),
        ..operation(number)
    }
}

#[test]
fn a_chain_on_one_case_goes_in_one_push_in_order() {
    let mut bench = Bench::writing_only();
    for (number, after) in [(9, &[][..]), (5, &[9]), (7, &[5])] {
        bench.enqueue(&on_case_one(number, after));
    }
    bench.sync();
    assert_eq!(pushes(&bench), [vec![9, 5, 7]]);
    assert_eq!(
        bench.platform.state.cases[&(SCOPE, case(1))].makers,
        [id(9), id(5), id(7)]
    );
}

#[test]
fn an_undecided_item_holds_its_own_case_and_no_other() {
    let mut bench = Bench::writing_only();
    let mut bomb = on_case_one(1, &[]);
    bomb.kind = "bomb".to_owned();
    for one in [&bomb, &on_case_one(2, &[]), &operation(3)] {
        bench.enqueue(one);
    }
    bench.sync_for(2_500, |_| Fate::Answered);
    assert!(matches!(
        bench.state(&id(3)),
        Some(ItemState::Received { .. })
    ));
    assert!(
        !bench.platform.state.operations.contains_key(&id(2)),
        "its own case waits"
    );
}

#[test]
fn a_correction_takes_the_place_of_what_it_corrects() {
    let mut bench = Bench::writing_only();
    let mut rejected = on_case_one(1, &[]);
    rejected.kind = "reject".to_owned();
    bench.enqueue(&rejected);
    bench.sync();
    bench.enqueue(&on_case_one(2, &[]));
    let mut correction = on_case_one(3, &[]);
    correction.supersedes = vec![id(1)];
    bench.enqueue(&correction);
    bench.sync();
    assert_eq!(pushes(&bench), [vec![1], vec![3, 2]]);
}

#[test]
fn what_was_never_offered_can_be_taken_back_and_is_not_sent() {
    let mut bench = Bench::writing_only();
    bench.feed(Event::Offline);
    bench.enqueue(&operation(1));
    bench.sync();
    assert!(matches!(
        bench.state(&id(1)),
        Some(ItemState::WaitingForNetwork { .. })
    ));
    assert!(!bench.store.outbox[&id(1)].offered);
    bench.store.outbox.remove(&id(1));
    bench.feed(Event::TakenBack(id(1)));
    bench.feed(Event::PullNow);
    bench.sync();
    assert_eq!(bench.state(&id(1)), Some(&ItemState::Editing));
    assert!(bench.sent.is_empty());
}

#[test]
fn a_lost_answer_gives_the_same_receipt_again() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&operation(1));
    bench.sync_for(100, |_| Fate::AnswerLost(Failure::Broken));
    assert!(bench.store.outbox[&id(1)].offered);
    let stored = bench.platform.state.operations[&id(1)].receipt.clone();
    bench.sync_for(60_000, |_| Fate::Answered);
    let receipt = bench.store.receipt(&id(1)).expect("received");
    assert_eq!(receipt.bytes(), stored);
    assert_eq!(bench.platform.state.cases[&(SCOPE, case(1))].version, 1);
}

#[test]
fn five_hundred_items_with_photos_take_at_most_forty_requests() {
    let mut bench = Bench::new();
    (bench.platform.page_rows, bench.platform.snapshot_rows) = (500, 500);
    for number in 0..500_u16 {
        let mut one = operation(0);
        let mut name = [9; 16];
        name[..2].copy_from_slice(&number.to_be_bytes());
        one.id = tongban_protocol::OperationId::from_bytes(name);
        one.case = tongban_protocol::CaseId::from_bytes(name);
        one.body = vec![7; 1_200];
        one.attachments = vec![photo(AttachmentId::from_bytes(name), 6_000)];
        bench.enqueue(&one);
    }
    bench.sync();
    let received = bench
        .store
        .states
        .values()
        .filter(|state| matches!(state, ItemState::Received { .. }));
    assert_eq!(received.count(), 500);
    let bytes: usize = bench
        .sent
        .iter()
        .map(|(_, request)| request.body.len())
        .sum();
    assert!(bench.sent.len() <= 40, "{} requests", bench.sent.len());
    assert!(bytes <= 4_000_000, "{bytes} bytes before compression");
}

#[test]
fn fifty_offers_of_one_operation_make_one_record_and_one_receipt() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&operation(1));
    bench.sync();
    let (_, push) = bench.sent[0].clone();
    let first = bench.platform.answer(&push);
    for _ in 0..50 {
        assert!(bench.platform.answer(&push) == first);
    }
    assert_eq!(bench.platform.state.cases[&(SCOPE, case(1))].version, 1);
}
