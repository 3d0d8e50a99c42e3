//! What the log may hold: no name, number, address, digit or key of anyone.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tongban_cases::Request;
use tongban_certificate::{HeldCertificate, TypeRegistry};
use tongban_platform::ops::Publish;
use tongban_protocol::{DeskCaseRequest, LookRequest, paths};
use tracing_subscriber::fmt::MakeWriter;

use crate::casework::Hall;
use crate::support::{App, NOW, Town, card, guessed, post, typed, zhou};

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Captured {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_holds_no_personal_data_at_any_level() {
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(captured.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).expect("no other test captures");

    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let look = LookRequest {
        number: voucher.number,
        extra: Default::default(),
    };
    post(town.address(), paths::VOUCHER_LOOK, &look.encode()).await;
    let app = App::new(1);
    app.refused(town.address(), guessed(&voucher)).await;
    let answer = app.ask(town.address(), typed(&voucher)).await;
    assert_eq!(answer.status, 200);
    let enrolled = crate::support::Enrolled::read(&answer.body, NOW);
    let serial = town.ops.list_certificates("周桂芳").await.expect("listed")[0]
        .serial
        .clone();
    town.ops
        .revoke(&serial, Publish::Now)
        .await
        .expect("revoked");

    // A whole case, from submission to the certificate.
    let hall = Hall::open().await;
    let (case, operation) = hall.whole().await;
    let version = hall.judge(case, &[]).await;
    let version = hall.clerk.acts(case, version, &Request::Accept).await;
    hall.clerk.acts(case, version, &Request::Grant).await;
    let session = hall.clerk.session().await;
    let look = DeskCaseRequest {
        case,
        extra: Default::default(),
    };
    let look = look.encode();
    let token = &session.token;
    let opened = hall.clerk.with_token(token, paths::DESK_CASE, &look).await;
    assert_eq!(opened.status, 200);
    hall.applicant
        .rejected(case, 1, &card(zhou(), Vec::new()))
        .await;
    let card = hall
        .town
        .ops
        .list_certificates("zhou-guifang")
        .await
        .expect("listed");

    let log = captured.text();
    for expected in [
        "operation decided",
        "operation complete",
        "session opened",
        "case opened",
        "/v1/push",
        "resident enrolled",
        "voucher printed",
        "certificate revoked",
        "/v1/enrol",
    ] {
        assert!(log.contains(expected), "the log does not say: {expected}");
    }
    let mut needles: Vec<String> = claims(&enrolled.held[0]);
    needles.extend([
        voucher.number.to_string(),
        voucher.number.get().to_string(),
        voucher.digits.grouped().to_string(),
        String::from_utf8_lossy(voucher.digits.expose()).into_owned(),
        voucher.full.to_text().to_string(),
        voucher.clerk.clone(),
        serial,
        "zhou-guifang".to_owned(),
        "127.0.0.1\"".to_owned(),
        "D2026-00000".to_owned(),
        "R2026-00000".to_owned(),
        "household".to_owned(),
        "elderly-preferential-card".to_owned(),
        URL_SAFE_NO_PAD.encode(session.token.expose()),
        hex(operation.id.as_bytes()),
        hex(case.as_bytes()),
        hex(&hall.applicant.response.person),
    ]);
    needles.extend(card.iter().map(|one| one.serial.clone()));
    assert!(needles.len() > 14);
    for needle in needles {
        assert!(
            !log.contains(&needle),
            "the log holds something of a person"
        );
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Every claim value that has a text of its own.
fn claims(held: &HeldCertificate) -> Vec<String> {
    let types = TypeRegistry::built_in();
    let held = HeldCertificate::parse(held.bytes(), &types).expect("a certificate");
    held.claims()
        .iter()
        .map(|claim| claim.value.display_text())
        .filter(|text| text.chars().count() > 1)
        .collect()
}
