use proptest::prelude::*;
use tongban_certificate::*;
use tongban_cose::cbor::{Item, Limits, Value, read};

use crate::world::*;

fn accept(status: &mut StatusState, tokens: &[Vec<u8>]) -> Result<StatusUpdate, StatusError> {
    status.accept(&trust(), tokens, NOW, FLOOR)
}

fn token(shard: u32, issued_at: u64) -> Vec<u8> {
    status_token(shard, issued_at, &bits(&[]))
}

#[test]
fn rule_C3_per_shard_the_highest_date_is_kept_and_older_tokens_are_refused() {
    let mut status = StatusState::new();
    accept(
        &mut status,
        &[token(1, NOW - HOUR), token(2, NOW - 2 * HOUR)],
    )
    .unwrap();
    assert_eq!(
        (status.oldest(), status.newest()),
        (Some(NOW - 2 * HOUR), Some(NOW - HOUR))
    );
    let older = token(1, NOW - HOUR - 1);
    assert_eq!(accept(&mut status, &[older]), Err(StatusError::RolledBack));
    // Another shard's date says nothing about this one's.
    let update = accept(&mut status, &[token(2, NOW - 2 * HOUR + 1)]).unwrap();
    assert_eq!((update.changed, update.unchanged), (1, 0));
    assert_eq!(
        accept(&mut status, &[token(1, NOW - HOUR)])
            .unwrap()
            .unchanged,
        1
    );
    assert_eq!(status.floor(), NOW - HOUR);
}

#[test]
fn a_set_is_taken_whole_or_not_at_all() {
    let mut status = StatusState::new();
    let mut broken = token(2, NOW);
    let last = broken.len() - 1;
    broken[last] ^= 1;
    let refused = accept(&mut status, &[token(1, NOW), broken]);
    assert_eq!(refused, Err(StatusError::SignatureBroken));
    assert!(status.is_empty());
}

#[test]
fn rule_C10_a_fast_forwarded_status_raises_neither_floor_nor_ratchet() {
    let mut status = StatusState::new();
    accept(&mut status, &[token(1, NOW - HOUR)]).unwrap();
    let update = accept(&mut status, &[token(1, NOW + DAY + 1)]).unwrap();
    assert_eq!(update.fast_forwarded, 1);
    assert_eq!(status.floor(), NOW - HOUR);
    assert!(accept(&mut status, &[token(1, NOW)]).is_ok());
    assert_eq!(status.floor(), NOW);
}

#[test]
fn rule_C10_what_is_remembered_of_dates_belongs_to_one_root() {
    let mut status = StatusState::new();
    accept(&mut status, &[token(1, NOW)]).unwrap();
    let mut trust = trust();
    let next = TrustListContent {
        root_number: 2,
        version: 1,
        ..list_content()
    };
    trust
        .accept(&[root(2)], &signed_list(&next), NOW, FLOOR)
        .unwrap();
    let older = token(1, NOW - HOUR);
    assert!(status.accept(&trust, &[older], NOW, FLOOR).is_ok());
    assert_eq!(status.as_of(1), Some(NOW - HOUR));
}

#[test]
fn only_sources_that_the_trust_list_names_count() {
    let outside = token(8, NOW);
    assert_eq!(
        accept(&mut StatusState::new(), &[outside]),
        Err(StatusError::UnknownSource)
    );
    let statuses = bits(&[]);
    let prepare = |address: &str| {
        prepare_status_list(&StatusListContent {
            address: address.to_owned(),
            issued_at: NOW,
            valid_until: None,
            statuses: &statuses,
        })
    };
    for address in [
        "https://elsewhere.example/1",
        "https://status.yunquan.example/01",
        "",
    ] {
        let prepared = prepare(address);
        let signature = status_key().sign(prepared.to_be_signed());
        let refused = accept(&mut StatusState::new(), &[prepared.finish(&signature)]);
        assert_eq!(refused, Err(StatusError::UnknownSource), "{address}");
    }
    let prepared = prepare(&format!("{ADDRESS}1"));
    let signature = issuer_key().sign(prepared.to_be_signed());
    let refused = accept(&mut StatusState::new(), &[prepared.finish(&signature)]);
    assert_eq!(refused, Err(StatusError::SignatureBroken));
    let nobody = TrustState::from_anchor(&root(1)).unwrap();
    let refused = StatusState::new().accept(&nobody, &[token(1, NOW)], NOW, FLOOR);
    assert_eq!(refused, Err(StatusError::NoTrustList));
}

