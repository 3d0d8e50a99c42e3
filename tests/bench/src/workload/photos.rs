//! W-C2: ten photos of 3 MB, and the same with fifty cuts. The engine as it is, with a store in
//! memory: what counts here is what goes over the wire.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tongban_device::{Entropy, OsEntropy, Transport, TransportError, TransportRequest};
use tongban_device_desktop::HttpTransport;
use tongban_protocol::{
    Attachment, AttachmentId, CaseId, Fact, MEDIA_TYPE, Operation, ReceiptKeys,
    UnverifiedPlatformKeys, VerifiedOperation, VerifiedReceipt, paths,
};
use tongban_sync::{
    Answer, Change, Config, Engine, Event, Failure, Host, HostFailed, Moment, OutboxItem, Pause,
    Piece, Report, Request, pump,
};

use super::ours::bytes;
use crate::table::Table;
use crate::town::{Member, PNG, Town, card, fresh, get, list_key, manifest, photo, zhou};
use tongban_wire::{Shape, Wire};

const PHOTOS: usize = 10;
const PHOTO_BYTES: usize = 3_000_000;
/// As the app cuts photos.
const CHUNK_BYTES: u32 = 4 << 10;
const CUTS: u64 = 50;

/// Adds the rows.
pub async fn measure(table: &mut Table) {
    let photos = (PHOTOS * PHOTO_BYTES) as f64;
    let (sent, received, time, _) = send(&[], false).await;
    table.row(
        "W-C2: ten photos of 3 MB, bytes both ways over those of the photos",
        format!(
            "{:.2} % ({}, {:.1} s)",
            (sent + received) as f64 * 100.0 / photos - 100.0,
            bytes(sent + received),
            time.as_secs_f64()
        ),
        "≤ 2 %",
        "PouchDB 33 % (base64, published)",
    );
    let mut seed = 42_u64;
    let cuts: Vec<u64> = (0..CUTS)
        .map(|_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % photos as u64
        })
        .collect();
    let (with_cuts, back, _, happened) = send(&cuts, true).await;
    table.row(
        &format!("W-C2: the same with {happened} random cuts and a restart"),
        format!(
            "{:.2} % of bytes more than without ({})",
            (with_cuts + back) as f64 * 100.0 / (sent + received) as f64 - 100.0,
            bytes(with_cuts + back)
        ),
        "≤ 5 % sent twice",
        "ODK starts again (published)",
    );
}

/// Sends everything; bytes up, bytes down, how long, how many cuts.
async fn send(cuts: &[u64], restarts: bool) -> (u64, u64, Duration, u64) {
    let town = Town::start().await;
    let wire = Wire::to(town.address(), Shape::default())
        .await
        .expect("a port");
    let member = Member::resident(&town, "zhou-guifang").await;
    let keys = get(member.to, paths::KEYS).await.body;
    let keys = UnverifiedPlatformKeys::parse(&keys).expect("platform keys");
    let keys = keys.verify(&list_key()).expect("signed").receipt_keys;
    let mut host = Memory::default();
    for number in 0..PHOTOS {
        let (operation, content) = application(&member, number as u8);
        host.files.insert(operation.attachments[0].id, content);
        let signed = VerifiedOperation::from_kept(&member.signed(&operation)).expect("ours");
        host.outbox.push((signed, None));
    }
    let way = HttpTransport::new(&wire.base_url()).expect("an address");
    wire.read();
    wire.cut_at(cuts.to_vec());
    let started = Instant::now();
    let (mut engine, mut event) = (host.engine(&keys), Event::Tick);
    let mut requests = 0;
    while host.received() < PHOTOS {
        match pump(&mut engine, &mut host, event) {
            Pause::Send(id, request) => {
                requests += 1;
                if restarts && requests == 60 {
                    engine = host.engine(&keys);
                    event = Event::Tick;
                    continue;
                }
                event = Event::Answered(id, over(&way, request).await);
            }
            // Waits are the engine's and not what is measured: the clock jumps.
            Pause::Wait(until) => {
                host.skipped += until.saturating_sub(host.now());
                event = Event::Tick;
            }
            Pause::Idle => break,
        }
    }
    assert_eq!(host.received(), PHOTOS, "all of them arrived");
    let read = wire.read();
    (read.up, read.down, started.elapsed(), read.cuts)
}

