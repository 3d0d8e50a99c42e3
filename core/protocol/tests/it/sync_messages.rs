//! The messages of sync as the other side sees them.

use proptest::prelude::*;
use tongban_cose::cbor::{Item, Limits, read};
use tongban_protocol::{
    AttachmentId, CaseId, Chunk, Cursor, DecodeError, Epoch, Extra, MAX_ROWS, MAX_SNAPSHOT_ROWS,
    Page, PageError, PullRequest, PullResponse, PushOutcome, PushRequest, PushResponse,
    PushVerdict, ReadToken, Receipt, ReceiptKeys, Row, ScopeId, SessionChallenge,
    SessionChallengeRequest, SessionResponse, SnapshotPage, SnapshotPlace, UncheckedPull,
    UnverifiedOperation, UnverifiedReceipt, UploadProgress, UploadRequest, UploadResponse,
    UploadStanding, VerifiedOperation, VerifiedReceipt, prepare_operation,
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
    PullRequest::after(SCOPE, cursor)
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
        prop_assert_eq!(verified.bytes(), &bytes);
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
        prop_assert_eq!(verified.bytes(), &bytes);
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
        (4.into(), 6.into()),
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
    assert_eq!((page.rows[0].seq(), page.rows[0].version()), (1, 6));
    assert_eq!(page.rows[0].case(), CaseId::from_bytes([7; 16]));
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

#[test]
fn rule_S4_a_question_for_a_snapshot_survives_and_one_of_another_build_is_understood() {
    let pin = page(rows(3), Cursor::start(EPOCH)).cursor;
    let asked = PullRequest {
        max_bytes: Some(70_000),
        stable_seq: Some(9),
        ..PullRequest::snapshot(SCOPE, Some((pin, SnapshotPlace::after(7, 3))), 1_000)
    };
    assert_eq!(PullRequest::decode(&asked.encode()), Ok(asked.clone()));
    let begin = PullRequest::snapshot(SCOPE, None, 50);
    assert_eq!((begin.cursor, begin.max_rows), (None, 50));
    assert_eq!(PullRequest::decode(&begin.encode()), Ok(begin));
    for (name, wrong) in [
        (
            "place",
            PullRequest {
                place: Some(SnapshotPlace::after(3, 7)),
                ..asked.clone()
            },
        ),
        (
            "max_rows",
            PullRequest {
                max_rows: MAX_SNAPSHOT_ROWS + 1,
                ..asked.clone()
            },
        ),
        (
            "max_rows",
            PullRequest {
                max_rows: 0,
                ..asked.clone()
            },
        ),
        (
            "max_rows",
            PullRequest {
                max_rows: MAX_ROWS + 1,
                place: None,
                ..asked.clone()
            },
        ),
    ] {
        assert_eq!(
            PullRequest::decode(&wrong.encode()),
            Err(tongban_protocol::DecodeError::FieldOutOfRange(name))
        );
    }
}

fn snapshot(rows: Vec<Row>, pin: Cursor, place: SnapshotPlace) -> PullResponse {
    PullResponse::Snapshot(SnapshotPage {
        scope: SCOPE,
        pin,
        rows,
        place,
        more: true,
        stable_seq: 3,
        now: 1_772_413_200,
        extra: Extra::default(),
    })
}

#[test]
fn rule_S4_a_page_of_a_snapshot_is_held_against_what_was_asked() {
    let all = rows(6);
    let pin = page(all.clone(), Cursor::start(EPOCH)).cursor;
    let other_pin = Cursor { seq: 5, ..pin };
    let begin = PullRequest::snapshot(SCOPE, None, 50);
    let place = SnapshotPlace::after(6, 4);
    let on = PullRequest::snapshot(SCOPE, Some((pin, place)), 50);
    let first = snapshot(all[..4].to_vec(), pin, place);
    assert_eq!(check(&first, &begin), Ok(first.clone()));
    let second = snapshot(all[4..].to_vec(), pin, SnapshotPlace::after(6, 6));
    assert_eq!(check(&second, &on), Ok(second.clone()));
    let ended = |page: &PullResponse, place| match page.clone() {
        PullResponse::Snapshot(page) => PullResponse::Snapshot(SnapshotPage {
            more: false,
            place,
            ..page
        }),
        other => other,
    };
    let at_end = ended(&second, place);
    assert_eq!(
        check(&at_end, &on),
        Ok(at_end.clone()),
        "the last may stand still"
    );
    let plain = PullResponse::Page(page(all.clone(), Cursor::start(EPOCH)));
    assert_eq!(
        check(&plain, &begin),
        Ok(plain.clone()),
        "a platform that knows no snapshots"
    );
    let emptied = vec![Row::gone(1, [0; 32])];
    let behind = |head, after| snapshot(Vec::new(), pin, SnapshotPlace::after(head, after));
    for (what, answer, asked, error) in [
        (
            "pin",
            snapshot(Vec::new(), other_pin, SnapshotPlace::after(5, 5)),
            &on,
            PageError::OtherPin,
        ),
        (
            "beyond",
            snapshot(rows(7)[6..].to_vec(), pin, SnapshotPlace::after(5, 5)),
            &on,
            PageError::Gap,
        ),
        (
            "twice",
            snapshot(
                [&all[4..], &all[4..]].concat(),
                pin,
                SnapshotPlace::after(5, 5),
            ),
            &on,
            PageError::Gap,
        ),
        (
            "emptied",
            snapshot(emptied, pin, SnapshotPlace::after(5, 5)),
            &on,
            PageError::Gap,
        ),
        ("same place", behind(6, 4), &on, PageError::NoProgress),
        ("back in the case", behind(6, 3), &on, PageError::NoProgress),
        ("a newer case", behind(7, 7), &on, PageError::NoProgress),
        (
            "beyond the pin",
            behind(7, 7),
            &begin,
            PageError::NoProgress,
        ),
        (
            "not asked for",
            first.clone(),
            &pull(None),
            PageError::NotAsked,
        ),
        ("no longer one", plain, &on, PageError::NotAsked),
    ] {
        assert_eq!(check(&answer, asked), Err(error), "{what}");
    }
    assert!(check(&behind(5, 5), &on).is_ok(), "an older case");
    assert!(check(&behind(6, 5), &on).is_ok(), "further in the case");
}

#[test]
fn rule_S1_a_page_that_promises_more_brings_something() {
    let from = page(rows(2), Cursor::start(EPOCH)).cursor;
    let nothing = |more| {
        PullResponse::Page(Page {
            more,
            ..page(Vec::new(), from)
        })
    };
    let asked = pull(Some(from));
    assert!(check(&nothing(false), &asked).is_ok());
    assert_eq!(check(&nothing(true), &asked), Err(PageError::NoProgress));
}

#[test]
fn numbers_that_no_store_holds_are_no_rows_and_no_cursors() {
    let most = i64::MAX as u64;
    let case = CaseId::from_bytes([7; 16]);
    let read = |row: Row, seq| {
        let cursor = Cursor {
            seq,
            ..Cursor::start(EPOCH)
        };
        let page = Page {
            rows: vec![row],
            cursor,
            ..page(Vec::new(), Cursor::start(EPOCH))
        };
        UncheckedPull::decode(&PullResponse::Page(page).encode()).err()
    };
    assert_eq!(read(Row::new(most, "event", case, most, b""), most), None);
    let beyond = |name| Some(DecodeError::FieldOutOfRange(name));
    let row = |seq, version| Row::new(seq, "event", case, version, b"");
    assert_eq!(read(row(1, most + 1), 1), beyond("version"));
    assert_eq!(read(row(most + 1, 1), 1), beyond("seq"));
    assert_eq!(read(Row::gone(most + 1, [0; 32]), 1), beyond("seq"));
    assert_eq!(read(row(1, 1), most + 1), beyond("cursor"));
}

#[test]
fn rule_S2_the_rolling_hash_goes_on_over_a_row_that_was_emptied() {
    let all = rows(3);
    let whole = page(all.clone(), Cursor::start(EPOCH));
    let mut emptied = all.clone();
    emptied[1] = Row::gone(2, *all[1].digest());
    let answer = PullResponse::Page(Page {
        rows: emptied.clone(),
        ..whole.clone()
    });
    let checked = check(&answer, &pull(None)).expect("the same cursor");
    assert_eq!(checked, answer);
    let PullResponse::Page(Page { rows, .. }) = checked else {
        panic!("a page")
    };
    assert_eq!(
        rows.iter().map(Row::is_gone).collect::<Vec<_>>(),
        [false, true, false]
    );
    emptied[1] = Row::gone(2, [0; 32]);
    let forged = PullResponse::Page(Page {
        rows: emptied,
        ..whole
    });
    assert_eq!(check(&forged, &pull(None)), Err(PageError::WrongHash));
}

#[test]
fn rule_S12_the_beginning_of_a_broken_upload_gives_what_is_whole_and_part_of_the_last() {
    let chunk = |number: u8, length: usize| Chunk {
        operation: op_id(number),
        attachment: AttachmentId::from_bytes([number; 16]),
        offset: u64::from(number) * 70_000,
        bytes: vec![number; length],
    };
    let chunks = vec![chunk(1, 10), chunk(2, 0), chunk(3, 70_000)];
    let whole = UploadRequest {
        chunks: chunks.clone(),
        extra: Extra::default(),
    }
    .encode();
    assert!(UploadRequest::prefix(&whole) == chunks);
    for cut in 0..whole.len() {
        if cut > 200 && cut % 997 != 0 {
            continue;
        }
        let found = UploadRequest::prefix(&whole[..cut]);
        assert!(found.len() <= 3);
        for (found, sent) in found.iter().zip(&chunks) {
            assert!(
                (found.operation, found.attachment, found.offset)
                    == (sent.operation, sent.attachment, sent.offset)
            );
            assert!(sent.bytes.starts_with(&found.bytes));
        }
        let bytes: usize = found.iter().map(|found| found.bytes.len()).sum();
        assert!(cut < 200 || bytes >= cut - 200, "{bytes} of {cut}");
    }
    for hostile in [
        &b""[..],
        &[0xff; 40],
        &[
            0xa1, 0x01, 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xa4,
        ],
        &[0xa1, 0x01, 0x81, 0xa4, 0x01, 0x50],
    ] {
        assert!(UploadRequest::prefix(hostile).is_empty());
    }
}

#[test]
fn rule_S9_a_platform_serves_its_version_and_the_five_before_it() {
    for (ours, theirs, served) in [
        (1, 1, true),
        (1, 0, false),
        (1, 2, false),
        (9, 9, true),
        (9, 4, true),
        (9, 3, false),
        (9, 10, false),
    ] {
        assert_eq!(
            tongban_protocol::api_is_served(ours, theirs),
            served,
            "{ours} {theirs}"
        );
    }
}
