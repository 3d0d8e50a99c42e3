//! The checklist of materials.

use tongban_cases::{
    Answers, FileRef, Id, Known, Standing, Supplied, Supply, SupplyFault, check_materials, evaluate,
};
use tongban_rules::Texts;
use tongban_rules::expression::Value;
use tongban_rules::service::{Commitment, Regime, Service};

use super::support::*;

/// `missing` of a service with these answers: "material: standing".
fn standing(
    service: &Service,
    answers: &Answers,
    supplied: &[Supplied],
    wallet: &[&str],
    material: &str,
) -> String {
    let known: Vec<Known> = known();
    let form = evaluate(&service.form, answers, &known, day("2026-03-02")).unwrap();
    let wallet: Vec<String> = wallet.iter().map(|name| (*name).to_owned()).collect();
    let checklist = check_materials(service, &form, supplied, &wallet).unwrap();
    let item = checklist
        .items
        .iter()
        .find(|item| item.material.id == material);
    format!("{:?}", item.expect("a material").standing)
}

#[test]
fn one_thing_is_missing_is_said_before_submission() {
    let service = service(ELDERLY);
    let (answers, known) = (answers_for(service), known());
    let wallet = ["resident-identity".to_owned()];
    let form = evaluate(&service.form, &answers, &known, day("2026-03-02")).unwrap();
    let checklist = check_materials(service, &form, &[], &wallet).unwrap();
    let missing: Vec<_> = checklist
        .missing()
        .map(|item| item.material.id.as_str())
        .collect();
    assert_eq!(missing, ["portrait"]);
    assert!(!checklist.is_complete());

    let supplied = [photo("portrait", 1)];
    let checklist = check_materials(service, &form, &supplied, &wallet).unwrap();
    assert!(checklist.is_complete());
    let sent = checklist.to_submit(&supplied);
    assert_eq!(sent, [identity(), photo("portrait", 1)]);
    let age = checklist
        .conditions
        .iter()
        .find(|(condition, _)| condition.id == "age");
    assert_eq!(age.unwrap().1, Some(true));
}

#[test]
fn req_24_a_certificate_of_the_wallet_takes_the_upload_slot_away() {
    let (service, answers) = (service(ELDERLY), answers_for(service(ELDERLY)));
    let of = |wallet: &[&str]| standing(service, &answers, &[], wallet, "identity");
    assert_eq!(
        of(&["resident-identity"]),
        r#"FromWallet("resident-identity")"#
    );
    assert_eq!(of(&["business-licence"]), "Missing { deferrable: false }");
    let own = standing(
        service,
        &answers,
        &[photo("identity", 1)],
        &["resident-identity"],
        "identity",
    );
    assert_eq!(own, "Uploaded", "who prefers to hand it in may");
}

#[test]
fn req_24_what_the_office_looks_up_is_never_asked() {
    let (service, answers) = (service(ELDERLY), answers_for(service(ELDERLY)));
    let of =
        |supplied: &[Supplied]| standing(service, &answers, supplied, &[], "household-register");
    assert_eq!(of(&[]), "ByOffice");
    assert_eq!(
        of(&[photo("household-register", 1)]),
        "Unusable([NotAsked])"
    );
}

#[test]
fn a_material_is_needed_only_where_its_condition_holds() {
    let service = service(ELDERLY);
    let mut answers = answers_for(service);
    let of = |answers: &Answers| standing(service, answers, &[], &[], "residence");
    assert_eq!(of(&answers), "NotNeeded");
    answers.set("household", text("living"));
    assert_eq!(of(&answers), "Missing { deferrable: false }");
    answers.take("household");
    assert_eq!(of(&answers), "NotNeeded", "unknown is not needed");
}

