//! Attachments: in chunks, whole, checked (rules S3, S12).

use tongban_cases::{Request, decode_event};
use tongban_platform::Storage;
use tongban_platform::ports::blob_store::Attachments;
use tongban_protocol::{
    AttachmentId, CaseId, EVENT_KIND, Fact, Operation, OperationId, Refusal, UploadStanding,
};

use crate::support::{
    Member, NOW, PNG, S3, Town, card, chunk, detail, fresh, manifest, photo, progress, zhou,
};

/// Begins like a picture and has two and a half chunks.
pub fn picture() -> Vec<u8> {
    let mut bytes = PNG.to_vec();
    bytes.resize(10_000, 7);
    bytes
}

/// An application with a portrait, as it is pushed.
pub fn with_portrait(member: &Member, bytes: &[u8]) -> (CaseId, Operation, AttachmentId) {
    let (case, id) = (CaseId::from_bytes(fresh()), fresh());
    let request = card(zhou(), vec![photo("portrait", id, bytes)]);
    let mut operation = member.with_keys(member.operation(case, 0, &request), 1);
    let id = AttachmentId::from_bytes(id);
    operation.attachments = vec![manifest(id, bytes)];
    (case, operation, id)
}

#[tokio::test]
async fn rule_S3_held_and_complete_are_two_facts_and_both_are_signed() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let bytes = picture();
    let (case, operation, id) = with_portrait(&member, &bytes);
    let held = member.send(&operation).await;
    assert_eq!(held.receipt.fact, Fact::Held { case_version: 1 });
    let asked = member.upload(vec![chunk(operation.id, id, 0, &[])]).await;
    assert_eq!(asked.progress, [progress(operation.id, id, 0)]);
    assert!(asked.receipts.is_empty());

    town.clock.advance_seconds(60);
    let receipts = member.upload_whole(operation.id, id, &bytes).await;
    let [complete] = &receipts[..] else {
        panic!("one receipt")
    };
    let receipt = member.verified(complete).await;
    assert_eq!(receipt.fact, Fact::Complete { case_version: 2 });
    assert_eq!(receipt.number, held.receipt.number, "people say one number");
    assert_eq!(receipt.at, held.receipt.at + 60);
    assert!(receipt.seq > held.receipt.seq);
    let events = member.rows(EVENT_KIND).await;
    let last = decode_event(events.last().expect("an event").body()).expect("an event");
    assert_eq!((last.what.kind(), events.len()), ("photos_complete", 2));
    assert_eq!(member.version(case).await, 2);

    // Every later question, and the retried push, get that receipt.
    let asked = member.upload(vec![chunk(operation.id, id, 0, &[])]).await;
    assert_eq!(asked.receipts, receipts);
    assert_eq!(asked.progress, [progress(operation.id, id, 10_000)]);
    assert_eq!(&member.send(&operation).await.bytes, complete);
}

/// The log that the disk is asked to keep is out of reach; the database itself goes on working.
#[tokio::test]
async fn rule_S1_no_receipt_leaves_before_the_disk_has_confirmed_what_it_says() {
    let mut town = Town::start().await;
    let mut member = Member::resident(&town, "zhou-guifang").await;
    let bytes = picture();
    let (_, operation, id) = with_portrait(&member, &bytes);
    member.send(&operation).await;
    let log = town.folder.path().join("platform.db-wal");
    let away = town.folder.path().join("away");
    std::fs::rename(&log, &away).expect("moved");

    let (_, other, _) = with_portrait(&member, &bytes);
    let refused = member.pushed(&[member.signed(&other)]).await;
    assert!(matches!(refused.refusal(), Refusal::Busy { .. }));
    let refused = member
        .uploaded(vec![chunk(operation.id, id, 0, &bytes)])
        .await;
    assert!(matches!(refused.refusal(), Refusal::Busy { .. }));

    // A disk that has failed is not believed again before somebody looks at it.
    std::fs::rename(&away, &log).expect("moved back");
    let refused = member.pushed(&[member.signed(&other)]).await;
    assert!(matches!(refused.refusal(), Refusal::Busy { .. }));
    town.restart().await;
    member.to = town.address();
    let sent = member.send(&other).await;
    assert_eq!(sent.receipt.fact, Fact::Held { case_version: 1 });
    // What was refused may have been stored; then it was, whole.
    let asked = member.upload(vec![chunk(operation.id, id, 0, &[])]).await;
    assert_eq!(asked.progress, [progress(operation.id, id, 10_000)]);
    assert_eq!(asked.receipts.len(), 1);
}

