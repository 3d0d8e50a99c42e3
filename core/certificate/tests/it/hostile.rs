use std::sync::LazyLock;

use proptest::prelude::*;
use tongban_certificate::*;
use tongban_cose::cbor::{Item, Limits, Value, read};

use crate::world::*;

static VERIFIER: LazyLock<Verifier> = LazyLock::new(Verifier::default);
static SHOWN: LazyLock<Presentation> = LazyLock::new(shown);

fn judge(bytes: &[u8]) -> Verdict {
    VERIFIER.judge(bytes)
}

fn judge_text(text: &str) -> Reason {
    VERIFIER.judge_text(text).reason
}

#[test]
fn texts_that_are_no_codes_of_ours_are_told_apart() {
    let cases = [
        ("", Reason::FormatUnknown),
        ("https://example.com", Reason::FormatUnknown),
        ("HC1:NCFOXN", Reason::FormatUnknown),
        ("TB2:ABC", Reason::FormatUnknown),
        ("TB1:", Reason::Unreadable),
        ("TB1:a", Reason::Unreadable),
        ("TB1:GGW", Reason::Unreadable),
        ("TB1:::", Reason::Unreadable),
        ("TB1:ÄÖÜ", Reason::Unreadable),
        ("TB1:00", Reason::FormatUnknown),
    ];
    for (text, expected) in cases {
        assert_eq!(judge_text(text), expected, "{text}");
    }
}

#[test]
fn a_code_text_has_exactly_one_spelling() {
    let text = shown().code_text();
    assert_eq!(judge_text(&format!("\n {text}\r\n")), Reason::Valid);
    assert_eq!(judge_text(&text.to_lowercase()), Reason::FormatUnknown);
    assert_eq!(
        judge_text(&format!("TB1:{}", text[4..].to_lowercase())),
        Reason::Unreadable
    );
    // A last pair above 255 wraps around in lenient decoders.
    let odd = encode_code_text(&[0x01]);
    assert_eq!(odd, "TB1:10");
    assert_eq!(decode_code_text("TB1:X5"), Err(ReadError::NotBase45));
}

#[test]
fn rule_C11_an_oversized_code_is_refused_before_it_is_decoded() {
    let huge = format!("{PREFIX}{}", "0".repeat(1 << 20));
    assert_eq!(
        decode_code_text(&huge),
        Err(ReadError::TooLong {
            max_bytes: MAX_CODE_BYTES
        })
    );
    let full = encode_code_text(&vec![0; MAX_CODE_BYTES]);
    assert_eq!(
        decode_code_text(&full).map(|bytes| bytes.len()),
        Ok(MAX_CODE_BYTES)
    );
    let one_more = encode_code_text(&vec![0; MAX_CODE_BYTES + 1]);
    assert!(decode_code_text(&one_more).is_err());
    assert_eq!(
        judge(&vec![0x81; MAX_CODE_BYTES + 1]).reason,
        Reason::Unreadable
    );
}

#[test]
fn rule_C11_a_compressed_code_is_not_inflated() {
    let mut statuses = StatusBits::new(40_000);
    assert!(statuses.set(1, Status::Revoked));
    let text = encode_code_text(&statuses.deflate());
    assert_eq!(judge_text(&text), Reason::Unreadable);
}

#[test]
fn rule_C4_a_stripped_live_code_is_holder_proof_missing() {
    let proof = shown();
    let value = read(proof.bytes(), &Limits::CODE).unwrap();
    let protected = value.as_tagged(18).unwrap().as_array().unwrap()[0]
        .as_bytes()
        .unwrap();
    let headers = read(protected, &Limits::CODE).unwrap();
    let stripped = headers.get(labels::KCWT).unwrap().raw();
    let verdict = judge(stripped);
    assert_eq!(verdict.reason, Reason::HolderProofMissing);
    assert_eq!(verdict.word, VerdictWord::CannotTell);
    assert!(verdict.claims.is_empty() && !verdict.holder_proof);
    assert_eq!(judge(held().bytes()).reason, Reason::HolderProofMissing);
    // As it lies in a file, with a portrait, a certificate is longer than any code.
    let mut fields = fields();
    fields[6].1 = ClaimValue::Bytes(vec![0xab; 3000]);
    let long = Issue::default().with_fields(fields);
    assert_eq!(judge(&long).reason, Reason::HolderProofMissing);
}

