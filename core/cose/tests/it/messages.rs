use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use tongban_cose::cbor::{Item, Limits};
use tongban_cose::{
    CoseError, MultiToBeSigned, PublicKey, SigningInput, Suite, Typ, UnverifiedMultiSign,
    UnverifiedSign1, VerifyError, p256_signature_from_any,
};

const LETTER: Typ = Typ::text("application/letter");

fn key(seed: u8) -> (SigningKey, PublicKey) {
    let key = SigningKey::from_slice(&[seed; 32]).unwrap();
    let public = PublicKey::from_sec1_any(key.verifying_key().to_sec1_point(true).as_bytes());
    (key, public.unwrap())
}

fn sign(key: &SigningKey, message: &[u8]) -> [u8; 64] {
    let signature: Signature = key.sign(message);
    signature.to_bytes().into()
}

fn input(unprotected: Vec<(Item, Item)>) -> SigningInput {
    SigningInput {
        protected: vec![(16.into(), "application/letter".into())],
        unprotected,
        payload: b"hello".to_vec(),
        suite: Suite::P256,
    }
}

fn letter() -> Vec<u8> {
    let prepared = input(Vec::new()).prepare();
    let signature = sign(&key(1).0, prepared.bytes());
    prepared.finish(&signature)
}

fn hand_made(protected: Item, unprotected: Item) -> Vec<u8> {
    let parts = vec![
        protected.wrapped(),
        unprotected,
        Item::Bytes(vec![1]),
        vec![0; 64].into(),
    ];
    Item::Tag(18, Box::new(Item::Array(parts))).encode()
}

fn parse_error(bytes: &[u8]) -> CoseError {
    UnverifiedSign1::parse(bytes, &Limits::CODE).unwrap_err()
}

#[test]
fn a_signed_message_gives_its_payload_to_the_right_key_only() {
    let bytes = letter();
    let message = UnverifiedSign1::parse(&bytes, &Limits::CODE).unwrap();
    assert_eq!(
        message.verify(&key(1).1, LETTER).unwrap().payload(),
        b"hello"
    );
    assert_eq!(
        message.verify(&key(2).1, LETTER).unwrap_err(),
        VerifyError::BadSignature
    );
}

#[test]
fn rule_C8_a_signature_for_one_purpose_does_not_count_for_another() {
    let bytes = letter();
    let message = UnverifiedSign1::parse(&bytes, &Limits::CODE).unwrap();
    let other = Typ::text("application/order");
    assert_eq!(
        message.verify(&key(1).1, other).unwrap_err(),
        VerifyError::WrongType
    );
    let untyped = SigningInput {
        protected: Vec::new(),
        ..input(Vec::new())
    }
    .prepare();
    let signature = sign(&key(1).0, untyped.bytes());
    let untyped = untyped.finish(&signature);
    let message = UnverifiedSign1::parse(&untyped, &Limits::CODE).unwrap();
    assert_eq!(
        message.verify(&key(1).1, LETTER).unwrap_err(),
        VerifyError::WrongType
    );
}

#[test]
fn every_bit_of_a_message_counts() {
    let bytes = letter();
    for at in 0..bytes.len() * 8 {
        let mut damaged = bytes.clone();
        damaged[at / 8] ^= 1 << (at % 8);
        let accepted = UnverifiedSign1::parse(&damaged, &Limits::CODE)
            .is_ok_and(|message| message.verify(&key(1).1, LETTER).is_ok());
        assert!(!accepted, "bit {at}");
    }
}

#[test]
fn rule_C8_a_key_of_another_suite_never_verifies() {
    let p384 = p384::ecdsa::SigningKey::from_slice(&[7; 48]).unwrap();
    let p384 = p384.verifying_key().to_sec1_point(true);
    let p384 = PublicKey::from_sec1_any(p384.as_bytes()).unwrap();
    let bytes = letter();
    let message = UnverifiedSign1::parse(&bytes, &Limits::CODE).unwrap();
    assert_eq!(
        message.verify(&p384, LETTER).unwrap_err(),
        VerifyError::WrongSuite
    );
}

#[test]
fn both_forms_of_s_are_one_signature_of_one_message() {
    let prepared = input(Vec::new()).prepare();
    let low: Signature = key(1).0.sign(prepared.bytes());
    let (r, s) = low.split_scalars();
    let negated = Signature::from_scalars(r, -s).unwrap();
    let ids: Vec<_> = [low, negated]
        .iter()
        .map(|signature| {
            let bytes = prepared.clone().finish(&signature.to_bytes());
            let message = UnverifiedSign1::parse(&bytes, &Limits::CODE).unwrap();
            *message.verify(&key(1).1, LETTER).unwrap().signed_sha256()
        })
        .collect();
    assert_eq!(ids[0], ids[1]);
}

