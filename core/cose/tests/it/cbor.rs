use proptest::prelude::*;
use tongban_cose::cbor::{CborError, Item, Kind, Limits, Value, read, read_sequence};

fn refused(hex_text: &str) -> CborError {
    read(&hex::decode(hex_text).unwrap(), &Limits::CODE).unwrap_err()
}

#[test]
fn every_second_spelling_of_an_item_is_refused() {
    let spellings = [
        ("1817", CborError::NotShortest),
        ("190017", CborError::NotShortest),
        ("1a0000ffff", CborError::NotShortest),
        ("1b00000000ffffffff", CborError::NotShortest),
        ("3817", CborError::NotShortest),
        ("580141", CborError::NotShortest),
        ("780161", CborError::NotShortest),
        ("980101", CborError::NotShortest),
        ("b8010101", CborError::NotShortest),
        ("d81101", CborError::NotShortest),
        ("f800", CborError::NotShortest),
        ("f818", CborError::NotShortest),
        ("fa3f800000", CborError::NotShortest),
        ("fb3ff0000000000000", CborError::NotShortest),
        ("fb7ff8000000000000", CborError::NotShortest),
        ("5f4101ff", CborError::Indefinite),
        ("7f6161ff", CborError::Indefinite),
        ("9f01ff", CborError::Indefinite),
        ("bf0101ff", CborError::Indefinite),
        ("a201010102", CborError::DuplicateKey),
        ("a2616101616102", CborError::DuplicateKey),
        ("0100", CborError::TrailingBytes),
        ("", CborError::Truncated),
        ("19", CborError::Truncated),
        ("4401", CborError::Truncated),
        ("8401", CborError::Truncated),
        ("a101", CborError::Truncated),
        ("1c", CborError::Malformed),
        ("ff", CborError::Malformed),
        ("61ff", CborError::Malformed),
    ];
    for (input, expected) in spellings {
        assert_eq!(refused(input), expected, "{input}");
    }
}

#[test]
fn rule_C11_depth_is_bounded_at_sixteen() {
    let nested = |depth: usize| [vec![0x81; depth], vec![0x01]].concat();
    assert!(read(&nested(16), &Limits::CODE).is_ok());
    assert_eq!(read(&nested(17), &Limits::CODE), Err(CborError::TooDeep));
    // A bomb that fills a whole code is turned down just as fast.
    assert_eq!(read(&nested(2000), &Limits::CODE), Err(CborError::TooDeep));
    let tags = [vec![0xc1; 17], vec![0x01]].concat();
    assert_eq!(read(&tags, &Limits::CODE), Err(CborError::TooDeep));
}

#[test]
fn rule_C11_claimed_sizes_are_checked_before_anything_is_allocated() {
    for claim in [
        "9bffffffffffffffff",
        "bbffffffffffffffff",
        "5bffffffffffffffff",
        "9a7fffffff",
    ] {
        assert_eq!(refused(claim), CborError::Truncated, "{claim}");
    }
    let long = vec![0x00; Limits::CODE.max_bytes + 1];
    assert_eq!(
        read(&long, &Limits::CODE),
        Err(CborError::TooLong { max_bytes: 2048 })
    );
    let many = [vec![0x99, 0x05, 0x00], vec![0x00; 0x500]].concat();
    assert_eq!(read(&many, &Limits::CODE), Err(CborError::TooManyItems));
}

#[test]
fn thousands_of_keys_are_compared_in_good_time() {
    let entries = (0..30_000u64).map(|key| (key.into(), Item::Null)).collect();
    let encoded = Item::Map(entries).encode();
    let started = std::time::Instant::now();
    assert!(read(&encoded, &Limits::LIST).is_ok());
    // Pairwise comparison would need 450 million steps.
    assert!(started.elapsed().as_secs() < 5);
}

