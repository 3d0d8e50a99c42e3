//! A platform in this process, apps with fakes around them, and a network that can be cut.

mod authority;
pub mod middleman;
mod network;
mod packs;
pub mod platform_process;
#[allow(dead_code)] // The platform's own tests use the rest of it.
#[path = "../../../../../apps/platform/tests/it/support/postgres.rs"]
pub mod postgres;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use tongban_app::{App, AppConfig, Capabilities, HostView, Kdf};
use tongban_device::clock::FakeClock;
use tongban_device::confirm::ScriptedConfirm;
use tongban_device::device_key::FakeDeviceKey;
use tongban_device::entropy::SeededEntropy;
use tongban_device::{Clock, DeviceKey, SecretStore, Transport};
use tongban_platform::ops::{Operations, PrintedVoucher, Publish};
use tongban_platform::store::{Access, Commit, Committed, NewRow, PlatformStore as _, SqliteStore};
use tongban_platform::{AuthoritySource, PackSource, PlatformConfig, RunningPlatform, Storage};

use tongban_protocol::{CaseId, OperationId, ScopeId};

pub use authority::OtherAuthority;
pub use network::Network;
pub use packs::signed_pack;

/// 2026-03-02T09:00:00+08:00, when the demo's story begins.
pub const NINE_O_CLOCK: u64 = 1_772_413_200;
pub const PASSPHRASE: &str = "correct horse battery";

/// The platform and the clerk in front of it.
pub struct World {
    pub clock: Arc<FakeClock>,
    data: PathBuf,
    storage: Storage,
    platform: Where,
    _folder: Option<TempDir>,
}

/// Where the platform runs.
enum Where {
    Here(RunningPlatform),
    Elsewhere(String),
}

impl World {
    pub async fn start() -> Self {
        Self::serving(|_| PackSource::Demo).await
    }

    /// A platform that publishes this pack.
    pub async fn with_pack(pack: &[u8]) -> Self {
        Self::serving(|folder| {
            let file = folder.join("region.pack");
            std::fs::write(&file, pack).unwrap();
            PackSource::File(file)
        })
        .await
    }

    /// The world around a platform that runs in a process of its own over `data`.
    pub fn around(data: &Path, base_url: &str) -> Self {
        Self::around_on(data, Storage::default(), base_url)
    }

    /// The same where the platform keeps what it knows elsewhere.
    pub fn around_on(data: &Path, storage: Storage, base_url: &str) -> Self {
        Self {
            clock: Arc::new(FakeClock::at(NINE_O_CLOCK)),
            data: data.to_owned(),
            storage,
            platform: Where::Elsewhere(base_url.to_owned()),
            _folder: None,
        }
    }

    async fn serving(pack: impl FnOnce(&Path) -> PackSource) -> Self {
        let clock = Arc::new(FakeClock::at(NINE_O_CLOCK));
        let folder = TempDir::new().unwrap();
        let mut config = PlatformConfig::demo(folder.path(), clock.clone());
        config.pack = pack(folder.path());
        let platform = tongban_platform::serve(config).await.unwrap();
        Self {
            clock,
            data: folder.path().to_owned(),
            storage: Storage::default(),
            platform: Where::Here(platform),
            _folder: Some(folder),
        }
    }

    /// Keeps everything as it is now, with the operators' command.
    pub async fn back_up(&self) -> TempDir {
        let folder = TempDir::new().unwrap();
        let copy = folder.path().join("copy");
        let made = self.operations().await.back_up(&copy).await.unwrap();
        assert_eq!(made.missing, 0);
        folder
    }

    /// The machine burns, and another one begins with this backup.
    pub async fn restored_from(self, backup: &TempDir) -> Self {
        let clock = self.clock.clone();
        self.stop().await;
        let folder = TempDir::new().unwrap();
        let copy = backup.path().join("copy");
        let entropy = tongban_device_desktop::OsEntropy;
        tongban_platform::ops::restore(folder.path(), &Storage::default(), &copy, &entropy)
            .await
            .unwrap();
        let config = PlatformConfig::demo(folder.path(), clock.clone());
        let platform = tongban_platform::serve(config).await.unwrap();
        Self {
            clock,
            data: folder.path().to_owned(),
            storage: Storage::default(),
            platform: Where::Here(platform),
            _folder: Some(folder),
        }
    }

    /// The platform's folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Which operation made each event of a case, as the platform has it.
    pub async fn made(&self, case: &str) -> Vec<Option<OperationId>> {
        let bytes = u128::from_str_radix(&case.replace('-', ""), 16).unwrap();
        let case = CaseId::from_bytes(bytes.to_be_bytes());
        let store = SqliteStore::open(&self.data, None).unwrap();
        let record = store.case(case).await.unwrap().expect("the case");
        let events = record.events.iter();
        events.map(|event| event.maker).collect()
    }

    /// From now on the devices' monotonic clock runs, so that what waits goes on by itself.
    pub fn let_time_run(&self) {
        let (clock, began) = (self.clock.clone(), Instant::now());
        tokio::spawn(async move {
            let mut told = 0;
            loop {
                tokio::time::sleep(Duration::from_millis(10)).await;
                let passed = u64::try_from(began.elapsed().as_millis()).unwrap();
                clock.advance_monotonic(passed - told);
                told = passed;
            }
        });
    }

