//! Cases from submission to decision: what the office does, and what becomes of it.

use tongban_cases::{
    CaseView, Event, Gap, GapFault, Judgement, Request, Ruling, Supplied, Supply, What,
    decode_event, fold,
};
use tongban_certificate::{HeldCertificate, StatusState, TrustState, TypeRegistry};
use tongban_cose::{PublicKey, Suite};
use tongban_protocol::{
    CERTIFICATE_KIND, CaseId, CertificateRow, EVENT_KIND, Operation, RejectionCode, Row, paths,
};
use tongban_rules::Day;
use tongban_rules::expression::Value;
use tongban_rules::form::KnownRef;
use tongban_rules::pack::Pack;
use tongban_rules::service::RemedyKind;

use crate::packs::demo_pack;
use crate::support::{
    Member, NOW, PNG, Town, card, claim, detail, fresh, get, manifest, photo, submit, zhou,
};

/// Everything of a town that decides one case.
pub struct Hall {
    pub town: Town,
    pub applicant: Member,
    pub clerk: Member,
}

impl Hall {
    pub async fn open() -> Self {
        let town = Town::start().await;
        let applicant = Member::resident(&town, "zhou-guifang").await;
        let roles = ["intake", "caseworker", "decider"];
        let clerk = Member::staff(&town, "何志平", &roles).await;
        Self {
            town,
            applicant,
            clerk,
        }
    }

    /// Judges every material; those that are named are missing or unfit.
    pub async fn judge(&self, case: CaseId, wrong: &[(&str, Judgement)]) -> u64 {
        let mut version = self.applicant.version(case).await;
        for material in self.view(case).await.materials {
            let found = wrong.iter().find(|(name, _)| *name == material.material);
            let request = Request::Judge {
                judgement: found.map_or(Judgement::Fit, |(_, judgement)| judgement.clone()),
                material: material.material,
            };
            version = self.clerk.acts(case, version, &request).await;
        }
        version
    }

    pub async fn events(&self, case: CaseId) -> Vec<Event> {
        let rows = self.applicant.rows(EVENT_KIND).await;
        let of_case = rows.iter().filter(|row| row.case() == case);
        let events = of_case.map(|row| decode_event(row.body()).expect("an event"));
        events.collect()
    }

    pub async fn view(&self, case: CaseId) -> CaseView {
        fold(&self.events(case).await)
    }

    /// An application with its portrait, handed in whole.
    pub async fn whole(&self) -> (CaseId, Operation) {
        let (case, id) = (CaseId::from_bytes(fresh()), fresh());
        let request = card(zhou(), vec![photo("portrait", id, PNG)]);
        let operation = self.applicant.operation(case, 0, &request);
        let mut operation = self.applicant.with_keys(operation, 1);
        let id = tongban_protocol::AttachmentId::from_bytes(id);
        operation.attachments = vec![manifest(id, PNG)];
        self.applicant.send(&operation).await;
        self.applicant.upload_whole(operation.id, id, PNG).await;
        (case, operation)
    }
}

