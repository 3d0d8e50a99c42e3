//! Bytes from outside never panic, whatever they are.

use proptest::prelude::*;
use tongban_protocol::{
    DecodeError, EnrolResponse, LookRequest, LookResponse, Refusal, StatusSnapshot, TrustSnapshot,
    UnverifiedEnrol,
};

use crate::support::{body, request};

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
}

proptest! {
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
