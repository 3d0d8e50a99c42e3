//! Who has signed what, and that nothing else counts.

use tongban_protocol::{
    Attachment, DecodeError, Extra, Fact, MAX_BODY_BYTES, Operation, PlatformKeys, ReceiptKeys,
    SignedError, UnverifiedOperation, UnverifiedPlatformKeys, UnverifiedReceipt, UnverifiedSession,
    VerifiedOperation, VerifiedReceipt, prepare_operation, prepare_platform_keys, prepare_session,
};

use crate::support::{key, point, sign};
use crate::sync_support::{
    RECEIPT, SUBMISSION, op_id, operation, receipt, signed_operation, signed_receipt,
};

const HELD: Fact = Fact::Held { case_version: 1 };

fn verify_operation(bytes: &[u8], by: u8) -> Result<VerifiedOperation, SignedError> {
    UnverifiedOperation::parse(bytes)?.verify(&point(&key(by)))
}

fn verify_receipt(bytes: &[u8], by: u8) -> Result<VerifiedReceipt, SignedError> {
    UnverifiedReceipt::parse(bytes)?.verify(&ReceiptKeys::new(vec![point(&key(by))]))
}

#[test]
fn an_operation_of_a_stranger_is_not_that_persons() {
    let bytes = signed_operation(&operation());
    assert!(verify_operation(&bytes, SUBMISSION).is_ok());
    assert_eq!(
        verify_operation(&bytes, 2).err(),
        Some(SignedError::WrongKey)
    );
    // A stranger who names the person's key cannot sign for it.
    let prepared = prepare_operation(&operation(), &point(&key(SUBMISSION))).expect("fits");
    let signature = sign(&key(2), prepared.to_be_signed());
    let forged = prepared.finish(&signature);
    assert!(matches!(
        verify_operation(&forged, SUBMISSION),
        Err(SignedError::NotVerified(_))
    ));
}

#[test]
fn rule_S3_a_receipt_of_a_stranger_is_none() {
    let bytes = signed_receipt(&receipt(HELD));
    assert!(verify_receipt(&bytes, RECEIPT).is_ok());
    assert_eq!(verify_receipt(&bytes, 2).err(), Some(SignedError::WrongKey));
    let none = UnverifiedReceipt::parse(&bytes)
        .expect("well formed")
        .verify(&ReceiptKeys::default());
    assert_eq!(none.err(), Some(SignedError::WrongKey));
}

#[test]
fn every_flipped_bit_is_refused() {
    let operation_bytes = signed_operation(&operation());
    let receipt_bytes = signed_receipt(&receipt(HELD));
    for bit in 0..operation_bytes.len() * 8 {
        let mut bad = operation_bytes.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        assert!(
            verify_operation(&bad, SUBMISSION).is_err(),
            "bit {bit} of the operation"
        );
    }
    for bit in 0..receipt_bytes.len() * 8 {
        let mut bad = receipt_bytes.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        assert!(
            verify_receipt(&bad, RECEIPT).is_err(),
            "bit {bit} of the receipt"
        );
    }
}

#[test]
fn rule_C8_what_was_signed_for_one_purpose_never_counts_for_another() {
    let operation = signed_operation(&operation());
    let receipt = signed_receipt(&receipt(HELD));
    let nonce = prepare_session(&[7; 32], &point(&key(SUBMISSION)));
    let signature = sign(&key(SUBMISSION), nonce.to_be_signed());
    let session = nonce.finish(&signature);
    assert!(
        UnverifiedSession::parse(&session)
            .expect("well formed")
            .verify()
            .is_ok()
    );
    for (name, bytes) in [("receipt", &receipt), ("session", &session)] {
        assert!(
            verify_operation(bytes, SUBMISSION).is_err(),
            "{name} as an operation"
        );
        assert!(
            VerifiedOperation::from_kept(bytes).is_err(),
            "{name} out of the outbox"
        );
    }
    for (name, bytes) in [("operation", &operation), ("session", &session)] {
        assert!(
            verify_receipt(bytes, SUBMISSION).is_err(),
            "{name} as a receipt"
        );
        assert!(
            VerifiedReceipt::from_kept(bytes).is_err(),
            "{name} kept as a receipt"
        );
        assert!(
            UnverifiedPlatformKeys::parse(bytes).is_err(),
            "{name} as platform keys"
        );
    }
    // Equal payloads under another typ are other bytes to sign, so a swapped header breaks.
    let text = b"application/tongban-operation+cbor";
    let place = operation
        .windows(text.len())
        .position(|part| part == text)
        .expect("typ");
    let mut swapped = operation.clone();
    swapped[place + b"application/tongban-".len()] = b'O';
    assert!(matches!(
        verify_operation(&swapped, SUBMISSION),
        Err(SignedError::NotVerified(_))
    ));
}