#[tokio::test]
async fn a_grant_brings_a_certificate_that_the_published_lists_vouch_for() {
    let hall = Hall::open().await;
    let (case, operation) = hall.whole().await;
    let mut version = hall.judge(case, &[]).await;
    version = hall.clerk.acts(case, version, &Request::Accept).await;
    let granted = hall.clerk.acts(case, version, &Request::Grant).await;
    let view = hall.view(case).await;
    assert_eq!(
        (view.phase.slug(), u64::from(view.version)),
        ("granted", granted)
    );
    let numbers: Vec<_> = view.documents.iter().map(|d| d.number.as_str()).collect();
    assert_eq!(
        numbers,
        ["D2026-000001", "D2026-000002"],
        "every number is accounted for"
    );

    let rows = hall.applicant.rows(CERTIFICATE_KIND).await;
    let [row] = &rows[..] else {
        panic!("one certificate")
    };
    assert_eq!(row.case(), case);
    let row = CertificateRow::decode(row.body()).expect("a certificate row");
    assert_eq!(
        (row.type_name.as_str(), row.copies.len()),
        ("elderly-card", 1)
    );
    let held = HeldCertificate::parse(&row.copies[0], &types()).expect("a certificate");
    let key = operation.holder_keys[0].key;
    let holder = PublicKey::from_sec1(Suite::P256, key.as_bytes()).expect("a key");
    assert_eq!(
        held.holder_key(),
        &holder,
        "bound to the key that came with the application"
    );
    let text = |name: &str| {
        let claims = held.claims().iter();
        let mut found = claims.filter(|claim| claim.name.as_deref() == Some(name));
        found.next().map(|claim| claim.value.display_text())
    };
    assert_eq!(text("name").as_deref(), Some("周桂芳"));
    assert_eq!(text("birth_date").as_deref(), Some("1959-10-18"));
    assert!(text("certificate_number").is_some_and(|number| number.ends_with(".001")));
    assert!(
        held.claims().iter().any(|claim| {
            claim.name.as_deref() == Some("portrait")
                && claim
                    .value
                    .as_bytes()
                    .is_some_and(|b| b.starts_with(b"RIFF"))
        }),
        "copied from the identity certificate"
    );

    // As any reader sees it.
    let trust = get(hall.town.address(), paths::TRUST).await.body;
    let trust = TrustState::from_sequence(&trust, NOW, NOW).expect("trust holds");
    let status = get(hall.town.address(), paths::STATUS).await.body;
    let status = tongban_protocol::StatusSnapshot::from_sequence(&status).expect("lists");
    let mut state = StatusState::new();
    state
        .accept(&trust, &status.tokens, NOW, NOW)
        .expect("lists hold");
    held.check_issuer(&trust)
        .expect("issued by a slot that may");
    let certificates = hall
        .town
        .ops
        .list_certificates("zhou-guifang")
        .await
        .expect("listed");
    let card = certificates
        .iter()
        .find(|found| found.type_name == "elderly-card");
    let card = card.expect("the card is listed");
    let days = (card.valid_until - card.valid_from) / 86_400;
    assert_eq!(days, 3653, "ten years, to the same date");
}

/// The types that a wallet of this town knows.
fn types() -> TypeRegistry {
    let pack = demo_pack();
    let files: Vec<_> = pack
        .certificate_types
        .iter()
        .filter_map(|found| found.description.as_deref())
        .collect();
    TypeRegistry::built_in().with(&files).expect("types")
}

#[tokio::test]
async fn req_44_a_refusal_names_reason_clause_and_remedies() {
    let hall = Hall::open().await;
    let (case, _) = hall.whole().await;
    let mut version = hall.judge(case, &[]).await;
    version = hall.clerk.acts(case, version, &Request::Accept).await;
    for reasons in [vec![], vec!["he-looks-young".to_owned()]] {
        let rejection = hall
            .clerk
            .rejected(case, version, &Request::Refuse { reasons })
            .await;
        assert_eq!(
            (rejection.code.as_str(), detail(&rejection)),
            ("invalid", "ruling")
        );
    }
    let reasons = vec!["under-age".to_owned()];
    hall.clerk
        .acts(case, version, &Request::Refuse { reasons })
        .await;
    let view = hall.view(case).await;
    let ruling: &Ruling = view.ruling().expect("a ruling");
    assert_eq!(ruling.reasons().len(), 1);
    assert!(!ruling.reasons()[0].clause.clause.is_empty());
    assert!(ruling.reasons()[0].clause_text.is_some());
    for kind in [RemedyKind::Reconsideration, RemedyKind::Lawsuit] {
        assert!(ruling.remedies().iter().any(|remedy| remedy.kind == kind));
    }
    assert!(hall.applicant.rows(CERTIFICATE_KIND).await.is_empty());
    // At an end: closed, for everyone.
    let version = u64::from(view.version);
    let closed = hall
        .applicant
        .rejected(case, version, &Request::Withdraw)
        .await;
    assert_eq!(closed.code, RejectionCode::Closed);
}

