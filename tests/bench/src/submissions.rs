//! Durable submissions a second: each is an application of its own, signed by a resident's device,
//! pushed alone, judged, stored with its events, and answered with a receipt that the platform has
//! signed. Forty people at once over loopback HTTP; the platform and they share this machine.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tongban_platform::store::Database;
use tongban_platform::{Pace, Storage};
use tongban_protocol::{
    CaseId, Fact, MEDIA_TYPE, PushOutcome, PushResponse, PushVerdict, VerifiedReceipt, paths,
};
use tongban_rules::Day;
use tongban_rules::expression::Value;

use crate::measure::Times;
use crate::table::Table;
use crate::town::{Member, NOW, Server, Town, card, claim, fresh, push_body};

/// Adds the rows.
pub fn measure(table: &mut Table) {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(async {
        row(table, "SQLite", Database::Embedded, "–").await;
        let server = Server::start(&[]);
        let url = server.database().await;
        let target = "≥ 500 a second, p99 ≤ 250 ms";
        row(table, "PostgreSQL", Database::Postgres(url), target).await;
    });
}

async fn row(table: &mut Table, name: &str, database: Database, target: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let storage = Storage::from(database);
    let town = Town::open(folder, storage, NOW, |config| {
        // All of them come from one address here.
        config.limits.of_an_address = Pace {
            burst: 1_000_000,
            a_second: 1_000_000,
        };
    })
    .await;
    let people = people(&town).await;
    let begun = Instant::now();
    let pushing: Vec<_> = people
        .into_iter()
        .map(|bodies| tokio::spawn(push(town.address(), bodies)))
        .collect();
    let mut times = Vec::new();
    for one in pushing {
        times.extend(one.await.expect("answered"));
    }
    let seconds = begun.elapsed().as_secs_f64();
    let all = times.len();
    let times = Times::from_single(times);
    table.row(
        &format!("durable submissions with signed receipts, {name}"),
        format!(
            "{:.0} a second; p50 {:.1} ms, p99 {:.1} ms",
            all as f64 / seconds,
            times.percentile(50),
            times.percentile(99)
        ),
        target,
        "–",
    );
}

/// Of each person the bodies that their device will push, signed already: what a device does is
/// not measured.
async fn people(town: &Town) -> Vec<Vec<Vec<u8>>> {
    let file = town.folder.path().join("people.json");
    let records: Vec<_> = (0..PEOPLE).map(Person::of).collect();
    std::fs::write(&file, register(&records)).expect("written");
    let portraits = town.folder.path().join("portrait.webp");
    std::fs::copy(portrait(), portraits).expect("copied");
    town.ops.import_residents(&file).await.expect("taken");
    let mut all = Vec::new();
    for (number, person) in records.into_iter().enumerate() {
        // They all enrol from one address here, which may do so only so often in an hour.
        if number > 0 && number.is_multiple_of(10) {
            town.clock.advance_seconds(3_601);
        }
        let member = Arc::new(Member::resident(town, &person.key).await);
        let bodies = tokio::task::spawn_blocking(move || {
            (0..EACH).map(|_| submission(&member, &person)).collect()
        });
        all.push(bodies.await.expect("signed"));
    }
    all
}

fn submission(member: &Member, person: &Person) -> Vec<u8> {
    let text = |text: &str| Value::Text(text.to_owned());
    let birth = Value::Day(Day::parse(BIRTH).expect("a day"));
    let known = vec![
        claim("name", text(&person.name)),
        claim("id_number", text(&person.id_number)),
        claim("birth_date", birth),
        claim("address", text(ADDRESS)),
    ];
    let case = CaseId::from_bytes(fresh());
    let operation = member.operation(case, 0, &card(known, Vec::new()));
    push_body(&[member.signed(&member.with_keys(operation, 1))])
}

/// One connection that stays; the next push after the answer to the last.
async fn push(to: SocketAddr, bodies: Vec<Vec<u8>>) -> Vec<Duration> {
    let mut stream = TcpStream::connect(to).await.expect("the platform listens");
    stream.set_nodelay(true).expect("a socket");
    let mut times = Vec::new();
    for body in bodies {
        let begun = Instant::now();
        let answer = exchange(&mut stream, &body).await;
        times.push(begun.elapsed());
        let outcomes = PushResponse::decode(&answer).expect("outcomes").outcomes;
        let [
            PushOutcome {
                verdict: PushVerdict::Receipt(receipt),
                ..
            },
        ] = &outcomes[..]
        else {
            panic!("each gets a receipt");
        };
        let receipt = VerifiedReceipt::from_kept(receipt).expect("a receipt");
        assert!(
            matches!(receipt.receipt().fact, Fact::Complete { .. }),
            "accepted"
        );
    }
    times
}

async fn exchange(stream: &mut TcpStream, body: &[u8]) -> Vec<u8> {
    let mut request = format!(
        "POST {} HTTP/1.1\r\nhost: platform\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: {}\r\n\r\n",
        paths::PUSH,
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(body);
    stream.write_all(&request).await.expect("sent");
    let mut bytes = Vec::new();
    loop {
        assert!(
            stream.read_buf(&mut bytes).await.expect("an answer") > 0,
            "cut off"
        );
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        let length = head.split("content-length: ").nth(1).expect("a length");
        let length: usize = length
            .lines()
            .next()
            .unwrap_or("")
            .parse()
            .expect("a number");
        if bytes.len() == end + 4 + length {
            return bytes.split_off(end + 4);
        }
    }
}

/// An invented resident, old enough for the card.
struct Person {
    key: String,
    name: String,
    id_number: String,
}

impl Person {
    fn of(number: u8) -> Self {
        let letter = |place: u8| char::from(b'a' + place);
        let body = format!("99010819591018{:03}", 100 + u32::from(number));
        let check = tongban_certificate::citizen_id_check(&body).expect("17 digits");
        Self {
            key: format!("person-{}{}", letter(number / 26), letter(number % 26)),
            name: format!("居民{number}"),
            id_number: format!("{body}{check}"),
        }
    }
}

fn register(people: &[Person]) -> String {
    let records: Vec<_> = people
        .iter()
        .map(|person| {
            serde_json::json!({
                "key": person.key, "name": person.name, "sex": "女", "birth_date": BIRTH,
                "address": ADDRESS, "household_office": "云泉市公安局", "phone": "12000000721",
                "id_number": person.id_number, "portrait": "portrait.webp",
            })
        })
        .collect();
    serde_json::json!({ "residents": records }).to_string()
}

fn portrait() -> &'static Path {
    Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../assets/demo/portraits/zhou-guifang.webp"
    ))
}

const PEOPLE: u8 = 40;
const EACH: usize = 75;
const BIRTH: &str = "1959-10-18";
const ADDRESS: &str = "云泉市云泉区石桥镇石桥沟村3组12号";
