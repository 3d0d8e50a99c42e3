//! The draft's own tokens, byte for byte.

use serde_json::json;
use tongban_certificate::*;
use tongban_cose::PublicKey;

macro_rules! token {
    ($name:literal) => {
        include_bytes!(concat!("../../../../tests/vectors/sd-cwt/", $name))
    };
}

const ISSUED: &[u8] = token!("issuer_cwt.cbor");
const DECOY: &[u8] = token!("decoy.cbor");
const NESTED: &[u8] = token!("nested_cwt.cbor");
const NESTED_ISSUED: &[u8] = token!("nested_issuer_cwt.cbor");
const KBT: &[u8] = token!("kbt.cbor");
const NESTED_KBT: &[u8] = token!("nested_kbt.cbor");
const ALL: [&[u8]; 6] = [ISSUED, DECOY, NESTED, NESTED_ISSUED, KBT, NESTED_KBT];
/// Inside the validity of all six.
const THEN: u64 = 1_725_244_300;

fn issuer() -> PublicKey {
    PublicKey::from_any(token!("issuer_public.pem")).unwrap()
}

fn holder() -> PublicKey {
    PublicKey::from_any(token!("holder_public.pem")).unwrap()
}

fn valid(token: &[u8]) -> GenericOutcome {
    let outcome = verify_generic(token, &issuer(), Some(THEN));
    assert_eq!(outcome.reason, Reason::Valid);
    outcome
}

#[test]
fn all_six_draft_tokens_verify() {
    for token in ALL {
        let outcome = valid(token);
        assert_eq!(outcome.issuer.as_deref(), Some("https://issuer.example"));
        assert_eq!(outcome.claims["sub"], "https://device.example");
        assert_eq!(outcome.valid_until, Some(1_725_330_600));
        assert_eq!(outcome.holder_proof, token == KBT || token == NESTED_KBT);
    }
}

#[test]
fn every_disclosure_of_the_issued_token_is_in_its_place() {
    let claims = valid(ISSUED).claims;
    assert_eq!(claims["500"], true);
    assert_eq!(claims["501"], "ABCD-123456");
    assert_eq!(
        claims["502"],
        json!([1_549_560_720, 1_612_560_720, 1_674_004_740])
    );
    assert_eq!(
        claims["503"],
        json!({"country": "us", "region": "ca", "postal_code": "94188"})
    );
}

#[test]
fn a_presented_token_shows_only_the_chosen_disclosures() {
    let claims = valid(KBT).claims;
    assert_eq!(claims["501"], "ABCD-123456");
    assert_eq!(claims["502"], json!([1_549_560_720, 1_674_004_740]));
    assert_eq!(claims["503"], json!({"country": "us", "region": "ca"}));
}

#[test]
fn nested_redaction_is_undone_level_by_level() {
    let inspection = |time: u64, license: &str, place: serde_json::Value| json!({"500": true, "501": license, "502": time, "503": place});
    let las_vegas = json!({"1": "us", "2": "nv", "3": "89155"});
    let denver = json!({"1": "us", "2": "co", "3": "80302"});
    let san_francisco = json!({"1": "us", "2": "ca", "3": "94188"});
    let whole = json!([
        inspection(1_549_560_720, "DCBA-101777", denver),
        inspection(1_612_560_720, "EFGH-789012", las_vegas),
        inspection(1_674_004_740, "ABCD-123456", san_francisco),
    ]);
    assert_eq!(valid(NESTED_ISSUED).claims["504"], whole);
    let chosen = json!([
        inspection(1_549_560_720, "DCBA-101777", json!({"1": "us"})),
        inspection(1_674_004_740, "ABCD-123456", json!({"1": "us", "2": "ca"})),
    ]);
    for token in [NESTED, NESTED_KBT] {
        assert_eq!(valid(token).claims["504"], chosen);
    }
}