#[tokio::test]
async fn req_40_one_notice_names_everything_and_only_after_everything_was_judged() {
    let hall = Hall::open().await;
    let (case, operation) = submit(&hall.applicant);
    hall.applicant.send(&operation).await;
    let early = hall.clerk.rejected(case, 1, &Request::AskSupplement).await;
    assert_eq!(detail(&early), "unjudged");
    let register: Vec<_> = hall
        .view(case)
        .await
        .materials
        .iter()
        .map(|m| m.material.clone())
        .collect();
    assert_eq!(register, ["identity", "portrait", "household-register"]);
    let unfit = Judgement::Unfit(["id-card-unreadable".to_owned()].into());
    let wrong = [("portrait", Judgement::Missing), ("identity", unfit)];
    let version = hall.judge(case, &wrong).await;
    let version = hall
        .clerk
        .acts(case, version, &Request::AskSupplement)
        .await;
    let view = hall.view(case).await;
    let material = |material: &str, fault| Gap::Material {
        material: material.to_owned(),
        fault,
    };
    assert_eq!(view.notices.len(), 1);
    let mut gaps = view.notices[0].gaps.clone();
    gaps.sort();
    assert_eq!(
        gaps,
        [
            material("identity", GapFault::Error("id-card-unreadable".to_owned())),
            material("portrait", GapFault::Missing),
        ]
    );
    assert!(view.notices[0].until.is_some() && view.notices[0].document == "D2026-000001");
    let twice = hall
        .clerk
        .rejected(case, version, &Request::AskSupplement)
        .await;
    assert_eq!(detail(&twice), "not_now");
}

#[tokio::test]
async fn a_known_value_that_is_not_in_the_register_is_refused() {
    let hall = Hall::open().await;
    let text = |text: &str| Value::Text(text.to_owned());
    for (name, value) in [
        ("name", text("周桂香")),
        ("birth_date", text("1959-10-18")),
        ("ethnicity", text("汉")),
        ("certificate_number", text("00000000000000.001")),
    ] {
        let mut known = zhou();
        known.retain(|one| one.reference != claim(name, value.clone()).reference);
        known.push(claim(name, value));
        assert_mismatch(&hall, card(known, Vec::new()), name).await;
    }
    // A certificate that she does not have.
    let mut known = zhou();
    known[3].reference = KnownRef::Claim {
        certificate_type: "residence-permit".to_owned(),
        claim: "address".to_owned(),
    };
    assert_mismatch(&hall, card(known, Vec::new()), "no permit").await;
    // What another form asked is her own word.
    let mut known = zhou();
    known[3].reference = KnownRef::Datum("residence_address".to_owned());
    let operation =
        hall.applicant
            .operation(CaseId::from_bytes(fresh()), 0, &card(known, Vec::new()));
    hall.applicant
        .send(&hall.applicant.with_keys(operation, 1))
        .await
        .version();
}

/// `request` with one more typed answer.
fn typed(mut request: Request, field: &str, value: Value) -> Request {
    if let Request::Submit { answers, .. } = &mut request {
        answers.set(field, value);
    }
    request
}

#[tokio::test]
async fn someone_elses_identity_that_is_typed_where_a_certificate_says_it_is_refused() {
    let hall = Hall::open().await;
    let text = |text: &str| Value::Text(text.to_owned());
    for (name, value) in [
        ("name", text("马文辉")),
        ("id_number", text("990102198804090114")),
        (
            "birth_date",
            Value::Day(Day::parse("1930-01-01").expect("a day")),
        ),
    ] {
        // Left out, so that nothing known is untrue, and typed instead.
        let mut known = zhou();
        known.retain(|one| one.reference != claim(name, value.clone()).reference);
        let forged = typed(card(known.clone(), Vec::new()), name, value);
        assert_mismatch(&hall, forged, name).await;
        // Nothing known at all.
        let forged = typed(card(Vec::new(), Vec::new()), "name", text("马文辉"));
        assert_mismatch(&hall, forged, "nothing known").await;
    }
    // What may be changed may be typed.
    let moved = typed(card(zhou(), Vec::new()), "address", text("云泉区东坡 7 号"));
    let operation = hall
        .applicant
        .operation(CaseId::from_bytes(fresh()), 0, &moved);
    let sent = hall
        .applicant
        .send(&hall.applicant.with_keys(operation, 1))
        .await;
    sent.version();
}

