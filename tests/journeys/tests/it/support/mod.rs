//! A platform in this process, apps with fakes around them, and a network that can be cut.

mod authority;
mod network;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;
use tongban_app::{App, AppConfig, Capabilities, HostView, Kdf};
use tongban_device::clock::FakeClock;
use tongban_device::confirm::ScriptedConfirm;
use tongban_device::device_key::FakeDeviceKey;
use tongban_device::entropy::SeededEntropy;
use tongban_device::{Clock, DeviceKey, SecretStore, Transport};
use tongban_platform::ops::{Operations, PrintedVoucher, Publish};
use tongban_platform::store::{PlatformStore as _, SqliteStore};
use tongban_platform::{AuthoritySource, PlatformConfig, RunningPlatform};

pub use authority::OtherAuthority;
pub use network::Network;

/// 2026-03-02T09:00:00+08:00, when the demo's story begins.
pub const NINE_O_CLOCK: u64 = 1_772_413_200;
pub const PASSPHRASE: &str = "correct horse battery";

/// The platform and the clerk in front of it.
pub struct World {
    pub clock: Arc<FakeClock>,
    pub data: TempDir,
    platform: RunningPlatform,
}

impl World {
    pub async fn start() -> Self {
        let clock = Arc::new(FakeClock::at(NINE_O_CLOCK));
        let data = TempDir::new().unwrap();
        let platform = tongban_platform::serve(PlatformConfig::demo(data.path(), clock.clone()))
            .await
            .unwrap();
        Self {
            clock,
            data,
            platform,
        }
    }

    pub fn network(&self) -> Arc<Network> {
        Network::to(&self.platform.base_url())
    }

    pub async fn operations(&self) -> Operations {
        let entropy = Arc::new(tongban_device_desktop::OsEntropy);
        Operations::open(
            self.data.path(),
            AuthoritySource::Demo,
            self.clock.clone(),
            entropy,
        )
        .await
        .unwrap()
    }

    pub async fn voucher(&self) -> PrintedVoucher {
        let (clerk, station) = tongban_platform::ops::demo_clerk();
        self.operations()
            .await
            .print_voucher("zhou-guifang", clerk, station)
            .await
            .unwrap()
    }

    /// A device that was enrolled with a voucher and has the platform in reach.
    pub async fn holder(&self) -> Device {
        let device = Device::new(self, 1);
        device.enrol(&self.voucher().await).await;
        device
    }

    /// A device without a wallet that fetched the snapshots once.
    pub async fn verifier(&self) -> Device {
        let device = Device::new(self, 2);
        device.ok("snapshots.refresh", json!({})).await;
        device
    }

    pub async fn revoke_now(&self) {
        let operations = self.operations().await;
        let issued = operations.list_certificates("zhou-guifang").await.unwrap();
        for certificate in issued {
            operations
                .revoke(&certificate.serial, Publish::Now)
                .await
                .unwrap();
        }
    }

    /// Lines and hash of the platform's read log, from its own database.
    pub async fn read_log_head(&self) -> (u64, String) {
        let store = SqliteStore::open(self.data.path(), None).unwrap();
        let head = store.read_log_head().await.unwrap();
        let hash = head.hash.iter().map(|byte| format!("{byte:02x}")).collect();
        (head.seq, hash)
    }

    pub async fn stop(self) {
        self.platform.shutdown().await;
    }
}

/// What a device has beyond the least: key stores, another trust root than the demo's.
#[derive(Clone, Default)]
pub struct Extras {
    pub secrets: Option<Arc<dyn SecretStore>>,
    pub device_key: Option<Arc<dyn DeviceKey>>,
    pub trust: Option<TrustRoot>,
}

/// A root and a first list under it.
#[derive(Clone)]
pub struct TrustRoot {
    pub anchors: Vec<Vec<u8>>,
    pub list: Vec<u8>,
}

/// One device: an app, its folder, and the people and machines around it.
pub struct Device {
    pub app: Arc<App>,
    pub clock: Arc<FakeClock>,
    pub confirm: Arc<ScriptedConfirm>,
    pub network: Arc<Network>,
    extras: Extras,
    dir: Arc<TempDir>,
    seed: u64,
}

impl Device {
    pub fn new(world: &World, seed: u64) -> Self {
        Self::having(world, seed, Extras::default())
    }

    pub fn having(world: &World, seed: u64, extras: Extras) -> Self {
        Self::on(world.clock.clone(), world.network(), seed, extras)
    }

    /// A device with a key store that keys cannot leave, and that key store.
    pub fn with_key_store(world: &World) -> (Self, Arc<FakeDeviceKey>) {
        let key_store = Arc::new(FakeDeviceKey::new(7));
        let extras = Extras {
            device_key: Some(key_store.clone()),
            ..Extras::default()
        };
        (Self::having(world, 1, extras), key_store)
    }