    pub fn network(&self) -> Arc<Network> {
        Network::to(&self.base_url())
    }

    pub fn base_url(&self) -> String {
        match &self.platform {
            Where::Here(platform) => platform.base_url(),
            Where::Elsewhere(base_url) => base_url.clone(),
        }
    }

    pub async fn operations(&self) -> Operations {
        let entropy = Arc::new(tongban_device_desktop::OsEntropy);
        Operations::open_on(
            &self.data,
            &self.storage,
            AuthoritySource::Demo,
            self.clock.clone(),
            entropy,
        )
        .await
        .unwrap()
    }

    pub async fn voucher(&self) -> PrintedVoucher {
        self.voucher_for("zhou-guifang").await
    }

    async fn voucher_for(&self, resident: &str) -> PrintedVoucher {
        let (clerk, station) = tongban_platform::ops::demo_clerk();
        self.operations()
            .await
            .print_voucher(resident, clerk, station)
            .await
            .unwrap()
    }

    /// A device of another resident of the demo.
    pub async fn holder_of(&self, resident: &str, seed: u64) -> Device {
        let device = Device::new(self, seed);
        device.enrol(&self.voucher_for(resident).await).await;
        device
    }

    /// A device of a member of staff with these roles.
    pub async fn officer(&self, name: &str, roles: &[&str]) -> Device {
        let roles: Vec<_> = roles.iter().map(|role| (*role).to_owned()).collect();
        let (clerk, station) = tongban_platform::ops::demo_clerk();
        let operations = self.operations().await;
        let paper = operations.add_staff(name, &roles, clerk, station).await;
        let seed = name
            .bytes()
            .fold(1_000, |seed, byte| seed * 31 + u64::from(byte));
        let device = Device::new(self, seed);
        device.enrol(&paper.unwrap()).await;
        device
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

    /// So many cases in the feed of a resident, each with one row of some hundred bytes.
    pub async fn fill_feed(&self, resident: &str, cases: u32) {
        let store = SqliteStore::open(&self.data, None).unwrap();
        let found = store.find_residents(resident).await.unwrap();
        let access = Access {
            actor: "test".to_owned(),
            purpose: "filling a feed",
            at: NINE_O_CLOCK,
        };
        let record = store.read_resident(found[0], access).await.unwrap();
        let scope = ScopeId::from_bytes(record.unwrap().pseudonym);
        let mut noise = 1_u64;
        let rows = (0..cases).map(|number| {
            let mut case = [0x57; 16];
            case[..4].copy_from_slice(&number.to_be_bytes());
            // Half of it is as good as random, as names and numbers are.
            let mut letter = |place: u64| {
                noise = noise
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(place | 1);
                if place.is_multiple_of(2) {
                    (noise >> 56) as u8
                } else {
                    b'e'
                }
            };
            NewRow {
                scope,
                kind: "event",
                case: CaseId::from_bytes(case),
                version: 1,
                body: (0..500).map(&mut letter).collect(),
            }
        });
        let commit = Commit {
            rows: rows.collect(),
            at: NINE_O_CLOCK,
            ..Commit::default()
        };
        assert!(matches!(store.commit(commit).await, Ok(Committed::Stored)));
    }

    /// Lines and hash of the platform's read log, from its own database.
    pub async fn read_log_head(&self) -> (u64, String) {
        let store = SqliteStore::open(&self.data, None).unwrap();
        let head = store.read_log_head().await.unwrap();
        let hash = head.hash.iter().map(|byte| format!("{byte:02x}")).collect();
        (head.seq, hash)
    }

    pub async fn stop(self) {
        if let Where::Here(platform) = self.platform {
            platform.shutdown().await;
        }
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
    dir: Arc<Folder>,
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
        let dir = Arc::new(Folder::Own(TempDir::new().unwrap()));
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
        until_free(dir.path());
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

    /// A device over a folder that belongs to another process too, one after the other.
    pub fn in_folder(folder: &Path, network: Arc<Network>) -> Self {
        let clock = Arc::new(FakeClock::at(NINE_O_CLOCK));
        let confirm = Arc::new(ScriptedConfirm::always_yes());
        // Another process draws other ids, whatever it did before.
        let seed = u64::from(std::process::id()) << 16;
        let extras = Extras::default();
        let app = start(folder, &clock, &network, &confirm, &extras, seed);
        Self {
            app,
            clock,
            confirm,
            network,
            extras,
            dir: Arc::new(Folder::Lent(folder.to_owned())),
            seed,
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

/// Where a device keeps its files.
enum Folder {
    /// Removed with the device.
    Own(TempDir),
    /// Somebody else's.
    Lent(PathBuf),
}

impl Folder {
    fn path(&self) -> &Path {
        match self {
            Self::Own(folder) => folder.path(),
            Self::Lent(folder) => folder,
        }
    }
}

/// Waits until no task of an app that is gone uses its folder any more; a killed process is gone
/// at once.
fn until_free(folder: &Path) {
    let lock = std::fs::File::open(folder.join("lock"));
    let Ok(lock) = lock else { return };
    for _ in 0..500 {
        if lock.try_lock().is_ok() {
            lock.unlock().unwrap();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("the app's folder stays in use");
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
        notifier: None,
        hints: Some(network.clone()),
    };
    App::start(config, capabilities).unwrap()
}
