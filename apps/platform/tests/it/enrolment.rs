use std::collections::HashSet;

use tongban_certificate::{
    Day, Policy, TimedProofRequest, TypeRegistry, VerdictWord, VerifyContext,
    is_valid_certificate_identifier, prepare_timed_proof, verify_code_text,
};
use tongban_cose::UnverifiedSign1;
use tongban_cose::cbor::{Limits, Value, read};
use tongban_protocol::{LookRequest, LookResponse, Refusal, paths};

use crate::support::{App, NOW, Town, post, scanned, sign, typed};

#[tokio::test]
async fn a_voucher_becomes_a_certificate_that_verifies_offline() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let app = App::new(1);
    let enrolled = app.enrol(town.address(), &voucher, NOW).await;
    let held = &enrolled.held[0];

    assert_eq!(held.check_issuer(&enrolled.trust), Ok(()));
    let text = |name: &str| held.claim(name).expect("a claim").value.display_text();
    assert_eq!(text("name"), "周桂芳");
    assert_eq!(text("id_number"), "99010819591018002X");
    assert_eq!(text("birth_date"), "1959-10-18");
    assert!(is_valid_certificate_identifier(
        &held.identifier().expect("an identifier")
    ));
    assert!(
        held.claim("portrait")
            .expect("a portrait")
            .value
            .as_bytes()
            .is_some_and(|b| b.len() <= 900)
    );

    let label = |name: &str| {
        held.description()
            .and_then(|d| d.field_named(name))
            .expect("a field")
            .label
    };
    let request = TimedProofRequest {
        certificate: held,
        disclose: &[label("name")],
        now: NOW,
        floor: NOW,
    };
    let prepared = prepare_timed_proof(&request).expect("a proof");
    let signature = sign(&app.holders[0], prepared.to_be_signed());
    let code = prepared.finish(&signature).code_text();
    let verdict = verify_code_text(
        &code,
        &VerifyContext {
            trust: &enrolled.trust,
            status: Some(&enrolled.status),
            types: &TypeRegistry::built_in(),
            policy: &Policy::default(),
            now: NOW + 2,
            floor: NOW,
        },
    );
    assert_eq!(verdict.word, VerdictWord::Valid);
    assert!(verdict.status_checked);
    let names: Vec<_> = verdict
        .claims
        .iter()
        .map(|claim| claim.json_name())
        .collect();
    assert_eq!(names, ["name"]);
    assert_eq!(
        verdict.office.expect("an office").names["zh-Hans"],
        "云泉市公安局"
    );
}

#[tokio::test]
async fn rule_C1_validity_is_whole_days_of_the_legal_zone() {
    let town = Town::start().await;
    let voucher = town.voucher("ma-wenhui").await;
    let enrolled = App::new(1).enrol(town.address(), &voucher, NOW).await;
    assert_eq!(
        Some(enrolled.held[0].valid_from()),
        Day::parse("2026-03-02")
    );
    assert_eq!(
        Some(enrolled.held[0].valid_until()),
        Day::parse("2027-03-02")
    );
}

#[tokio::test]
async fn rule_C2_copies_share_no_salt_key_or_index_and_rule_C3_no_status_list() {
    let town = Town::start().await;
    let voucher = town.voucher("xu-lihua").await;
    let app = App::new(16);
    let enrolled = app.enrol(town.address(), &voucher, NOW).await;
    assert_eq!(enrolled.held.len(), 16);
    let shards: HashSet<_> = enrolled
        .held
        .iter()
        .map(|held| held.status().shard)
        .collect();
    assert_eq!(
        shards.len(),
        16,
        "two copies of one batch lie in one status list"
    );
    let keys: HashSet<_> = enrolled
        .held
        .iter()
        .map(|held| held.holder_key().fingerprint())
        .collect();
    assert_eq!(keys.len(), 16);
    for (held, key) in enrolled.held.iter().zip(&app.holders) {
        let expected = key.verifying_key().to_sec1_point(true);
        assert_eq!(
            held.holder_key().to_sec1_compressed(),
            expected.as_bytes(),
            "copies keep their order"
        );
    }
    let copies = &enrolled.response.certificates[0].copies;
    let salts: Vec<Vec<u8>> = copies.iter().flat_map(|copy| salts(copy)).collect();
    assert_eq!(salts.len(), 16 * 9, "nine fields in sixteen copies");
    let different: HashSet<_> = salts.iter().collect();
    assert_eq!(different.len(), salts.len(), "a salt repeats");
}

/// The salt of every disclosure.
fn salts(copy: &[u8]) -> Vec<Vec<u8>> {
    let message = UnverifiedSign1::parse(copy, &Limits::TOKEN).expect("a signed message");
    let disclosures = message
        .unprotected()
        .get(17)
        .and_then(|value| value.as_array())
        .expect("disclosures");
    let salt = |disclosure: &Value<'_>| {
        let salted = read(disclosure.as_bytes()?, &Limits::TOKEN).ok()?;
        salted.as_array()?.first()?.as_bytes().map(<[u8]>::to_vec)
    };
    disclosures
        .iter()
        .map(|disclosure| salt(disclosure).expect("a salt"))
        .collect()
}

