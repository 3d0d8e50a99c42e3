//! An app in a folder of its own, with the invented city's pack and no network.

use std::sync::Arc;

use p256::ecdsa::SigningKey;
use p256::pkcs8::DecodePrivateKey as _;
use serde_json::Value;
use tempfile::TempDir;
use tongban_app::{App, AppConfig, Capabilities, HostView, Kdf};
use tongban_device::clock::FakeClock;
use tongban_device::confirm::ScriptedConfirm;
use tongban_device::entropy::SeededEntropy;
use tongban_device::transport::PanicTransport;

/// 2026-03-02T09:00 in the legal zone.
pub const NOW: u64 = 1_772_413_200;

pub fn config(dir: &TempDir) -> AppConfig {
    let mut config = AppConfig::new(dir.path(), HostView::Browser);
    config.kdf = Kdf::fast_for_tests();
    config.anchors = vec![include_bytes!("../../../../assets/demo/root-1.cbor").to_vec()];
    config.built_in_list = Some(include_bytes!("../../../../assets/demo/trust-list.cbor").to_vec());
    config.pack_key = Some(pack_key());
    config.built_in_pack = Some(include_bytes!("../../../../assets/demo/yunquan.pack").to_vec());
    config
}

pub fn capabilities() -> Capabilities {
    Capabilities {
        clock: Arc::new(FakeClock::at(NOW)),
        entropy: Arc::new(SeededEntropy::new(1)),
        secrets: None,
        device_key: None,
        transport: Arc::new(PanicTransport),
        confirm: Arc::new(ScriptedConfirm::always_yes()),
        presence: None,
        notifier: None,
        hints: None,
    }
}

pub fn app() -> (TempDir, Arc<App>) {
    let dir = TempDir::new().unwrap();
    let app = App::start(config(&dir), capabilities()).unwrap();
    (dir, app)
}

/// What a call gives, or its error's code.
pub async fn call(app: &App, name: &str, request: Value) -> Result<Value, String> {
    let reply = app.call(name, &request.to_string(), &[]).await;
    let reply: Value = serde_json::from_str(&reply.json).unwrap();
    match reply.get("ok") {
        Some(ok) => Ok(ok.clone()),
        None => Err(reply["error"]["code"].as_str().unwrap().to_owned()),
    }
}

fn pack_key() -> Vec<u8> {
    let pem = include_str!("../../../../assets/demo/INSECURE-demo-keys/pack.pem");
    let key = SigningKey::from_pkcs8_pem(pem).unwrap();
    key.verifying_key().to_sec1_point(true).as_bytes().to_vec()
}
