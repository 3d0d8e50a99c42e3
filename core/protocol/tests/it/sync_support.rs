//! Messages of sync as tests make them.

use proptest::prelude::*;
use tongban_protocol::{
    Attachment, AttachmentId, CaseId, Epoch, Extra, Fact, MAX_CHUNK_BYTES, MIN_CHUNK_BYTES,
    Operation, OperationId, ReadLogHead, Receipt, Rejection, RejectionCode, ScopeId,
    prepare_operation, prepare_receipt,
};

use crate::support::{key, point, sign};

pub const SUBMISSION: u8 = 1;
pub const RECEIPT: u8 = 9;

pub fn op_id(byte: u8) -> OperationId {
    OperationId::from_bytes([byte; 16])
}

pub fn operation() -> Operation {
    Operation {
        id: op_id(1),
        scope: ScopeId::from_bytes([2; 16]),
        case: CaseId::from_bytes([3; 16]),
        seen: 4,
        kind: "case.submit".to_owned(),
        body: b"an answer".to_vec(),
        depends_on: vec![op_id(5)],
        supersedes: vec![op_id(6), op_id(7)],
        attachments: vec![Attachment {
            id: AttachmentId::from_bytes([8; 16]),
            length: 9_000,
            chunk_bytes: MIN_CHUNK_BYTES,
            sha256: [9; 32],
        }],
        holder_keys: Vec::new(),
        extra: Extra::default(),
    }
}

pub fn signed_operation(operation: &Operation) -> Vec<u8> {
    let prepared = prepare_operation(operation, &point(&key(SUBMISSION))).expect("fits");
    let signature = sign(&key(SUBMISSION), prepared.to_be_signed());
    prepared.finish(&signature)
}

pub fn receipt(fact: Fact) -> Receipt {
    Receipt {
        operation: op_id(1),
        operation_hash: [2; 32],
        scope: ScopeId::from_bytes([2; 16]),
        epoch: Epoch::from_bytes([3; 16]),
        seq: 7,
        stable_seq: 5,
        fact,
        number: "2026-000123".to_owned(),
        at: 1_772_413_200,
        read_log: ReadLogHead {
            seq: 11,
            hash: [4; 32],
        },
        extra: Extra::default(),
    }
}

pub fn signed_receipt(receipt: &Receipt) -> Vec<u8> {
    let prepared = prepare_receipt(receipt, &point(&key(RECEIPT))).expect("fits");
    let signature = sign(&key(RECEIPT), prepared.to_be_signed());
    prepared.finish(&signature)
}

pub fn any_operation() -> impl Strategy<Value = Operation> {
    let ids = || prop::collection::btree_set(any::<[u8; 16]>(), 0..4);
    let attachment = (
        any::<[u8; 16]>(),
        1..=32_u64 << 20,
        MIN_CHUNK_BYTES..=MAX_CHUNK_BYTES,
        any::<[u8; 32]>(),
    );
    (
        (any::<[u8; 16]>(), any::<[u8; 16]>(), any::<[u8; 16]>()),
        any::<u64>(),
        "[a-z.]{1,40}",
        prop::collection::vec(any::<u8>(), 0..300),
        (ids(), ids()),
        prop::collection::vec(attachment, 0..4),
    )
        .prop_map(
            |((id, scope, case), seen, kind, body, (depends_on, supersedes), attachments)| {
                let others = |others: std::collections::BTreeSet<[u8; 16]>| {
                    others
                        .into_iter()
                        .filter(|other| *other != id)
                        .map(OperationId::from_bytes)
                        .collect()
                };
                let mut attachments: Vec<_> = attachments
                    .into_iter()
                    .map(|(id, length, chunk_bytes, sha256)| Attachment {
                        id: AttachmentId::from_bytes(id),
                        length,
                        chunk_bytes,
                        sha256,
                    })
                    .collect();
                attachments.sort_by_key(|attachment| attachment.id);
                attachments.dedup_by_key(|attachment| attachment.id);
                Operation {
                    id: OperationId::from_bytes(id),
                    scope: ScopeId::from_bytes(scope),
                    case: CaseId::from_bytes(case),
                    seen,
                    kind,
                    body,
                    depends_on: others(depends_on),
                    supersedes: others(supersedes),
                    attachments,
                    holder_keys: Vec::new(),
                    extra: Extra::default(),
                }
            },
        )
}

pub fn any_fact() -> impl Strategy<Value = Fact> {
    let code = prop_oneof![
        Just(RejectionCode::StaleVersion),
        Just(RejectionCode::UnknownCase),
        Just(RejectionCode::NotAllowed),
        Just(RejectionCode::Closed),
        Just(RejectionCode::Invalid),
        Just(RejectionCode::IdReused),
        Just(RejectionCode::SupersededAccepted),
        "x_[a-z]{1,20}".prop_map(RejectionCode::Other),
    ];
    let rejection = (
        code,
        any::<Option<[u8; 16]>>(),
        prop::collection::vec(any::<u8>(), 0..50),
    );
    prop_oneof![
        any::<u64>().prop_map(|case_version| Fact::Held { case_version }),
        any::<u64>().prop_map(|case_version| Fact::Complete { case_version }),
        rejection.prop_map(|(code, about, detail)| {
            let about = about.map(OperationId::from_bytes);
            Fact::Rejected(Rejection {
                code,
                about,
                detail,
            })
        }),
    ]
}