#[test]
fn the_hash_of_an_operation_does_not_depend_on_the_form_of_its_signature() {
    let first = signed_operation(&operation());
    let mut other = first.clone();
    let last = other.len() - 1;
    other[last] ^= 1;
    let hash = |bytes: &[u8]| *VerifiedOperation::from_kept(bytes).expect("kept").hash();
    assert_eq!(hash(&first), hash(&other));
    assert_eq!(
        verify_operation(&first, SUBMISSION)
            .map(|signed| *signed.hash())
            .ok(),
        Some(hash(&first))
    );
    let mut changed = operation();
    changed.body.push(1);
    assert_ne!(hash(&signed_operation(&changed)), hash(&first));
}

#[test]
fn rule_C9_receipt_keys_come_under_the_list_key_only() {
    let keys = PlatformKeys {
        version: 3,
        issued_at: 1_772_413_200,
        receipt_keys: ReceiptKeys::new(vec![point(&key(RECEIPT)), point(&key(8))]),
        sealing_key: None,
        extra: Extra::default(),
    };
    let prepared = prepare_platform_keys(&keys, &point(&key(4))).expect("fits");
    let signature = sign(&key(4), prepared.to_be_signed());
    let bytes = prepared.finish(&signature);
    let read = |by: u8| {
        UnverifiedPlatformKeys::parse(&bytes)
            .expect("well formed")
            .verify(&point(&key(by)))
    };
    assert_eq!(read(4), Ok(keys.clone()));
    assert_eq!(
        keys.receipt_keys.keys(),
        [point(&key(RECEIPT)), point(&key(8))]
    );
    assert_eq!(read(5), Err(SignedError::WrongKey));
    let none = PlatformKeys {
        receipt_keys: ReceiptKeys::default(),
        ..keys
    };
    assert!(prepare_platform_keys(&none, &point(&key(4))).is_err());
}

#[test]
fn an_operation_that_contradicts_itself_is_refused_before_anybody_signs() {
    let prepare = |change: &dyn Fn(&mut Operation)| {
        let mut changed = operation();
        change(&mut changed);
        prepare_operation(&changed, &point(&key(SUBMISSION))).err()
    };
    let out_of_range = |name| Some(DecodeError::FieldOutOfRange(name));
    assert_eq!(prepare(&|_| {}), None);
    assert_eq!(
        prepare(&|one| one.depends_on = vec![op_id(1)]),
        out_of_range("depends_on")
    );
    assert_eq!(
        prepare(&|one| one.depends_on = vec![op_id(2); 2]),
        out_of_range("depends_on")
    );
    assert_eq!(
        prepare(&|one| one.supersedes = vec![op_id(1)]),
        out_of_range("supersedes")
    );
    assert_eq!(
        prepare(&|one| one.attachments.push(one.attachments[0])),
        out_of_range("attachments")
    );
    assert_eq!(
        prepare(&|one| one.attachments[0].length = 0),
        out_of_range("length")
    );
    assert_eq!(
        prepare(&|one| one.attachments[0].length = (32 << 20) + 1),
        out_of_range("length")
    );
    assert_eq!(
        prepare(&|one| one.attachments[0].chunk_bytes = 0),
        out_of_range("chunk_bytes")
    );
    assert_eq!(
        prepare(&|one| one.body = vec![0; MAX_BODY_BYTES + 1]),
        out_of_range("body")
    );
    assert_eq!(
        prepare(&|one| one.kind = "k".repeat(65)),
        out_of_range("kind")
    );
    let many = |number: u8| Attachment {
        id: tongban_protocol::AttachmentId::from_bytes([number; 16]),
        ..operation().attachments[0]
    };
    assert_eq!(
        prepare(&|one| one.attachments = (0..33).map(many).collect()),
        Some(DecodeError::TooMany("attachments"))
    );
}