fn application(member: &Member, number: u8) -> (Operation, Vec<u8>) {
    let mut content = PNG.to_vec();
    let mut noise = u64::from(number) + 1;
    while content.len() < PHOTO_BYTES {
        noise = noise
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        content.extend_from_slice(&noise.to_be_bytes());
    }
    content.truncate(PHOTO_BYTES);
    let id = fresh();
    let request = card(zhou(), vec![photo("portrait", id, &content)]);
    let case = CaseId::from_bytes(fresh());
    let mut operation = member.with_keys(member.operation(case, 0, &request), 1);
    let id = AttachmentId::from_bytes(id);
    operation.attachments = vec![Attachment {
        chunk_bytes: CHUNK_BYTES,
        ..manifest(id, &content)
    }];
    (operation, content)
}

async fn over(way: &HttpTransport, request: Request) -> Result<Answer, Failure> {
    let mut sent = TransportRequest::post(request.path, request.body);
    sent = sent.header("content-type", MEDIA_TYPE);
    sent.deadline = Duration::from_millis(request.deadline_millis);
    sent.response_limit = request.response_limit;
    match way.request(sent).await {
        Ok(response) => Ok(Answer {
            status: response.status,
            retry_after: None,
            body: response.body,
        }),
        Err(TransportError::Offline) => Err(Failure::Offline),
        Err(_) => Err(Failure::Broken),
    }
}

#[derive(Default)]
struct Memory {
    files: BTreeMap<AttachmentId, Vec<u8>>,
    outbox: Vec<(VerifiedOperation, Option<VerifiedReceipt>)>,
    /// Milliseconds by which the clock has jumped.
    skipped: u64,
    began: Option<Instant>,
}

impl Memory {
    fn engine(&self, keys: &ReceiptKeys) -> Engine {
        let items = self
            .outbox
            .iter()
            .zip(1..)
            .map(|((signed, receipt), place)| OutboxItem {
                place,
                operation: signed.clone(),
                offered: receipt.is_some(),
                receipt: receipt.clone(),
                problem: None,
                urgent: None,
            });
        Engine::new(Config {
            receipt_keys: ReceiptKeys::new(keys.keys().to_vec()),
            device_key: None,
            scopes: Vec::new(),
            outbox: items.collect(),
        })
    }

    fn now(&mut self) -> u64 {
        let began = *self.began.get_or_insert_with(Instant::now);
        began.elapsed().as_millis() as u64 + self.skipped
    }

    fn received(&self) -> usize {
        let complete =
            |receipt: &VerifiedReceipt| matches!(receipt.receipt().fact, Fact::Complete { .. });
        let receipts = self
            .outbox
            .iter()
            .filter_map(|(_, receipt)| receipt.as_ref());
        receipts.filter(|receipt| complete(receipt)).count()
    }
}

impl Host for Memory {
    fn moment(&mut self) -> Moment {
        let drawn: Result<[u8; 8], _> = (&OsEntropy as &dyn Entropy).array();
        Moment {
            millis: self.now(),
            entropy: drawn.map_or(0, u64::from_be_bytes),
        }
    }

    fn persist(&mut self, changes: &[Change]) -> Result<(), HostFailed> {
        for change in changes {
            if let Change::Receipt(receipt) = change {
                let id = receipt.receipt().operation;
                let of = |(signed, _): &&mut (VerifiedOperation, _)| signed.operation().id == id;
                if let Some(item) = self.outbox.iter_mut().find(of) {
                    item.1 = Some(receipt.as_ref().clone());
                }
            }
        }
        Ok(())
    }

    fn read_chunk(&mut self, piece: &Piece) -> Result<Vec<u8>, HostFailed> {
        let content = self.files.get(&piece.attachment).ok_or(HostFailed)?;
        let (from, to) = (
            piece.offset as usize,
            (piece.offset + piece.length) as usize,
        );
        content.get(from..to).map(<[u8]>::to_vec).ok_or(HostFailed)
    }

    fn sign_session(&mut self, _: &[u8]) -> Result<[u8; 64], HostFailed> {
        Err(HostFailed)
    }

    fn report(&mut self, _: Report) {}
}
