//! From a signature to a receipt, and a look for news when there is none: the app's own calls over
//! loopback HTTP against a platform on SQLite, both with their files on this disk.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tongban_app::{App, AppConfig, Capabilities, HostView, Kdf};
use tongban_device::clock::FakeClock;
use tongban_device::confirm::ScriptedConfirm;
use tongban_device::{Transport, TransportError, TransportRequest, TransportResponse};
use tongban_device_desktop::{HttpTransport, OsEntropy};
use tongban_platform::ops::Operations;
use tongban_platform::{AuthoritySource, PlatformConfig};
use tongban_protocol::paths;

use crate::measure::Times;
use crate::table::Table;

/// Adds the rows.
pub fn measure(table: &mut Table) {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(rows(table));
}

async fn rows(table: &mut Table) {
    let data = tempfile::tempdir().expect("a folder");
    let clock = Arc::new(FakeClock::at(1_772_413_200));
    let platform = tongban_platform::serve(PlatformConfig::demo(data.path(), clock.clone()));
    let platform = platform.await.expect("a platform");
    let counted = Arc::new(Counted::to(&platform.base_url()));
    let folder = tempfile::tempdir().expect("a folder");
    let resident = Resident::enrol(data.path(), clock, counted.clone(), folder.path()).await;

    let mut times = Vec::new();
    for _ in 0..=SUBMISSIONS {
        // One at a time: a service that is begun again goes on with the draft that is there.
        let draft = resident.whole_draft().await;
        let started = Instant::now();
        resident
            .call("drafts.submit", json!({"draft": draft}))
            .await;
        resident.until_received().await;
        times.push(started.elapsed());
    }
    let times = Times::from_single(times.split_off(1));
    table.row(
        "an application without photos: signed, sent, receipt stored",
        both(&times),
        "–",
        "–",
    );

    resident.call("sync.now", json!({})).await;
    let mut times = Vec::new();
    counted.reset();
    for _ in 0..LOOKS {
        let started = Instant::now();
        resident.call("sync.now", json!({})).await;
        times.push(started.elapsed());
    }
    let (requests, bytes) = counted.pulls();
    let times = Times::from_single(times);
    table.row(
        "a look for news when there is none",
        format!(
            "{}; {:.1} requests, {} B",
            both(&times),
            requests as f64 / LOOKS as f64,
            bytes / requests.max(1)
        ),
        "1 request, ≤ 400 B",
        "CouchDB protocol 5 requests (published)",
    );
    platform.shutdown().await;
}

fn both(times: &Times) -> String {
    let (half, most) = (times.percentile(50), times.percentile(95));
    format!("p50 {half:.1} ms, p95 {most:.1} ms")
}

/// Someone whose app is enrolled here.
pub struct Resident {
    /// The app.
    pub app: Arc<App>,
}

impl Resident {
    async fn enrol(
        platform: &Path,
        clock: Arc<FakeClock>,
        transport: Arc<Counted>,
        folder: &Path,
    ) -> Self {
        Self::enrolled("zhou-guifang", platform, folder, clock, transport).await
    }

    /// A new wallet in `folder`, for a resident of the platform in the folder `platform`.
    pub async fn enrolled(
        who: &str,
        platform: &Path,
        folder: &Path,
        clock: Arc<FakeClock>,
        transport: Arc<dyn Transport>,
    ) -> Self {
        let entropy = Arc::new(OsEntropy);
        let operations =
            Operations::open(platform, AuthoritySource::Demo, clock.clone(), entropy).await;
        let operations = operations.expect("the operator");
        let (clerk, station) = tongban_platform::ops::demo_clerk();
        let voucher = operations.print_voucher(who, clerk, station);
        let voucher = voucher.await.expect("a voucher");
        let resident = Self::started(folder, clock, transport);
        let digits = voucher.digits.grouped();
        let paper = json!({"kind": "typed", "number": voucher.number.to_string(), "digits": digits.as_str()});
        let request = json!({"voucher": paper, "secret": SECRET});
        resident.call("enrol.start", request).await;
        resident
    }