#[test]
fn decoys_disclose_nothing() {
    let claims = valid(DECOY).claims;
    assert_eq!(claims["98"], json!(["fr"]));
    assert_eq!(claims["500"], true);
}

#[test]
fn validity_is_judged_at_the_given_instant_only() {
    let reason = |at| verify_generic(ISSUED, &issuer(), at).reason;
    assert_eq!(reason(None), Reason::Valid);
    assert_eq!(reason(Some(1_725_330_599)), Reason::Valid);
    assert_eq!(reason(Some(1_725_330_600)), Reason::Expired);
    assert_eq!(reason(Some(1_725_243_899)), Reason::NotYetValid);
}

#[test]
fn another_issuers_key_verifies_none() {
    let p384 = p384::ecdsa::SigningKey::from_slice(&[7; 48]).unwrap();
    let p384 = p384.verifying_key().to_sec1_point(true);
    let stranger = PublicKey::from_sec1_any(p384.as_bytes()).unwrap();
    for token in ALL {
        for key in [&stranger, &holder()] {
            let outcome = verify_generic(token, key, None);
            assert_eq!(outcome.reason, Reason::SignatureBroken);
            assert_eq!(outcome.word, VerdictWord::NotGenuine);
            assert!(outcome.claims.is_empty());
        }
    }
}

#[test]
fn every_single_bit_flip_of_a_key_binding_token_is_refused() {
    for token in [KBT, NESTED_KBT] {
        every_flip(token, |at, outcome| {
            assert_ne!(outcome.word, VerdictWord::Valid, "bit {at}");
            assert!(outcome.claims.is_empty(), "bit {at}");
        });
    }
}

#[test]
fn a_flip_in_a_bare_issued_token_never_changes_a_claim_that_is_shown() {
    for token in [ISSUED, DECOY, NESTED, NESTED_ISSUED] {
        let original = valid(token).claims;
        every_flip(token, |at, outcome| {
            assert!(
                outcome.claims.is_empty() || outcome.claims == original,
                "bit {at}"
            );
            assert!(
                outcome.word != VerdictWord::Valid || outcome.claims == original,
                "bit {at}"
            );
        });
    }
}

fn every_flip(token: &[u8], check: impl Fn(usize, GenericOutcome)) {
    let issuer = issuer();
    let mut damaged = token.to_vec();
    for at in 0..token.len() * 8 {
        damaged[at / 8] ^= 1 << (at % 8);
        check(at, verify_generic(&damaged, &issuer, Some(THEN)));
        damaged[at / 8] ^= 1 << (at % 8);
    }
}

#[test]
fn truncated_and_extended_tokens_are_unreadable() {
    for token in ALL {
        for length in 0..token.len() {
            let outcome = verify_generic(&token[..length], &issuer(), None);
            assert_eq!(outcome.reason, Reason::Unreadable, "{length}");
        }
        let longer = [token, &[0]].concat();
        assert_eq!(
            verify_generic(&longer, &issuer(), None).reason,
            Reason::Unreadable
        );
    }
}

#[test]
fn inspecting_shows_structure_and_marks_it_unverified() {
    let json = inspect(KBT).unwrap();
    assert_eq!(json["verified"], false);
    let content = &json["unverified_content"];
    assert_eq!(content["kind"], "key_binding_token");
    assert_eq!(content["payload"]["aud"], "https://verifier.example/app");
    let certificate = &content["protected"]["kcwt"];
    assert_eq!(certificate["kind"], "sd_cwt");
    assert_eq!(certificate["disclosures"][0]["value"], "ABCD-123456");
    assert!(inspect(b"\xff").is_err());
}

#[test]
fn a_draft_token_is_not_of_our_profile() {
    use crate::world::Verifier;
    assert_eq!(Verifier::default().judge(KBT).reason, Reason::FormatUnknown);
    assert_eq!(
        Verifier::default().judge(ISSUED).reason,
        Reason::HolderProofMissing
    );
}
