//! Our side, driven from outside the client's process.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tongban_platform::store::{
    Access, Commit, Committed, NewRow, PlatformStore, SqliteStore, StoreError,
};
use tongban_protocol::{CaseId, Cursor, Epoch, ScopeId};

use super::peer::Theirs;
use super::records::{CASES, DRAFTS, Rows, record};
use crate::table::Table;
use crate::town::Town;
use tongban_wire::{Reading, Shape, Wire};

/// What was measured of one step.
#[derive(Debug, Clone, Default)]
pub struct Step {
    pub ms: f64,
    pub first_ms: f64,
    pub rss_kib: u64,
    pub wire: Reading,
}

impl Step {
    /// What a client says of it, and what the wire has counted.
    pub fn of(said: &Value, wire: &Wire) -> Self {
        let number = |name: &str| said[name].as_f64().unwrap_or_default();
        Self {
            ms: number("ms"),
            first_ms: number("first_ms"),
            rss_kib: said["rss_kib"].as_u64().unwrap_or(0),
            wire: wire.read(),
        }
    }
}

/// Everything that has a row beside the peer's.
pub struct Ours {
    initial: Step,
    list_ms: f64,
    list_all_ms: f64,
    listed: u64,
    changed: Step,
    look: Step,
    push: Step,
    opened_ms: f64,
    opened_list_ms: f64,
    disk: u64,
    raw: u64,
    pub photo_bytes: u64,
}

/// The client's process.
pub struct Client {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Client {
    /// Starts it; the first lines that it says come back.
    pub fn start(who: &str, wire: &Wire, town: &Town, folder: &Path) -> (Self, Value) {
        let program = std::env::current_exe().expect("this program");
        let mut child = Command::new(program)
            .args(["workload-client", who, &wire.base_url()])
            .args([town.folder.path(), folder])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("started");
        let to = child.stdin.take().expect("piped");
        let from = BufReader::new(child.stdout.take().expect("piped"));
        let mut client = Self { child, to, from };
        let mut said = client.hear();
        if said.get("ready").is_none() {
            let opened = said;
            said = client.hear();
            assert_eq!(said["ready"], true);
            return (client, opened);
        }
        (client, said)
    }

    /// Tells it something and waits until it is done, without holding the platform up.
    pub async fn ask(&mut self, what: &str, wire: &Wire) -> (Step, Value) {
        wire.read();
        writeln!(self.to, "{what}").expect("it listens");
        self.to.flush().expect("it listens");
        let said = tokio::task::block_in_place(|| self.hear());
        (Step::of(&said, wire), said)
    }

    fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.from.read_line(&mut line).expect("it says something");
        serde_json::from_str(&line).expect("one line of JSON")
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The scope of a resident, and their feed filled with the records.
async fn fill(town: &Town, who: &str) -> (SqliteStore, ScopeId, u64) {
    let (store, scope) = feed_of(town, who).await;
    let mut raw = 0;
    for part in (0..CASES + DRAFTS).collect::<Vec<_>>().chunks(1_000) {
        raw += add(&store, scope, part, 1).await;
    }
    (store, scope, raw)
}

async fn feed_of(town: &Town, who: &str) -> (SqliteStore, ScopeId) {
    let store = SqliteStore::open(town.folder.path(), None).expect("opens");
    let residents = store.find_residents(who).await.expect("read");
    let access = Access {
        actor: "platform:measurement".to_owned(),
        purpose: "bench",
        at: super::NOW,
    };
    let resident = store
        .read_resident(residents[0], access)
        .await
        .expect("read");
    let scope = ScopeId::from_bytes(resident.expect("a resident").pseudonym);
    (store, scope)
}

/// A wallet with ten times as many cases.
pub async fn ten_times(table: &mut Table) {
    let town = Town::start().await;
    let (store, scope) = feed_of(&town, "zhou-guifang").await;
    let made = Rows::new();
    for part in (0..CASES * 10).collect::<Vec<_>>().chunks(1_000) {
        let rows = part.iter().map(|number| {
            // The same people again, each time with cases of their own.
            let (kind, body) = made.row(*number % CASES, 1);
            let mut case = [0x58; 16];
            case[..4].copy_from_slice(&number.to_be_bytes());
            (CaseId::from_bytes(case), kind, body)
        });
        store_rows(&store, scope, &rows.collect::<Vec<_>>(), 1).await;
    }
    let wire = Wire::to(town.address(), Shape::default())
        .await
        .expect("a port");
    let folder = tempfile::tempdir().expect("a folder");
    let (mut client, _) = Client::start("zhou-guifang", &wire, &town, folder.path());
    let (pulled, _) = client.ask("pull", &wire).await;
    drop(client);
    let (mut client, opened) = Client::start("zhou-guifang", &wire, &town, folder.path());
    let (_, list) = client.ask("list", &wire).await;
    table.row("100,000 cases: first pull", told(&pulled), "–", "–");
    table.row(
        "100,000 cases: cold open of the wallet, then `cases.list` of the newest 50",
        format!(
            "{:.0} ms, then {:.0} ms",
            opened["opened_ms"].as_f64().unwrap_or_default(),
            list["ms"].as_f64().unwrap_or_default()
        ),
        "≤ 150 ms with the first 50 rows",
        "–",
    );
}

/// Adds these records as rows; returns their length as documents.
async fn add(store: &SqliteStore, scope: ScopeId, numbers: &[u32], version: u32) -> u64 {
    let mut raw = 0;
    let mut new = Vec::with_capacity(numbers.len());
    let made = Rows::new();
    for number in numbers {
        raw += record(*number, version).to_string().len() as u64;
        let (kind, body) = made.row(*number, version);
        let mut case = [0x57; 16];
        case[..4].copy_from_slice(&number.to_be_bytes());
        new.push((CaseId::from_bytes(case), kind, body));
    }
    store_rows(store, scope, &new, version).await;
    raw
}

async fn store_rows(
    store: &SqliteStore,
    scope: ScopeId,
    new: &[(CaseId, &'static str, Vec<u8>)],
    version: u32,
) {
    // The platform writes too: what finds the database taken is tried again.
    for _ in 0..20 {
        let rows = new.iter().map(|(case, kind, body)| NewRow {
            scope,
            kind,
            case: *case,
            version: version.into(),
            body: body.clone(),
        });
        let commit = Commit {
            rows: rows.collect(),
            at: super::NOW,
            ..Commit::default()
        };
        match store.commit(commit).await {
            Ok(Committed::Stored) => return,
            Ok(Committed::Moved) | Err(StoreError::Busy) => {}
            Err(error) => panic!("{error}"),
        }
    }
    panic!("the database is always taken")
}

pub async fn measure() -> Ours {
    let town = Town::start().await;
    let (store, scope, raw) = fill(&town, "zhou-guifang").await;
    let wire = Wire::to(town.address(), Shape::default())
        .await
        .expect("a port");
    let folder = tempfile::tempdir().expect("a folder");
    let (mut client, _) = Client::start("zhou-guifang", &wire, &town, folder.path());
    let (initial, _) = client.ask("pull", &wire).await;
    let disk = size_of(folder.path());
    let (_, list) = client.ask("list", &wire).await;
    let (_, list_all) = client.ask("list-all", &wire).await;

    add(
        &store,
        scope,
        &(0..100).map(|n| n * 97).collect::<Vec<_>>(),
        2,
    )
    .await;
    let (changed, _) = client.ask("look", &wire).await;
    let mut looks = Vec::new();
    for _ in 0..21 {
        looks.push(client.ask("look", &wire).await.0);
    }
    looks.sort_by(|one, other| one.ms.total_cmp(&other.ms));
    let look = looks[10].clone();
    drop(client);
    let (mut client, opened) = Client::start("zhou-guifang", &wire, &town, folder.path());
    let (_, opened_list) = client.ask("list", &wire).await;
    drop(client);

    // What is sent, on a wallet of its own.
    let sender = tempfile::tempdir().expect("a folder");
    let (mut client, _) = Client::start("ma-wenhui", &wire, &town, sender.path());
    client.ask("pull", &wire).await;
    let (_, prepared) = client.ask("prepare", &wire).await;
    let (push, _) = client.ask("push", &wire).await;
    Ours {
        initial,
        list_ms: list["ms"].as_f64().unwrap_or_default(),
        list_all_ms: list_all["ms"].as_f64().unwrap_or_default(),
        listed: list_all["count"].as_u64().unwrap_or_default(),
        changed,
        look,
        push,
        opened_ms: opened["opened_ms"].as_f64().unwrap_or_default(),
        opened_list_ms: opened_list["ms"].as_f64().unwrap_or_default(),
        disk,
        raw,
        photo_bytes: prepared["photo_bytes"].as_u64().unwrap_or(6_000),
    }
}

impl Ours {
    pub fn rows(&self, table: &mut Table, theirs: Option<&Theirs>) {
        let peer = |of: fn(&Theirs) -> &Step, ours: &Step| match theirs.map(of) {
            Some(theirs) => format!(
                "PouchDB {} (ours ×{:.2} of the time, ×{:.2} of the bytes)",
                told(theirs),
                ours.ms / theirs.ms,
                ours.wire.bytes() as f64 / theirs.wire.bytes() as f64
            ),
            None => "PouchDB not installed".to_owned(),
        };
        table.row(
            "W-A: first pull of 10,000 cases and 1,000 drafts",
            told(&self.initial),
            "≤ 1.5 s, ≤ 2.3 MB, ≤ 25 requests, ≤ 64 MB",
            peer(|theirs| &theirs.initial, &self.initial),
        );
        table.row(
            "W-A: the newest 50 cases stored and told, after the first response",
            format!("{:.0} ms", self.initial.first_ms),
            "≤ 300 ms",
            theirs.map_or("–".to_owned(), |theirs| {
                format!("first batch {:.0} ms", theirs.initial.first_ms)
            }),
        );
        table.row(
            "W-A: `cases.list` of the newest 50, then of all",
            format!(
                "{:.1} ms, then {:.0} ms for {}",
                self.list_ms, self.list_all_ms, self.listed
            ),
            "the newest 50 listed",
            theirs.map_or("–".to_owned(), |theirs| {
                format!("{:.0} ms for 50", theirs.list_ms)
            }),
        );
        table.row(
            "W-B: pull of 100 changed cases",
            told(&self.changed),
            "≤ 50 ms, ≤ 6 kB",
            peer(|theirs| &theirs.changed, &self.changed),
        );
        table.row(
            "W-B: nothing new, heads of HTTP included",
            told(&self.look),
            "1 request, ≤ 400 B",
            peer(|theirs| &theirs.look, &self.look),
        );
        table.row(
            &format!(
                "W-C: push of {} applications with a photo of {:.1} kB",
                super::PUSHED,
                self.photo_bytes as f64 / 1_000.0
            ),
            told(&self.push),
            "≤ 1.0 s, ≤ 3.6 MB, ≤ 40 requests",
            peer(|theirs| &theirs.push, &self.push),
        );
        table.row(
            "cold open of the wallet with W in it, then `cases.list`",
            format!(
                "{:.0} ms, then {:.0} ms",
                self.opened_ms, self.opened_list_ms
            ),
            "≤ 30 ms with the first 50 rows",
            theirs.map_or("–".to_owned(), |theirs| {
                format!("open and 50 rows {:.0} ms", theirs.opened_ms)
            }),
        );
        table.row(
            "disk of the wallet with W in it, to raw JSON",
            format!("×{:.2}", self.disk as f64 / self.raw as f64),
            "≤ ×2",
            theirs.map_or("–".to_owned(), |theirs| {
                format!("×{:.2}", theirs.disk as f64 / self.raw as f64)
            }),
        );
    }
}

/// The first page on 64 kbit/s with 600 ms there and back, and stalls.
pub async fn slow_network(table: &mut Table) {
    let town = Town::start().await;
    fill(&town, "zhou-guifang").await;
    let shape = Shape {
        bytes_per_second: Some(8_000),
        delay: Duration::from_millis(300),
        stall: Some((40_000, Duration::from_secs(2))),
    };
    let wire = Wire::to(town.address(), shape).await.expect("a port");
    let folder = tempfile::tempdir().expect("a folder");
    let (mut client, _) = Client::start("zhou-guifang", &wire, &town, folder.path());
    let (step, _) = client.ask("pull", &wire).await;
    table.row(
        "64 kbit/s, 600 ms, stalls of 2 s: newest 50 cases of W stored and told",
        format!("{:.1} s, session included", step.first_ms / 1_000.0),
        "–",
        "–",
    );
}

/// What a look for news costs on a feed of a million rows.
pub async fn long_feed(table: &mut Table) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(folder.path(), None).expect("opens");
    store
        .epoch(Epoch::from_bytes([1; 16]))
        .await
        .expect("drawn");
    let scope = ScopeId::from_bytes([2; 16]);
    let mut told = Vec::new();
    let mut rows = 0_u32;
    for target in [1_000_u32, 1_000_000] {
        while rows < target {
            let part = (target - rows).min(20_000);
            let new = (rows..rows + part).map(|number| NewRow {
                scope,
                kind: "event",
                case: CaseId::from_bytes([number as u8; 16]),
                version: 1,
                body: number.to_be_bytes().to_vec(),
            });
            let commit = Commit {
                rows: new.collect(),
                ..Commit::default()
            };
            store.commit(commit).await.expect("written");
            rows += part;
        }
        let end = end_of(&store, scope).await;
        let mut times = Vec::new();
        for _ in 0..201 {
            let started = Instant::now();
            store
                .page(scope, Some(end), 500, 32 << 10)
                .await
                .expect("read");
            times.push(started.elapsed());
        }
        let times = crate::measure::Times::from_single(times);
        told.push(format!("{:.2} ms at {target} rows", times.percentile(50)));
    }
    table.row(
        "the platform's part of a look for news when there is none",
        told.join(", "),
        "the same",
        "–",
    );
}

async fn end_of(store: &SqliteStore, scope: ScopeId) -> Cursor {
    use tongban_platform::store::SnapshotRows;
    let place = tongban_protocol::SnapshotPlace::after(0, 0);
    match store.snapshot_page(scope, None, place, 1, 1).await {
        Ok(SnapshotRows::Rows { pin, .. }) => pin,
        _ => panic!("the end of the feed"),
    }
}

fn told(step: &Step) -> String {
    let rss = match step.rss_kib {
        0 => String::new(),
        kib => format!(", {} MB of memory", kib / 1_000),
    };
    format!(
        "{:.0} ms, {}, {} requests{rss}",
        step.ms,
        bytes(step.wire.bytes()),
        step.wire.requests
    )
}

pub fn bytes(count: u64) -> String {
    match count {
        0..10_000 => format!("{count} B"),
        10_000..1_000_000 => format!("{:.1} kB", count as f64 / 1e3),
        _ => format!("{:.2} MB", count as f64 / 1e6),
    }
}

/// Bytes of the files below a folder.
pub fn size_of(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(data) if data.is_dir() => size_of(&entry.path()),
        Ok(data) => data.len(),
        Err(_) => 0,
    };
    entries.map(size).sum()
}