#[tokio::test]
async fn rule_S3_photos_on_an_s3_server_complete_a_receipt_survive_a_restart_and_are_backed_up() {
    let server = S3::start().await;
    let storage = Storage {
        attachments: Attachments::S3(server.place("town")),
        ..Storage::default()
    };
    let folder = tempfile::tempdir().expect("a folder");
    let mut town = Town::start_on(folder, storage, NOW).await;
    let mut member = Member::resident(&town, "zhou-guifang").await;
    let bytes = picture();
    let (_, operation, id) = with_portrait(&member, &bytes);
    member.send(&operation).await;
    let first = member
        .upload(vec![chunk(operation.id, id, 0, &bytes[..4096])])
        .await;
    assert_eq!(first.progress, [progress(operation.id, id, 4096)]);
    town.restart().await;
    member.to = town.address();
    let rest = vec![
        chunk(operation.id, id, 4096, &bytes[4096..8192]),
        chunk(operation.id, id, 8192, &bytes[8192..]),
    ];
    let receipts = member.upload(rest).await.receipts;
    let complete = member.verified(&receipts[0]).await;
    assert_eq!(complete.fact, Fact::Complete { case_version: 2 });
    let local = town.folder.path().join("attachments/whole");
    assert!(!local.exists(), "nothing of it lies on this machine");
    assert!(server.folder.path().join("files/town/whole").exists());
    let drilled = town.ops.drill().await.expect("runs");
    assert_eq!((drilled.lost, drilled.attachments), (0, 1));
}

#[tokio::test]
async fn rule_S12_only_what_continues_is_stored_and_a_lost_part_lowers_what_is_confirmed() {
    let mut town = Town::start().await;
    let mut member = Member::resident(&town, "zhou-guifang").await;
    let bytes = picture();
    let (_, operation, id) = with_portrait(&member, &bytes);
    member.send(&operation).await;
    let op = operation.id;
    let piece = |from: usize, to: usize| chunk(op, id, from as u64, &bytes[from..to]);
    let ahead = member.upload(vec![piece(4096, 8192)]).await;
    assert_eq!(
        ahead.progress,
        [progress(op, id, 0)],
        "no error, not stored"
    );
    let two = member.upload(vec![piece(0, 4096), piece(4096, 8192)]).await;
    assert_eq!(
        two.progress,
        [progress(op, id, 4096), progress(op, id, 8192)]
    );
    let again = member.upload(vec![piece(0, 4096)]).await;
    assert_eq!(again.progress, [progress(op, id, 8192)]);

    // Durable: over a restart too.
    town.restart().await;
    member.to = town.address();
    let asked = member.upload(vec![chunk(op, id, 0, &[])]).await;
    assert_eq!(asked.progress, [progress(op, id, 8192)]);

    // The second part is lost, as after a restore of the database alone.
    let parts = town.folder.path().join("attachments").join("parts");
    let mut files = Vec::new();
    files_below(&parts, &mut files);
    files.sort();
    std::fs::remove_file(&files[1]).expect("removed");
    let lower = member.upload(vec![piece(8192, 10_000)]).await;
    assert_eq!(lower.progress, [progress(op, id, 4096)]);
    let rest = member
        .upload(vec![piece(4096, 8192), piece(8192, 10_000)])
        .await;
    assert_eq!(rest.progress[1], progress(op, id, 10_000));
    assert_eq!(rest.receipts.len(), 1);
    let mut left = Vec::new();
    files_below(&parts, &mut left);
    assert!(left.is_empty(), "the parts are one file now");
}

fn files_below(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => files_below(&path, found),
            false => found.push(path),
        }
    }
}

#[tokio::test]
async fn rule_S12_damaged_bytes_count_for_nothing_and_begin_anew() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let bytes = picture();
    let (_, operation, id) = with_portrait(&member, &bytes);
    member.send(&operation).await;
    let mut damaged = bytes.clone();
    damaged[5000] ^= 1;
    let chunks = |bytes: &[u8]| vec![chunk(operation.id, id, 0, bytes)];
    let answer = member.upload(chunks(&damaged)).await;
    assert_eq!(answer.progress[0].standing, UploadStanding::Damaged);
    assert!(answer.receipts.is_empty());
    let asked = member.upload(chunks(&[])).await;
    assert_eq!(asked.progress, [progress(operation.id, id, 0)]);
    let whole = member.upload(chunks(&bytes)).await;
    assert_eq!(whole.receipts.len(), 1);
}

#[tokio::test]
async fn a_file_that_is_not_what_the_case_says_never_becomes_complete() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let page = b"<html>not a picture</html>";
    let (_, operation, id) = with_portrait(&member, page);
    member.send(&operation).await;
    let answer = member.upload(vec![chunk(operation.id, id, 0, page)]).await;
    assert_eq!(answer.progress[0].standing, UploadStanding::Damaged);
    assert_eq!(
        member.send(&operation).await.receipt.fact,
        Fact::Held { case_version: 1 }
    );
}