/// A token made by hand, signed by the right key.
fn made(header: Option<u64>, claims: Vec<(Item, Item)>) -> Vec<u8> {
    let mut protected = vec![(16.into(), "application/statuslist+cwt".into())];
    protected.extend(header.map(|length| ((-65_537).into(), length.into())));
    let prepared = tongban_cose::SigningInput {
        protected,
        unprotected: vec![],
        payload: Item::Map(claims).encode(),
        suite: tongban_cose::Suite::P256,
    }
    .prepare();
    let signature = status_key().sign(prepared.bytes());
    prepared.finish(&signature)
}

fn claims(width: u32, deflated: Vec<u8>) -> Vec<(Item, Item)> {
    let list = Item::Map(vec![
        ("bits".into(), width.into()),
        ("lst".into(), deflated.into()),
    ]);
    vec![
        (2.into(), format!("{ADDRESS}1").as_str().into()),
        (6.into(), NOW.into()),
        (65_533.into(), list),
    ]
}

#[test]
fn rule_C11_a_list_inflates_to_no_more_than_its_header_declares() {
    let list = StatusBits::new(4000);
    let deflated = list.deflate();
    let try_made = |header, deflated: &[u8]| {
        accept(
            &mut StatusState::new(),
            &[made(header, claims(2, deflated.to_vec()))],
        )
        .err()
    };
    assert_eq!(try_made(Some(1000), &deflated), None);
    assert_eq!(try_made(Some(999), &deflated), Some(StatusError::TooLarge));
    assert_eq!(try_made(None, &deflated), Some(StatusError::Malformed));
    assert_eq!(
        try_made(Some((16 << 20) + 1), &deflated),
        Some(StatusError::TooLarge)
    );
    let bomb = StatusBits::new(64 << 20).deflate();
    assert!(bomb.len() < 20_000);
    assert_eq!(try_made(Some(1000), &bomb), Some(StatusError::TooLarge));
    assert_eq!(
        try_made(Some(1000), &deflated[..8]),
        Some(StatusError::TooLarge)
    );
    let followed = [&deflated[..], &[0]].concat();
    assert_eq!(try_made(Some(1000), &followed), Some(StatusError::TooLarge));
}

#[test]
fn tokens_that_leave_the_profile_are_malformed() {
    let deflated = StatusBits::new(40).deflate();
    let with_extra = [claims(2, deflated.clone()), vec![(99.into(), 1.into())]].concat();
    let without_date = claims(2, deflated.clone())
        .into_iter()
        .filter(|(k, _)| *k != 6.into());
    for payload in [
        claims(1, deflated.clone()),
        claims(3, deflated.clone()),
        with_extra,
        without_date.collect(),
    ] {
        let refused = accept(&mut StatusState::new(), &[made(Some(10), payload)]);
        assert_eq!(refused, Err(StatusError::Malformed));
    }
    let expiring = [claims(2, deflated), vec![(4.into(), NOW.into())]].concat();
    let refused = accept(&mut StatusState::new(), &[made(Some(10), expiring)]);
    assert_eq!(refused, Err(StatusError::Expired));
    for garbage in [&b""[..], b"\xff", held().bytes()] {
        let refused = accept(&mut StatusState::new(), &[garbage.to_vec()]);
        assert_eq!(refused, Err(StatusError::Malformed));
    }
}

#[test]
fn a_stored_state_reads_back_with_its_ratchets() {
    let mut status = status_with(&[(42, Status::Revoked)]);
    let trust = trust();
    let mut restored = StatusState::decode(&status.encode(), &trust).unwrap();
    assert_eq!(restored.encode(), status.encode());
    let older = token(SHARD, NOW - 2 * HOUR);
    assert_eq!(
        accept(&mut restored, std::slice::from_ref(&older)),
        Err(StatusError::RolledBack)
    );
    assert_eq!(accept(&mut status, &[older]), Err(StatusError::RolledBack));
    let state = held().state(Some(&restored), NOW, FLOOR);
    assert_eq!(state.kind, CertificateStateKind::Revoked);
    assert!(StatusState::decode(b"garbage", &trust).is_err());
}

#[test]
fn a_million_entries_at_two_bits_stay_small() {
    let mut list = StatusBits::new(1_000_000);
    let mut random = 0x9e37_79b9u64;
    for _ in 0..10_000 {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        assert!(list.set((random >> 33) as usize % 1_000_000, Status::Revoked));
    }
    let token = status_token(1, NOW, &list);
    println!("status list of 1 M entries, 1 % revoked: {} B", token.len());
    assert!(token.len() <= 16_000, "{} bytes", token.len());
}

fn vector(text: &str) -> StatusBits {
    let body = text.rsplit("encoded:").next().unwrap();
    let digits: String = body.split_whitespace().collect();
    let bytes = hex::decode(digits).unwrap();
    let value = read(&bytes, &Limits::TOKEN).unwrap();
    let width = value.get_text("bits").and_then(Value::as_u64).unwrap();
    let deflated = value.get_text("lst").and_then(Value::as_bytes).unwrap();
    StatusBits::inflate(width, deflated, 1 << 20).unwrap()
}

