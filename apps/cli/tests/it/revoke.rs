//! `tongban ops revoke` on a certificate that an app has fetched from a running platform.
#![allow(non_snake_case)] // Rule names keep their capital.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;
use tongban_app::{App, AppConfig, Capabilities, HostView};
use tongban_device::confirm::ScriptedConfirm;
use tongban_device::{OsEntropy, Transport, TransportRequest};
use tongban_device_desktop::{HttpTransport, SystemClock};
use tongban_platform::{PlatformConfig, RunningPlatform};

use crate::program::Scene;

/// An app with one certificate, and the platform that issued it.
struct Holder {
    platform: RunningPlatform,
    app: Arc<App>,
    _folder: TempDir,
}

impl Holder {
    async fn enrolled(scene: &Scene) -> Holder {
        let clock = Arc::new(SystemClock::new());
        let config = PlatformConfig::demo(scene.path("platform"), clock.clone());
        let platform = tongban_platform::serve(config).await.unwrap();
        let folder = TempDir::new().unwrap();
        let mut config = AppConfig::new(folder.path(), HostView::Browser);
        config.platform_address = Some(platform.base_url());
        let capabilities = Capabilities {
            clock,
            entropy: Arc::new(OsEntropy),
            secrets: None,
            device_key: None,
            transport: Arc::new(HttpTransport::new(&platform.base_url()).unwrap()),
            confirm: Arc::new(ScriptedConfirm::always_yes()),
            presence: None,
            notifier: None,
            hints: None,
        };
        let app = App::start(config, capabilities).unwrap();
        let holder = Holder {
            platform,
            app,
            _folder: folder,
        };
        let voucher = ops(scene, &["voucher"]).1;
        let request = json!({
            "voucher": {"kind": "full", "text": voucher["text"]},
            "secret": "correct horse battery",
        });
        holder.call("enrol.start", request).await;
        holder
    }

    async fn call(&self, name: &str, request: Value) -> Value {
        let reply = self.app.call(name, &request.to_string(), &[]).await;
        let mut reply: Value = serde_json::from_str(&reply.json).unwrap();
        assert!(reply.get("ok").is_some(), "{name}: {reply}");
        reply["ok"].take()
    }

    async fn code(&self) -> String {
        let card = self.call("certificates.list", json!({})).await;
        let request = json!({"certificate_id": card[0]["id"], "fields": ["name"]});
        let shown = self.call("show.start", request).await;
        shown["text"].as_str().unwrap().to_owned()
    }

    /// What a verifier fetches, as the files of the command line.
    async fn snapshots(&self, scene: &Scene) {
        let transport = HttpTransport::new(&self.platform.base_url()).unwrap();
        for (path, file) in [("/v1/trust", "trust.cbor"), ("/v1/status", "status.cbor")] {
            let mut request = TransportRequest::get(path);
            request.response_limit = 1 << 24;
            let body = transport.request(request).await.unwrap().body;
            scene.write(file, &body);
        }
    }

    /// Exit, verdict and reason for a fresh code by the snapshots of this moment.
    async fn judged(&self, scene: &Scene) -> (i32, Value) {
        self.snapshots(scene).await;
        let code = self.code().await;
        let files = ["--trust", "trust.cbor", "--status", "status.cbor"];
        let (exit, line) = scene.verdict(&[&files[..], &[&code]].concat());
        (exit, json!([line["verdict"], line["reason"]]))
    }
}

fn ops(scene: &Scene, arguments: &[&str]) -> (i32, Value) {
    let answer = scene.run(&[&["ops"], arguments, &["--data", "platform", "--json"]].concat());
    (answer.exit, answer.json())
}

/// The serial, from the platform's own database: no command lists certificates.
async fn serial(data: &Path) -> String {
    let operations = tongban_platform::ops::Operations::open_demo(data)
        .await
        .unwrap();
    let issued = operations.list_certificates("zhou-guifang").await.unwrap();
    issued[0].serial.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C3_a_revoked_certificate_is_revoked_for_verifiers_with_the_next_list() {
    let scene = Scene::new();
    std::fs::create_dir(scene.path("platform")).unwrap();
    let holder = Holder::enrolled(&scene).await;
    assert_eq!(holder.judged(&scene).await, (0, json!(["valid", "valid"])));
    let serial = serial(&scene.path("platform")).await;

    let (exit, done) = ops(&scene, &["revoke", &serial]);
    assert_eq!(exit, 0, "{done}");
    assert_eq!(
        (&done["serial"], &done["copies"], &done["already"]),
        (&json!(serial), &json!(1), &json!(false))
    );
    let identifier = done["identifier"].as_str().unwrap();
    assert!(identifier.contains(&serial), "{identifier}");
    assert_eq!(
        holder.judged(&scene).await,
        (0, json!(["valid", "valid"])),
        "not before the next publication"
    );

    let at = |line: &Value| -> jiff::Timestamp {
        line["takes_effect_at"].as_str().unwrap().parse().unwrap()
    };
    // As the app shows it: with its version.
    let (exit, waiting) = ops(&scene, &["revoke", &format!("{serial}.001")]);
    assert_eq!(exit, 0, "{waiting}");
    assert_eq!(
        (&waiting["already"], &waiting["listed"], at(&waiting)),
        (&json!(true), &json!(false), at(&done)),
        "still with the next publication"
    );
    let (exit, other) = ops(&scene, &["revoke", &format!("{serial}.002")]);
    assert_eq!(
        (exit, &other["error"]),
        (1, &json!("certificate_unknown")),
        "another version is another certificate"
    );

    let (exit, again) = ops(&scene, &["revoke", identifier, "--publish-now"]);
    assert_eq!((exit, &again["already"]), (0, &json!(true)));
    assert!(at(&again) <= at(&done), "now comes before the fixed hour");
    assert_eq!(
        holder.judged(&scene).await,
        (1, json!(["revoked", "revoked"]))
    );
    let people = scene.run(&["ops", "revoke", &serial, "--data", "platform"]);
    assert_eq!(people.exit, 0);
    assert!(people.stdout.contains(identifier), "{}", people.stdout);
    let (_, third) = ops(&scene, &["revoke", &serial]);
    assert_eq!(
        (&third["listed"], at(&third), &third["revoked_at"]),
        (&json!(true), at(&again), &done["revoked_at"]),
        "the list that says so was published already"
    );
    assert!(people.stdout.contains("(+08:00)"), "{}", people.stdout);
    holder.platform.shutdown().await;
}
