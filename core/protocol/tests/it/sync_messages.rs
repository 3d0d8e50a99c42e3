//! The messages of sync as the other side sees them.

use proptest::prelude::*;
use tongban_cose::cbor::{Item, Limits, read};
use tongban_protocol::{
    AttachmentId, CaseId, Chunk, Cursor, Epoch, Extra, MAX_ROWS, Page, PageError, PullRequest,
    PullResponse, PushOutcome, PushRequest, PushResponse, PushVerdict, ReadToken, Receipt,
    ReceiptKeys, Row, ScopeId, SessionChallenge, SessionChallengeRequest, SessionResponse,
    UncheckedPull, UnverifiedOperation, UnverifiedReceipt, UploadProgress, UploadRequest,
    UploadResponse, UploadStanding, VerifiedOperation, VerifiedReceipt, prepare_operation,
};

use crate::support::{key, point};
use crate::sync_support::{
    RECEIPT, SUBMISSION, any_fact, any_operation, op_id, operation, receipt, signed_operation,
    signed_receipt,
};

const SCOPE: ScopeId = ScopeId::from_bytes([5; 16]);
const EPOCH: Epoch = Epoch::from_bytes([6; 16]);

fn rows(count: u64) -> Vec<Row> {
    (1..=count)
        .map(|seq| {
            Row::new(
                seq,
                "event",
                CaseId::from_bytes([7; 16]),
                seq,
                &seq.to_be_bytes(),
            )
        })
        .collect()
}

fn page(rows: Vec<Row>, from: Cursor) -> Page {
    let cursor = rows
        .iter()
        .try_fold(from, |at, row| at.after(row))
        .expect("in order");
    Page {
        scope: SCOPE,
        cursor,
        rows,
        more: true,
        stable_seq: 3,
        now: 1_772_413_200,
        extra: Extra::default(),
    }
}

fn pull(cursor: Option<Cursor>) -> PullRequest {
    PullRequest {
        scope: SCOPE,
        cursor,
        max_rows: MAX_ROWS,
        extra: Extra::default(),
    }
}

fn check(answer: &PullResponse, asked: &PullRequest) -> Result<PullResponse, PageError> {
    UncheckedPull::decode(&answer.encode())
        .expect("well formed")
        .check(asked)
}