macro_rules! list {
    ($name:literal) => {
        vector(include_str!(concat!(
            "../../../../tests/vectors/token-status-list/",
            $name
        )))
    };
}

fn assert_exactly(list: &StatusBits, expected: &[(usize, u8)]) {
    let found: Vec<_> = (0..list.len())
        .filter_map(|index| {
            list.value(index)
                .filter(|v| *v != 0)
                .map(|value| (index, value))
        })
        .collect();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn the_drafts_status_lists_decode_to_its_test_vectors() {
    let small = list!("status_list_encoding_cbor.md");
    assert_exactly(
        &small,
        &[0, 3, 4, 5, 7, 8, 9, 13, 15].map(|index| (index, 1)),
    );
    let two = list!("status_list_encoding2_cbor.md");
    let values: Vec<_> = (0..12).map(|index| two.value(index).unwrap()).collect();
    assert_eq!(values, [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]);
    let places = [
        0, 1993, 25460, 159_495, 495_669, 554_353, 645_645, 723_232, 854_545, 934_534, 1_000_345,
    ];
    let one_bit = list!("status_list_encoding1_long_cbor.md");
    assert_eq!(one_bit.len(), 1 << 20);
    assert_exactly(&one_bit, &places.map(|index| (index, 1)));
    let two_bits: Vec<_> = places
        .into_iter()
        .zip([1, 2, 1, 3, 1, 1, 2, 1, 1, 2, 3])
        .collect();
    assert_exactly(&list!("status_list_encoding2_long_cbor.md"), &two_bits);
    let four_bits = [
        0, 1993, 35460, 459_495, 595_669, 754_353, 845_645, 923_232, 924_445, 934_534, 1_004_534,
        1_000_345, 1_030_203, 1_030_204, 1_030_205,
    ];
    let four_bits: Vec<_> = four_bits.into_iter().zip(1..=15).collect();
    assert_exactly(&list!("status_list_encoding4_cbor.md"), &four_bits);
    let eight = list!("status_list_encoding8_cbor.md");
    let places = [
        (52_451, 1),
        (66_653, 9),
        (13_628, 20),
        (502_167, 128),
        (19_535, 255),
    ];
    for (index, value) in places {
        assert_eq!(eight.value(index), Some(value));
    }
    let mut all: Vec<_> = (0..eight.len())
        .filter_map(|i| eight.value(i))
        .filter(|v| *v != 0)
        .collect();
    all.sort_unstable();
    assert_eq!(all, (1..=255).collect::<Vec<u8>>());
}

#[test]
fn the_drafts_signed_status_token_has_the_structure_that_we_read() {
    let text = include_str!("../../../../tests/vectors/token-status-list/status_list_cwt.md");
    let bytes = hex::decode(text.split_whitespace().collect::<String>()).unwrap();
    let json = inspect(&bytes).unwrap();
    let content = &json["unverified_content"];
    assert_eq!(content["kind"], "status_list");
    assert_eq!(
        content["payload"]["sub"],
        "https://example.com/statuslists/1"
    );
    assert_eq!(content["payload"]["status_list"]["bits"], 1);
}

#[test]
fn three_is_reserved_and_never_counts_as_valid() {
    let list = StatusBits::inflate(2, &deflated(&[0b11]), 1).unwrap();
    assert_eq!(list.get(0), Some(Status::Reserved));
    let token = status_token(
        SHARD,
        NOW,
        &StatusBits::inflate(2, &deflated(&[0xff; 16]), 16).unwrap(),
    );
    let mut status = StatusState::new();
    accept(&mut status, &[token]).unwrap();
    let verifier = Verifier {
        status: Some(status),
        ..Verifier::default()
    };
    assert_eq!(
        verifier.judge(shown().bytes()).reason,
        Reason::StatusMissing
    );
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_set_is_what_is_read_after_inflating(
        changes in prop::collection::btree_map(0..4000usize, 0..3u8, 0..60),
    ) {
        let mut list = StatusBits::new(4000);
        for (index, status) in &changes {
            let status = [Status::Valid, Status::Revoked, Status::Suspended][usize::from(*status)];
            prop_assert!(list.set(*index, status));
        }
        let back = StatusBits::inflate(2, &list.deflate(), list.inflated_len()).unwrap();
        prop_assert_eq!(&back, &list);
        for index in 0..4000 {
            prop_assert_eq!(back.value(index), Some(*changes.get(&index).unwrap_or(&0)));
        }
    }
}
