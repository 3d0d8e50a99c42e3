//! The signed file.

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use proptest::prelude::*;
use tongban_cose::cbor::{Item, Limits, read};
use tongban_cose::{PublicKey, SigningInput, Suite, VerifyError, labels};
use tongban_rules::guide::RouteKind;
use tongban_rules::pack::{Pack, ReadError, SignedPack, prepare_pack};
use tongban_rules::source::compile;

use super::support::{files, pack};

fn key(seed: u8) -> (SigningKey, PublicKey) {
    let key = SigningKey::from_slice(&[seed; 32]).unwrap();
    let point = key.verifying_key().to_sec1_point(true);
    let public = PublicKey::from_sec1(Suite::P256, point.as_bytes()).unwrap();
    (key, public)
}

fn sign(key: &SigningKey, message: &[u8]) -> [u8; 64] {
    let signature: Signature = key.sign(message);
    signature.to_bytes().into()
}

fn signed(pack: &Pack) -> Vec<u8> {
    let prepared = prepare_pack(pack).expect("a usable pack");
    let signature = sign(&key(7).0, prepared.to_be_signed());
    prepared.finish(&signature)
}

#[test]
fn a_pack_reads_back_as_it_was_written() {
    let file = signed(pack());
    let read = SignedPack::verify(&file, &key(7).1).expect("it verifies");
    assert!(read.pack() == pack());
    assert!(
        file.len() < 64 << 10,
        "{} bytes for three services",
        file.len()
    );
    let prepared = prepare_pack(pack()).unwrap();
    assert_eq!(read.content_sha256(), prepared.content_sha256());
    assert_eq!(read.content_length(), prepared.content_length());
}

#[test]
fn rule_S9_a_pack_without_routes_reads_and_is_written_as_before_there_was_a_choice() {
    let mut old = pack().clone();
    for service in &mut old.services {
        service.guide.routes.clear();
    }
    let guide = tongban_rules::pack::codec::encode(&old.services[0].guide).unwrap();
    let name = b"\x66routes";
    assert!(!guide.windows(name.len()).any(|window| window == name));
    let file = signed(&old);
    let read = SignedPack::verify(&file, &key(7).1).expect("it verifies");
    assert!(read.pack() == &old);
    let guide = &read.pack().services[0].guide;
    let offered = |kind: &&RouteKind| guide.offers(**kind);
    let offered: Vec<_> = RouteKind::ALL.iter().filter(offered).collect();
    assert_eq!(offered, [&RouteKind::App]);
}

#[test]
fn equal_sources_give_equal_bytes() {
    let again = compile(&files(), "yunquan").unwrap().pack;
    assert!(
        prepare_pack(&again).unwrap().to_be_signed()
            == prepare_pack(pack()).unwrap().to_be_signed()
    );
}

#[test]
fn a_strangers_signature_and_another_kind_of_object_are_refused() {
    let file = signed(pack());
    let stranger = SignedPack::verify(&file, &key(8).1).unwrap_err();
    assert_eq!(stranger, ReadError::NotVerified(VerifyError::BadSignature));
    let list = envelope("application/tongban-trust-list+cbor", Item::Map(Vec::new()));
    let error = SignedPack::verify(&list, &key(7).1).unwrap_err();
    assert_eq!(error, ReadError::NotVerified(VerifyError::WrongType));
}

#[test]
fn a_signed_payload_of_another_shape_is_refused() {
    let typ = "application/tongban-region-pack+cbor";
    let refused = |payload| SignedPack::verify(&envelope(typ, payload), &key(7).1).unwrap_err();
    assert_eq!(refused(Item::Map(Vec::new())), ReadError::Shape);
    assert_eq!(refused(Item::Null), ReadError::Shape);
    let payload = |format: u64, length: u64, content: &[u8]| {
        Item::Map(vec![
            (1.into(), Item::Unsigned(format)),
            (2.into(), "yunquan".into()),
            (3.into(), Item::Unsigned(1)),
            (4.into(), Item::Bytes(vec![0; 32])),
            (5.into(), Item::Unsigned(length)),
            (6.into(), Item::Bytes(content.to_vec())),
        ])
    };
    assert_eq!(refused(payload(2, 0, b"")), ReadError::Format(2));
    assert_eq!(refused(payload(1, u64::MAX, b"")), ReadError::Length);
    assert_eq!(refused(payload(1, 5, b"\x03\x00")), ReadError::Length);
    assert_eq!(refused(payload(1, 0, b"\x03\x00")), ReadError::Hash);
    // Forty megabytes of zeros in forty kilobytes: only the declared length is ever inflated.
    assert_eq!(refused(payload(1, 16, &bomb())), ReadError::Length);
}

