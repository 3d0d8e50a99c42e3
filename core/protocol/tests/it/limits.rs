//! How much a message may hold: the most is read, one more is refused (rule C11).

use tongban_cose::cbor::{Item, Limits, Value, read};
use tongban_protocol::{
    AttachmentId, CaseId, Chunk, DecodeError, DeskCaseRequest, DeskFileResponse, DeskQueueResponse,
    Extra, Fact, MAX_BODY_BYTES, MAX_CHUNK_BYTES, MAX_OPERATION_BYTES, MAX_PIECE, MAX_PUSH,
    MAX_PUSH_BYTES, MAX_SESSION_SECONDS, Operation, PushOutcome, PushRequest, PushResponse,
    PushVerdict, ReadToken, SealedChunk, SealedOperation, SealedPushRequest, SealedUploadRequest,
    SessionResponse, UploadRequest, UploadResponse, VerifiedOperation, prepare_operation,
};

use crate::support::{key, point};
use crate::sync_support::{SUBMISSION, op_id, operation, receipt, signed_operation};

const MALFORMED: DecodeError = DecodeError::Malformed;
/// Longest receipt inside an answer.
const RECEIPT: usize = 16 << 10;

fn entries(bytes: &[u8]) -> Vec<(Item, Item)> {
    let limits = Limits {
        max_bytes: 64 << 20,
        max_depth: 16,
        max_items: 1 << 20,
    };
    let value = read(bytes, &limits).expect("ours");
    let encoded = |item: &Value<'_>| Item::Encoded(item.raw().to_vec());
    let entries = value.as_map().expect("a map").iter();
    entries
        .map(|(key, value)| (encoded(key), encoded(value)))
        .collect()
}

/// The same message with what a newer build may add, until it is so long.
fn padded(bytes: &[u8], length: usize) -> Vec<u8> {
    let with = |more: usize| {
        let mut entries = entries(bytes);
        entries.push((9_999.into(), Item::Bytes(vec![0; more])));
        Item::Map(entries).encode()
    };
    let room = length.checked_sub(bytes.len()).expect("room");
    let mut longer = (room.saturating_sub(9)..=room).map(with);
    longer
        .find(|longer| longer.len() == length)
        .expect("a length that a byte string can fill")
}

fn extra() -> Extra {
    Extra::default()
}