#[test]
fn every_single_bit_flip_of_a_live_code_is_refused() {
    let mut damaged = SHOWN.bytes().to_vec();
    for at in 0..damaged.len() * 8 {
        damaged[at / 8] ^= 1 << (at % 8);
        let verdict = judge(&damaged);
        assert_ne!(verdict.word, VerdictWord::Valid, "bit {at}");
        assert!(verdict.claims.is_empty(), "bit {at}");
        damaged[at / 8] ^= 1 << (at % 8);
    }
}

/// A proof made by hand around `certificate`, signed by the right holder key.
fn proof(certificate: &[u8], payload: Item, unprotected: Vec<(Item, Item)>) -> Vec<u8> {
    let prepared = tongban_cose::SigningInput {
        protected: vec![
            (labels::KCWT.into(), Item::Encoded(certificate.to_vec())),
            (16.into(), 294.into()),
        ],
        unprotected,
        payload: payload.encode(),
        suite: tongban_cose::Suite::P256,
    }
    .prepare();
    let signature = holder_key().sign(prepared.bytes());
    prepared.finish(&signature)
}

fn times(audience: &str, issued_at: u64) -> Vec<(Item, Item)> {
    vec![(3.into(), audience.into()), (6.into(), issued_at.into())]
}

/// The certificate with only the disclosures at `keep`, which may repeat.
fn reduced(certificate: &[u8], keep: &[usize]) -> Vec<u8> {
    let value = read(certificate, &Limits::TOKEN).unwrap();
    let parts = value.as_tagged(18).unwrap().as_array().unwrap();
    let all = parts[1]
        .get(labels::SD_CLAIMS)
        .and_then(Value::as_array)
        .unwrap();
    let kept = keep
        .iter()
        .map(|at| Item::Encoded(all[*at].raw().to_vec()))
        .collect();
    let parts = vec![
        Item::Encoded(parts[0].raw().to_vec()),
        Item::Map(vec![(labels::SD_CLAIMS.into(), Item::Array(kept))]),
        Item::Encoded(parts[2].raw().to_vec()),
        Item::Encoded(parts[3].raw().to_vec()),
    ];
    Item::Tag(18, Box::new(Item::Array(parts))).encode()
}

#[test]
fn a_proof_made_by_hand_is_valid_so_that_the_next_tests_can_fail() {
    let certificate = reduced(&Issue::default().bytes(), &[0, 4]);
    let bytes = proof(&certificate, Item::Map(times("t", NOW)), vec![]);
    assert_eq!(judge(&bytes).reason, Reason::Valid);
}

#[test]
fn proofs_that_leave_the_profile_are_of_unknown_format() {
    let certificate = reduced(&Issue::default().bytes(), &[0]);
    let extra = [times("t", NOW), vec![(4.into(), (NOW + 9).into())]].concat();
    let payloads = [
        Item::Map(times("https://verifier.example", NOW)),
        Item::Map(vec![(6.into(), NOW.into())]),
        Item::Map(vec![(3.into(), "t".into())]),
        Item::Map(extra),
        Item::Map(vec![(3.into(), "t".into()), (6.into(), "now".into())]),
        Item::Array(vec![]),
    ];
    for payload in payloads {
        assert_eq!(
            judge(&proof(&certificate, payload, vec![])).reason,
            Reason::FormatUnknown
        );
    }
    let outside = vec![(99.into(), 1.into())];
    let bytes = proof(&certificate, Item::Map(times("t", NOW)), outside);
    assert_eq!(judge(&bytes).reason, Reason::FormatUnknown);
}

#[test]
fn rule_C5_a_timed_code_that_discloses_the_id_number_is_refused() {
    for (field, at) in [("id_number", 5), ("portrait", 6)] {
        let certificate = reduced(&Issue::default().bytes(), &[0, at]);
        let verdict = judge(&proof(&certificate, Item::Map(times("t", NOW)), vec![]));
        assert_eq!(verdict.reason, Reason::FormatUnknown, "{field}");
        assert!(verdict.claims.is_empty());
    }
}

