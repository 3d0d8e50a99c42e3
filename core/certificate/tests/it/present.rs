use tongban_certificate::*;

use crate::world::*;

fn error(disclose: &[i64]) -> PresentError {
    let certificate = held();
    let request = TimedProofRequest {
        certificate: &certificate,
        disclose,
        now: NOW,
        floor: 0,
    };
    prepare_timed_proof(&request).unwrap_err()
}

#[test]
fn rule_C5_the_id_number_is_never_part_of_a_timed_code() {
    assert_eq!(
        error(&[NAME, ID_NUMBER]),
        PresentError::FieldNotOffered(ID_NUMBER)
    );
    assert_eq!(error(&[PORTRAIT]), PresentError::FieldNotOffered(PORTRAIT));
    // No description can allow it either.
    let file = include_str!("../../../../assets/certificate-types/resident-identity.json");
    let allowing = file.replace(
        r#""label": 2, "name": "id_number", "kind": "text", "in_timed_code": false"#,
        r#""label": 2, "name": "id_number", "kind": "text", "in_timed_code": true"#,
    );
    assert_ne!(file, allowing);
    assert!(TypeRegistry::from_json(&[&allowing]).is_err());
}

#[test]
fn fields_that_the_person_does_not_have_cannot_be_shown() {
    assert_eq!(error(&[-65_543]), PresentError::UnknownField(-65_543));
    assert_eq!(error(&[-70_000]), PresentError::UnknownField(-70_000));
}

#[test]
fn rule_C10_a_clock_below_the_floor_makes_no_timed_proof() {
    let certificate = held();
    let request = TimedProofRequest {
        certificate: &certificate,
        disclose: &[],
        now: NOW,
        floor: NOW + 1,
    };
    assert_eq!(
        prepare_timed_proof(&request).unwrap_err(),
        PresentError::ClockBelowFloor
    );
}

#[test]
fn an_undisclosed_value_leaves_no_trace_in_the_code() {
    let bytes = shown_at(&held(), &[NAME], NOW).bytes().to_vec();
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    assert!(holds("周桂芳"));
    for hidden in ["女", "石桥镇", "11010519491231002X", "0000000000000721"] {
        assert!(!holds(hidden), "{hidden}");
    }
}

#[test]
fn showing_nothing_is_possible_and_naming_a_field_twice_shows_it_once() {
    let nothing = shown_at(&held(), &[], NOW);
    let verdict = Verifier::default().judge(nothing.bytes());
    assert_eq!(verdict.reason, Reason::Valid);
    assert!(verdict.claims.is_empty());
    let once = shown_at(&held(), &[NAME], NOW);
    let twice = shown_at(&held(), &[NAME, NAME], NOW);
    assert_eq!(once.proof_id(), twice.proof_id());
}

#[test]
fn a_show_tells_when_its_code_gets_dense_and_refuses_beyond_25_L() {
    let long = |length: usize| {
        let mut fields = fields();
        fields[3].1 = ClaimValue::Text("长".repeat(length));
        HeldCertificate::parse(&Issue::default().with_fields(fields), &types()).unwrap()
    };
    let easy = shown_at(&long(20), &[NAME, ADDRESS_FIELD], NOW);
    assert!(!easy.is_dense());
    let dense = shown_at(&long(80), &[NAME, ADDRESS_FIELD], NOW);
    assert!(dense.is_dense(), "version {}", dense.qr_version_l());
    assert_eq!(
        Verifier::default().judge_text(&dense.code_text()).reason,
        Reason::Valid
    );
    let certificate = long(300);
    let request = TimedProofRequest {
        certificate: &certificate,
        disclose: &[NAME, ADDRESS_FIELD],
        now: NOW,
        floor: 0,
    };
    assert!(matches!(
        prepare_timed_proof(&request),
        Err(PresentError::TooLarge { .. })
    ));
}

#[test]
fn a_held_certificate_shows_its_owner_all_fields() {
    let certificate = held();
    assert_eq!(certificate.claims().len(), 7);
    assert_eq!(certificate.claims()[0].json_name(), "name");
    assert_eq!(
        certificate
            .claim("birth_date")
            .unwrap()
            .value
            .display_text(),
        "1959-10-12"
    );
    assert_eq!(
        certificate.claim("id_number").unwrap().value.as_text(),
        Some("11010519491231002X")
    );
    assert!(is_valid_certificate_identifier(
        &certificate.identifier().unwrap()
    ));
    assert_eq!(certificate.check_issuer(&trust()), Ok(()));
    let state = certificate.state(Some(&status_with(&[(42, Status::Suspended)])), NOW, FLOOR);
    assert_eq!(state.kind, CertificateStateKind::Suspended);
    assert_eq!(state.as_of, Some(NOW - HOUR));
}

#[test]
fn rule_C1_every_certificate_of_a_type_has_the_same_number_of_digests() {
    let digests = |fields| {
        let bytes = Issue::default().with_fields(fields);
        let json = inspect(&bytes).unwrap();
        let payload = &json["unverified_content"]["payload"];
        payload["0xf83b"].as_array().map(Vec::len)
    };
    assert_eq!(digests(fields()), Some(9));
    assert_eq!(digests(Vec::new()), Some(9));
}

#[test]
fn rule_C1_validity_is_in_whole_days_of_the_legal_zone() {
    let json = inspect(&Issue::default().bytes()).unwrap();
    let payload = &json["unverified_content"]["payload"];
    for claim in ["nbf", "exp"] {
        assert_eq!((payload[claim].as_u64().unwrap() + 8 * HOUR) % DAY, 0);
    }
    assert!(payload.get("iat").is_none());
}

#[test]
fn what_cannot_be_issued_says_why() {
    let types = types();
    let key = holder_key().public();
    let office = office();
    let attempt = |slot, until, fields, salts: &mut dyn FnMut() -> [u8; 16]| {
        let request = IssueRequest {
            description: &types.all()[0],
            slot,
            office: &office,
            valid_from: Day::of(NOW),
            valid_until: Day::of(NOW).plus_days(until),
            status: StatusReference { shard: 0, index: 0 },
            holder_key: &key,
            fields,
        };
        prepare_certificate(&request, salts).err()
    };
    let text = || ClaimValue::Text("x".to_owned());
    assert_eq!(attempt(0, 1, vec![], &mut salts(1)), Some(IssueError::Slot));
    assert_eq!(
        attempt(1, 0, vec![], &mut salts(1)),
        Some(IssueError::NoValidDay)
    );
    assert_eq!(
        attempt(1, 1, vec![(-9, text())], &mut salts(1)),
        Some(IssueError::Field(-9))
    );
    let twice = vec![(NAME, text()), (NAME, text())];
    assert_eq!(
        attempt(1, 1, twice, &mut salts(1)),
        Some(IssueError::Field(NAME))
    );
    let wrong = vec![(BIRTH_DATE, text())];
    assert_eq!(
        attempt(1, 1, wrong, &mut salts(1)),
        Some(IssueError::Kind(BIRTH_DATE))
    );
    assert_eq!(
        attempt(1, 1, vec![], &mut || [0; 16]),
        Some(IssueError::RepeatedSalt)
    );
    assert_eq!(attempt(1, 1, vec![], &mut salts(1)), None);
}
