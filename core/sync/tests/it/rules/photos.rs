//! Photos that the platform does not take, has already, or says something odd about (rule S12).

use tongban_protocol::{
    AttachmentId, Refusal, UploadProgress, UploadRequest, UploadResponse, UploadStanding, paths,
};
use tongban_sync::{Action, Answer, Event, Failure, ItemState, Problem, Request};

use crate::support::bench::{Bench, Fate, is_received};
use crate::support::ops::{SCOPE, id, operation, photo, photo_bytes, with_photos};
use crate::support::platform::refused;

const MINUTE: u64 = 60_000;

fn uploads(bench: &Bench) -> Vec<UploadRequest> {
    let uploads = bench
        .sent
        .iter()
        .filter(|(_, request)| request.path == paths::UPLOAD);
    uploads
        .map(|(_, request)| UploadRequest::decode(&request.body).expect("ours"))
        .collect()
}

/// Whether this is an upload with something of that operation.
fn is_about(request: &Request, number: u8) -> bool {
    request.path == paths::UPLOAD
        && UploadRequest::decode(&request.body)
            .expect("ours")
            .chunks
            .iter()
            .any(|chunk| chunk.operation == id(number))
}

/// Everything but uploads gets through.
fn only_text(bench: &mut Bench) {
    bench.run(|request| match request.path {
        paths::UPLOAD => Fate::Lost(Failure::Offline),
        _ => Fate::Answered,
    });
}

#[test]
fn rule_S12_a_refused_photo_needs_the_person_and_holds_no_other() {
    for (photos, refusal, problem) in [
        (
            1,
            Refusal::BadRequest {
                what: "chunk".to_owned(),
            },
            Problem::Refused("bad_request".to_owned()),
        ),
        (
            2,
            Refusal::TooLarge,
            Problem::Refused("too_large".to_owned()),
        ),
        (2, Refusal::Internal, Problem::KeepsFailing),
    ] {
        let mut bench = Bench::new();
        for number in 1..=3 {
            bench.enqueue(&with_photos(number, photos, 9_000));
        }
        let refusal = refused(&refusal);
        let mut alone = 0;
        bench.sync_for(60 * MINUTE, |request| match is_about(request, 2) {
            true => {
                alone += u32::from(!is_about(request, 1) && !is_about(request, 3));
                Fate::Instead(refusal.clone())
            }
            false => Fate::Answered,
        });
        assert!(
            is_received(&bench, 1) && is_received(&bench, 3),
            "{problem:?}"
        );
        let tries = match problem {
            Problem::KeepsFailing => 5,
            _ => 1,
        };
        assert_eq!(alone, tries, "{problem:?}");
        assert_eq!(bench.state(&id(2)), Some(&ItemState::NeedsYou(problem)));
        bench.feed(Event::Retry(id(2)));
        bench.sync_for(60 * MINUTE, |_| Fate::Answered);
        assert!(is_received(&bench, 2));
    }
}

#[test]
fn rule_S12_a_platform_that_confirms_nothing_new_is_asked_ever_more_rarely() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&with_photos(1, 1, 900_000));
    let stuck = |confirmed: u64| {
        let progress = UploadProgress {
            operation: id(1),
            attachment: AttachmentId::from_bytes([1; 16]),
            standing: UploadStanding::Confirmed(confirmed),
        };
        let response = UploadResponse {
            progress: vec![progress],
            receipts: Vec::new(),
            extra: tongban_protocol::Extra::default(),
        };
        Answer {
            status: 200,
            retry_after: None,
            body: response.encode(),
        }
    };
    let confirms = |bench: &mut Bench, millis, confirmed| {
        let before = bench.sent.len();
        bench.sync_for(millis, |request| match request.path {
            paths::UPLOAD => Fate::Instead(stuck(confirmed)),
            _ => Fate::Answered,
        });
        let sent = bench.sent[before..].iter();
        let sent = sent.filter(|(_, request)| request.path == paths::UPLOAD);
        sent.map(|(at, _)| *at).collect::<Vec<_>>()
    };
    let at = confirms(&mut bench, 6 * 60 * MINUTE, 0);
    assert!((10..200).contains(&at.len()), "{} in six hours", at.len());
    // It gets on once: the next wait is a short one again.
    let at = confirms(&mut bench, 30 * MINUTE, 4_096);
    assert!(at[1] == at[0], "at once after progress");
    assert!(at[2] - at[1] <= 3_000, "{at:?}");
}

#[test]
fn rule_S12_what_is_whole_is_only_asked_about_and_needs_no_file() {
    let mut bench = Bench::writing_only();
    for number in 1..=30 {
        bench.enqueue(&with_photos(number, 3, 5_000));
    }
    // Every byte arrives, and of the answers only the offsets.
    let mut model = crate::support::platform::Platform::new();
    std::mem::swap(&mut model, &mut bench.platform);
    let mut lost = 0;
    bench.run(|request| {
        let answer = model.answer(request);
        match request.path {
            paths::UPLOAD if lost == 90 => Fate::Lost(Failure::Offline),
            paths::UPLOAD => {
                let mut response = UploadResponse::decode(&answer.body).expect("progress");
                lost += response.progress.len();
                response.receipts.clear();
                Fate::Instead(Answer {
                    body: response.encode(),
                    ..answer
                })
            }
            _ => Fate::Instead(answer),
        }
    });
    std::mem::swap(&mut model, &mut bench.platform);
    assert_eq!(lost, 90);
    let state = bench.state(&id(1)).cloned();
    assert!(
        matches!(
            &state,
            Some(ItemState::TextReceived {
                left,
                percent: 100,
                ..
            }) if left.is_empty()
        ),
        "{state:?}"
    );
    bench.store.unreadable.extend((1..=30).map(id));
    let before = uploads(&bench).len();
    bench.feed(Event::PullNow);
    bench.sync_for(5 * MINUTE, |_| Fate::Answered);
    assert!(
        (1..=30).all(|number| is_received(&bench, number)),
        "{:?}",
        bench.state(&id(1))
    );
    let asked = &uploads(&bench)[before..];
    assert!(asked.iter().all(|upload| upload.chunks.len() <= 64));
    assert!(
        asked
            .iter()
            .flat_map(|upload| &upload.chunks)
            .all(|chunk| chunk.bytes.is_empty())
    );
}