#[test]
fn foreign_and_repeated_disclosures_are_not_genuine() {
    let bytes = Issue::default().bytes();
    let repeated = reduced(&bytes, &[0, 0]);
    let verdict = judge(&proof(&repeated, Item::Map(times("t", NOW)), vec![]));
    assert_eq!(verdict.reason, Reason::SignatureBroken);
    // The same name salted by someone else.
    let other = Issue {
        salt_seed: 2,
        ..Issue::default()
    }
    .bytes();
    let foreign = read(&other, &Limits::TOKEN).unwrap();
    let foreign = foreign.as_tagged(18).unwrap().as_array().unwrap()[1]
        .raw()
        .to_vec();
    let value = read(&bytes, &Limits::TOKEN).unwrap();
    let parts = value.as_tagged(18).unwrap().as_array().unwrap();
    let mixed = Item::Tag(
        18,
        Box::new(Item::Array(vec![
            Item::Encoded(parts[0].raw().to_vec()),
            Item::Encoded(foreign),
            Item::Encoded(parts[2].raw().to_vec()),
            Item::Encoded(parts[3].raw().to_vec()),
        ])),
    );
    let verdict = judge(&proof(&mixed.encode(), Item::Map(times("t", NOW)), vec![]));
    assert_eq!(verdict.reason, Reason::SignatureBroken);
    assert!(verdict.claims.is_empty());
}

#[test]
fn rule_C5_a_future_proof_is_never_accepted_early() {
    let certificate = reduced(&Issue::default().bytes(), &[0]);
    for issued_at in [NOW + 6, NOW + 3600, u64::MAX] {
        let bytes = proof(&certificate, Item::Map(times("t", issued_at)), vec![]);
        assert_eq!(judge(&bytes).reason, Reason::ClocksDiffer);
    }
}

/// A certificate made by hand: the issuer signs whatever `payload` is.
fn certificate(protected: Vec<(Item, Item)>, payload: &Item) -> Vec<u8> {
    let prepared = tongban_cose::SigningInput {
        protected,
        unprotected: vec![],
        payload: payload.encode(),
        suite: tongban_cose::Suite::P256,
    }
    .prepare();
    let signature = issuer_key().sign(prepared.bytes());
    prepared.finish(&signature)
}

fn headers() -> Vec<(Item, Item)> {
    vec![
        (4.into(), vec![SLOT as u8].into()),
        (16.into(), 293.into()),
        (170.into(), (-16).into()),
    ]
}

fn claims() -> Vec<(Item, Item)> {
    let today = Day::of(NOW);
    let digests = (0..9u8).map(|n| vec![n; 32].into()).collect();
    vec![
        (1.into(), office().as_str().into()),
        (4.into(), today.plus_days(9).start().into()),
        (5.into(), today.start().into()),
        (
            8.into(),
            Item::Map(vec![(1.into(), holder_key().public().to_cose_key())]),
        ),
        (11.into(), vec![0, 1].into()),
        (65_535.into(), Item::Array(vec![SHARD.into(), 42.into()])),
        (Item::Simple(59), Item::Array(digests)),
    ]
}

fn judge_made(protected: Vec<(Item, Item)>, claims: Vec<(Item, Item)>) -> Reason {
    let certificate = certificate(protected, &Item::Map(claims));
    judge(&proof(&certificate, Item::Map(times("t", NOW)), vec![])).reason
}

#[test]
fn rule_C1_even_a_rightly_signed_certificate_must_follow_the_profile() {
    assert_eq!(judge_made(headers(), claims()), Reason::Valid);
    let with = |at: usize, value: Item| {
        let mut claims = claims();
        claims[at].1 = value;
        claims
    };
    let digests = |count: u8| (0..count).map(|n| vec![n; 32].into()).collect();
    let key = holder_key().public().to_sec1_compressed();
    let uncompressed = Item::Map(vec![
        (1.into(), 2.into()),
        ((-1).into(), 1.into()),
        ((-2).into(), key[1..].into()),
        ((-3).into(), vec![0; 32].into()),
    ]);
    let changed = [
        (
            "issued with a clear name",
            [claims(), vec![(NAME.into(), "周桂芳".into())]].concat(),
        ),
        (
            "with an instant of issue",
            [claims(), vec![(6.into(), NOW.into())]].concat(),
        ),
        (
            "until an odd second",
            with(1, (Day::of(NOW).start() + 1).into()),
        ),
        ("without a day", with(1, Day::of(NOW).start().into())),
        ("with an unknown type", with(4, vec![9, 9].into())),
        (
            "with a bad office code",
            with(0, "91350100M000100Y4Z".into()),
        ),
        (
            "with a key that is no point",
            with(3, Item::Map(vec![(1.into(), uncompressed)])),
        ),
        ("with one digest less", with(6, Item::Array(digests(8)))),
        ("with one digest more", with(6, Item::Array(digests(10)))),
        (
            "with digests out of order",
            with(6, Item::Array(vec![vec![1; 32].into(), vec![0; 32].into()])),
        ),
        (
            "without a status",
            claims()
                .into_iter()
                .filter(|(k, _)| *k != 65_535.into())
                .collect(),
        ),
    ];
    for (what, claims) in changed {
        let reason = judge_made(headers(), claims);
        let expected = match what {
            "with an unknown type" => Reason::IssuerNotAllowed,
            _ => Reason::FormatUnknown,
        };
        assert_eq!(reason, expected, "{what}");
    }
}

