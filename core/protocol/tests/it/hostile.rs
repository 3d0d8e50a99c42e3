//! Bytes from outside never panic, whatever they are.

use proptest::prelude::*;
use tongban_protocol::{
    DecodeError, EnrolResponse, Fact, LookRequest, LookResponse, PullRequest, PushRequest,
    PushResponse, ReceiptKeys, Refusal, SessionChallenge, SessionChallengeRequest, SessionResponse,
    StatusSnapshot, TrustSnapshot, UncheckedPull, UnverifiedEnrol, UnverifiedOperation,
    UnverifiedPlatformKeys, UnverifiedReceipt, UnverifiedSession, UploadRequest, UploadResponse,
};

use crate::support::{body, key, point, request};
use crate::sync_support::{operation, receipt, signed_operation, signed_receipt};

fn feed(bytes: &[u8]) {
    let _ = LookRequest::decode(bytes);
    let _ = LookResponse::decode(bytes);
    let _ = EnrolResponse::decode(bytes);
    let _ = Refusal::decode(bytes);
    let _ = TrustSnapshot::from_sequence(bytes);
    let _ = StatusSnapshot::from_sequence(bytes);
    if let Ok(parsed) = UnverifiedEnrol::parse(bytes) {
        let _ = parsed.verify();
    }
    feed_sync(bytes);
}

fn feed_sync(bytes: &[u8]) {
    let _ = PushRequest::decode(bytes);
    let _ = PushResponse::decode(bytes);
    let _ = UploadRequest::decode(bytes);
    let _ = UploadResponse::decode(bytes);
    let _ = SessionChallengeRequest::decode(bytes);
    let _ = SessionChallenge::decode(bytes);
    let _ = SessionResponse::decode(bytes);
    if let Ok(asked) = PullRequest::decode(bytes)
        && let Ok(answer) = UncheckedPull::decode(bytes)
    {
        let _ = answer.check(&asked);
    }
    if let Ok(parsed) = UnverifiedOperation::parse(bytes) {
        let _ = parsed.verify(&point(&key(1)));
    }
    if let Ok(parsed) = UnverifiedReceipt::parse(bytes) {
        let _ = parsed.verify(&ReceiptKeys::new(vec![point(&key(9))]));
    }
    if let Ok(parsed) = UnverifiedPlatformKeys::parse(bytes) {
        let _ = parsed.verify(&point(&key(4)));
    }
    if let Ok(parsed) = UnverifiedSession::parse(bytes) {
        let _ = parsed.verify();
    }
}

proptest! {
    #[test]
    fn damaged_operations_and_receipts_do_not_panic(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut: prop::sample::Index) {
        for mut bytes in [signed_operation(&operation()), signed_receipt(&receipt(Fact::Held { case_version: 1 }))] {
            for (place, value) in &places {
                let place = place.index(bytes.len());
                bytes[place] = *value;
            }
            bytes.truncate(cut.index(bytes.len() + 1));
            feed_sync(&bytes);
        }
    }

    #[test]
    fn random_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        feed(&bytes);
    }

    #[test]
    fn damaged_messages_do_not_panic(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut: prop::sample::Index) {
        let mut bytes = body(&request(2));
        for (place, value) in places {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        bytes.truncate(cut.index(bytes.len() + 1));
        feed(&bytes);
    }
}

#[test]
fn bombs_and_wrong_shapes_are_errors() {
    let nested = vec![0x81; 20_000];
    let huge_map = [0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    let huge_bytes = [
        0xa1, 0x01, 0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    ];
    for bytes in [
        &nested[..],
        &huge_map,
        &huge_bytes,
        &[],
        &[0xa0, 0xa0],
        &[0xa2, 1, 1, 1, 1],
    ] {
        feed(bytes);
        assert!(LookRequest::decode(bytes).is_err());
        assert!(UnverifiedEnrol::parse(bytes).is_err());
        assert!(UnverifiedOperation::parse(bytes).is_err());
        assert!(UnverifiedReceipt::parse(bytes).is_err());
        assert!(UncheckedPull::decode(bytes).is_err());
        assert!(PushRequest::decode(bytes).is_err());
        assert!(UploadRequest::decode(bytes).is_err());
    }
    let long = vec![0; 17 << 10];
    assert!(UnverifiedEnrol::parse(&long).is_err());
}

#[test]
fn errors_name_the_field_and_nothing_else() {
    assert_eq!(
        LookRequest::decode(&[0xa0]),
        Err(DecodeError::MissingField("number"))
    );
    // 100,000,000 has nine digits.
    assert_eq!(
        LookRequest::decode(&[0xa1, 1, 0x1a, 0x05, 0xf5, 0xe1, 0]),
        Err(DecodeError::FieldOutOfRange("number"))
    );
    assert_eq!(
        TrustSnapshot::from_sequence(&[0x40]),
        Err(DecodeError::MissingField("root"))
    );
    assert_eq!(
        TrustSnapshot::from_sequence(&[]),
        Err(DecodeError::MissingField("trust_list"))
    );
}
