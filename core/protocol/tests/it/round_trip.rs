use proptest::prelude::*;
use tongban_cose::cbor::{Item, Limits, read};
use tongban_protocol::{
    EnrolResponse, Extra, IssuedType, LookRequest, LookResponse, ReadLogHead, Refusal,
    StatusSnapshot, TrustSnapshot, VoucherNumber,
};

fn item() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..40).prop_map(|bytes| Item::Bytes(bytes).encode())
}

/// An answer has no `Debug`, because it holds certificates; proptest wants one.
#[derive(Clone)]
struct Quiet(EnrolResponse);

impl std::fmt::Debug for Quiet {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "EnrolResponse({} bytes)", self.0.encode().len())
    }
}

fn response() -> impl Strategy<Value = Quiet> {
    (
        any::<[u8; 16]>(),
        prop::collection::vec(("[a-z-]{1,20}", prop::collection::vec(item(), 1..4)), 0..3),
        (prop::collection::vec(item(), 1..3), item()),
        prop::collection::vec(item(), 0..4),
        (any::<u64>(), any::<[u8; 32]>()),
    )
        .prop_map(|(person, types, (roots, list), tokens, (seq, hash))| {
            Quiet(EnrolResponse {
                staff: None,
                person,
                certificates: types
                    .into_iter()
                    .map(|(type_name, copies)| IssuedType { type_name, copies })
                    .collect(),
                trust: TrustSnapshot { roots, list },
                status: StatusSnapshot { tokens },
                read_log: ReadLogHead { seq, hash },
                extra: Extra::default(),
            })
        })
}

fn refusal() -> impl Strategy<Value = Refusal> {
    prop_oneof![
        Just(Refusal::VoucherUnknown),
        Just(Refusal::VoucherExpired),
        Just(Refusal::VoucherUsed),
        any::<u8>().prop_map(|left| Refusal::VoucherTriesLeft { left }),
        Just(Refusal::VoucherBlocked),
        any::<u64>().prop_map(|retry_after| Refusal::RateLimited { retry_after }),
        "[a-z_]{1,30}".prop_map(|what| Refusal::BadRequest { what }),
        Just(Refusal::SessionEnded),
        Just(Refusal::NotAllowed),
        Just(Refusal::NotFound),
        Just(Refusal::TooLarge),
        Just(Refusal::UpdateNeeded),
        any::<u64>().prop_map(|retry_after| Refusal::Busy { retry_after }),
        Just(Refusal::Internal),
        "x_[a-z_]{1,30}".prop_map(|code| Refusal::Other { code }),
    ]
}

proptest! {
    #[test]
    fn look_survives(number in 0..100_000_000_u32, clerk in ".{0,20}", station in ".{0,20}", times: (u64, u64), left: u8) {
        let request = LookRequest { number: VoucherNumber::new(number).expect("range"), extra: Extra::default() };
        prop_assert_eq!(LookRequest::decode(&request.encode()), Ok(request));
        let response = LookResponse {
            clerk, station, printed_at: times.0, expires_at: times.1, tries_left: left, extra: Extra::default(),
        };
        prop_assert_eq!(LookResponse::decode(&response.encode()), Ok(response));
    }

    #[test]
    fn an_answer_survives(response in response()) {
        let Quiet(response) = response;
        let bytes = response.encode();
        let read = EnrolResponse::decode(&bytes).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(read == response);
        prop_assert_eq!(read.encode(), bytes);
    }

    #[test]
    fn a_refusal_survives_and_its_code_tells_it(refusal in refusal()) {
        prop_assert_eq!(Refusal::decode(&refusal.encode()), Ok(refusal.clone()));
        prop_assert!((400..600).contains(&refusal.http_status()));
    }

    #[test]
    fn snapshots_survive(roots in prop::collection::vec(item(), 1..4), list in item(), tokens in prop::collection::vec(item(), 0..5)) {
        let trust = TrustSnapshot { roots, list };
        prop_assert_eq!(TrustSnapshot::from_sequence(&trust.to_sequence()), Ok(trust));
        let status = StatusSnapshot { tokens };
        prop_assert_eq!(StatusSnapshot::from_sequence(&status.to_sequence()), Ok(status));
    }

    #[test]
    fn unknown_keys_are_ignored_and_kept_byte_for_byte(
        response in response(),
        number_key in 100..10_000_i64,
        text_key in "[a-z]{1,8}",
        value in item(),
    ) {
        let bytes = with_entries(
            &response.0.encode(),
            vec![(number_key.into(), Item::Encoded(value.clone())), (text_key.as_str().into(), Item::Encoded(value))],
        );
        let read = EnrolResponse::decode(&bytes).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(!read.extra.is_empty());
        prop_assert_eq!(read.encode().to_vec(), bytes);
    }
}

#[test]
fn a_refusal_from_a_newer_platform_is_other_and_not_an_error() {
    let newer = Item::Map(
        vec![(1, "moved_house"), (2, "")]
            .into_iter()
            .map(|(key, text)| {
                (
                    Item::from(key),
                    if key == 2 {
                        Item::Map(Vec::new())
                    } else {
                        text.into()
                    },
                )
            })
            .collect(),
    );
    assert_eq!(
        Refusal::decode(&newer.encode()),
        Ok(Refusal::Other {
            code: "moved_house".to_owned()
        })
    );
}

#[test]
fn every_refusal_has_a_code_of_its_own_and_survives() {
    let all = [
        Refusal::VoucherUnknown,
        Refusal::VoucherExpired,
        Refusal::VoucherUsed,
        Refusal::VoucherTriesLeft { left: 3 },
        Refusal::VoucherBlocked,
        Refusal::RateLimited { retry_after: 5 },
        Refusal::BadRequest {
            what: "message".to_owned(),
        },
        Refusal::SessionEnded,
        Refusal::NotAllowed,
        Refusal::NotFound,
        Refusal::TooLarge,
        Refusal::UpdateNeeded,
        Refusal::Busy { retry_after: 6 },
        Refusal::Internal,
    ];
    for refusal in &all {
        assert_eq!(Refusal::decode(&refusal.encode()), Ok(refusal.clone()));
    }
    let codes: std::collections::BTreeSet<&str> = all.iter().map(Refusal::code).collect();
    assert_eq!(codes.len(), all.len());
}

#[test]
fn only_who_asks_for_time_gets_some_and_the_status_says_the_kind() {
    let wait = |refusal: Refusal| (refusal.http_status(), refusal.retry_after());
    assert_eq!(
        wait(Refusal::RateLimited { retry_after: 90 }),
        (429, Some(90))
    );
    assert_eq!(wait(Refusal::Busy { retry_after: 7 }), (503, Some(7)));
    assert_eq!(wait(Refusal::VoucherTriesLeft { left: 3 }), (403, None));
    assert_eq!(wait(Refusal::SessionEnded), (401, None));
    assert_eq!(wait(Refusal::Internal), (500, None));
}

/// The same map with more entries, in deterministic order.
fn with_entries(bytes: &[u8], more: Vec<(Item, Item)>) -> Vec<u8> {
    let value = read(bytes, &Limits::LIST).expect("our own bytes");
    let mut entries: Vec<_> = value
        .as_map()
        .expect("a map")
        .iter()
        .map(|(key, value)| {
            (
                Item::Encoded(key.raw().to_vec()),
                Item::Encoded(value.raw().to_vec()),
            )
        })
        .collect();
    entries.extend(more);
    Item::Map(entries).encode()
}
