//! The whole way with real processes: three devices, a wire that flaps, two platform processes on
//! one PostgreSQL, one of them killed in the middle.
#![allow(non_snake_case)]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use tongban_platform::Storage;
use tongban_platform::store::{Database, DatabaseUrl, FeedPage, PlatformStore as _, PostgresStore};
use tongban_protocol::{CaseId, EVENT_KIND, OperationId, RECEIPT_KIND};
use tongban_wire::{Flaps, Reading, Shape, Wire};

use super::people::{Resident, photo, text, yes};
use crate::support::platform_process::{PlatformProcess, serve_if_told};
use crate::support::{World, postgres};

const PEOPLE: [&str; 3] = ["zhou-guifang", "ma-wenhui", "xu-lihua"];
const PHOTOS: usize = 3;
/// No part of it takes so long, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(600);
const TEST: &str = "application::whole_way::rule_S11_every_application_and_photo_arrives_once_over_a_wire_that_flaps_and_a_killed_process";

/// Fifty in every run, five hundred when the run is a deep one.
fn applications() -> usize {
    match std::env::var_os("TONGBAN_DEEP") {
        Some(_) => 500,
        None => 50,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S11_every_application_and_photo_arrives_once_over_a_wire_that_flaps_and_a_killed_process()
 {
    serve_if_told().await;
    let office = Office::open().await;
    let (mut killed, other) = (office.start(), office.start());
    let world = World::around_on(office.data.path(), office.storage(), &other.base_url);
    world.let_time_run();

    // Two thirds are made and handed in without a network, the rest while it flaps.
    let mut making = Vec::new();
    for (place, who) in PEOPLE.into_iter().enumerate() {
        let resident = Resident(world.holder_of(who, place as u64 + 1).await);
        resident.0.network.unplug();
        let count = (applications() + place) / PEOPLE.len();
        making.push(tokio::spawn(async move {
            let made = hand_in(&resident, 0..count * 2 / 3).await;
            (resident, made, count)
        }));
    }
    let mut residents = Vec::new();
    for made in making {
        residents.push(made.await.expect("made"));
    }

    // Then each gets a network of its own, which leads to both processes and flaps.
    let (mut wires, mut carrying) = (Vec::new(), Vec::new());
    for (place, (resident, made, count)) in residents.into_iter().enumerate() {
        let doors = vec![killed.address(), other.address()];
        let wire = Wire::flapping(doors, Shape::default(), flaps(place as u64)).await;
        let wire = wire.expect("a port");
        resident.0.network.plug(&wire.base_url());
        wires.push(wire);
        carrying.push(tokio::spawn(carry(resident, made, count)));
    }
    let photos = applications() * PHOTOS;
    office.until_whole(photos / 3).await;
    killed.kill();
    assert!(office.whole().len() < photos, "killed in the middle");
    office.until_whole(photos * 2 / 3).await;
    let again = office.start();
    wires
        .iter()
        .for_each(|wire| wire.lead_to(0, again.address()));
    assert!(office.whole().len() < photos, "started in the middle");

    let mut numbers = BTreeSet::new();
    let mut cases = BTreeSet::new();
    for carrying in carrying {
        let (resident, made) = carrying.await.expect("carried");
        let of = (&resident, &made);
        office.has_all_of(of, &mut cases, &mut numbers).await;
    }
    let expected: BTreeSet<_> = (1..=applications())
        .map(|number| format!("R2026-{number:06}"))
        .collect();
    assert_eq!(numbers, expected, "each number once, and none left out");
    let store = PostgresStore::open(&office.database).await.expect("opens");
    let open = store.open_cases(2_000).await.expect("read");
    let there: BTreeSet<_> = open.iter().map(|case| case.id).collect();
    assert_eq!(
        (open.len(), there),
        (applications(), cases),
        "none lost, none doubled"
    );
    assert!(open.iter().all(|case| case.version == 2));
    assert_eq!(office.whole().len(), photos, "no file too many");
    let happened = wires.iter().map(Wire::read).fold(Reading::default(), sum);
    let Reading {
        cuts,
        half_closes,
        stalls,
        refusals,
        ..
    } = happened;
    assert!(
        [cuts, half_closes, stalls, refusals]
            .iter()
            .all(|count| *count > 0),
        "the wire flapped in every way: {happened:?}"
    );
}

/// What the platform's processes share.
struct Office {
    data: TempDir,
    database: DatabaseUrl,
}

impl Office {
    async fn open() -> Self {
        Self {
            data: TempDir::new().unwrap(),
            database: postgres::database().await,
        }
    }

    fn storage(&self) -> Storage {
        Database::Postgres(self.database.clone()).into()
    }

    fn start(&self) -> PlatformProcess {
        PlatformProcess::start(TEST, self.data.path(), Some(&self.database))
    }

    fn attachments(&self) -> PathBuf {
        self.data.path().join("attachments")
    }

    /// Attachments that are whole.
    fn whole(&self) -> Vec<PathBuf> {
        let operations = entries(&self.attachments().join("whole")).into_iter();
        let files = operations.flat_map(|operation| entries(&operation));
        // What a kill cut off in the middle of being written has another name, and counts for
        // nothing.
        let is_whole = |file: &PathBuf| !file.to_string_lossy().contains('#');
        files.filter(is_whole).collect()
    }

    async fn until_whole(&self, count: usize) {
        let began = Instant::now();
        while self.whole().len() < count {
            assert!(began.elapsed() < PATIENCE, "nothing arrives any more");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Everything that this resident handed in is here once, and each side says so.
    async fn has_all_of(
        &self,
        (resident, made): (&Resident, &Made),
        cases: &mut BTreeSet<CaseId>,
        numbers: &mut BTreeSet<String>,
    ) {
        let store = PostgresStore::open(&self.database).await.expect("opens");
        let outbox = resident.0.ok("outbox.list", json!({})).await;
        let items = outbox["items"].as_array().unwrap();
        assert_eq!(items.len(), made.len());
        let (mut scope, mut own) = (None, BTreeSet::new());
        for item in items {
            let told = (&item["state"], &item["percent"], &item["files_left"]);
            assert_eq!(told, (&json!("received"), &json!(100), &json!(0)));
            numbers.insert(item["number"].as_str().unwrap().to_owned());
            own.insert(CaseId::from_bytes(bytes_of(&item["case"])));
            let id = OperationId::from_bytes(bytes_of(&item["id"]));
            let stored = store.operation(id).await.expect("read").expect("there");
            assert!(stored.accepted && stored.missing == 0);
            scope = Some(stored.scope);
            let operation = item["id"].as_str().unwrap();
            self.has_the_same_files(resident, operation, made).await;
        }
        let scope = scope.expect("something was handed in");
        let page = store
            .page(scope, None, 10_000, usize::MAX)
            .await
            .expect("read");
        let FeedPage::Rows { rows, .. } = page else {
            panic!("a page")
        };
        let of = |kind| rows.iter().filter(move |row| row.kind() == kind);
        let mut events: Vec<_> = of(EVENT_KIND)
            .map(|row| (row.case(), row.version()))
            .collect();
        events.sort_unstable();
        let expected: Vec<_> = own
            .iter()
            .flat_map(|case| [(*case, 1), (*case, 2)])
            .collect();
        assert_eq!(events, expected, "handed in and complete, once each");
        assert_eq!(
            of(RECEIPT_KIND).count(),
            2 * items.len(),
            "and both said once"
        );
        cases.extend(own);
    }

    /// What the device kept and what arrived are the same bytes.
    async fn has_the_same_files(&self, resident: &Resident, operation: &str, made: &Made) {
        let (draft, files) = &made[operation];
        for file in files {
            let request = json!({"draft": draft, "file": file});
            let (_, sent) = resident.0.ok_bytes("drafts.file", request, &[]).await;
            let name = [operation, file.as_str().unwrap()].map(|id| id.replace('-', ""));
            let place = self.attachments().join("whole").join(name.join("/"));
            let kept = std::fs::read(&place).expect("it arrived");
            assert!(!sent.is_empty() && kept == sent, "byte for byte");
        }
    }
}

/// Draft and photos of each operation.
type Made = BTreeMap<String, (String, Vec<Value>)>;

/// Applications with their photos, handed in.
async fn hand_in(resident: &Resident, numbers: Range<usize>) -> Made {
    let mut made = Made::new();
    for number in numbers {
        let draft = resident.start("residence-permit").await;
        let draft = draft["id"].as_str().unwrap();
        let answers = [
            ("address", text("云泉区石桥镇东坡 7 号")),
            ("lives_since", json!({"kind": "day", "value": "2025-01-20"})),
            ("reason", text("home")),
            ("home_kind", text("rented")),
            ("truthful", yes(true)),
            ("landlord", text("孙建国")),
        ];
        resident.save(draft, 1, &answers).await;
        for (place, material) in ["portrait", "home", "home"].into_iter().enumerate() {
            let shade = (number * PHOTOS + place) as u8;
            resident.attach(draft, material, &photo(shade)).await;
        }
        let materials = resident.materials(draft).await;
        let materials = materials["items"].as_array().unwrap().iter();
        let files: Vec<_> = materials
            .flat_map(|material| material["files"].as_array().unwrap().clone())
            .map(|file| file["id"].clone())
            .collect();
        assert_eq!(files.len(), PHOTOS, "{files:#?}");
        let item = resident.submit(draft).await;
        made.insert(
            item["id"].as_str().unwrap().to_owned(),
            (draft.to_owned(), files),
        );
    }
    made
}

/// Hands in what is left of so many, and looks again and again, as a person does who waits for it.
async fn carry(resident: Resident, mut made: Made, count: usize) -> (Resident, Made) {
    let is_done = AtomicBool::new(false);
    let rest = async {
        let rest = hand_in(&resident, made.len()..count).await;
        is_done.store(true, Ordering::SeqCst);
        rest
    };
    let all = async {
        loop {
            let was_done = is_done.load(Ordering::SeqCst);
            let outbox = resident.0.ok("sync.now", json!({})).await;
            if was_done && outbox["waiting"] == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let both = async { tokio::join!(rest, all).0 };
    match tokio::time::timeout(PATIENCE, both).await {
        Ok(rest) => made.extend(rest),
        Err(_) => {
            let outbox = resident.0.ok("outbox.list", json!({})).await;
            panic!("it never ends: {outbox:#}");
        }
    }
    (resident, made)
}

fn flaps(seed: u64) -> Flaps {
    Flaps {
        seed,
        cut: 35,
        half_close: 15,
        stall: 20,
        refuse: 8,
        reach: 256 << 10,
        longest: Duration::from_millis(800),
    }
}

fn sum(one: Reading, other: Reading) -> Reading {
    Reading {
        up: one.up + other.up,
        down: one.down + other.down,
        requests: one.requests + other.requests,
        cuts: one.cuts + other.cuts,
        half_closes: one.half_closes + other.half_closes,
        stalls: one.stalls + other.stalls,
        refusals: one.refusals + other.refusals,
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn bytes_of(id: &Value) -> [u8; 16] {
    let text = id.as_str().expect("an id").replace('-', "");
    let byte = |place: usize| u8::from_str_radix(&text[2 * place..2 * place + 2], 16);
    std::array::from_fn(|place| byte(place).expect("hex"))
}
