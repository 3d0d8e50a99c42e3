use tongban_protocol::{
    EnrolFormatError, EnrolProofError, PossessionPurpose, PresentedVoucher, UnverifiedEnrol,
    VoucherDigits, VoucherNumber, possession_to_be_signed,
};

use crate::support::{ENROL_ID, body, id, key, point, proven, request};

fn outcome(body: &[u8]) -> Result<(), EnrolProofError> {
    UnverifiedEnrol::parse(body)
        .expect("well formed")
        .verify()
        .map(|_| ())
}

#[test]
fn an_enrolment_arrives_as_it_was_sent() {
    let mut sent = request(3);
    sent.voucher = PresentedVoucher::Typed {
        number: VoucherNumber::parse("3107 0186").expect("number"),
        digits: VoucherDigits::parse("4402 7195").expect("digits"),
    };
    let bytes = body(&sent);
    let verified = UnverifiedEnrol::parse(&bytes)
        .expect("well formed")
        .verify()
        .expect("proven");
    assert_eq!(verified.body_sha256(), &tongban_cose::sha256(&bytes));
    let got = verified.request();
    assert_eq!(
        (got.enrol_id, got.submission_key),
        (sent.enrol_id, sent.submission_key)
    );
    assert_eq!(got.certificate_type, "resident-identity");
    assert!(got.device == sent.device && got.holder_keys == sent.holder_keys);
    let PresentedVoucher::Typed { number, digits } = &got.voucher else {
        panic!("typed voucher")
    };
    assert_eq!(number.to_string(), "3107 0186");
    assert_eq!(digits.expose(), b"44027195");
}

#[test]
fn rule_C8_a_proof_for_one_purpose_never_counts_for_another() {
    let mut swapped = request(1);
    swapped.device = proven(&key(2), PossessionPurpose::HolderCopy, &key(1));
    assert_eq!(outcome(&body(&swapped)), Err(EnrolProofError::Device));

    let mut swapped = request(1);
    swapped.holder_keys = vec![proven(&key(3), PossessionPurpose::Device, &key(1))];
    assert_eq!(outcome(&body(&swapped)), Err(EnrolProofError::Holder));
}

#[test]
fn rule_C8_one_key_serves_one_purpose() {
    let mut doubled = request(1);
    doubled
        .holder_keys
        .push(proven(&key(3), PossessionPurpose::HolderCopy, &key(1)));
    assert_eq!(outcome(&body(&doubled)), Err(EnrolProofError::KeyReused));

    let mut shared = request(1);
    shared.holder_keys = vec![proven(&key(2), PossessionPurpose::HolderCopy, &key(1))];
    assert_eq!(outcome(&body(&shared)), Err(EnrolProofError::KeyReused));

    let mut shared = request(1);
    shared.device = proven(&key(1), PossessionPurpose::Device, &key(1));
    assert_eq!(outcome(&body(&shared)), Err(EnrolProofError::KeyReused));
}

#[test]
fn proofs_do_not_move_to_another_enrolment_or_submission_key() {
    let mut moved = request(1);
    moved.enrol_id = id(8);
    assert_eq!(outcome(&body(&moved)), Err(EnrolProofError::Device));

    let mut moved = request(1);
    moved.holder_keys = vec![proven(&key(3), PossessionPurpose::HolderCopy, &key(40))];
    assert_eq!(outcome(&body(&moved)), Err(EnrolProofError::Holder));

    let purposes = [PossessionPurpose::Device, PossessionPurpose::HolderCopy];
    let [device, holder] = purposes.map(|purpose| {
        possession_to_be_signed(
            purpose,
            ENROL_ID.as_bytes(),
            &point(&key(1)),
            &point(&key(2)),
        )
    });
    assert_ne!(device, holder);
}

#[test]
fn every_flipped_bit_is_refused() {
    let good = body(&request(1));
    assert_eq!(outcome(&good), Ok(()));
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        if let Ok(parsed) = UnverifiedEnrol::parse(&bad) {
            assert!(parsed.verify().is_err(), "bit {bit} was accepted");
        }
    }
}

#[test]
fn too_many_copies_and_none_are_refused_before_any_signature_is_checked() {
    for copies in [0, 17] {
        let error = UnverifiedEnrol::parse(&body(&request(copies)))
            .err()
            .expect("refused");
        assert!(
            matches!(error, EnrolFormatError::Message(_)),
            "{copies}: {error}"
        );
    }
    assert_eq!(outcome(&body(&request(16))), Ok(()));
}