proptest! {
    #[test]
    fn an_operation_survives_and_so_does_what_is_kept(operation in any_operation()) {
        let bytes = signed_operation(&operation);
        let unverified = UnverifiedOperation::parse(&bytes).expect("well formed");
        prop_assert_eq!(unverified.claimed_id(), operation.id);
        let verified = unverified.verify(&point(&key(SUBMISSION))).expect("signed");
        prop_assert_eq!(verified.operation(), &operation);
        prop_assert_eq!(&VerifiedOperation::from_kept(&bytes).expect("kept"), &verified);
    }

    #[test]
    fn a_receipt_survives_with_every_fact(fact in any_fact(), numbers: (u64, u64, u64, u64), number in "[0-9A-Z-]{0,32}") {
        let mut sent = receipt(fact);
        (sent.seq, sent.stable_seq, sent.at, sent.read_log.seq) = numbers;
        sent.number = number;
        let bytes = signed_receipt(&sent);
        let keys = ReceiptKeys::new(vec![point(&key(3)), point(&key(RECEIPT))]);
        let verified = UnverifiedReceipt::parse(&bytes).expect("well formed").verify(&keys).expect("signed");
        prop_assert_eq!(verified.receipt(), &sent);
        prop_assert_eq!(&VerifiedReceipt::from_kept(&bytes).expect("kept"), &verified);
    }

    #[test]
    fn pushes_and_uploads_survive(
        operations in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..100), 1..5),
        chunks in prop::collection::vec((any::<[u8; 16]>(), any::<u64>(), prop::collection::vec(any::<u8>(), 0..100)), 1..5),
        standings in prop::collection::vec(prop_oneof![any::<u64>().prop_map(UploadStanding::Confirmed), Just(UploadStanding::Unknown), Just(UploadStanding::Damaged)], 0..5),
    ) {
        let extra = Extra::default();
        let push = PushRequest { operations: operations.clone(), extra: extra.clone() };
        prop_assert!(PushRequest::decode(&push.encode()) == Ok(push));
        let outcomes = operations.iter().map(|bytes| PushOutcome { operation: op_id(1), verdict: PushVerdict::Receipt(bytes.clone()) });
        let more = [PushVerdict::BlockedBy(op_id(2)), PushVerdict::Undecided].map(|verdict| PushOutcome { operation: op_id(3), verdict });
        let response = PushResponse { outcomes: outcomes.chain(more).collect(), extra: extra.clone() };
        prop_assert!(PushResponse::decode(&response.encode()) == Ok(response));
        let chunks = chunks.into_iter().map(|(id, offset, bytes)| Chunk { operation: op_id(1), attachment: AttachmentId::from_bytes(id), offset, bytes });
        let upload = UploadRequest { chunks: chunks.collect(), extra: extra.clone() };
        prop_assert!(UploadRequest::decode(&upload.encode()) == Ok(upload));
        let progress = standings.into_iter().map(|standing| UploadProgress { operation: op_id(1), attachment: AttachmentId::from_bytes([1; 16]), standing });
        let response = UploadResponse { progress: progress.collect(), receipts: operations, extra };
        prop_assert!(UploadResponse::decode(&response.encode()) == Ok(response));
    }

    #[test]
    fn sessions_survive(nonce: [u8; 32], seconds in 0..=43_200_u64, scopes in prop::collection::vec(any::<[u8; 16]>(), 0..5)) {
        let extra = Extra::default();
        let asked = SessionChallengeRequest { device_key: point(&key(2)), api_version: 1, extra: extra.clone() };
        prop_assert_eq!(SessionChallengeRequest::decode(&asked.encode()), Ok(asked));
        let challenge = SessionChallenge { nonce, seconds, extra: extra.clone() };
        prop_assert_eq!(SessionChallenge::decode(&challenge.encode()), Ok(challenge));
        let scopes = scopes.into_iter().map(ScopeId::from_bytes).collect();
        let response = SessionResponse { token: ReadToken::from_bytes(nonce), seconds, now: 7, scopes, extra };
        prop_assert!(SessionResponse::decode(&response.encode()) == Ok(response));
    }

    #[test]
    fn rule_S1_a_page_counts_only_without_gaps_from_where_the_reader_is(total in 1_u64..12, from in 0_u64..12, drop in 0_u64..12, swap: bool) {
        let from = from.min(total - 1);
        let all = rows(total);
        let start = all[..from as usize].iter().try_fold(Cursor::start(EPOCH), |at, row| at.after(row)).expect("in order");
        let good = page(all[from as usize..].to_vec(), start);
        let asked = pull((from > 0).then_some(start));
        prop_assert_eq!(check(&PullResponse::Page(good.clone()), &asked), Ok(PullResponse::Page(good.clone())));
        let mut bad = good.clone();
        let place = (drop as usize).min(bad.rows.len() - 1);
        match swap && place > 0 {
            true => bad.rows.swap(place, place - 1),
            false => { bad.rows.remove(place); }
        }
        prop_assert!(check(&PullResponse::Page(bad), &asked).is_err());
        let mut elsewhere = good;
        elsewhere.cursor.rolling_hash[0] ^= 1;
        prop_assert_eq!(check(&PullResponse::Page(elsewhere), &asked), Err(PageError::WrongHash));
    }
}

#[test]
fn rule_S2_another_history_is_never_read_as_the_same() {
    let asked = pull(Some(Cursor::start(EPOCH)));
    let other = Epoch::from_bytes([9; 16]);
    let theirs = page(rows(2), Cursor::start(other));
    assert_eq!(
        check(&PullResponse::Page(theirs), &asked),
        Err(PageError::OtherEpoch)
    );
    let fork = PullResponse::Fork {
        scope: SCOPE,
        epoch: other,
    };
    assert_eq!(check(&fork, &asked), Ok(fork.clone()));
    let elsewhere = PullResponse::Fork {
        scope: ScopeId::from_bytes([1; 16]),
        epoch: other,
    };
    assert_eq!(check(&elsewhere, &asked), Err(PageError::OtherScope));
    // The same rows with one other byte somewhere before give another hash for ever after.
    let mut changed = rows(3);
    changed[0] = Row::new(1, "event", CaseId::from_bytes([7; 16]), 1, b"other");
    let end = |rows: &[Row]| {
        rows.iter()
            .try_fold(Cursor::start(EPOCH), |at, row| at.after(row))
            .expect("in order")
    };
    assert_ne!(end(&changed), end(&rows(3)));
}