#[test]
fn raw_bytes_of_a_nested_item_include_its_header() {
    let encoded = Item::Array(vec![Item::Bytes(vec![7; 30])]).encode();
    let value = read(&encoded, &Limits::CODE).unwrap();
    let inner = &value.as_array().unwrap()[0];
    assert_eq!(inner.raw()[..2], [0x58, 30]);
    assert_eq!(inner.raw().len(), 32);
}

#[test]
fn map_keys_are_written_in_one_order() {
    let forward = Item::Map(vec![
        (1.into(), Item::Null),
        ((-1).into(), Item::Null),
        ("a".into(), Item::Null),
    ]);
    let backward = Item::Map(vec![
        ("a".into(), Item::Null),
        ((-1).into(), Item::Null),
        (1.into(), Item::Null),
    ]);
    assert_eq!(forward.encode(), backward.encode());
    assert_eq!(hex::encode(forward.encode()), "a301f620f66161f6");
}

#[test]
fn a_sequence_splits_into_its_items() {
    let parts = read_sequence(&[0x01, 0x81, 0x02, 0x43, 1, 2, 3], &Limits::CODE).unwrap();
    assert_eq!(parts, [&[0x01][..], &[0x81, 0x02], &[0x43, 1, 2, 3]]);
    assert!(read_sequence(&[], &Limits::CODE).unwrap().is_empty());
    assert_eq!(
        read_sequence(&[0x01, 0x81], &Limits::CODE),
        Err(CborError::Truncated)
    );
}

fn items() -> impl Strategy<Value = Item> {
    let leaf = prop_oneof![
        any::<u64>().prop_map(Item::Unsigned),
        any::<i64>().prop_map(Item::Integer),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Item::Bytes),
        ".{0,20}".prop_map(Item::Text),
        any::<bool>().prop_map(Item::Bool),
        Just(Item::Null),
        (32..=255u8).prop_map(Item::Simple),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Item::Array),
            prop::collection::btree_map(any::<i64>(), inner.clone(), 0..6).prop_map(|map| {
                Item::Map(
                    map.into_iter()
                        .map(|(key, value)| (key.into(), value))
                        .collect(),
                )
            }),
            (any::<u64>(), inner).prop_map(|(tag, content)| Item::Tag(tag, Box::new(content))),
        ]
    })
}

fn back(value: &Value<'_>) -> Item {
    match value.kind() {
        Kind::Unsigned(number) => (*number).into(),
        Kind::Negative(_) => value
            .as_i64()
            .expect("the strategy stays inside i64")
            .into(),
        Kind::Bytes(bytes) => (*bytes).into(),
        Kind::Text(text) => (*text).into(),
        Kind::Array(elements) => Item::Array(elements.iter().map(back).collect()),
        Kind::Map(entries) => Item::Map(
            entries
                .iter()
                .map(|(key, value)| (back(key), back(value)))
                .collect(),
        ),
        Kind::Tag(number, content) => Item::Tag(*number, Box::new(back(content))),
        Kind::Bool(truth) => Item::Bool(*truth),
        Kind::Null => Item::Null,
        Kind::Simple(number) => Item::Simple(*number),
        Kind::Undefined | Kind::Float(_) => unreachable!("the strategy makes none"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_the_writer_writes_the_reader_reads_whole(item in items()) {
        let encoded = item.encode();
        let value = read(&encoded, &Limits::TOKEN).unwrap();
        prop_assert_eq!(value.raw(), &encoded[..]);
        prop_assert_eq!(back(&value).encode(), encoded);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, &Limits::CODE);
        let _ = read_sequence(&bytes, &Limits::CODE);
    }

    #[test]
    fn a_damaged_item_is_read_as_its_own_bytes_or_not_at_all(
        item in items(), at in any::<prop::sample::Index>(), flip in 1..=255u8,
    ) {
        let mut encoded = item.encode();
        let at = at.index(encoded.len());
        encoded[at] ^= flip;
        if let Ok(value) = read(&encoded, &Limits::TOKEN) {
            prop_assert_eq!(value.raw(), &encoded[..]);
        }
    }
}