#[test]
fn files_that_cannot_be_taken_are_told_one_by_one() {
    let service = service(RESIDENCE);
    let answers = answers_for(service);
    let file = |media_type: &str, size| FileRef {
        id: Id([7; 16]),
        media_type: media_type.into(),
        size,
    };
    let files = |variant: Option<&str>, files| Supplied {
        material: "home".into(),
        how: Supply::Files {
            variant: variant.map(Into::into),
            files,
        },
    };
    let of = |supplied: Supplied| standing(service, &answers, &[supplied], &[], "home");
    assert_eq!(of(files(None, vec![])), "Unusable([NoFile])");
    let empty = format!("Unusable([EmptyFile({:?})])", Id([7; 16]));
    assert_eq!(of(files(None, vec![file("image/png", 0)])), empty);
    assert!(of(files(None, vec![file("text/html", 9)])).starts_with("Unusable([MediaType("));
    let many = vec![file("image/png", 9); 13];
    assert_eq!(
        of(files(None, many)),
        "Unusable([TooManyFiles { max: 12 }])"
    );
    let one = || vec![file("image/png", 9)];
    assert_eq!(of(files(Some("lease"), one())), "Uploaded");
    assert_eq!(
        of(files(Some("deed"), one())),
        r#"Unusable([NotAcceptable("deed")])"#
    );
    assert_eq!(
        of(files(Some("moon"), one())),
        r#"Unusable([NotAcceptable("moon")])"#
    );
    let wrong = Supplied {
        material: "home".into(),
        how: Supply::Certificate {
            certificate_type: "resident-identity".into(),
        },
    };
    let wrong_certificate = SupplyFault::WrongCertificate("resident-identity");
    assert_eq!(of(wrong), format!("Unusable([{wrong_certificate:?}])"));
}

#[test]
fn req_11_what_nobody_asks_for_is_told_apart() {
    let service = service(ELDERLY);
    let answers = answers_for(service);
    let form = evaluate(&service.form, &answers, &[], day("2026-03-02")).unwrap();
    let supplied = [photo("passport", 1)];
    let checklist = check_materials(service, &form, &supplied, &[]).unwrap();
    assert_eq!(checklist.unasked, ["passport"]);
    assert!(checklist.to_submit(&supplied).is_empty());
}

#[test]
#[allow(non_snake_case)]
fn rule_L5_a_commitment_replaces_the_proof_that_the_list_names_and_no_other() {
    let mut service = service(RESIDENCE).clone();
    let provision = service.basis[0].clone();
    service.commitments.push(Commitment {
        id: "lives-there".into(),
        regime: Regime::Proof {
            material: "home".into(),
        },
        text: Texts::default(),
        liability: Texts::default(),
        provision,
    });
    let answers = answers_for(&service);
    let committed = |material: &str, commitment: &str| {
        let supplied = Supplied {
            material: material.into(),
            how: Supply::Commitment {
                commitment: commitment.into(),
            },
        };
        standing(&service, &answers, &[supplied], &[], material)
    };
    assert_eq!(
        committed("home", "lives-there"),
        r#"Committed("lives-there")"#
    );
    assert!(committed("portrait", "lives-there").starts_with("Unusable"));
    assert!(committed("home", "anything").starts_with("Unusable"));
    service.commitments[0].provision.valid_until = Some(day("2026-01-01"));
    let supplied = [Supplied {
        material: "home".into(),
        how: Supply::Commitment {
            commitment: "lives-there".into(),
        },
    }];
    let lapsed = standing(&service, &answers, &supplied, &[], "home");
    assert!(
        lapsed.starts_with("Unusable"),
        "the list is no longer in force"
    );
}

#[test]
fn req_34_what_may_come_later_is_no_gap_at_submission() {
    let tolerant = tolerant();
    let answers = answers_for(&tolerant);
    let portrait = standing(&tolerant, &answers, &[], &[], "portrait");
    assert_eq!(
        portrait,
        format!("{:?}", Standing::Missing { deferrable: true })
    );
    assert!(!Standing::Missing { deferrable: true }.is_gap());
    assert!(matches!(answers.get("truthful"), Some(Value::Bool(true))));
}