#[test]
fn rule_C11_a_message_may_be_so_long_and_not_a_byte_longer() {
    let push = PushRequest {
        operations: vec![vec![1]],
        extra: extra(),
    };
    let pushed = PushResponse {
        outcomes: Vec::new(),
        extra: extra(),
    };
    let upload = UploadRequest {
        chunks: vec![chunk(1, 1)],
        extra: extra(),
    };
    let uploaded = UploadResponse {
        progress: Vec::new(),
        receipts: Vec::new(),
        extra: extra(),
    };
    let sealed = SealedPushRequest {
        operations: vec![sealed(1)],
        extra: extra(),
    };
    let segments = SealedUploadRequest {
        chunks: vec![segment(0, 1)],
        extra: extra(),
    };
    let piece = DeskFileResponse {
        length: 1,
        bytes: vec![1],
        extra: extra(),
    };
    let ask = DeskCaseRequest {
        case: CaseId::from_bytes([1; 16]),
        extra: extra(),
    };
    let queue = DeskQueueResponse {
        items: Vec::new(),
        now: 1,
        extra: extra(),
    };
    type Read = fn(&[u8]) -> Result<(), DecodeError>;
    let cases: [(&str, Vec<u8>, usize, Read); 9] = [
        ("push", push.encode(), MAX_PUSH_BYTES + 8_192, |bytes| {
            PushRequest::decode(bytes).map(drop)
        }),
        ("pushed", pushed.encode(), 64 * (RECEIPT + 256), |bytes| {
            PushResponse::decode(bytes).map(drop)
        }),
        (
            "upload",
            upload.encode(),
            MAX_PUSH_BYTES + 16_384,
            |bytes| UploadRequest::decode(bytes).map(drop),
        ),
        (
            "uploaded",
            uploaded.encode(),
            64 * (RECEIPT + 256),
            |bytes| UploadResponse::decode(bytes).map(drop),
        ),
        (
            "sealed",
            sealed.encode(),
            MAX_PUSH_BYTES + 16_384,
            |bytes| SealedPushRequest::decode(bytes).map(drop),
        ),
        (
            "segments",
            segments.encode(),
            MAX_PUSH_BYTES + 65_536,
            |bytes| SealedUploadRequest::decode(bytes).map(drop),
        ),
        ("piece", piece.encode(), MAX_PIECE + 1_024, |bytes| {
            DeskFileResponse::decode(bytes).map(drop)
        }),
        ("ask", ask.encode(), 1_024, |bytes| {
            DeskCaseRequest::decode(bytes).map(drop)
        }),
        ("queue", queue.encode(), 2 << 20, |bytes| {
            DeskQueueResponse::decode(bytes).map(drop)
        }),
    ];
    let wrong: Vec<&str> = cases
        .iter()
        .filter(|(_, bytes, most, read)| {
            let at_most = read(&padded(bytes, *most));
            at_most != Ok(()) || read(&padded(bytes, most + 1)) != Err(MALFORMED)
        })
        .map(|(name, ..)| *name)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

fn chunk(number: u8, length: usize) -> Chunk {
    Chunk {
        operation: op_id(number),
        attachment: AttachmentId::from_bytes([number; 16]),
        offset: 0,
        bytes: vec![number; length],
    }
}

fn sealed(length: usize) -> SealedOperation {
    SealedOperation {
        operation: op_id(1),
        envelope: vec![1; length],
    }
}

fn segment(offset: u64, length: usize) -> SealedChunk {
    SealedChunk {
        operation: op_id(1),
        attachment: AttachmentId::from_bytes([1; 16]),
        offset,
        segment: vec![1; length],
        envelope: vec![2; 200],
    }
}

#[test]
fn the_fullest_push_and_its_answer_are_read() {
    let each = MAX_PUSH_BYTES / MAX_PUSH;
    let push = PushRequest {
        operations: vec![vec![1; each]; MAX_PUSH],
        extra: extra(),
    };
    assert!(PushRequest::decode(&push.encode()) == Ok(push.clone()));
    let mut more = push;
    more.operations.push(vec![1]);
    let refused = PushRequest::decode(&more.encode()).err();
    assert_eq!(refused, Some(DecodeError::TooMany("operations")));
    more.operations = Vec::new();
    let refused = PushRequest::decode(&more.encode()).err();
    assert_eq!(refused, Some(DecodeError::FieldOutOfRange("operations")));
    more.operations = vec![vec![1; MAX_OPERATION_BYTES]];
    assert!(PushRequest::decode(&more.encode()).is_ok());
    more.operations = vec![vec![1; MAX_OPERATION_BYTES + 1]];
    let refused = PushRequest::decode(&more.encode()).err();
    assert_eq!(refused, Some(DecodeError::FieldOutOfRange("operations")));

    let answer = |receipt: usize| PushResponse {
        outcomes: (0..64)
            .map(|number| PushOutcome {
                operation: op_id(number),
                verdict: PushVerdict::Receipt(vec![number; receipt]),
            })
            .collect(),
        extra: extra(),
    };
    assert!(PushResponse::decode(&answer(RECEIPT).encode()) == Ok(answer(RECEIPT)));
    let refused = PushResponse::decode(&answer(RECEIPT + 1).encode()).err();
    assert_eq!(refused, Some(DecodeError::FieldOutOfRange("receipt")));
}

#[test]
fn the_fullest_upload_and_its_answer_are_read() {
    let each = MAX_PUSH_BYTES / MAX_PUSH;
    let upload = |chunks| UploadRequest {
        chunks,
        extra: extra(),
    };
    let many: Vec<_> = (0..64).map(|number| chunk(number, each)).collect();
    let bytes = upload(many.clone()).encode();
    assert!(UploadRequest::decode(&bytes) == Ok(upload(many.clone())));
    assert!(UploadRequest::prefix(&bytes) == many);
    let one = upload(vec![chunk(1, MAX_CHUNK_BYTES as usize)]);
    assert!(UploadRequest::decode(&one.encode()) == Ok(one.clone()));
    assert!(UploadRequest::prefix(&one.encode()) == one.chunks);
    let long = upload(vec![chunk(1, MAX_CHUNK_BYTES as usize + 1)]);
    let refused = UploadRequest::decode(&long.encode()).err();
    assert_eq!(refused, Some(DecodeError::FieldOutOfRange("bytes")));
    assert!(UploadRequest::prefix(&long.encode()).is_empty());
    let refused = UploadRequest::decode(&upload(Vec::new()).encode()).err();
    assert_eq!(refused, Some(DecodeError::FieldOutOfRange("chunks")));

    let answer = |receipt: usize| UploadResponse {
        progress: Vec::new(),
        receipts: vec![vec![1; receipt]; MAX_PUSH],
        extra: extra(),
    };
    assert!(UploadResponse::decode(&answer(RECEIPT).encode()) == Ok(answer(RECEIPT)));
    let refused = UploadResponse::decode(&answer(RECEIPT + 1).encode()).err();
    assert_eq!(refused, Some(DecodeError::FieldOutOfRange("receipts")));
}

#[test]
fn rule_K4_the_fullest_sealed_messages_are_read() {
    let each = MAX_PUSH_BYTES / MAX_PUSH;
    let push = |operations| SealedPushRequest {
        operations,
        extra: extra(),
    };
    let many = push(vec![sealed(each); MAX_PUSH]);
    assert!(SealedPushRequest::decode(&many.encode()) == Ok(many));
    // An encapsulated key and a tag around the longest operation.
    let long = push(vec![sealed(MAX_OPERATION_BYTES + 65 + 16)]);
    assert!(SealedPushRequest::decode(&long.encode()) == Ok(long));
    for (wrong, name) in [
        (vec![sealed(MAX_OPERATION_BYTES + 65 + 17)], "envelope"),
        (Vec::new(), "operations"),
    ] {
        let refused = SealedPushRequest::decode(&push(wrong).encode()).err();
        assert_eq!(refused, Some(DecodeError::FieldOutOfRange(name)));
    }

    const SEGMENT: usize = 64 << 10;
    let upload = |chunks| SealedUploadRequest {
        chunks,
        extra: extra(),
    };
    let full = |number: u64| segment(number * SEGMENT as u64, SEGMENT + 16);
    let many = upload((0..4).map(full).collect());
    assert!(SealedUploadRequest::decode(&many.encode()) == Ok(many));
    for (wrong, name) in [
        (vec![segment(0, SEGMENT + 17)], "segment"),
        (vec![segment(1, 1)], "offset"),
        (Vec::new(), "chunks"),
    ] {
        let refused = SealedUploadRequest::decode(&upload(wrong).encode()).err();
        assert_eq!(refused, Some(DecodeError::FieldOutOfRange(name)));
    }
}

#[test]
fn a_session_lasts_twelve_hours_at_most_and_a_kind_has_sixty_four_bytes_at_most() {
    let session = |seconds| SessionResponse {
        token: ReadToken::from_bytes([1; 32]),
        seconds,
        now: 7,
        scopes: Vec::new(),
        extra: extra(),
    };
    assert_eq!(MAX_SESSION_SECONDS, 43_200);
    assert!(SessionResponse::decode(&session(43_200).encode()).is_ok());
    let refused = SessionResponse::decode(&session(43_201).encode()).err();
    assert_eq!(refused, Some(DecodeError::FieldOutOfRange("seconds")));
    let named = Operation {
        kind: "k".repeat(64),
        ..operation()
    };
    assert!(prepare_operation(&named, &point(&key(SUBMISSION))).is_ok());
}

/// An operation whose payload has so many bytes, because a newer build has added something.
fn of_length(length: usize) -> Operation {
    let large = Operation {
        body: vec![1; MAX_BODY_BYTES],
        ..operation()
    };
    let bytes = signed_operation(&large);
    let message = read(&bytes, &Limits::LIST).expect("ours");
    let parts = message.as_tagged(18).and_then(|message| message.as_array());
    let parts = parts.expect("signed");
    let payload = padded(parts[2].as_bytes().expect("a payload"), length);
    let longer = Item::Array(vec![
        Item::Encoded(parts[0].raw().to_vec()),
        Item::Encoded(parts[1].raw().to_vec()),
        Item::Bytes(payload),
        Item::Encoded(parts[3].raw().to_vec()),
    ]);
    let longer = Item::Tag(18, Box::new(longer)).encode();
    let kept = VerifiedOperation::from_kept(&longer).expect("fits");
    kept.operation().clone()
}

#[test]
fn an_operation_that_would_be_too_long_once_signed_is_refused_before_anybody_signs() {
    let most = MAX_OPERATION_BYTES - 512;
    let prepare = |length| prepare_operation(&of_length(length), &point(&key(SUBMISSION))).err();
    assert_eq!(prepare(most), None);
    assert_eq!(
        prepare(most + 1),
        Some(DecodeError::FieldOutOfRange("body"))
    );
    assert!(signed_operation(&of_length(most)).len() <= MAX_OPERATION_BYTES);
}

#[test]
fn an_empty_list_that_is_written_out_is_refused_and_nothing_unknown_is_nothing() {
    let bytes = signed_operation(&operation());
    let message = read(&bytes, &Limits::LIST).expect("ours");
    let parts = message.as_tagged(18).and_then(|message| message.as_array());
    let parts = parts.expect("signed");
    let with = |label: i64| {
        let label: Item = label.into();
        let label = label.encode();
        let mut entries = entries(parts[2].as_bytes().expect("a payload"));
        entries.retain(|(key, _)| *key != Item::Encoded(label.clone()));
        entries.push((Item::Encoded(label), Item::Array(Vec::new())));
        let message = Item::Array(vec![
            Item::Encoded(parts[0].raw().to_vec()),
            Item::Encoded(parts[1].raw().to_vec()),
            Item::Map(entries).wrapped(),
            Item::Encoded(parts[3].raw().to_vec()),
        ]);
        VerifiedOperation::from_kept(&Item::Tag(18, Box::new(message)).encode())
    };
    for label in [7, 8, 9, 10] {
        assert!(with(label).is_err(), "{label}");
    }
    let plain = VerifiedOperation::from_kept(&bytes).expect("ours");
    assert!(plain.operation().extra.is_empty());
}

#[test]
fn what_a_device_has_kept_is_read_only_as_what_it_was_signed_as() {
    use tongban_protocol::{SignedError, VerifiedReceipt};
    let retyped = |bytes: &[u8], from: &[u8], to: &[u8]| {
        let place = bytes.windows(from.len()).position(|part| part == from);
        let place = place.expect("the typ");
        [&bytes[..place], to, &bytes[place + from.len()..]].concat()
    };
    let operation = signed_operation(&operation());
    assert!(VerifiedOperation::from_kept(&operation).is_ok());
    let other = retyped(&operation, b"tongban-operation", b"tongban-proposing");
    assert!(matches!(
        VerifiedOperation::from_kept(&other),
        Err(SignedError::NotVerified(_))
    ));
    let receipt = crate::sync_support::signed_receipt(&receipt(Fact::Held { case_version: 1 }));
    assert!(VerifiedReceipt::from_kept(&receipt).is_ok());
    let other = retyped(&receipt, b"tongban-receipt", b"tongban-voucher");
    assert!(matches!(
        VerifiedReceipt::from_kept(&other),
        Err(SignedError::NotVerified(_))
    ));
}