#[tokio::test]
async fn what_nobody_announced_is_not_kept() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let bytes = picture();
    let (_, operation, id) = with_portrait(&member, &bytes);
    let unknown = member.upload(vec![chunk(operation.id, id, 0, PNG)]).await;
    assert_eq!(
        unknown.progress[0].standing,
        UploadStanding::Unknown,
        "not pushed yet"
    );
    member.send(&operation).await;
    let other = AttachmentId::from_bytes(fresh());
    let stranger = OperationId::from_bytes(fresh());
    let unknown = member
        .upload(vec![
            chunk(operation.id, other, 0, PNG),
            chunk(stranger, id, 0, PNG),
        ])
        .await;
    for one in unknown.progress {
        assert_eq!(one.standing, UploadStanding::Unknown);
    }
    // Not aligned, and beyond the end.
    for bad in [
        chunk(operation.id, id, 1, &bytes[..4096]),
        chunk(operation.id, id, 8192, &bytes[..4096]),
    ] {
        let refused = member.uploaded(vec![bad]).await.refusal();
        assert_eq!(
            refused,
            Refusal::BadRequest {
                what: "message".to_owned()
            }
        );
    }
}

#[tokio::test]
async fn body_and_manifest_name_the_same_files_of_a_known_kind() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let rejected = async |operation: &Operation, slug: &str| {
        let rejection = member.send(operation).await.rejection();
        assert_eq!(detail(&rejection), slug);
    };
    let (_, mut operation, _) = with_portrait(&member, PNG);
    operation.attachments.clear();
    rejected(&operation, "files").await;
    let (_, mut operation, _) = with_portrait(&member, PNG);
    operation.attachments[0].length += 1;
    rejected(&operation, "files").await;
    let (_, mut operation, _) = with_portrait(&member, PNG);
    operation
        .attachments
        .push(manifest(AttachmentId::from_bytes(fresh()), PNG));
    rejected(&operation, "files").await;
    let (_, mut operation, _) = with_portrait(&member, PNG);
    let Ok(Request::Submit {
        service,
        pack,
        answers,
        known,
        mut supplied,
        route,
    }) = Request::decode(&operation.kind, &operation.body)
    else {
        panic!("a submission")
    };
    let tongban_cases::Supply::Files { files, .. } = &mut supplied[0].how else {
        panic!("files")
    };
    files[0].media_type = "text/html".to_owned();
    let request = Request::Submit {
        service,
        pack,
        answers,
        known,
        supplied,
        route,
    };
    operation.body = request.encode_body();
    rejected(&operation, "media_type").await;
}

#[tokio::test]
async fn rule_S12_what_came_before_a_connection_broke_is_kept() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let mut bytes = PNG.to_vec();
    bytes.resize(60_000, 7);
    let (_, operation, id) = with_portrait(&member, &bytes);
    member.send(&operation).await;
    let request = tongban_protocol::UploadRequest {
        chunks: vec![chunk(operation.id, id, 0, &bytes)],
        extra: tongban_protocol::Extra::default(),
    };
    let body = request.encode();
    let sent = break_off(member.to, &body, 30_000).await;
    // The platform reads at its own pace.
    let mut confirmed = 0;
    for _ in 0..100 {
        let asked = member.upload(vec![chunk(operation.id, id, 0, &[])]).await;
        let UploadStanding::Confirmed(now) = asked.progress[0].standing else {
            panic!("{:?}", asked.progress)
        };
        confirmed = now;
        if confirmed > 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(confirmed % 4096, 0, "whole chunks");
    assert!(
        confirmed as usize + 4096 + 100 > sent,
        "{confirmed} of {sent}"
    );
    let rest = &bytes[confirmed as usize..];
    let done = member
        .upload(vec![chunk(operation.id, id, confirmed, rest)])
        .await;
    assert_eq!(done.receipts.len(), 1, "whole, with the right hash");

    // Nonsense that breaks off harms nothing.
    break_off(member.to, &[0xa1; 50_000], 20_000).await;
    break_off(member.to, &body, 12).await;
    let asked = member.upload(vec![chunk(operation.id, id, 0, &[])]).await;
    assert_eq!(asked.progress, [progress(operation.id, id, 60_000)]);
}

/// Sends so much of an upload and hangs up.
async fn break_off(to: std::net::SocketAddr, body: &[u8], sent: usize) -> usize {
    use tokio::io::AsyncWriteExt;
    let mut stream = tokio::net::TcpStream::connect(to)
        .await
        .expect("it listens");
    let head = format!(
        "POST /v1/upload HTTP/1.1\r\nhost: {to}\r\ncontent-type: {}\r\ncontent-length: {}\r\n\r\n",
        tongban_protocol::MEDIA_TYPE,
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("taken");
    stream.write_all(&body[..sent]).await.expect("taken");
    stream.flush().await.expect("taken");
    stream.shutdown().await.expect("closed");
    sent
}
