//! What staff read, and the rows of a resident's scope.

use proptest::prelude::*;
use tongban_protocol::{
    AttachmentId, CaseId, CertificateRow, DecodeError, DeskCaseRequest, DeskCaseResponse, DeskDue,
    DeskFile, DeskFileRequest, DeskFileResponse, DeskItem, DeskQueueResponse, DueKind, Extra,
    LookRow, MAX_PIECE, MAX_READ_MARKS, OperationId, ReadLogHead, ReadMark, ReadMarksRequest,
    ReadRow, ScopeId, StaffGrant,
};

fn case(byte: u8) -> CaseId {
    CaseId::from_bytes([byte; 16])
}

fn queue() -> DeskQueueResponse {
    let item = |byte, due, duplicate_of| DeskItem {
        case: case(byte),
        version: 3,
        service: "elderly-preferential-card".into(),
        pack: ("yunquan".into(), 2),
        applicant: "周＊＊".into(),
        number: "2026-000012".into(),
        phase: "submitted".into(),
        holder: "intake".into(),
        received_at: 1_772_413_200,
        due,
        duplicate_of,
    };
    let due = |kind, provisional| DeskDue {
        day: 20_518,
        kind,
        provisional,
    };
    DeskQueueResponse {
        items: vec![
            item(1, Some(due(DueKind::Answer, false)), None),
            item(2, Some(due(DueKind::Supply, true)), Some(case(1))),
            item(3, Some(due(DueKind::Decision, false)), None),
            item(4, None, None),
        ],
        now: 1_772_413_200,
        extra: Extra::default(),
    }
}

#[test]
fn the_messages_of_the_desk_read_back() {
    let queue = queue();
    assert_eq!(DeskQueueResponse::decode(&queue.encode()), Ok(queue));
    let request = DeskCaseRequest {
        case: case(1),
        extra: Extra::default(),
    };
    assert_eq!(DeskCaseRequest::decode(&request.encode()), Ok(request));
    let answer = DeskCaseResponse {
        applicant: "周桂芳".into(),
        number: "2026-000012".into(),
        events: vec![b"one".to_vec(), b"two".to_vec()],
        makers: vec![Some(OperationId::from_bytes([3; 16])), None],
        files: vec![DeskFile {
            id: AttachmentId::from_bytes([7; 16]),
            length: 9_000,
            confirmed: 4_096,
        }],
        now: 5,
        extra: Extra::default(),
    };
    let with_makers = |makers| {
        let mut answer = answer.clone();
        answer.makers = makers;
        answer
    };
    let earlier = with_makers(Vec::new());
    assert!(DeskCaseResponse::decode(&earlier.encode()) == Ok(earlier.clone()));
    let short = with_makers(vec![None]);
    let refused = DeskCaseResponse::decode(&short.encode()).map(|_| ());
    assert_eq!(refused, Err(DecodeError::FieldOutOfRange("makers")));
    assert!(DeskCaseResponse::decode(&answer.encode()) == Ok(answer));
    let file = DeskFileRequest {
        case: case(1),
        file: AttachmentId::from_bytes([7; 16]),
        offset: 1 << 20,
        extra: Extra::default(),
    };
    assert_eq!(DeskFileRequest::decode(&file.encode()), Ok(file));
    let piece = |bytes: usize| DeskFileResponse {
        length: 9_000_000,
        bytes: vec![7; bytes],
        extra: Extra::default(),
    };
    assert!(DeskFileResponse::decode(&piece(MAX_PIECE).encode()) == Ok(piece(MAX_PIECE)));
    let long = DeskFileResponse::decode(&piece(MAX_PIECE + 1).encode());
    assert!(long == Err(DecodeError::FieldOutOfRange("bytes")));
}

#[test]
fn the_rows_of_a_resident_and_the_grant_of_an_officer_read_back() {
    let look = LookRow {
        at: 1_772_413_200,
        actor: "受理岗 何志平 · 云泉市民政局".into(),
        purpose: "handle".into(),
        line: ReadLogHead {
            seq: 12,
            hash: [3; 32],
        },
        extra: Extra::default(),
    };
    assert_eq!(LookRow::decode(&look.encode()), Ok(look));
    let row = |copies| CertificateRow {
        type_name: "elderly-preferential-card".into(),
        copies,
        extra: Extra::default(),
    };
    let issued = row(vec![vec![1; 700]]);
    assert!(CertificateRow::decode(&issued.encode()) == Ok(issued));
    let none = CertificateRow::decode(&row(Vec::new()).encode());
    assert!(none == Err(DecodeError::FieldOutOfRange("copies")));
    let grant = StaffGrant {
        name: "何志平".into(),
        office: "云泉市民政局".into(),
        roles: vec!["intake".into(), "decider".into()],
        scope: ScopeId::from_bytes([5; 16]),
    };
    assert_eq!(StaffGrant::decode(&grant.encode()), Ok(grant));
}

proptest! {
    #[test]
    fn any_bytes_and_any_flipped_bit_are_read_without_a_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        bit in any::<prop::sample::Index>(),
    ) {
        let mut flipped = queue().encode();
        let at = bit.index(flipped.len() * 8);
        flipped[at / 8] ^= 1 << (at % 8);
        for bytes in [&bytes, &flipped] {
            let _ = DeskQueueResponse::decode(bytes);
            let _ = DeskCaseRequest::decode(bytes);
            let _ = DeskCaseResponse::decode(bytes);
            let _ = DeskFileRequest::decode(bytes);
            let _ = DeskFileResponse::decode(bytes);
            let _ = LookRow::decode(bytes);
            let _ = CertificateRow::decode(bytes);
            let _ = StaffGrant::decode(bytes);
        }
    }
}

#[test]
fn marks_of_what_was_read_read_back_and_none_or_too_many_are_refused() {
    let scope = ScopeId::from_bytes([9; 16]);
    let marks = |count: usize| -> Vec<ReadMark> {
        let ids = (0..count).map(|number| format!("case.{number}"));
        ids.map(|id| ReadMark::of(scope, &id)).collect()
    };
    for count in [1, MAX_READ_MARKS] {
        let request = ReadMarksRequest {
            scope,
            marks: marks(count),
            extra: Extra::default(),
        };
        assert_eq!(
            ReadMarksRequest::decode(&request.encode()),
            Ok(request.clone())
        );
        let row = ReadRow {
            marks: request.marks,
            extra: Extra::default(),
        };
        assert_eq!(ReadRow::decode(&row.encode()), Ok(row));
    }
    for (count, refused) in [
        (0, DecodeError::FieldOutOfRange("marks")),
        (MAX_READ_MARKS + 1, DecodeError::TooMany("marks")),
    ] {
        let request = ReadMarksRequest {
            scope,
            marks: marks(count),
            extra: Extra::default(),
        };
        assert_eq!(ReadMarksRequest::decode(&request.encode()), Err(refused));
    }
    let other = ScopeId::from_bytes([8; 16]);
    assert_ne!(ReadMark::of(scope, "case.1"), ReadMark::of(other, "case.1"));
}