#[test]
fn a_pack_that_contradicts_itself_is_neither_written_nor_read() {
    let mut broken = pack().clone();
    broken.services[0].form.order.reverse();
    assert!(prepare_pack(&broken).is_err());
    let mut twice = pack().clone();
    twice.services.push(twice.services[0].clone());
    assert!(prepare_pack(&twice).is_err());
}

#[test]
fn a_pack_spelled_in_another_way_is_refused_though_it_says_the_same() {
    let content = content();
    let limits = Limits {
        max_bytes: content.len(),
        max_depth: 64,
        max_items: 1 << 20,
    };
    let pack = read(&content, &limits).unwrap();
    let entries = pack.as_map().unwrap();
    let mut turned = vec![0xa0 | u8::try_from(entries.len()).unwrap()];
    for (key, value) in entries.iter().rev() {
        turned.extend([key.raw(), value.raw()].concat());
    }
    assert_eq!(turned.len(), content.len());
    let error = SignedPack::verify(&envelope_of(&turned), &key(7).1).unwrap_err();
    assert!(matches!(error, ReadError::Content(_)), "{error}");
    assert!(SignedPack::verify(&envelope_of(&content), &key(7).1).is_ok());
}

#[test]
fn every_flipped_byte_and_every_cut_is_refused() {
    let file = signed(pack());
    let public = key(7).1;
    for place in (0..file.len()).step_by(97).chain(0..64) {
        let mut changed = file.clone();
        changed[place] ^= 0x41;
        assert!(
            SignedPack::verify(&changed, &public).is_err(),
            "byte {place}"
        );
    }
    for end in (0..file.len()).step_by(211) {
        assert!(
            SignedPack::verify(&file[..end], &public).is_err(),
            "cut at {end}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(SignedPack::verify(&bytes, &key(7).1).is_err());
    }

    /// Signed by the right key, so that the content itself is reached.
    #[test]
    fn no_signed_content_makes_the_reader_panic(
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut content = content();
        for (place, byte) in places {
            let place = place.index(content.len());
            content[place] = byte;
        }
        let file = envelope_of(&content);
        if let Ok(read) = SignedPack::verify(&file, &key(7).1) {
            // A change that still reads is another pack, with its own spelling and its own hash.
            let again = prepare_pack(read.pack()).unwrap();
            prop_assert_eq!(read.content_sha256(), again.content_sha256());
        }
    }
}

fn content() -> Vec<u8> {
    use std::io::Read;
    let file = signed(pack());
    let message = tongban_cose::UnverifiedSign1::parse(&file, &Limits::LIST).unwrap();
    let payload = read(message.payload_unverified(), &Limits::LIST).unwrap();
    let deflated = payload.get(6).unwrap().as_bytes().unwrap();
    let mut content = Vec::new();
    flate2::read::DeflateDecoder::new(deflated)
        .read_to_end(&mut content)
        .unwrap();
    content
}

fn envelope_of(content: &[u8]) -> Vec<u8> {
    let payload = Item::Map(vec![
        (1.into(), Item::Unsigned(1)),
        (2.into(), "yunquan".into()),
        (3.into(), Item::Unsigned(1)),
        (4.into(), tongban_cose::sha256(content).as_slice().into()),
        (5.into(), Item::Unsigned(content.len() as u64)),
        (6.into(), Item::Bytes(deflated(content))),
    ]);
    envelope("application/tongban-region-pack+cbor", payload)
}

fn envelope(typ: &str, payload: Item) -> Vec<u8> {
    let prepared = SigningInput {
        protected: vec![(labels::TYP.into(), typ.into())],
        unprotected: Vec::new(),
        payload: payload.encode(),
        suite: Suite::P256,
    }
    .prepare();
    let signature = sign(&key(7).0, prepared.bytes());
    prepared.finish(&signature)
}

fn bomb() -> Vec<u8> {
    deflated(&vec![0; 40 << 20])
}

fn deflated(content: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}