#[test]
fn headers_that_an_attacker_could_choose_decide_nothing() {
    let typ = (Item::from(16), Item::from("application/letter"));
    let alg = (Item::from(1), Item::from(-9));
    let outside = hand_made(Item::Map(vec![typ.clone()]), Item::Map(vec![alg.clone()]));
    assert_eq!(parse_error(&outside), CoseError::MisplacedHeader);
    let doubled = hand_made(
        Item::Map(vec![alg.clone(), typ.clone(), (4.into(), vec![1].into())]),
        Item::Map(vec![(4.into(), vec![2].into())]),
    );
    assert_eq!(parse_error(&doubled), CoseError::MisplacedHeader);
    let typed_outside = hand_made(Item::Map(vec![alg.clone()]), Item::Map(vec![typ]));
    assert_eq!(parse_error(&typed_outside), CoseError::MisplacedHeader);
    let crit = (Item::from(2), Item::Array(vec![99.into()]));
    let critical = hand_made(Item::Map(vec![alg.clone(), crit]), Item::Map(Vec::new()));
    assert_eq!(parse_error(&critical), CoseError::CriticalHeader);
    let unknown = hand_made(
        Item::Map(vec![(1.into(), (-8).into())]),
        Item::Map(Vec::new()),
    );
    assert_eq!(parse_error(&unknown), CoseError::UnknownAlgorithm);
    let bytes_label = hand_made(
        Item::Map(vec![alg, (vec![1].into(), 1.into())]),
        Item::Map(vec![]),
    );
    assert_eq!(parse_error(&bytes_label), CoseError::NotSigned);
}

#[test]
fn untagged_and_detached_messages_are_refused() {
    let bytes = letter();
    assert_eq!(parse_error(&bytes[1..]), CoseError::NotSigned);
    let alg = Item::Map(vec![(1.into(), (-9).into())]);
    let parts = vec![
        alg.wrapped(),
        Item::Map(vec![]),
        Item::Null,
        vec![0; 64].into(),
    ];
    let detached = Item::Tag(18, Box::new(Item::Array(parts))).encode();
    assert_eq!(parse_error(&detached), CoseError::NotSigned);
}

#[test]
fn signatures_of_key_stores_become_raw() {
    let signature: Signature = key(1).0.sign(b"message");
    let raw: [u8; 64] = signature.to_bytes().into();
    assert_eq!(
        p256_signature_from_any(signature.to_der().as_bytes()),
        Ok(raw)
    );
    assert_eq!(p256_signature_from_any(&raw), Ok(raw));
    assert!(p256_signature_from_any(&raw[1..]).is_err());
    assert!(p256_signature_from_any(&[0; 64]).is_err());
    assert!(p256_signature_from_any(b"").is_err());
}

#[test]
fn several_signers_are_counted_by_key_not_by_signature() {
    let keys = [key(1), key(2), key(3)];
    let public: Vec<PublicKey> = keys.iter().map(|(_, public)| public.clone()).collect();
    let message = |signers: &[usize]| {
        let mut message = MultiToBeSigned::new("application/letter", b"hello".to_vec());
        for at in signers {
            let signature = sign(&keys[*at].0, &message.bytes_for(&public[*at]));
            message.add(&public[*at], &signature);
        }
        message.finish()
    };
    let count = |bytes: &[u8]| {
        let parsed = UnverifiedMultiSign::parse(bytes, &Limits::CODE).unwrap();
        parsed
            .verify(&public, 2, LETTER)
            .map(|verified| verified.payload().to_vec())
    };
    assert_eq!(count(&message(&[0, 2])), Ok(b"hello".to_vec()));
    assert_eq!(count(&message(&[1])), Err(VerifyError::BadSignature));
    assert_eq!(count(&message(&[1, 1])), Err(VerifyError::BadSignature));
    // The same key listed twice is one key.
    let twice = [public[0].clone(), public[0].clone()];
    let bytes = message(&[0]);
    let parsed = UnverifiedMultiSign::parse(&bytes, &Limits::CODE).unwrap();
    assert!(parsed.verify(&twice, 2, LETTER).is_err());
    let bytes = message(&[0, 1]);
    let parsed = UnverifiedMultiSign::parse(&bytes, &Limits::CODE).unwrap();
    assert_eq!(
        parsed
            .verify(&public, 2, Typ::text("application/order"))
            .unwrap_err(),
        VerifyError::WrongType
    );
}