#[test]
fn rule_S12_a_photo_of_large_chunks_arrives_on_a_line_that_has_become_slow() {
    let mut bench = Bench::writing_only();
    let mut one = operation(1);
    let mut large = photo(AttachmentId::from_bytes([1; 16]), 500_000);
    large.chunk_bytes = 64 << 10;
    one.attachments = vec![large];
    bench.enqueue(&one);
    let mut breaks = 8;
    bench.sync_for(60 * MINUTE, |request| {
        if request.path == paths::UPLOAD && breaks > 0 {
            breaks -= 1;
            return Fate::Lost(Failure::TimedOut);
        }
        Fate::Answered
    });
    assert_eq!(breaks, 0);
    assert!(is_received(&bench, 1));
}

#[test]
fn rule_S12_a_photo_takes_no_more_requests_than_its_length_needs() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 2, 700_000));
    bench.sync();
    assert!(is_received(&bench, 1));
    let count = uploads(&bench).len();
    assert_eq!(count, 7, "1,400,000 bytes in 64, 128, then 256 KiB");
}

#[test]
fn rule_S12_bytes_that_were_not_asked_for_are_not_taken() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&with_photos(1, 2, 9_000));
    only_text(&mut bench);
    bench.feed(Event::Online);
    let piece = loop {
        match bench.engine.next_action() {
            Action::ReadChunk(piece) => break piece,
            Action::Report(report) => tongban_sync::Host::report(&mut bench.store, report),
            other => panic!("{other:?}"),
        }
    };
    let other = tongban_sync::Piece {
        attachment: AttachmentId::from_bytes([2; 16]),
        ..piece
    };
    assert_ne!(other, piece);
    bench.feed(Event::ChunkRead(other, Some(vec![0; 9_000])));
    assert!(
        matches!(bench.engine.next_action(), Action::Idle),
        "it still waits for the first"
    );
    let bytes = photo_bytes(&piece.attachment, piece.offset, piece.length);
    bench.feed(Event::ChunkRead(piece, Some(bytes.clone())));
    bench.feed(Event::ChunkRead(piece, Some(bytes)));
    assert!(matches!(bench.engine.next_action(), Action::ReadChunk(second) if second == other));
    bench.feed(Event::ChunkRead(
        other,
        Some(photo_bytes(&other.attachment, 0, 9_000)),
    ));
    bench.sync();
    assert!(is_received(&bench, 1));
}

#[test]
fn rule_S12_what_the_platform_says_of_photos_that_did_not_go_changes_nothing() {
    let mut bench = Bench::writing_only();
    // The first fills a request, so the second does not go with it.
    bench.enqueue(&with_photos(1, 1, 65_536));
    bench.enqueue(&with_photos(2, 1, 9_000));
    let mut answered = 0;
    let mut model = crate::support::platform::Platform::new();
    std::mem::swap(&mut model, &mut bench.platform);
    bench.run(|request| {
        answered += u32::from(request.path == paths::UPLOAD);
        match (answered, request.path) {
            (1, paths::UPLOAD) => {
                let answer = model.answer(request);
                let mut response = UploadResponse::decode(&answer.body).expect("progress");
                response.progress.push(UploadProgress {
                    operation: id(2),
                    attachment: AttachmentId::from_bytes([1; 16]),
                    standing: UploadStanding::Confirmed(9_000),
                });
                Fate::Instead(Answer {
                    body: response.encode(),
                    ..answer
                })
            }
            (_, paths::UPLOAD) => Fate::Lost(Failure::Offline),
            _ => Fate::Instead(model.answer(request)),
        }
    });
    assert!(answered > 1 && is_received(&bench, 1));
    let state = bench.state(&id(2));
    assert!(
        matches!(state, Some(ItemState::TextReceived { left, .. }) if left.len() == 1),
        "{state:?}"
    );
}

#[test]
fn rule_S3_the_percentage_counts_text_and_photos_and_is_full_only_at_the_end() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 131_072));
    let text = bench.sign(&with_photos(1, 1, 131_072)).bytes().len() as u64;
    let mut sent = 0;
    bench.run(|request| {
        sent += u32::from(request.path == paths::UPLOAD);
        match sent {
            2.. => Fate::Lost(Failure::Offline),
            _ => Fate::Answered,
        }
    });
    let expected = (text + 65_536) * 100 / (text + 131_072);
    let percent = match bench.state(&id(1)) {
        Some(ItemState::TextReceived { percent, left, .. }) if left.len() == 1 => {
            u64::from(*percent)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(percent, expected);
    assert!((50..=51).contains(&percent));
}

#[test]
fn rule_S3_what_the_last_photo_completed_is_read_at_once() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 300_000));
    only_text(&mut bench);
    bench.feed(Event::Online);
    bench.feed(Event::PullNow);
    bench.sync();
    assert!(is_received(&bench, 1));
    let theirs = bench.platform.state.scopes[&SCOPE].rows.len() as u64;
    assert_eq!(bench.store.cursors[&SCOPE].seq, theirs);
}