    /// The wallet in `folder`, opened again.
    pub async fn reopened(
        folder: &Path,
        clock: Arc<FakeClock>,
        transport: Arc<dyn Transport>,
    ) -> Self {
        let resident = Self::started(folder, clock, transport);
        resident.call("unlock", json!({"secret": SECRET})).await;
        resident
    }

    fn started(folder: &Path, clock: Arc<FakeClock>, transport: Arc<dyn Transport>) -> Self {
        let mut config = AppConfig::new(folder, HostView::Browser);
        config.kdf = Kdf::fast_for_tests();
        config.platform_address = Some("the platform of this measurement".to_owned());
        let capabilities = Capabilities {
            clock,
            entropy: Arc::new(OsEntropy),
            secrets: None,
            device_key: None,
            transport,
            confirm: Arc::new(ScriptedConfirm::always_yes()),
            presence: None,
            notifier: None,
            hints: None,
        };
        Self {
            app: App::start(config, capabilities).expect("an app"),
        }
    }

    /// One of the app's calls, which must succeed.
    pub async fn call(&self, name: &str, request: Value) -> Value {
        self.call_with(name, request, &[]).await
    }

    async fn call_with(&self, name: &str, request: Value, bytes: &[u8]) -> Value {
        let reply = self.app.call(name, &request.to_string(), bytes).await;
        let mut reply: Value = serde_json::from_str(&reply.json).expect("JSON");
        assert!(reply.get("ok").is_some(), "{name}: {reply}");
        reply["ok"].take()
    }

    /// An application with everything in it but the photo, which is handed in on paper.
    async fn whole_draft(&self) -> Value {
        let draft = self.draft().await;
        let paper = json!({"draft": draft, "material": "portrait", "how": "on_paper"});
        self.call("drafts.supply", paper).await;
        draft
    }

    /// The same with this photo.
    pub async fn draft_with_photo(&self, photo: &[u8]) -> Value {
        let draft = self.draft().await;
        let attach = json!({"draft": draft, "material": "portrait"});
        self.call_with("drafts.attach", attach, photo).await;
        draft
    }

    async fn draft(&self) -> Value {
        let service = json!({"service": "elderly-preferential-card"});
        let draft = self.call("drafts.start", service).await["id"].take();
        let answer = |field, kind, value: Value| json!({"field": field, "value": {"kind": kind, "value": value}});
        let answers = [
            answer("household", "text", "registered".into()),
            answer("wants_card", "bool", false.into()),
            answer("truthful", "bool", true.into()),
        ];
        let save = json!({"draft": draft, "page": 2, "answers": answers});
        self.call("drafts.save", save).await;
        draft
    }

    async fn until_received(&self) {
        loop {
            let outbox = self.call("outbox.list", json!({})).await;
            if outbox["waiting"] == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
    }
}

/// The way to the platform, which counts what a look for news costs.
struct Counted {
    way: HttpTransport,
    requests: AtomicUsize,
    bytes: AtomicUsize,
}

impl Counted {
    fn to(base_url: &str) -> Self {
        Self {
            way: HttpTransport::new(base_url).expect("an address"),
            requests: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
        }
    }

    fn reset(&self) {
        self.requests.store(0, Ordering::SeqCst);
        self.bytes.store(0, Ordering::SeqCst);
    }

    /// Requests, and bytes of the bodies of requests and answers.
    fn pulls(&self) -> (usize, usize) {
        let get = |count: &AtomicUsize| count.load(Ordering::SeqCst);
        (get(&self.requests), get(&self.bytes))
    }
}

#[async_trait::async_trait]
impl Transport for Counted {
    async fn request(
        &self,
        request: TransportRequest,
    ) -> Result<TransportResponse, TransportError> {
        let (is_pull, sent) = (request.path == paths::PULL, request.body.len());
        let answer = self.way.request(request).await?;
        if is_pull {
            self.requests.fetch_add(1, Ordering::SeqCst);
            let both = sent + answer.body.len();
            self.bytes.fetch_add(both, Ordering::SeqCst);
        }
        Ok(answer)
    }
}

/// What opens the wallets here.
pub const SECRET: &str = "correct horse battery";
const SUBMISSIONS: usize = 40;
const LOOKS: usize = 100;
