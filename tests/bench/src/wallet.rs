//! A wallet as full as one gets in a lifetime: 1,000 certificates and 10,000 lines of who looked at the
//! record. Real ones from the platform, the first of them again and again under other ids.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use tongban_device::clock::FakeClock;
use tongban_device::entropy::OsEntropy;
use tongban_device_desktop::HttpTransport;
use tongban_protocol::{Extra, LOOK_KIND, LookRow, ReadLogHead};
use tongban_store::{
    CertificateId, Kdf, NewCertificate, NewCopy, PersonDb, RecordId, Store, StoreOptions,
    StoredCertificate, StoredRow, UserSecret,
};

use crate::sync::{Resident, SECRET};
use crate::table::Table;
use crate::town::{NOW, Town};

/// Adds the rows.
pub fn measure(table: &mut Table) {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(async {
        let town = Town::start().await;
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(FakeClock::at(NOW));
        let way = HttpTransport::new(&format!("http://{}", town.address())).expect("an address");
        let platform = town.folder.path();
        let resident = Resident::enrolled(
            "zhou-guifang",
            platform,
            folder.path(),
            clock.clone(),
            Arc::new(way),
        );
        drop(resident.await);
        fill(folder.path(), clock.clone());

        let started = Instant::now();
        let nowhere = HttpTransport::new("http://127.0.0.1:9").expect("an address");
        let resident = Resident::reopened(folder.path(), clock, Arc::new(nowhere)).await;
        let opened = started.elapsed();
        // What the app looks through by itself after the unlock: messages and reminders.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let (cards, listed) = timed(&resident, "certificates.list").await;
        let (_, again) = timed(&resident, "certificates.list").await;
        let (looks, log) = timed(&resident, "looks.list").await;
        table.row(
            "1,000 certificates, 10,000 lines of the read log: the app started and unlocked",
            format!("{:.0} ms", ms(opened)),
            "≤ 300 ms",
            "–",
        );
        table.row(
            "the same: `certificates.list`, first and again",
            format!("{:.0} ms, then {:.0} ms for {cards}", ms(listed), ms(again)),
            "≤ 50 ms",
            "–",
        );
        table.row(
            "the same: `looks.list`",
            format!("{:.0} ms for {looks} sittings", ms(log)),
            "≤ 50 ms",
            "–",
        );
    });
}

async fn timed(resident: &Resident, call: &str) -> (usize, Duration) {
    let started = Instant::now();
    let answer = resident.call(call, json!({})).await;
    (answer.as_array().map_or(0, Vec::len), started.elapsed())
}

/// What a long life with the app leaves behind.
fn fill(folder: &Path, clock: Arc<FakeClock>) {
    let open = || {
        Store::open(StoreOptions {
            dir: folder.to_owned(),
            clock: clock.clone(),
            entropy: Arc::new(OsEntropy),
            secrets: None,
            device_key: None,
            kdf: Kdf::fast_for_tests(),
        })
    };
    let mut store = open();
    for _ in 0..200 {
        // What the app had under way ends a moment after it.
        if store.is_ok() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
        store = open();
    }
    let store = store.expect("a store");
    let person = store.persons().expect("read")[0];
    let secret = UserSecret::new(SECRET.into());
    let db = store.unlock(person, &secret).expect("opens");
    let first = db.certificates().expect("read").remove(0);
    let rows: Vec<StoredRow> = (1..=LOOKS).map(look).collect();
    let certificates: Vec<NewCertificate> = (1..CERTIFICATES)
        .map(|number| another(&db, &first, number))
        .collect();
    db.write(|tx| {
        rows.iter().try_for_each(|row| tx.put_row(row))?;
        let mut all = certificates.iter();
        all.try_for_each(|certificate| tx.insert_certificate(certificate))
    })
    .expect("stored");
}

fn another(db: &PersonDb, first: &StoredCertificate, number: u32) -> NewCertificate {
    let copies = db.copies(first.id).expect("read").into_iter();
    NewCertificate {
        certificate: StoredCertificate {
            id: CertificateId::from_bytes(id(number)),
            type_name: first.type_name.clone(),
            issuer: first.issuer.clone(),
            valid_from: first.valid_from,
            valid_until: first.valid_until,
            card: first.card.clone(),
            added_at: first.added_at + u64::from(number),
        },
        copies: copies
            .map(|copy| NewCopy {
                bytes: copy.bytes,
                key: copy.key,
                shard: copy.shard,
                index: copy.index,
                linkable: copy.linkable,
            })
            .collect(),
    }
}

/// An officer's look: at ten cases in turn, each an hour after the last.
fn look(number: u32) -> StoredRow {
    let row = LookRow {
        at: NOW - 3_600 * u64::from(LOOKS - number),
        actor: format!("caseworker 马建国 {}", number % 7),
        purpose: "case".to_owned(),
        line: ReadLogHead {
            seq: number.into(),
            hash: [7; 32],
        },
        extra: Extra::default(),
    };
    StoredRow {
        scope: RecordId::from_bytes([1; 16]),
        epoch: RecordId::from_bytes([2; 16]),
        seq: number.into(),
        kind: LOOK_KIND.to_owned(),
        case: RecordId::from_bytes(id(number % 10)),
        version: 0,
        body: row.encode(),
        received_at: NOW,
    }
}

fn id(number: u32) -> [u8; 16] {
    let mut bytes = [0x5a; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

const CERTIFICATES: u32 = 1_000;
const LOOKS: u32 = 10_000;
