//! What the log may hold: no name, number, address, digit or key of anyone.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use tongban_certificate::{HeldCertificate, TypeRegistry};
use tongban_platform::ops::Publish;
use tongban_protocol::{LookRequest, paths};
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{App, NOW, Town, guessed, post, typed};

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

    let log = captured.text();
    for expected in [
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
    ]);
    assert!(needles.len() > 14);
    for needle in needles {
        assert!(
            !log.contains(&needle),
            "the log holds something of a person"
        );
    }
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