#[tokio::test]
async fn a_certificate_that_the_applicant_does_not_hold_stands_in_for_nothing() {
    let hall = Hall::open().await;
    let permit = Supplied {
        material: "residence".to_owned(),
        how: Supply::Certificate {
            certificate_type: "residence-permit".to_owned(),
        },
    };
    let text = Value::Text("living".to_owned());
    let request = typed(card(zhou(), vec![permit]), "household", text);
    let operation = hall
        .applicant
        .operation(CaseId::from_bytes(fresh()), 0, &request);
    let sent = hall
        .applicant
        .send(&hall.applicant.with_keys(operation, 1))
        .await;
    assert_eq!(sent.rejection().detail, b"certificate_not_held");
}

#[tokio::test]
async fn nobody_of_the_staff_hands_in_for_an_applicant() {
    let hall = Hall::open().await;
    let (case, _) = hall.whole().await;
    let request = Request::Supply {
        answers: Default::default(),
        known: Vec::new(),
        supplied: vec![Supplied {
            material: "identity".to_owned(),
            how: Supply::OnPaper,
        }],
        all: false,
    };
    let operation = hall.clerk.operation(case, 2, &request);
    let sent = hall.clerk.send(&hall.clerk.with_keys(operation, 1)).await;
    assert_eq!(sent.rejection().code, RejectionCode::NotAllowed);
}

async fn assert_mismatch(hall: &Hall, request: Request, what: &str) {
    let case = CaseId::from_bytes(fresh());
    let operation = hall.applicant.operation(case, 0, &request);
    let sent = hall
        .applicant
        .send(&hall.applicant.with_keys(operation, 1))
        .await;
    let rejection = sent.rejection();
    let told = (rejection.code.as_str(), detail(&rejection));
    assert_eq!(told, ("invalid", "known_mismatch"), "{what}");
}

#[tokio::test]
async fn a_submission_brings_one_new_key_for_each_certificate() {
    let hall = Hall::open().await;
    for count in [0, 2] {
        let (_, operation) = submit(&hall.applicant);
        let operation = hall.applicant.with_keys(operation, count);
        let rejection = hall.applicant.send(&operation).await.rejection();
        assert_eq!(detail(&rejection), "holder_keys");
    }
    let (_, first) = submit(&hall.applicant);
    hall.applicant.send(&first).await;
    // The proof is for one operation, so a key cannot move; but nobody draws one twice either.
    let (_, second) = submit(&hall.applicant);
    assert_ne!(first.holder_keys[0].key, second.holder_keys[0].key);
    let withdraw = hall.applicant.operation(second.case, 0, &Request::Withdraw);
    let withdraw = hall.applicant.with_keys(withdraw, 1);
    hall.applicant.send(&second).await;
    let rejection = hall.applicant.send(&withdraw).await.rejection();
    assert_eq!(detail(&rejection), "holder_keys");
}

#[tokio::test]
async fn nobody_does_what_their_role_may_not() {
    let hall = Hall::open().await;
    let window = Member::staff(&hall.town, "李敏", &["intake"]).await;
    let admin = Member::staff(&hall.town, "赵强", &["admin"]).await;
    let (case, _) = hall.whole().await;
    let version = hall.judge(case, &[]).await;
    for (who, request) in [
        (&window, Request::Grant),
        (
            &window,
            Request::Refuse {
                reasons: vec!["under-age".to_owned()],
            },
        ),
        (&window, Request::Withdraw),
        (&admin, Request::Accept),
        (&hall.applicant, Request::Accept),
        (&hall.clerk, card(zhou(), Vec::new())),
    ] {
        let rejection = who.rejected(case, version, &request).await;
        assert_eq!(
            rejection.code,
            RejectionCode::NotAllowed,
            "{}",
            request.kind()
        );
    }
    assert_eq!(
        hall.applicant.version(case).await,
        version,
        "nothing happened"
    );
    window.acts(case, version, &Request::Accept).await;
}