#[tokio::test]
async fn rule_K2_a_typed_voucher_says_who_checked_before_it_is_believed() {
    let town = Town::start().await;
    let voucher = town.voucher("ayguli-maimaiti").await;
    let look = LookRequest {
        number: voucher.number,
        extra: Default::default(),
    };
    let answer = post(town.address(), paths::VOUCHER_LOOK, &look.encode()).await;
    assert_eq!(answer.status, 200);
    let looked = LookResponse::decode(&answer.body).expect("an answer");
    assert_eq!(
        (looked.clerk.as_str(), looked.station.as_str()),
        ("何志平", "石桥沟村便民服务站")
    );
    assert_eq!(
        (looked.printed_at, looked.expires_at, looked.tries_left),
        (NOW, NOW + 900, 5)
    );
    let enrolled = App::new(1).ask(town.address(), typed(&voucher)).await;
    assert_eq!(enrolled.status, 200);
}

#[tokio::test]
async fn the_same_request_again_gets_the_same_answer_after_a_restart_too() {
    let mut town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let body = App::new(1).body(scanned(&voucher));
    let first = post(town.address(), paths::ENROL, &body).await;
    assert_eq!(first.status, 200);
    town.clock.advance_seconds(7 * 3600);
    town.restart().await;
    let again = post(town.address(), paths::ENROL, &body).await;
    assert_eq!((again.status, again.body), (200, first.body));
    let certificates = town
        .ops
        .list_certificates("zhou-guifang")
        .await
        .expect("listed");
    assert_eq!(certificates.len(), 1);
}

#[tokio::test]
async fn requests_that_arrive_together_issue_once() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let body = App::new(1).body(scanned(&voucher));
    let to = town.address();
    let asked = (0..6).map(|_| {
        let body = body.clone();
        tokio::spawn(async move { post(to, paths::ENROL, &body).await })
    });
    let mut answers = HashSet::new();
    for asked in asked.collect::<Vec<_>>() {
        let answer = asked.await.expect("answered");
        assert_eq!(answer.status, 200);
        answers.insert(answer.body);
    }
    assert_eq!(answers.len(), 1, "one enrolment has one answer");
    assert_eq!(
        town.ops
            .list_certificates("zhou-guifang")
            .await
            .expect("listed")
            .len(),
        1
    );
}

#[tokio::test]
async fn another_request_under_the_same_id_is_refused() {
    let town = Town::start().await;
    let (first, second) = (
        town.voucher("zhou-guifang").await,
        town.voucher("ma-wenhui").await,
    );
    let app = App::new(1);
    app.enrol(town.address(), &first, NOW).await;
    let mut other = App::new(1);
    other.id = app.id;
    let refusal = other.refused(town.address(), scanned(&second)).await;
    assert_eq!(
        refusal,
        Refusal::BadRequest {
            what: "enrol_id_reused".to_owned()
        }
    );
    // The second voucher still counts.
    App::new(1).enrol(town.address(), &second, NOW).await;
}

#[tokio::test]
async fn a_person_has_one_pseudonym_and_it_says_nothing() {
    let town = Town::start().await;
    let mut people = Vec::new();
    for resident in ["zhou-guifang", "zhou-guifang", "ma-wenhui"] {
        let voucher = town.voucher(resident).await;
        people.push(
            App::new(1)
                .enrol(town.address(), &voucher, NOW)
                .await
                .response
                .person,
        );
    }
    assert_eq!(people[0], people[1]);
    assert_ne!(people[0], people[2]);
}

#[tokio::test]
async fn what_is_no_enrolment_is_refused_and_costs_no_voucher() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let to = town.address();
    let bad = |what: &str| Refusal::BadRequest {
        what: what.to_owned(),
    };
    assert_eq!(
        post(to, paths::ENROL, b"").await.refusal(),
        bad("not_signed")
    );
    assert_eq!(
        post(to, paths::ENROL, &[0x81; 3000]).await.refusal(),
        bad("not_signed")
    );
    assert_eq!(
        post(to, paths::VOUCHER_LOOK, &[0xa0]).await.refusal(),
        bad("message")
    );

    let mut flipped = App::new(1).body(scanned(&voucher));
    let last = flipped.len() - 1;
    flipped[last] ^= 1;
    assert_eq!(
        post(to, paths::ENROL, &flipped).await.refusal(),
        bad("key_not_proven")
    );

    let mut other_type = App::new(1);
    other_type.certificate_type = "marriage".to_owned();
    assert_eq!(
        other_type.refused(to, scanned(&voucher)).await,
        bad("certificate_type")
    );

    App::new(1).enrol(to, &voucher, NOW).await;
}