#[test]
fn rule_C8_headers_of_a_certificate_are_exact() {
    let with = |at: usize, value: Item| {
        let mut headers = headers();
        headers[at].1 = value;
        headers
    };
    let changed = [
        with(0, vec![0, SLOT as u8].into()),
        with(0, Item::Bytes(vec![])),
        with(0, vec![1; 5].into()),
        with(1, 294.into()),
        with(1, "application/sd-cwt".into()),
        with(2, (-43).into()),
        [headers(), vec![(33.into(), vec![1].into())]].concat(),
    ];
    for headers in changed {
        assert_eq!(judge_made(headers, claims()), Reason::FormatUnknown);
    }
}

#[test]
fn a_proof_around_a_proof_is_of_unknown_format() {
    let inner = shown();
    let bytes = proof(inner.bytes(), Item::Map(times("t", NOW)), vec![]);
    assert_eq!(judge(&bytes).reason, Reason::FormatUnknown);
}

#[test]
fn nested_bombs_are_unreadable_wherever_they_hide() {
    let bomb = [vec![0x81; 500], vec![0x01]].concat();
    assert_eq!(judge(&bomb).reason, Reason::Unreadable);
    let inside = proof(&bomb, Item::Map(times("t", NOW)), vec![]);
    assert_eq!(judge(&inside).reason, Reason::Unreadable);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn code_text_reads_back_as_the_bytes_it_was_made_from(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        prop_assert_eq!(decode_code_text(&encode_code_text(&bytes)), Ok(bytes));
    }

    #[test]
    fn an_accepted_text_is_the_text_of_its_bytes(body in "[0-9A-Z $%*+./:-]{0,60}") {
        let text = format!("{PREFIX}{body}");
        if let Ok(bytes) = decode_code_text(&text) {
            prop_assert_eq!(encode_code_text(&bytes), text);
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic_or_a_verdict_valid(
        bytes in prop::collection::vec(any::<u8>(), 0..500),
    ) {
        prop_assert_ne!(judge(&bytes).word, VerdictWord::Valid);
        let issuer = issuer_key().public();
        prop_assert_ne!(verify_generic(&bytes, &issuer, None).word, VerdictWord::Valid);
        let _ = inspect(&bytes);
        let _ = HeldCertificate::parse(&bytes, &types());
        let _ = TrustState::from_sequence(&bytes, NOW, FLOOR);
        let _ = TrustState::decode(&bytes);
        let _ = StatusState::decode(&bytes, &VERIFIER.trust);
        let _ = StatusState::new().accept(&VERIFIER.trust, &[bytes], NOW, FLOOR);
    }

    #[test]
    fn a_damaged_code_is_never_valid(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        length in any::<prop::sample::Index>(),
    ) {
        let mut bytes = SHOWN.bytes().to_vec();
        for (at, byte) in cuts {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(length.index(bytes.len()) + 1);
        if bytes != SHOWN.bytes() {
            prop_assert_ne!(judge(&bytes).word, VerdictWord::Valid);
        }
    }

    #[test]
    fn any_fields_are_issued_shown_and_read_back(
        name in "\\PC{0,30}", days in -20_000..40_000i32, serial in "[0-9A-Z]{1,20}", version in 1..=999u16,
    ) {
        let fields = vec![
            (NAME, ClaimValue::Text(name.clone())),
            (BIRTH_DATE, ClaimValue::Date(Day::from_days(days).unwrap())),
            (NUMBER, ClaimValue::Number(CertificateNumber::new(&serial, version).unwrap())),
        ];
        let bytes = Issue::default().with_fields(fields);
        let held = HeldCertificate::parse(&bytes, &types()).unwrap();
        let verdict = judge(shown_at(&held, &[NUMBER, NAME, BIRTH_DATE], NOW).bytes());
        prop_assert_eq!(verdict.reason, Reason::Valid);
        prop_assert_eq!(verdict.claim("name").unwrap().value.as_text(), Some(name.as_str()));
        let date = Day::from_days(days).unwrap().to_string();
        prop_assert_eq!(verdict.claim("birth_date").unwrap().value.display_text(), date);
        let number = format!("{serial}.{version:03}");
        prop_assert_eq!(verdict.claim("certificate_number").unwrap().value.display_text(), number);
    }
}
