//! Our side of the workload, in a process of its own so that its memory can be read: the real app on
//! the real store, with everything fsynced. It does what it is told line by line.

use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tongban_app::EventView;
use tongban_device::clock::FakeClock;
use tongban_device::{Transport, TransportError, TransportRequest, TransportResponse};
use tongban_device_desktop::HttpTransport;
use tongban_protocol::paths;

use crate::sync::Resident;

/// `workload-client <who> <base url> <folder of the platform> <folder of the app>`.
pub fn run(arguments: &[String]) {
    let [who, base, platform, folder] = arguments else {
        panic!("four arguments")
    };
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(serve(who, base, Path::new(platform), Path::new(folder)));
}

async fn serve(who: &str, base: &str, platform: &Path, folder: &Path) {
    let gate = Arc::new(Gate::to(base));
    let clock = Arc::new(FakeClock::at(super::NOW));
    let is_new = !folder.join("shared.db").exists();
    let resident = match is_new {
        true => Resident::enrolled(who, platform, folder, clock, gate.clone()).await,
        false => {
            let started = Instant::now();
            let resident = Resident::reopened(folder, clock, gate.clone()).await;
            let opened = started.elapsed();
            say(json!({"opened_ms": ms(opened)}));
            resident
        }
    };
    say(json!({"ready": true}));
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let answer = match line.as_str() {
            "pull" => pull(&resident, &gate).await,
            "look" => timed(&resident, "sync.now", json!({})).await,
            "list" => timed(&resident, "cases.list", json!({"most": 50})).await,
            "list-all" => timed(&resident, "cases.list", json!({})).await,
            "prepare" => prepare(&resident).await,
            "push" => push(&resident, &gate).await,
            other => panic!("{other}?"),
        };
        say(answer);
    }
}

/// The first pull of everything.
async fn pull(resident: &Resident, gate: &Gate) -> Value {
    let mut events = resident.app.events();
    gate.pulls.store(true, Ordering::SeqCst);
    let started = Instant::now();
    let looking = resident.call("sync.now", json!({}));
    let first = async {
        while let Ok(event) = events.recv().await {
            if matches!(event, EventView::CasesChanged(_)) {
                return started.elapsed();
            }
        }
        started.elapsed()
    };
    let ((), first) = tokio::join!(
        async {
            looking.await;
        },
        first
    );
    json!({"first_ms": ms(first), "ms": ms(started.elapsed()), "rss_kib": rss_kib()})
}

async fn timed(resident: &Resident, call: &str, request: Value) -> Value {
    let started = Instant::now();
    let answer = resident.call(call, request).await;
    let count = answer.as_array().map_or(0, Vec::len);
    json!({"ms": ms(started.elapsed()), "count": count, "rss_kib": rss_kib()})
}

/// Applications with a photo each, made while nothing goes out.
async fn prepare(resident: &Resident) -> Value {
    let photo = photo();
    for _ in 0..super::PUSHED {
        let draft = resident.draft_with_photo(&photo).await;
        resident
            .call("drafts.submit", json!({ "draft": draft }))
            .await;
    }
    json!({"photo_bytes": photo.len()})
}

async fn push(resident: &Resident, gate: &Gate) -> Value {
    gate.pushes.store(true, Ordering::SeqCst);
    let started = Instant::now();
    loop {
        let outbox = resident.call("sync.now", json!({})).await;
        if outbox["waiting"] == 0 {
            return json!({"ms": ms(started.elapsed()), "rss_kib": rss_kib()});
        }
        assert!(started.elapsed() < Duration::from_secs(300), "{outbox:#}");
    }
}

/// A picture that stays about 6 kB when the app has made it small.
fn photo() -> Vec<u8> {
    let mut seed = 7_u32;
    let picture = image::RgbImage::from_fn(128, 160, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (seed >> 27) as u8;
        image::Rgb([
            (x as u8).wrapping_add(noise),
            (y as u8).wrapping_add(noise),
            120 + noise,
        ])
    });
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 80);
    picture.write_with_encoder(encoder).expect("a picture");
    bytes
}

/// The way to the platform, closed for pulls and pushes until they are wanted.
pub struct Gate {
    way: HttpTransport,
    pulls: AtomicBool,
    pushes: AtomicBool,
}

impl Gate {
    fn to(base: &str) -> Self {
        Self {
            way: HttpTransport::new(base).expect("an address"),
            pulls: AtomicBool::new(false),
            pushes: AtomicBool::new(false),
        }
    }
}

#[async_trait::async_trait]
impl Transport for Gate {
    async fn request(
        &self,
        request: TransportRequest,
    ) -> Result<TransportResponse, TransportError> {
        let closed = match request.path.as_str() {
            paths::PULL => !self.pulls.load(Ordering::SeqCst),
            paths::PUSH => !self.pushes.load(Ordering::SeqCst),
            _ => false,
        };
        match closed {
            true => Err(TransportError::Offline),
            false => self.way.request(request).await,
        }
    }
}

fn say(line: Value) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").expect("the parent listens");
    out.flush().expect("the parent listens");
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The most memory that this process has had.
fn rss_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}