#[test]
fn rule_S9_what_a_row_holds_beside_what_is_known_survives_byte_for_byte() {
    let mut bytes = PullResponse::Page(page(rows(1), Cursor::start(EPOCH))).encode();
    let known = rows(1).remove(0);
    let newer = Item::Map(vec![
        (1.into(), 1.into()),
        (2.into(), "moon.phase".into()),
        (3.into(), Item::Bytes(vec![7; 16])),
        (4.into(), 1.into()),
        (5.into(), Item::Bytes(b"body".to_vec())),
        (
            77.into(),
            Item::Array(vec![
                "unheard of".into(),
                Item::Tag(6_000, Box::new(Item::Null)),
            ]),
        ),
    ])
    .encode();
    let place = bytes
        .windows(known.raw().len())
        .position(|part| part == known.raw())
        .expect("the row");
    bytes.splice(place..place + known.raw().len(), newer.iter().copied());
    let mut cursor = Cursor::start(EPOCH).after(&known).expect("first");
    let place = bytes
        .windows(32)
        .position(|part| part == cursor.rolling_hash)
        .expect("the hash");
    let mut chained = vec![0; 32];
    chained.extend_from_slice(&tongban_cose::sha256(&newer));
    cursor.rolling_hash = tongban_cose::sha256(&chained);
    bytes.splice(place..place + 32, cursor.rolling_hash);
    let answer = UncheckedPull::decode(&bytes)
        .expect("well formed")
        .check(&pull(None));
    let Ok(PullResponse::Page(page)) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(page.rows[0].raw(), newer);
    assert_eq!(
        (page.rows[0].kind(), page.rows[0].body()),
        ("moon.phase", &b"body"[..])
    );
    assert_eq!(
        PullResponse::Page(page).encode(),
        bytes,
        "and goes on as it came"
    );
}

#[test]
fn unknown_keys_of_an_operation_are_signed_and_kept() {
    let bytes = signed_operation(&operation());
    let message = read(&bytes, &Limits::LIST).expect("ours");
    let parts = message
        .as_tagged(18)
        .and_then(|message| message.as_array())
        .expect("signed");
    let payload = read(parts[2].as_bytes().expect("payload"), &Limits::LIST).expect("map");
    let mut entries: Vec<_> = payload
        .as_map()
        .expect("map")
        .iter()
        .map(|(key, value)| {
            (
                Item::Encoded(key.raw().to_vec()),
                Item::Encoded(value.raw().to_vec()),
            )
        })
        .collect();
    entries.push((99.into(), "newer".into()));
    let newer = Item::Tag(
        18,
        Box::new(Item::Array(vec![
            Item::Encoded(parts[0].raw().to_vec()),
            Item::Map(Vec::new()),
            Item::Map(entries).wrapped(),
            Item::Encoded(parts[3].raw().to_vec()),
        ])),
    )
    .encode();
    let kept = VerifiedOperation::from_kept(&newer).expect("well formed");
    assert!(!kept.operation().extra.is_empty());
    let again = prepare_operation(kept.operation(), &point(&key(SUBMISSION))).expect("fits");
    assert!(again.to_be_signed().windows(5).any(|part| part == b"newer"));
}

#[test]
fn a_receipt_says_which_of_two_facts_it_is() {
    use tongban_protocol::Fact;
    let held: Receipt = receipt(Fact::Held { case_version: 1 });
    let complete = receipt(Fact::Complete { case_version: 1 });
    assert_ne!(signed_receipt(&held), signed_receipt(&complete));
}