    /// A device that trusts another authority than the demo's.
    pub fn trusting(clock: Arc<FakeClock>, network: Arc<Network>, trust: TrustRoot) -> Self {
        Self::on(
            clock,
            network,
            3,
            Extras {
                trust: Some(trust),
                ..Extras::default()
            },
        )
    }

    fn on(clock: Arc<FakeClock>, network: Arc<Network>, seed: u64, extras: Extras) -> Self {
        let dir = Arc::new(TempDir::new().unwrap());
        let confirm = Arc::new(ScriptedConfirm::always_yes());
        let app = start(dir.path(), &clock, &network, &confirm, &extras, seed);
        Self {
            app,
            clock,
            confirm,
            network,
            extras,
            dir,
            seed: seed + 100,
        }
    }

    /// The app is killed and started again over the same folder.
    pub fn restart(self) -> Self {
        self.restart_after(|| {})
    }

    /// Does something to the folder while no app has it open.
    pub fn restart_after(self, meanwhile: impl FnOnce()) -> Self {
        let Self {
            app,
            clock,
            confirm,
            network,
            extras,
            dir,
            seed,
        } = self;
        drop(app);
        meanwhile();
        let app = start(dir.path(), &clock, &network, &confirm, &extras, seed);
        Self {
            app,
            clock,
            confirm,
            network,
            extras,
            dir,
            seed: seed + 1,
        }
    }

    pub fn with_confirm(mut self, confirm: ScriptedConfirm) -> Self {
        self.confirm = Arc::new(confirm);
        self.restart()
    }

    /// Folder of the encrypted files.
    pub fn folder(&self) -> PathBuf {
        self.dir.path().to_owned()
    }

    pub async fn raw(&self, name: &str, request: Value, bytes: &[u8]) -> (Value, Vec<u8>) {
        let reply = self.app.call(name, &request.to_string(), bytes).await;
        (serde_json::from_str(&reply.json).unwrap(), reply.bytes)
    }

    pub async fn ok(&self, name: &str, request: Value) -> Value {
        self.ok_bytes(name, request, &[]).await.0
    }

    pub async fn ok_bytes(&self, name: &str, request: Value, bytes: &[u8]) -> (Value, Vec<u8>) {
        let (mut reply, bytes) = self.raw(name, request, bytes).await;
        assert!(reply.get("ok").is_some(), "{name}: {reply}");
        (reply["ok"].take(), bytes)
    }

    /// The error's view; panics when the call succeeds.
    pub async fn err(&self, name: &str, request: Value) -> Value {
        let (mut reply, _) = self.raw(name, request, &[]).await;
        assert!(reply.get("error").is_some(), "{name} succeeded");
        reply["error"].take()
    }

    pub async fn enrol(&self, voucher: &PrintedVoucher) -> Value {
        self.ok("enrol.start", typed(voucher, PASSPHRASE)).await
    }

    pub async fn certificate_id(&self) -> String {
        let cards = self.ok("certificates.list", json!({})).await;
        cards[0]["id"].as_str().unwrap().to_owned()
    }

    /// Text of a fresh code that discloses `fields`.
    pub async fn show(&self, fields: &[&str]) -> String {
        let request = json!({"certificate_id": self.certificate_id().await, "fields": fields});
        let view = self.ok("show.start", request).await;
        view["text"].as_str().unwrap().to_owned()
    }

    pub async fn scan(&self, text: &str) -> Value {
        self.ok("scan.text", json!({"text": text})).await
    }
}

/// What the person types from the paper.
pub fn typed(voucher: &PrintedVoucher, secret: &str) -> Value {
    let digits = voucher.digits.grouped();
    json!({
        "voucher": {"kind": "typed", "number": voucher.number.to_string(), "digits": digits.as_str()},
        "secret": secret,
    })
}

fn start(
    dir: &Path,
    clock: &Arc<FakeClock>,
    network: &Arc<Network>,
    confirm: &Arc<ScriptedConfirm>,
    extras: &Extras,
    seed: u64,
) -> Arc<App> {
    let mut config = AppConfig::new(dir, HostView::Browser);
    config.kdf = Kdf::fast_for_tests();
    config.platform_address = Some("the platform of this test".to_owned());
    if let Some(trust) = &extras.trust {
        config.anchors = trust.anchors.clone();
        config.built_in_list = Some(trust.list.clone());
    }
    let capabilities = Capabilities {
        clock: clock.clone() as Arc<dyn Clock>,
        entropy: Arc::new(SeededEntropy::new(seed)),
        secrets: extras.secrets.clone(),
        device_key: extras.device_key.clone(),
        transport: network.clone() as Arc<dyn Transport>,
        confirm: confirm.clone(),
        presence: None,
    };
    App::start(config, capabilities).unwrap()
}