#[tokio::test]
async fn what_was_granted_and_annulled_is_revoked_and_needs_a_new_key() {
    let hall = Hall::open().await;
    let (case, _) = hall.whole().await;
    let mut version = hall.judge(case, &[]).await;
    version = hall.clerk.acts(case, version, &Request::Accept).await;
    version = hall.clerk.acts(case, version, &Request::Grant).await;
    let reasons = vec!["under-age".to_owned()];
    version = hall
        .clerk
        .acts(case, version, &Request::Annul { reasons })
        .await;
    let card = hall
        .town
        .ops
        .list_certificates("zhou-guifang")
        .await
        .expect("listed");
    let revoked = card.iter().filter(|found| found.revoked);
    let revoked: Vec<_> = revoked.map(|found| found.type_name.as_str()).collect();
    assert_eq!(revoked, ["elderly-card"]);
    let review = tongban_cases::Review::Reconsideration;
    version = hall
        .clerk
        .acts(case, version, &Request::Reopen { review })
        .await;
    let rejection = hall.clerk.rejected(case, version, &Request::Grant).await;
    assert_eq!(detail(&rejection), "holder_keys");
}

#[tokio::test]
async fn rule_L4_silence_becomes_acceptance_without_anyone_looking() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pack = demo_pack();
    pack.version = 2;
    silent(&mut pack);
    let file = crate::packs::write(folder.path(), &pack);
    let town = Town::start_with(|config| {
        config.pack = tongban_platform::PackSource::File(file.clone());
    })
    .await;
    let applicant = Member::resident(&town, "zhou-guifang").await;
    let clerk = Member::staff(&town, "何志平", &["intake"]).await;
    let (case, operation) = submit(&applicant);
    let mut operation = operation;
    let Ok(Request::Submit {
        service,
        answers,
        known,
        supplied,
        ..
    }) = Request::decode(&operation.kind, &operation.body)
    else {
        panic!("a submission")
    };
    let pack = tongban_cases::PackRef {
        id: "yunquan".to_owned(),
        version: 2,
    };
    operation.body = Request::Submit {
        service,
        pack,
        answers,
        known,
        supplied,
        route: None,
    }
    .encode_body();
    applicant.send(&operation).await.version();
    town.clock.advance_seconds(20 * 86_400);
    let mut rows = Vec::new();
    for _ in 0..100 {
        rows = applicant.rows(EVENT_KIND).await;
        if rows.len() > 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let last = decode_event(rows.last().expect("an event").body()).expect("an event");
    assert!(
        matches!(last.what, What::DeemedAccepted { .. }),
        "{}",
        last.what.kind()
    );
    assert_eq!(last.by.role, tongban_cases::Role::Machine);
    assert_eq!(rows.last().map(Row::version), Some(2));
    // Too late for what the office did not say in time.
    let late = clerk.rejected(case, 1, &Request::Take).await;
    assert_eq!(late.code, RejectionCode::StaleVersion);
}

/// Silence counts as acceptance from the day of receipt.
fn silent(pack: &mut Pack) {
    let service = pack
        .services
        .iter_mut()
        .find(|one| one.id == crate::support::ELDERLY);
    let service = service.expect("the service");
    let today = tongban_rules::Day::of(NOW);
    let mut rule = service
        .limits
        .answer
        .on(today)
        .applies
        .expect("a limit")
        .clone();
    rule.value.deemed_from = tongban_rules::DeemedFrom::Receipt;
    service.limits.answer = tongban_rules::provision::Ruled::new(vec![rule]);
}
