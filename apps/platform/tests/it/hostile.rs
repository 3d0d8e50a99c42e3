//! Clients that mean harm: bodies that swell, heads and bodies that drip, numbers without end,
//! what is somebody else's. Each costs little, is told so, and leaves the others what they have.

use std::io::Write;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tongban_protocol::{
    Cursor, Extra, MEDIA_TYPE, PullRequest, PullResponse, Refusal, SnapshotPlace, UploadRequest,
    UploadStanding, paths,
};

use crate::support::{Member, PNG, Town, ask, chunk, get, submit};
use crate::uploads::{picture, with_portrait};

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes).expect("memory");
    gzip.finish().expect("memory")
}

#[tokio::test]
async fn rule_C11_a_body_that_swells_is_too_large_wherever_it_is_sent() {
    let town = Town::start().await;
    // Each layer of gzip that is named is one more by which it swells.
    let bomb = packed(&vec![0; 64 << 20]);
    assert!(bomb.len() < 70 << 10, "small on the wire");
    for path in [
        paths::PUSH,
        paths::UPLOAD,
        paths::SEALED,
        paths::SEALED_UPLOAD,
        paths::PULL,
        paths::SESSION,
    ] {
        let headers = [("content-type", MEDIA_TYPE), ("content-encoding", "gzip")];
        let answer = ask(town.address(), "POST", path, &headers, &bomb).await;
        assert_eq!(answer.refusal(), Refusal::TooLarge, "{path}");
        let twice = [
            ("content-type", MEDIA_TYPE),
            ("content-encoding", "gzip, gzip"),
        ];
        let answer = ask(town.address(), "POST", path, &twice, &packed(&bomb)).await;
        assert!(
            (400..500).contains(&answer.status),
            "{path}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn a_head_that_drips_loses_its_place() {
    let town = Town::start_with(|config| {
        config.limits.head_seconds = 1;
        config.limits.connections = 1;
    })
    .await;
    let started = Instant::now();
    let mut slow = TcpStream::connect(town.address()).await.expect("connects");
    let dripping = tokio::spawn(async move {
        let mut sent = 0;
        // A header field that never ends, a letter at a time: something always moves.
        for letter in b"GET / HTTP/1.1\r\nhost: ".iter().chain(&[b'x'; 400]) {
            if slow.write_all(&[*letter]).await.is_err() {
                break;
            }
            sent += 1;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        sent
    });
    let next = tokio::time::timeout(Duration::from_secs(15), get(town.address(), paths::HEALTH));
    let next = next.await.expect("the dripping client kept its place");
    assert_eq!(next.status, 200);
    assert!(
        started.elapsed() >= Duration::from_millis(900),
        "the place was not taken"
    );
    let sent = dripping.await.expect("ran");
    assert!(sent < 400, "it was heard to its end");
}

#[tokio::test]
async fn rule_S12_a_photo_that_drips_ends_in_time_frees_its_place_and_keeps_what_came() {
    let town = Town::start_with(|config| {
        config.limits.long_request_seconds = 3;
        config.limits.connections = 1;
    })
    .await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let bytes = picture();
    let (_, operation, id) = with_portrait(&member, &bytes);
    member.send(&operation).await;
    let request = UploadRequest {
        chunks: vec![chunk(operation.id, id, 0, &bytes)],
        extra: Extra::default(),
    };
    let body = request.encode();
    let mut slow = TcpStream::connect(member.to).await.expect("connects");
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: x\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: {}\r\n\r\n",
        paths::UPLOAD,
        body.len()
    );
    slow.write_all(head.as_bytes()).await.expect("taken");
    slow.write_all(&body[..5_000]).await.expect("taken");
    let (mut answers, mut drips) = slow.into_split();
    let dripping = tokio::spawn(async move {
        for byte in &body[5_000..5_400] {
            if drips.write_all(&[*byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let mut answer = vec![0; 4096];
    let read = tokio::time::timeout(Duration::from_secs(15), answers.read(&mut answer)).await;
    let read = read.expect("an answer in time").expect("bytes");
    let text = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(text.starts_with("HTTP/1.1 503"), "{text}");
    // The only place there is goes to the next, long before the dripping would end.
    let ask = || member.upload(vec![chunk(operation.id, id, 0, &[])]);
    let asked = tokio::time::timeout(Duration::from_secs(15), ask()).await;
    asked.expect("the dripping client kept its place");
    dripping.abort();
    // What came is kept at the platform's own pace, and an honest device goes on from there.
    let mut sent = 0;
    for _ in 0..100 {
        let UploadStanding::Confirmed(confirmed) = ask().await.progress[0].standing else {
            panic!("it is known")
        };
        if confirmed == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        }
        assert_eq!(confirmed, 4096, "the whole chunk that came");
        let rest = vec![chunk(operation.id, id, confirmed, &bytes[4096..])];
        sent += member.upload(rest).await.receipts.len();
        break;
    }
    assert_eq!(sent, 1, "it arrives all the same");
}

#[tokio::test]
async fn rule_S12_chunks_of_any_place_and_number_are_refused_and_store_nothing() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let bytes = picture();
    let (_, operation, id) = with_portrait(&member, &bytes);
    member.send(&operation).await;
    let at = |offset: u64, bytes: &[u8]| chunk(operation.id, id, offset, bytes);
    for bombs in [
        vec![at(u64::MAX, &bytes[..1])],
        vec![at(u64::MAX - 4095, &bytes[..4096])],
        vec![at(1 << 63, &bytes[..4096])],
        vec![at(0, &bytes[..4096]); 65],
        vec![at(0, &[]); 65],
    ] {
        let refused = member.uploaded(bombs).await.refusal();
        let bad = Refusal::BadRequest {
            what: "message".to_owned(),
        };
        assert!(
            refused == bad || refused == Refusal::TooLarge,
            "{refused:?}"
        );
    }
    // The same piece many times, and pieces behind a gap, are one piece and none.
    let many = vec![
        at(0, &bytes[..4096]),
        at(0, &bytes[..4096]),
        at(8192, &bytes[8192..]),
    ];
    let answer = member.upload(many).await;
    let confirmed: Vec<_> = answer.progress.iter().map(|one| one.standing).collect();
    assert!(
        confirmed.contains(&UploadStanding::Confirmed(4096)),
        "{confirmed:?}"
    );
    assert!(answer.receipts.is_empty());
    let parts = town.folder.path().join("attachments").join("parts");
    assert_eq!(files(&parts), 1, "nothing beside what continues");
}

#[tokio::test]
async fn somebody_elses_ids_open_nothing_and_change_nothing() {
    let town = Town::start().await;
    let zhou = Member::resident(&town, "zhou-guifang").await;
    let ma = Member::resident(&town, "ma-wenhui").await;
    let (case, operation) = submit(&zhou);
    zhou.send(&operation).await;
    let before = zhou.feed().await.len();
    let token = ma.session().await.token;
    // Their feed, from any place and by any door.
    for asked in [
        PullRequest::after(zhou.scope, None),
        PullRequest::snapshot(zhou.scope, None, 50),
        PullRequest {
            place: Some(SnapshotPlace::after(1, 1)),
            ..PullRequest::snapshot(zhou.scope, None, 50)
        },
    ] {
        let answer = ma.with_token(&token, paths::PULL, &asked.encode()).await;
        assert_eq!(answer.refusal(), Refusal::NotAllowed);
    }
    // What they signed, once more and by somebody else: what was said, and nothing more.
    let signed = zhou.signed(&operation);
    for _ in 0..3 {
        ma.push(&[signed.clone(), signed.clone()]).await;
    }
    assert_eq!(
        zhou.feed().await.len(),
        before,
        "replayed, and counted once"
    );
    assert_eq!(zhou.version(case).await, 1);
    // Their attachment, under an operation of one's own and the other way round.
    let bytes = picture();
    let (_, with_photo, photo) = with_portrait(&zhou, &bytes);
    zhou.send(&with_photo).await;
    let (_, own, own_photo) = with_portrait(&ma, &bytes);
    ma.send(&own).await;
    let mixed = vec![
        chunk(own.id, photo, 0, PNG),
        chunk(with_photo.id, own_photo, 0, PNG),
    ];
    for one in ma.upload(mixed).await.progress {
        assert_eq!(one.standing, UploadStanding::Unknown);
    }
}

#[tokio::test]
async fn rule_S2_a_cursor_of_any_number_is_answered_and_never_an_error_of_the_platform() {
    let town = Town::start().await;
    let zhou = Member::resident(&town, "zhou-guifang").await;
    zhou.send(&submit(&zhou).1).await;
    let token = zhou.session().await.token;
    let PullResponse::Page(page) = zhou.pull(&token, None, 500).await else {
        panic!("a page")
    };
    let most = i64::MAX as u64;
    for seq in [0, 1, 3, most - 1, most, most + 1, u64::MAX] {
        let cursor = Cursor { seq, ..page.cursor };
        let asked = PullRequest {
            max_rows: 1,
            ..PullRequest::after(zhou.scope, Some(cursor))
        };
        let answer = zhou.with_token(&token, paths::PULL, &asked.encode()).await;
        let expected = if seq > most { 400 } else { 200 };
        assert_eq!(answer.status, expected, "{seq}");
    }
    for (head, after) in [
        (u64::MAX, 0),
        (u64::MAX - 1, u64::MAX - 1),
        (most + 1, most),
    ] {
        let place = SnapshotPlace::after(head, after);
        let asked = PullRequest::snapshot(zhou.scope, Some((page.cursor, place)), 50);
        let answer = zhou.with_token(&token, paths::PULL, &asked.encode()).await;
        assert_eq!(answer.status, 200, "{head} {after}");
    }
}

fn files(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let count = |entry: std::fs::DirEntry| match entry.path().is_dir() {
        true => files(&entry.path()),
        false => 1,
    };
    entries.map(count).sum()
}
